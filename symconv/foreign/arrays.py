"""Arrays as NumPy, PyTorch, JAX and small engines hold them: in, and out again."""

import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any, cast

import numpy as np

from symconv.foreign.tensors import tensor

Leaf = tuple[str, Any]
PASSES = ("forward", "backward")
"""What layers have: they may be called, and are no functions."""
MOST_DEEP = 5
MOST_LEAVES = 200
MOST_RESULTS = 4
"""Longer lists are no lists of results."""


def handed(
    array: "np.ndarray[Any, Any]", framework: str, dtype: str = "float64", device: str = "", kind: Any = None
) -> Any:
    """A copy of the array as the framework has it, which the foreign code has loaded itself, or as its own ``kind``."""
    own = array.astype(dtype)
    if kind is not None:
        return tensor(kind, own)
    if framework == "torch":
        made = sys.modules["torch"].from_numpy(own)
        return made.to(device) if device else made
    if framework == "jax":
        return sys.modules["jax.numpy"].asarray(own)
    return own


def plain(value: Any) -> "np.ndarray[Any, Any] | None":
    """What came back as a NumPy array; None where it is no array of numbers, itself where it is being compiled."""
    if "jax" in sys.modules and isinstance(value, sys.modules["jax"].core.Tracer):
        return cast("np.ndarray[Any, Any]", value)
    if isinstance(value, str | bytes | dict | set | type | None) or callable(value):
        return None
    try:
        if hasattr(value, "detach"):
            value = value.detach()
            value = value.cpu().numpy() if hasattr(value, "cpu") else value
        if not isinstance(value, np.ndarray):
            told = getattr(value, "numpy", None) or getattr(value, "to_numpy", None)
            value = told() if callable(told) else value
        array = np.asarray(value)
    except Exception:  # whatever an object of theirs raises when it is looked at
        return None
    return array if array.dtype.kind in "biufc" else None


def leaves(value: Any, path: str, skipped: frozenset[str] = frozenset()) -> Iterator[Leaf]:
    """Every array in what came back, with the expression that reaches it."""
    found = _leaves(value, path, 0, set())
    for number, (reached, array) in enumerate(found):
        if number >= MOST_LEAVES:
            return
        if reached not in skipped:
            yield reached, array


def _leaves(value: Any, path: str, depth: int, seen: set[int]) -> Iterator[Leaf]:
    if depth > MOST_DEEP or id(value) in seen:
        return
    array = _array(value)
    if array is not None:
        yield path, array
        grad = None if isinstance(value, np.ndarray) else getattr(value, "grad", None)
        if grad is not None and grad is not value:
            yield from _leaves(grad, f"{path}.grad", depth + 1, seen)
        return
    seen.add(id(value))
    if (whole := _stacked(value)) is not None:
        yield path, whole
        if len(value) > MOST_RESULTS:
            return
    for key, part in _parts(value, whole=depth == 0):
        yield from _leaves(part, f"{path}{key}", depth + 1, seen)


def _array(value: Any) -> "np.ndarray[Any, Any] | None":
    """What is one array by itself, as it stands or as rows of numbers."""
    several = isinstance(value, tuple) or (isinstance(value, list) and not _is_numbers(value))
    return None if several else plain(value)


def _stacked(value: Any) -> "np.ndarray[Any, Any] | None":
    """A list of arrays of one shape, such as one for each image, as an array; it may be a list of results, too."""
    parts = [_array(part) for part in value] if isinstance(value, list) and value else [None]
    if any(part is None for part in parts) or len({part.shape for part in parts}) > 1:  # type: ignore[union-attr]
        return None
    return np.stack(parts)  # type: ignore[arg-type]


def _parts(value: Any, *, whole: bool) -> Iterator[tuple[str, Any]]:
    """What a container or an object holds, with the step that leads there; not what a module does.

    What may be called is a function, unless it has passes or is the ``whole`` that is asked for.
    """
    if isinstance(value, ModuleType):  # such as the NumPy that a layer computes with
        return
    if isinstance(value, dict):
        yield from ((f"[{key!r}]", part) for key, part in list(value.items()))
    elif isinstance(value, tuple) and hasattr(value, "_fields"):
        yield from ((f".{name}", getattr(value, name)) for name in value._fields)
    elif isinstance(value, tuple | list):
        yield from ((f"[{number}]", part) for number, part in enumerate(value))
    elif hasattr(value, "__dict__") and (whole or not callable(value) or any(hasattr(value, name) for name in PASSES)):
        for name, part in list(vars(value).items()):
            if name in _TORCH and isinstance(part, dict):
                yield from ((f".{inner}", kept) for inner, kept in part.items())
            else:
                yield f".{name}", part


_TORCH = ("_parameters", "_modules")
"""Where PyTorch's modules keep what they show as attributes."""


def _is_numbers(value: Any) -> bool:
    """Whether nested lists are one array: rows of numbers."""
    flat = value
    while isinstance(flat, list) and flat:
        flat = flat[0]
    return isinstance(value, list) and isinstance(flat, int | float)
