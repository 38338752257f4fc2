"""NumPy as it was when code was written: names that it had, and numbers out of arrays of one entry."""

import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

OLDER = {"int": int, "float": float, "object": object, "complex": complex, "str": str}
"""Names that NumPy had until 1.24, and what they were."""

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
    if not hasattr(np.lib, "pad"):
        np.lib.pad = np.pad  # type: ignore[attr-defined]


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
