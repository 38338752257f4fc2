"""What is asked of other libraries' arrays beside the functions that routes take: whose they are, copies for NumPy."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np

from symconv.errors import InputError
from symconv.routes.numbers import Array

Tensor = Any
LIBRARIES = {"torch": "PyTorch", "jax": "JAX", "jaxlib": "JAX", "cupy": "CuPy"}
"""Package an array's class comes from → whose it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Whose arrays they are.

    Attributes:
        name: as its makers write it.
        exact: where matrix products are in full precision and nothing is recorded for derivatives.
        numpy: an array as NumPy's; bfloat16, which NumPy does not have, as float32.
        brought: NumPy's array as one of the library's, where another one is.
        cast: an array in another dtype.
        is_finite: whether no entry is infinite or NaN.
    """

    name: str
    exact: Callable[[], AbstractContextManager[Any]]
    numpy: Callable[[Tensor], Array]
    brought: Callable[[Array, Tensor], Tensor]
    cast: Callable[[Tensor, Any], Tensor]
    is_finite: Callable[[Tensor], bool]


def is_foreign(array: object) -> bool:
    """Whether an array is of one of ``LIBRARIES``; told without importing it, which whoever has such an array has."""
    return _package(array) in LIBRARIES


def library(array: object) -> Library:
    """Whose array it is."""
    return {"PyTorch": _pytorch, "JAX": _jax, "CuPy": _cupy}[LIBRARIES[_package(array)]]()


def _package(array: object) -> str:
    return type(array).__module__.partition(".")[0]


@cache
def _pytorch() -> Library:
    torch = import_module("torch")

    def numpy(array: Tensor) -> Array:
        wide = array.float() if array.dtype == torch.bfloat16 else array
        found: Array = wide.detach().resolve_conj().cpu().numpy()
        return found

    return Library(
        name="PyTorch",
        exact=torch.no_grad,
        numpy=numpy,
        brought=lambda found, like: torch.from_numpy(np.ascontiguousarray(found)).to(like.device),
        cast=lambda array, dtype: array.to(dtype),
        is_finite=lambda array: bool(torch.isfinite(array).all()),
    )


@cache
def _jax() -> Library:
    jax = import_module("jax")

    def brought(found: Array, like: Tensor) -> Tensor:
        if jax.dtypes.canonicalize_dtype(found.dtype) != found.dtype:
            raise InputError(f"the result is {found.dtype}, which JAX has if jax_enable_x64 is set")
        return jax.device_put(found, like.device)

    return Library(
        name="JAX",
        exact=lambda: jax.default_matmul_precision("highest"),
        numpy=lambda array: np.asarray(array.astype("float32") if array.dtype == "bfloat16" else array),
        brought=brought,
        cast=lambda array, dtype: array.astype(dtype),
        is_finite=lambda array: bool(jax.numpy.isfinite(array).all()),
    )


@cache
def _cupy() -> Library:
    cupy = import_module("cupy")
    return Library(
        name="CuPy",
        exact=nullcontext,
        numpy=cupy.asnumpy,
        brought=lambda found, like: cupy.asarray(found),
        cast=lambda array, dtype: array.astype(dtype),
        is_finite=lambda array: bool(cupy.isfinite(array).all()),
    )
