"""Gradients held against others: central differences, and the convolutions of the textbook.

The loss is L = Σ ∂L/∂o · o. It is linear in each entry of X and of F, so a central difference has no truncation error,
whatever the step. One infinite entry makes the whole loss infinite, so differences are taken with 0 in the place of
what is not finite; the textbook is compared with everything. Arrays whose products would underflow or overflow are
compared at another scale.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from math import prod

import numpy as np

from symconv.numeric.gradients import forward, grad_input, grad_weight
from symconv.numeric.job import Job
from symconv.numeric.watch import Comparison
from symconv.routes.contractions import computed, contractions
from symconv.routes.numbers import Array
from symconv.transposed import Layer

SAMPLES = 24
TEXTBOOK_BYTES = 1 << 30
"""Most bytes the textbook route may take; it lays out every window of an array as large as the upsampled one."""
EXPONENT = 300
"""Of the largest entry of an array: the product of three such is still a float64."""


def checked(job: Job, seed: int = 0) -> Iterator[Comparison]:
    """Both gradients, computed in float64, against central differences and, where it is small enough, the textbook.

    Args:
        job: the layer with its arrays; a few images are enough.
        seed: chooses the entries that are sampled.
    """
    spec = replace(job.spec, bias=False)  # it plays no part in these gradients
    given = (job.input, job.grad_output, job.weight)
    maps, grads, filters = (_moderate(np.asarray(each, np.float64)) for each in given)
    yield from _by_differences(spec, _finite(maps), _finite(grads), _finite(filters), np.random.default_rng(seed))
    if _textbook_bytes(spec, len(maps)) <= TEXTBOOK_BYTES:
        arrays = {"input": maps, "weight": filters, "grad_output": grads}
        yield _whole(spec, "grad_input", grad_input(spec, grads, filters), arrays)
        yield _whole(spec, "grad_weight", grad_weight(spec, maps, grads), arrays)


def _by_differences(
    spec: Layer, maps: Array, grads: Array, filters: Array, rng: np.random.Generator
) -> Iterator[Comparison]:
    def loss_of_input(changed: Array) -> float:
        return float(np.vdot(grads, forward(spec, changed, filters)))

    def loss_of_weight(changed: Array) -> float:
        return float(np.vdot(grads, forward(spec, maps, changed)))

    yield _differences("grad_input", grad_input(spec, grads, filters), maps, loss_of_input, rng)
    yield _differences("grad_weight", grad_weight(spec, maps, grads), filters, loss_of_weight, rng)


def _moderate(array: Array) -> Array:
    """With a largest entry near 1 where it is far from it; a power of two changes no digit."""
    exponent = int(np.frexp(np.abs(_finite(array)).max(initial=0))[1])
    return array if abs(exponent) <= EXPONENT else np.ldexp(array, -exponent)


def _finite(array: Array) -> Array:
    """With 0 in the place of what is infinite or NaN."""
    return np.where(np.isfinite(array), array, 0.0)


def _differences(
    name: str, gradient: Array, variable: Array, loss: Callable[[Array], float], rng: np.random.Generator
) -> Comparison:
    """Sampled entries of a gradient against (L(v + h) − L(v − h)) / 2h."""
    result = Comparison(name=name, against="central differences")
    result.largest = float(np.abs(_finite(gradient)).max(initial=0))
    step = float(np.abs(variable).max(initial=0)) or 1.0
    chosen = sorted(rng.choice(variable.size, min(SAMPLES, variable.size), replace=False).tolist())
    places = [tuple(map(int, np.unravel_index(place, variable.shape))) for place in chosen]
    changed, quotients = variable.copy(), []
    for index in places:
        sides = []
        for sign in (1, -1):
            changed[index] = variable[index] + sign * step
            sides.append(loss(changed))
        changed[index] = variable[index]
        quotients.append((sides[0] - sides[1]) / (2 * step))
    result.see(np.array([gradient[index] for index in places]), np.array(quotients))
    result.where = places[result.where[0]] if places else ()
    return result


def _whole(spec: Layer, name: str, ours: Array, arrays: Mapping[str, Array]) -> Comparison:
    """A gradient against the textbook's way to it; a transposed layer's, by padding, correlating and keeping."""
    route = next(iter(contractions(spec)[name].routes))
    result = Comparison(name=name, against=route)
    result.see(ours, computed(spec, name, route, arrays))
    return result


def _textbook_bytes(spec: Layer, images: int) -> int:
    """About what the lowered windows of both textbook routes take."""
    windows = images * prod(n + sum(p) for n, p in zip(spec.form.input_size, spec.form.padding, strict=True))
    spans = prod(axis.effective_kernel for axis in spec.axes)
    return 8 * windows * spans * (spec.in_channels + spec.out_channels)
