"""Sizes written in numbers alone, ``(5 − 3)/2 + 1 = 2``: whether they agree, and are those of the layer."""

from collections.abc import Sequence
from itertools import pairwise

from symconv.check.evaluating.arithmetic import Arithmetic
from symconv.check.evaluating.unknown import Unknown
from symconv.check.shapes.comparing import Found
from symconv.check.shapes.formulas import is_canonical, outside
from symconv.notation.tree import Fraction, Node, Number
from symconv.spec import ConvSpec


def numbers_only(sides: Sequence[Node], spec: ConvSpec | None) -> Found:
    """Sides without letters: they must agree with each other and have the form of the formula."""
    try:
        values = [Arithmetic(spec=_ANY).whole(side, {}) for side in sides]
    except Unknown as error:
        return Found(word="unreadable", message=str(error))
    if any(not isinstance(value, int) for value in values):
        return Found(word="ambiguous", message="this is no whole number; ⌊ ⌋ may be meant")
    for one, other in pairwise(values):
        if one != other:
            return Found(word="wrong", message=f"{one} is not {other}", spec=spec, got=other, expected=int(one))
    if not all(isinstance(side, Number) or is_canonical(side) for side in sides):
        return Found(word="ambiguous", message="the numbers are right, but they do not stand as in the formula")
    if spec is not None:
        if set(spec.output_size) == set(values) and all(_of_the_layer(side, spec) for side in sides):
            return Found(word="right")
        return Found(word="ambiguous", message="the numbers agree with each other, but not with the layer")
    return Found(word="right under an assumption", assumptions=("the numbers are those of the layer",))


def _of_the_layer(side: Node, spec: ConvSpec) -> bool:
    """Whether the numbers of a side in the form (… − …)/s + 1 are an input, a filter and a stride of the layer."""
    ratio = next((part for part in outside(side) if isinstance(part, Fraction)), None)
    if ratio is None:
        return True
    stated = {part.value for part in outside(ratio.over) if isinstance(part, Number)}
    inputs = {size + more for size, pair in zip(spec.input_size, spec.padding, strict=True) for more in (0, sum(pair))}
    kernels = {
        size for axis, size in zip(spec.axes, spec.kernel_size, strict=True) for size in (size, axis.effective_kernel)
    }
    strides = {Number(stride) for stride in spec.stride}
    return bool(stated & inputs and {abs(number) for number in stated} & kernels and ratio.under in strides)


_ANY = ConvSpec.of(input_size=(1,), kernel_size=(1,))
