"""Classes of tensors in somebody's own code: which they are, and how an array becomes one of them."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

import numpy as np

TENSORS = ("tensor", "variable", "var", "parameter", "value", "node")
MAKERS = ("tensor", "from_numpy", "as_tensor", "make_tensor", "array", "asarray")
"""Functions of a package that make a tensor of rows of numbers."""

_WAYS: dict[type, Callable[[Any], Any]] = {}
"""Class of tensors → what makes one of an array."""


def tensor(kind: type, array: "np.ndarray[Any, Any]") -> Any:
    """An array as a tensor of this class, of which gradients may be asked."""
    if kind not in _WAYS:
        _WAYS[kind] = next((way for way in _ways(kind) if _holds(way, kind, array)), kind)
    made = _WAYS[kind](array)
    if callable(ask := getattr(made, "requires_grad_", None)):
        with suppress(Exception):  # whatever theirs raises where it cannot be asked
            ask(True)
    return made


def _ways(kind: type) -> Iterator[Callable[[Any], Any]]:
    """The class itself; else a function of its package, handed the array or its rows."""
    yield lambda array: kind(array, requires_grad=True)
    yield kind
    package = kind.__module__.partition(".")[0]
    inside = [module for name, module in list(sys.modules.items()) if name.partition(".")[0] == package]
    makers = [getattr(module, name) for name in MAKERS for module in inside if callable(getattr(module, name, None))]
    for maker in dict.fromkeys(makers):
        yield maker
        yield partial(_of_rows, maker)


def _of_rows(maker: Callable[[Any], Any], array: "np.ndarray[Any, Any]") -> Any:
    return maker(array.tolist())


def _holds(way: Callable[[Any], Any], kind: type, array: "np.ndarray[Any, Any]") -> bool:
    """Whether it makes a tensor of this class that has the array's shape, where tensors have shapes."""
    with suppress(Exception):  # whatever theirs raises where it is made otherwise
        made = way(array)
        shape = getattr(made, "shape", array.shape)
        return isinstance(made, kind) and tuple(shape() if callable(shape) else shape) == array.shape
    return False


def with_tensors(namespace: Mapping[str, Any]) -> dict[str, Any]:
    """The names of a module, and the classes of tensors of the modules from which it has something."""
    found = dict(namespace)
    homes = {getattr(value, "__module__", None) for value in namespace.values() if callable(value)}
    for home in sorted(home for home in homes if isinstance(home, str)):
        file = getattr(sys.modules.get(home), "__file__", None) or ""
        if not tensors(found) and "site-packages" not in file:
            found |= {name: kind for name, kind in tensors(vars(sys.modules[home])).items() if name not in namespace}
    return found


def tensors(namespace: Mapping[str, Any]) -> dict[str, Any]:
    """Name → class, of those that send gradients back."""
    return {
        name: value
        for name, value in namespace.items()
        if isinstance(value, type) and name.lower() in TENSORS and callable(getattr(value, "backward", None))
    }
