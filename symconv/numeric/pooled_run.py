"""What ``symconv grad`` does with a pooling: X and ∂L/∂O from files, output and ∂L/∂X to one ``.npz``."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import numpy as np

from symconv.errors import InputError
from symconv.numeric.archive import Nowhere, archived
from symconv.numeric.batches import in_memory
from symconv.numeric.dtypes import as_numbers
from symconv.numeric.files import is_image, read_array
from symconv.numeric.opened import expected, upstream
from symconv.numeric.pooling import pool_forward, pool_grad_input, pool_indices
from symconv.numeric.run import Report
from symconv.numeric.watch import Comparison, Range
from symconv.pooled import PooledSpec
from symconv.routes.numbers import Array
from symconv.spec import positions

LEADING = {1: 2, 2: 2, 3: 1, 4: 0, 5: 0}
"""Axes of an array → how many of ``[N, C]`` are missing in front: 5×7 is an image, 3×5×7 one with channels."""
RESULTS = ("output", "grad_input")


@in_memory()
def opened_pooling(
    file: str, grad_output: str, layer: Callable[[tuple[int, ...]], PooledSpec], axes: int | None = None
) -> tuple[PooledSpec, Array, Array]:
    """The layer and its arrays, ``[N, C, *space]``.

    Args:
        file: of X: ``[N, C, *space]``, or an array with one or two axes fewer in front.
        grad_output: a file of ∂L/∂O, or ``output``, ``ones``, or ``random:SEED``.
        layer: the shape of X → the layer.
        axes: of the layer; None takes two of an array with three or four axes, else one or three.

    Raises:
        InputError: a file that cannot be used, or arrays that do not belong to the layer.
        SpecError: no such layer exists.
    """
    maps = as_numbers("input", read_array(file))
    if is_image(file) and maps.ndim == 3:
        maps = np.moveaxis(maps, -1, 0)
    maps = _full("input", maps, axes)
    spec = layer(maps.shape)
    shape = (len(maps), *spec.output_shape[1:])
    grads = pool_forward(spec, maps) if grad_output == "output" else upstream(grad_output, shape, maps.dtype)
    return spec, maps, _full("grad_output", as_numbers("grad_output", grads), len(spec.input_size))


def run_pooling(
    spec: PooledSpec, maps: Array, grads: Array, path: Path | None, *, expect: str | None, check: bool
) -> Report:
    """Computes output and gradient; writes them to ``path``, and compares them where that is asked for.

    Args:
        spec: the layer.
        maps: X ``[N, C, *input_size]``.
        grads: ∂L/∂O ``[N, C, *output_size]``.
        path: an ``.npz`` to write.
        expect: an ``.npz`` of somebody else's ``output`` and ``grad_input``.
        check: whether plain loops over the windows are compared, on the first image.

    Raises:
        InputError: arrays that do not fit, or an expected array of another shape.
        OutputError: the file cannot be written.
    """
    found = {"output": pool_forward(spec, maps), "grad_input": pool_grad_input(spec, grads, maps)}
    report = Report()
    for name, array in {"input": maps, "grad_output": grads, **found}.items():
        report.ranges.append(Range(name=name, shape=array.shape, dtype=array.dtype))
        report.ranges[-1].see(array)
    theirs = expected(expect) if expect else {}
    pairs = [(name, "expected", found[name], theirs[name]) for name in RESULTS if name in theirs]
    if check:
        pairs += [("grad_input", "loops", found["grad_input"][:1], _looped(spec, maps[:1], grads[:1]))]
    for name, against, ours, others in pairs:
        report.comparisons.append(Comparison(name=name, against=against))
        report.comparisons[-1].see(ours, others)
    written = found | ({"indices": pool_indices(spec, maps)} if spec.pool == "max" else {})
    with archived(path) if path else nullcontext(Nowhere()) as archive:
        for name, array in written.items():
            archive.add(name, array.shape, array.dtype, [array])
    return report


def _looped(spec: PooledSpec, maps: Array, grads: Array) -> Array:
    """∂L/∂X by plain loops over the outputs and their windows."""
    found = np.zeros(maps.shape, np.float64)
    for lead in positions(maps.shape[:2]):
        for m, place, share in _shares(spec, maps[lead]):
            found[(*lead, *place)] += float(grads[(*lead, *m)]) * share
    return found


def _shares(spec: PooledSpec, image: Array) -> Iterator[tuple[tuple[int, ...], tuple[int, ...], float]]:
    """The outputs of one channel, the entries they take, and how much of them."""
    for m in positions(spec.output_size):
        if spec.pool == "max":
            yield m, spec.chosen(m, lambda place: image[place])[1], 1.0
        else:
            yield from ((m, place, 1 / spec.divisor_at(m)) for _, place in spec.window(m))


def _full(name: str, array: Array, axes: int | None) -> Array:
    missing = LEADING.get(array.ndim, -1) if axes is None else axes + 2 - array.ndim
    if not 0 <= missing <= 2:
        raise InputError(f"{name} must be [N, C, *space] of one to three axes, got shape {array.shape}")
    return array.reshape((1,) * missing + array.shape)
