"""The layer as a matrix: vec(O) = C vec(X), so vec(∂L/∂X) = Cᵀ vec(∂L/∂O).

``C[m, i] = f_a`` where ``i = s·m + d·a − p₋``, and 0 elsewhere. C is kept as the list of its non-zero places
``(m, i, a)``; read the other way round, ``U[m, a] = x_i`` gives vec(O) = U vec(F) and vec(∂L/∂F) = Uᵀ vec(∂L/∂O).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from math import prod

from symconv.axis import Axis
from symconv.routes.arrays import AnyArray, namespace
from symconv.spec import ConvSpec

Triple = tuple[int, int, int]
"""Output, input and tap along one axis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The non-zero places of C; outputs, inputs and taps are flat positions in their spatial sizes."""

    outputs: list[int]
    inputs: list[int]
    taps: list[int]


def places(spec: ConvSpec) -> Places:
    """Where C is not 0."""
    return combined(spec, [list(_along(axis)) for axis in spec.axes])


def combined(spec: ConvSpec, along: Iterable[list[Triple]]) -> Places:
    """The places of C from those along each axis."""
    outputs, inputs, taps = [0], [0], [0]
    for axis, triples in zip(spec.axes, along, strict=True):
        size = axis.output_size
        outputs = [flat * size + m for flat, (m, _, _) in product(outputs, triples)]
        inputs = [flat * axis.input_size + i for flat, (_, i, _) in product(inputs, triples)]
        taps = [flat * axis.kernel_size + a for flat, (_, _, a) in product(taps, triples)]
    return Places(outputs=outputs, inputs=inputs, taps=taps)


def _along(axis: Axis) -> Iterable[Triple]:
    stride, dilation = axis.steps
    for m, a in product(range(axis.output_size), range(axis.kernel_size)):
        i = stride * m + dilation * a - axis.before
        if 0 <= i < axis.input_size:
            yield m, i, a


def grad_input(spec: ConvSpec, grad_output: AnyArray, weight: AnyArray) -> AnyArray:
    """∂L/∂X ``[N, C_in, *input_size]``: each place of C adds f_a · ∂L/∂o_m to entry i."""
    return input_from(places(spec), spec, grad_output, weight)


def grad_weight(spec: ConvSpec, input: AnyArray, grad_output: AnyArray) -> AnyArray:  # noqa: A002 - PyTorch's name
    """∂L/∂F ``[C_out, C_in/groups, *kernel_size]``: each place adds x_i · ∂L/∂o_m to tap a."""
    return weight_from(places(spec), spec, input, grad_output)


def input_from(where: Places, spec: ConvSpec, grad_output: AnyArray, weight: AnyArray) -> AnyArray:
    """What ∂L/∂X would be if C had these places."""
    xp, (out_channels, width, *kernel) = namespace(weight), weight.shape
    grouped = xp.reshape(weight, (spec.groups, out_channels // spec.groups, width, prod(kernel)))
    filters = xp.moveaxis(grouped, (3, 0, 2, 1), (0, 1, 2, 3))[where.taps]  # [place, g, C_in/g, C_out/g]
    maps = xp.moveaxis(_places_first(grad_output, spec.groups)[where.outputs], 1, 3)  # [place, g, C_out/g, N]
    total = _multiplied(filters, maps, where.inputs, prod(spec.input_size))  # [input, g, C_in/g, N]
    shape = (maps.shape[3], spec.in_channels, *spec.input_size)
    found: AnyArray = xp.reshape(xp.moveaxis(total, (0, 3), (3, 0)), shape)
    return found


def weight_from(where: Places, spec: ConvSpec, input: AnyArray, grad_output: AnyArray) -> AnyArray:  # noqa: A002 - as above
    """What ∂L/∂F would be if C had these places."""
    xp = namespace(input)
    images = xp.moveaxis(_places_first(input, spec.groups)[where.inputs], 1, 2)  # [place, g, N, C_in/g]
    maps = xp.moveaxis(_places_first(grad_output, spec.groups)[where.outputs], 1, 3)  # [place, g, C_out/g, N]
    total = _multiplied(maps, images, where.taps, prod(spec.kernel_size))  # [tap, g, C_out/g, C_in/g]
    found: AnyArray = xp.reshape(xp.moveaxis(total, 0, 3), spec.weight_shape)
    return found


def _places_first(maps: AnyArray, groups: int) -> AnyArray:
    """``[N, C, *space]`` as ``[place, N, g, C/g]``."""
    xp, (images, channels, *space) = namespace(maps), maps.shape
    flat: AnyArray = xp.moveaxis(xp.reshape(maps, (images, groups, channels // groups, prod(space))), 3, 0)
    return flat


def _multiplied(left: AnyArray, right: AnyArray, to: list[int], size: int) -> AnyArray:
    """Σ left @ right over the places that lead to an entry: a matrix product, at once for entries with equally many.

    Args:
        left: ``[place, g, rows, inner]``.
        right: ``[place, g, inner, columns]``.
        to: for each place the entry it leads to.
        size: how many entries there are.

    Returns:
        ``[entry, g, rows, columns]``.
    """
    xp, (groups, rows, inner), columns = namespace(left), left.shape[1:], right.shape[3]
    total: AnyArray = xp.zeros((size, groups, rows, columns), dtype=xp.result_type(left, right))
    leading: dict[int, list[int]] = {}
    for place, entry in enumerate(to):
        leading.setdefault(entry, []).append(place)
    for count in sorted({len(places) for places in leading.values()}):
        entries = [entry for entry, places in leading.items() if len(places) == count]
        chosen = [place for entry in entries for place in leading[entry]]
        wide = xp.moveaxis(xp.reshape(left[chosen], (len(entries), count, groups, rows, inner)), 1, 3)
        high = xp.moveaxis(xp.reshape(right[chosen], (len(entries), count, groups, inner, columns)), 1, 2)
        total[entries] = xp.matmul(
            xp.reshape(wide, (len(entries), groups, rows, count * inner)),
            xp.reshape(high, (len(entries), groups, count * inner, columns)),
        )
    return total
