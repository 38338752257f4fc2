"""Arrays of any kind, by the names of the array API: exact entries prove a route, floats compute with it.

A route asks its arrays for their own functions, so it is one program for :mod:`symconv.exact`, for NumPy, PyTorch, JAX
and whatever else has these names.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Any, Protocol, TypeVar, cast

Axes = int | tuple[int, ...]


class Array(Protocol):
    """An n-d array."""

    @property
    def shape(self) -> tuple[int, ...]:
        """The length of each axis."""

    @property
    def ndim(self) -> int:
        """The number of axes."""

    @property
    def size(self) -> int:
        """The number of entries."""

    @property
    def dtype(self) -> Any:
        """What its entries are; ``object`` if they are Python's own, and exact."""

    def __getitem__(self, index: Any, /) -> Any: ...

    def __setitem__(self, index: Any, value: Any, /) -> None: ...

    def __len__(self) -> int: ...

    def __add__(self, other: Any, /) -> Any: ...

    def __mul__(self, other: Any, /) -> Any: ...


AnyArray = TypeVar("AnyArray", bound=Array)
"""Whatever kind comes in goes out."""


class Namespace(Protocol):
    """What routes take from the array API."""

    def zeros(self, shape: tuple[int, ...], *, dtype: Any) -> Any:
        """Zeros."""

    def reshape(self, array: Any, shape: tuple[int, ...], /) -> Any:
        """The same entries, row by row."""

    def moveaxis(self, array: Any, source: Axes, destination: Axes, /) -> Any:
        """Some axes at other places."""

    def stack(self, arrays: Sequence[Any], /) -> Any:
        """Arrays along a new first axis."""

    def matmul(self, left: Any, right: Any, /) -> Any:
        """``[..., n, k] @ [..., k, m]``."""

    def sum(self, array: Any, /, *, axis: Axes) -> Any:
        """Entries added along axes."""

    def any(self, array: Any, /, *, axis: Axes) -> Any:
        """Whether one of the entries along axes is true."""

    def result_type(self, *arrays: Any) -> Any:
        """What entries of sums and products are."""


def namespace(array: Array) -> Namespace:
    """The functions of an array's own library."""
    if type(array).__module__ == "torch":
        from symconv.routes.tensors import Tensors

        return Tensors(cast(Any, array).device)
    own = getattr(array, "__array_namespace__", None)  # NumPy's arrays have it since 2.0
    return cast(Namespace, own() if own else import_module("numpy"))


def put(array: AnyArray, index: Any, value: Any) -> AnyArray:
    """``array`` with ``value`` in these places: written there, or of JAX's arrays, which never change, a new one."""
    at = getattr(array, "at", None)
    if at is not None:
        changed: AnyArray = at[index].set(value)
        return changed
    array[index] = value
    return array
