"""The windows of a pooling along one axis."""

from functools import lru_cache

from symconv.axis import Axis
from symconv.sizes import Pair

Window = tuple[tuple[int, int], ...]
"""The ``(tap, input)`` pairs of one output along one axis, without what lies in the padding."""


def kept(axis: Axis) -> Pair:
    """The padding with which the last window of ``ceil_mode`` fits, unless it would begin after the input."""
    last = axis.output_size * axis.stride
    if not axis.remainder or last >= axis.input_size + axis.before:
        return axis.before, axis.after
    return axis.before, axis.after + axis.stride - axis.remainder


def counted(axis: Axis, stated: Pair, output: int) -> int:
    """The taps of a window within the input and its stated padding."""
    places = (axis.position(output, tap) for tap in range(axis.kernel_size))
    return sum(place < axis.input_size + stated[1] for place in places)


@lru_cache(maxsize=256)
def windows(axis: Axis) -> tuple[Window, ...]:
    """The windows of an axis, as the relation has them."""
    return tuple(axis.window(output) for output in range(axis.output_size))


@lru_cache(maxsize=256)
def adaptive(size: int, outputs: int) -> tuple[Window, ...]:
    """Windows from ⌊m·N/M⌋ up to ⌈(m+1)·N/M⌉."""
    spans = ((m * size // outputs, -(-(m + 1) * size // outputs)) for m in range(outputs))
    return tuple(tuple(enumerate(range(start, end))) for start, end in spans)
