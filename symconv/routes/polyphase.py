"""Strided backward as s dense convolutions (s² in 2-D), one for each phase, without multiplying a single zero.

Inputs with ``(i + p₋) mod s = φ`` meet only taps with ``d·a ≡ φ (mod s)``. Those taps are every ``s/gcd(s,d)``-th one,
a sub-filter of its own; between them the outputs step by ``d/gcd(s,d)``. At s = 2, k = 3 the four phases of an image
use 4, 2, 2 and 1 taps.
"""

from dataclasses import dataclass
from itertools import product
from math import gcd

from symconv.axis import Axis
from symconv.routes.arrays import AnyArray, namespace, put
from symconv.routes.operators import correlate, dilate, flip, pad, region, swap_channels
from symconv.spec import ConvSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """One phase along one axis: which inputs it holds and which taps reach them.

    Attributes:
        number: ``φ``, the phase of the padded inputs it holds.
        taps: the taps ``a`` with ``d·a ≡ φ (mod s)``, evenly spaced.
        step: distance, in outputs, between neighbouring taps.
        start: ``q`` of the first input ``s·q + φ`` that the first tap reaches.
    """

    number: int
    taps: range
    step: int
    start: int


def phases(axis: Axis) -> list[Phase]:
    """The phases of an axis that have taps, in order: each of the first ``s/gcd(s,d)`` taps begins one."""
    common = gcd(axis.stride, axis.dilation)
    apart = axis.stride // common
    found = []
    for first in range(min(apart, axis.kernel_size)):
        start, number = divmod(axis.dilation * first, axis.stride)
        taps = range(first, axis.kernel_size, apart)
        found.append(Phase(number=number, taps=taps, step=axis.dilation // common, start=start))
    return sorted(found, key=lambda phase: phase.number)


def phase_of(axis: Axis, number: int) -> Phase:
    """The phase ``φ`` of this number; one that no tap reaches has none."""
    nothing = Phase(number=number, taps=range(0), step=1, start=0)
    return next((phase for phase in phases(axis) if phase.number == number), nothing)


def grad_input(spec: ConvSpec, grad_output: AnyArray, weight: AnyArray) -> AnyArray:
    """∂L/∂X ``[N, C_in, *input_size]``, phase by phase."""
    xp, back = namespace(grad_output), swap_channels(weight, spec.groups)
    padded_size = (n + sum(p) for n, p in zip(spec.input_size, spec.padding, strict=True))
    shape = (grad_output.shape[0], spec.in_channels, *padded_size)
    padded: AnyArray = xp.zeros(shape, dtype=xp.result_type(grad_output, weight))
    for phase in product(*map(phases, spec.axes)):
        sub_filter = back[region(slice(p.taps.start, None, p.taps.step) for p in phase)]
        dense = _full_convolution(grad_output, sub_filter, tuple(p.step for p in phase), spec.groups)
        reached = zip(phase, spec.stride, dense.shape[2:], strict=True)
        starts = ((s * p.start + p.number, s, n) for p, s, n in reached)
        padded = put(padded, region(slice(start, start + s * n, s) for start, s, n in starts), dense)
    return pad(padded, tuple(-p[0] for p in spec.padding), tuple(-p[1] for p in spec.padding))


def _full_convolution(maps: AnyArray, weight: AnyArray, dilation: tuple[int, ...], groups: int) -> AnyArray:
    reach = tuple(d * (k - 1) for k, d in zip(weight.shape[2:], dilation, strict=True))
    return correlate(pad(maps, reach, reach), flip(dilate(weight, dilation)), groups)
