"""NumPy in the place of CuPy: the same names, arrays in the memory of the processor; SciPy for what is in CuPyX."""

import importlib
from contextlib import suppress
from types import ModuleType
from typing import Any

import numpy as np

CUPY = ("cupy", "cupyx")
"""Modules that NumPy can stand in for, with what it has no name of its own for."""

_OWN: dict[str, Any] = {
    "asnumpy": np.asarray,
    "get_array_module": lambda *_: np,
    "scatter_add": np.add.at,
    "is_available": lambda: False,
}


class Standing(ModuleType):
    """A module ``cupy…`` whose names are NumPy's of the same path."""

    def __init__(self, name: str) -> None:
        """``name`` is the dotted name that was asked for."""
        super().__init__(name)
        self.__path__: list[str] = []
        self.__all__ = [each for each in np.__all__ if name == CUPY[0]]

    def __getattr__(self, name: str) -> Any:
        """NumPy's, else what stands for it, else something that may be called and does nothing."""
        if name.startswith("__"):
            raise AttributeError(name)
        _, *path = self.__name__.split(".")
        if path[:1] == ["scipy"]:
            return _of_scipy(".".join(path), name)
        if name == "random" and not path:
            return Standing(f"{self.__name__}.random")
        module: Any = np
        for part in path:
            module = getattr(module, part, np)
        found = getattr(module, name, _OWN.get(name, _Nothing()))
        return _typed(found) if path == ["random"] and callable(found) else found


def _of_scipy(place: str, name: str) -> Any:
    """SciPy's function or module of that name; where it is not installed, something that does nothing."""
    with suppress(ImportError):
        return importlib.import_module(f"{place}.{name}")
    with suppress(ImportError, AttributeError):
        return getattr(importlib.import_module(place), name)
    return _Nothing()


def _typed(draw: Any) -> Any:
    """CuPy's random functions are told the type of the numbers."""

    def drawn(*given: Any, dtype: Any = None, **named: Any) -> Any:
        made = draw(*given, **named)
        return made.astype(dtype) if dtype is not None and hasattr(made, "astype") else made

    return drawn


class _Nothing:
    """Memory pools, streams and devices, of no generation: whatever is asked of them, nothing happens."""

    compute_capability = "00"

    def __getattr__(self, name: str) -> "_Nothing":
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *_: Any, **__: Any) -> "_Nothing":
        return self

    def __enter__(self) -> "_Nothing":
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing was entered."""
