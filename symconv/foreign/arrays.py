"""Arrays as NumPy, PyTorch and JAX hold them: in, and out again."""

import sys
from collections.abc import Iterator
from typing import Any

import numpy as np

Leaf = tuple[str, Any]
MOST_DEEP = 4


def handed(array: "np.ndarray[Any, Any]", framework: str) -> Any:
    """A copy of the array, as the framework has it; frameworks are those that the foreign code itself has loaded."""
    if framework == "torch":
        return sys.modules["torch"].from_numpy(array.copy())
    if framework == "jax":
        return sys.modules["jax.numpy"].asarray(array)
    return array.copy()


def plain(value: Any) -> "np.ndarray[Any, Any] | None":
    """What came back as a NumPy array; None where it is no array of numbers."""
    if hasattr(value, "detach"):
        value = value.detach().cpu().numpy()
    if value is None or isinstance(value, str | bytes | dict | set | type) or callable(value):
        return None
    try:
        array = np.asarray(value)
    except (ValueError, TypeError):
        return None
    return array if array.dtype.kind in "biufc" else None


def leaves(value: Any, path: str, depth: int = 0) -> Iterator[Leaf]:
    """Every array in what came back, with the expression that reaches it."""
    if depth > MOST_DEEP:
        return
    if isinstance(value, dict):
        for key, part in value.items():
            yield from leaves(part, f"{path}[{key!r}]", depth + 1)
    elif isinstance(value, tuple | list) and not _is_numbers(value):
        for number, part in enumerate(value):
            yield from leaves(part, f"{path}[{number}]", depth + 1)
    else:
        array = plain(value)
        if array is not None:
            yield path, array


def _is_numbers(value: Any) -> bool:
    """Whether nested lists are one array: rows of numbers."""
    flat = value
    while isinstance(flat, list) and flat:
        flat = flat[0]
    return isinstance(value, list) and isinstance(flat, int | float)
