"""NumPy as it was when code was written: names that it had, and numbers out of arrays of one entry."""

import inspect
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

OLDER = {"int": int, "float": float, "object": object, "complex": complex, "str": str}
"""Names that NumPy had until 1.24, and what they were."""

RENAMED = {
    "product": "prod",
    "cumproduct": "cumprod",
    "alltrue": "all",
    "sometrue": "any",
    "row_stack": "vstack",
    "in1d": "isin",
    "round_": "round",
    "float_": "float64",
    "Inf": "inf",
    "infty": "inf",
    "NaN": "nan",
}
"""Names that NumPy had until 2, and what it calls them now."""

CONVERTED = "NumPy makes no number of an array such as [[1.0]] any more, as float() of it wants; it was made here"

_OWN = __name__.partition(".")[0]
"""What is ours, wherever it lies."""

NOTED: list[str] = []
"""What is to be said of what was stood in for."""


def older() -> None:
    """Lets code find the names that NumPy had when it was written."""
    for name, meant in OLDER.items():
        if name not in vars(np):
            setattr(np, name, meant)
    for name, now in RENAMED.items():
        if name not in vars(np):
            setattr(np, name, getattr(np, now))
    if "newshape" not in inspect.signature(np.reshape).parameters:
        np.reshape = _reshape
    if not hasattr(np.lib, "pad"):
        np.lib.pad = np.pad  # type: ignore[attr-defined]


def _reshape(a: Any, *given: Any, newshape: Any = None, **named: Any) -> Any:
    """``np.reshape`` with the name that the shape had until 2.4."""
    return _RESHAPE(a, *given, **named) if newshape is None else _RESHAPE(a, newshape, *given, **named)


_RESHAPE = np.reshape


def converting(folders: Sequence[str]) -> None:
    """Lets the code of these folders make numbers of arrays of one entry, as NumPy did until 2.4."""
    if _converts():
        return
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None) or ""
        theirs = any(file.startswith(folder) for folder in folders) and "site-packages" not in file
        if theirs and name.partition(".")[0] != _OWN:
            vars(module).setdefault("float", Float)


def _converts() -> bool:
    try:
        return float(np.ones((1, 1))) == 1
    except TypeError:
        return False


class _Kind(type):
    def __call__(cls, *given: Any) -> float:
        value = given[0] if given else 0.0
        if isinstance(value, np.ndarray) and value.ndim and value.size == 1:
            NOTED[:] = [CONVERTED]
            value = value.item()
        return float(value)

    def __instancecheck__(cls, value: Any) -> bool:
        return isinstance(value, float)


class Float(float, metaclass=_Kind):
    """``float`` but for arrays of one entry, which it takes; as a type it is float64."""

    dtype = np.dtype(float)
