"""PyTorch's tensors in, PyTorch's tensors out, on the device they are on.

Finite floats of one kind go through the routes that are proven (see :mod:`symconv.routes`), image by image, whose
matrix products are then PyTorch's own. What these do not do as :mod:`.dtypes` and the chain rule ask for (integers,
halves, mixed kinds, infinite entries, folded padding) is computed by NumPy and brought back. Nothing is recorded for
autograd.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import torch  # type: ignore[import-not-found,unused-ignore]

from symconv.folded import FoldedSpec
from symconv.routes.contractions import contractions
from symconv.transposed import Layer

NATIVE = (torch.float32, torch.float64, torch.complex64, torch.complex128)
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
    """
    with torch.no_grad():
        if _is_native(spec, first, second):
            return _by_image(spec, result, first, second)
        return by_numpy(partial(function, replace(spec, bias=False)), first, second)


def by_numpy(function: Callable[..., Any], *arrays: Tensor) -> Tensor:
    """What a function makes of NumPy's arrays, as a tensor where the first tensor is."""
    like = next(each for each in arrays if isinstance(each, torch.Tensor))
    found = torch.from_numpy(np.ascontiguousarray(function(*map(_numpy, arrays))))
    return found.to(like.device, like.dtype if {each.dtype for each in arrays} == {torch.bfloat16} else None)


def _is_native(spec: Layer, first: Tensor, second: Tensor) -> bool:
    """Whether the proven routes compute it as it has to be."""
    if isinstance(spec, FoldedSpec) or not isinstance(first, torch.Tensor) or not isinstance(second, torch.Tensor):
        return False
    if first.dtype != second.dtype or first.dtype not in NATIVE or first.device != second.device or not len(first):
        return False
    return all(bool(torch.isfinite(each).all()) for each in (first, second))


def _by_image(spec: Layer, result: str, first: Tensor, second: Tensor) -> Tensor:
    contraction = contractions(spec)[result]
    program: Any = contraction.routes[next(name for name in ROUTES if name in contraction.routes)]
    route, form = program.loaded(), spec.form.with_batch_size(1)
    if result != "grad_weight":
        return torch.cat([route(form, image[None], second) for image in first])
    maps, grads = (first, second) if contraction.given[0] == "input" else (second, first)
    total = torch.zeros(spec.weight_shape, dtype=first.dtype, device=first.device)
    for image, grad in zip(maps, grads, strict=True):
        total += route(form, image[None], grad[None])
    return total


def _numpy(array: Any) -> Any:
    """A tensor as an array; bfloat16, which NumPy does not have, as float32."""
    if not isinstance(array, torch.Tensor):
        return np.asarray(array)
    return (array.float() if array.dtype == torch.bfloat16 else array).detach().resolve_conj().cpu().numpy()
