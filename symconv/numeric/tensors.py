"""Arrays of PyTorch, JAX and CuPy in, arrays of the same library out, on the device they are on.

Finite floats of one kind go through the routes that are proven (see :mod:`symconv.routes`), image by image, whose
matrix products are then the library's own, in full precision. What these do not do as :mod:`.dtypes` and the chain rule
ask for (integers, halves, mixed kinds, infinite entries, folded padding) is computed by NumPy and brought back. Nothing
is recorded for a library's own derivatives.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from symconv.errors import InputError
from symconv.folded import FoldedSpec
from symconv.numeric.libraries import Library, is_foreign, library
from symconv.routes.arrays import namespace
from symconv.routes.contractions import contractions
from symconv.transposed import Layer

NATIVE = ("float32", "float64", "complex64", "complex128")
"""Kinds that the proven routes compute with as :mod:`.dtypes` says."""
ROUTES = ("decimation", "scatter", "textbook")
"""Of a result the first that there is: a product for each image or tap."""
Tensor = Any


def computed(function: Callable[..., Any], spec: Layer, result: str, first: Tensor, second: Tensor) -> Tensor:
    """A result of a layer without bias.

    Args:
        function: the one that computes it of NumPy's arrays.
        spec: the layer.
        result: ``output``, ``grad_input`` or ``grad_weight``.
        first: the first array of ``function``; one of the two is a tensor.
        second: the other.

    Raises:
        InputError: the arrays are of two libraries, or the result is of a kind that the library does not have.
    """
    own = _of(first, second)
    with own.exact():
        if _is_native(own, spec, first, second):
            return _by_image(spec, result, first, second)
        return by_numpy(partial(function, replace(spec, bias=False)), first, second)


def by_numpy(function: Callable[..., Any], *arrays: Tensor) -> Tensor:
    """What a function makes of NumPy's arrays, as a tensor where the first tensor is.

    Raises:
        InputError: the result is of a kind that the library does not have.
    """
    own, like = _of(*arrays), next(filter(is_foreign, arrays))
    found = own.brought(function(*(own.numpy(each) if is_foreign(each) else each for each in arrays)), like)
    halves = {str(each.dtype).rpartition(".")[2] for each in arrays} == {"bfloat16"}
    return own.cast(found, like.dtype) if halves else found


def _of(*arrays: Tensor) -> Library:
    libraries = {library(each) for each in arrays if is_foreign(each)}
    if len(libraries) > 1:
        raise InputError(f"arrays of one library are wanted, got {' and '.join(sorted(one.name for one in libraries))}")
    return libraries.pop()


def _is_native(own: Library, spec: Layer, first: Tensor, second: Tensor) -> bool:
    """Whether the proven routes compute it as it has to be."""
    if isinstance(spec, FoldedSpec) or not is_foreign(first) or not is_foreign(second) or not len(first):
        return False
    same = first.dtype == second.dtype and first.device == second.device
    return same and str(first.dtype).rpartition(".")[2] in NATIVE and own.is_finite(first) and own.is_finite(second)


def _by_image(spec: Layer, result: str, first: Tensor, second: Tensor) -> Tensor:
    contraction = contractions(spec)[result]
    program: Any = contraction.routes[next(name for name in ROUTES if name in contraction.routes)]
    route, form, xp = program.loaded(), spec.form.with_batch_size(1), namespace(first)
    if result != "grad_weight":
        return xp.stack([route(form, image[None], second)[0] for image in first])
    maps, grads = (first, second) if contraction.given[0] == "input" else (second, first)
    total = xp.zeros(spec.weight_shape, dtype=first.dtype)
    for image, grad in zip(maps, grads, strict=True):
        total = total + route(form, image[None], grad[None])
    return total
