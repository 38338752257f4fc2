"""A formula for a size on layers: its value beside the truth."""

from collections.abc import Sequence
from dataclasses import dataclass

from symconv.check.evaluating.arithmetic import Arithmetic, Meaning, Whole
from symconv.check.evaluating.unknown import Uneven, Unknown
from symconv.check.shapes.claims import ShapeClaim
from symconv.check.understanding.names import QUANTITIES, size_meaning
from symconv.notation.tree import Node, Symbol
from symconv.transposed import Layer

EXACT = "the division leaves no remainder"
LEAST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What came out: a verdict's word, a sentence, what was assumed, and the layer that shows an error."""

    word: str
    message: str = ""
    assumptions: tuple[str, ...] = ()
    spec: Layer | None = None
    got: Whole = 0
    expected: int = 0


def compared(found: ShapeClaim, side: Node, layers: Sequence[Layer], *, floored: bool = False) -> Found:
    """The values of one side on the layers; where a division leaves a remainder, nothing is claimed."""
    seen = uneven = 0
    problem = "it could not be evaluated on any layer"

    def meaning(letter: Symbol) -> Meaning | None:
        return found.meanings.get(letter) or size_meaning(letter)

    for spec in layers:
        try:
            got = Arithmetic(spec=spec, meaning=meaning).whole(side, {})
            expected = _truth(found, spec)
        except Uneven:
            continue
        except Unknown as error:
            problem = str(error)
            continue
        if not isinstance(got, int):
            uneven += 1
            if floored and got.__floor__() != expected:
                return _wrong(found, spec, got, expected)
            continue
        seen += 1
        if got != expected:
            return _wrong(found, spec, got, expected)
    if seen < (1 if floored else LEAST):
        return Found(word="ambiguous", message=problem)
    if uneven:
        return Found(
            word="right under an assumption", assumptions=(EXACT,), message=f"holds on all {seen} layers tried"
        )
    return Found(word="right", message=f"holds on all {seen} layers tried")


def _truth(found: ShapeClaim, spec: Layer) -> int:
    quantity, axis = found.quantity
    axes = range(len(spec.input_size)) if axis is None else (axis,)
    values = {QUANTITIES[quantity](spec, number) for number in axes}
    if len(values) > 1:
        raise Uneven("the size differs along the axes")
    return values.pop()


def _wrong(found: ShapeClaim, spec: Layer, got: Whole, expected: int) -> Found:
    axis = found.quantity[1] or 0
    pads = spec.padding[axis]
    numbers = {
        "input": spec.input_size[axis],
        "kernel": spec.kernel_size[axis],
        "stride": spec.stride[axis],
        "padding": "before {} and after {}".format(*pads) if pads[0] != pads[1] else pads[0],
        "dilation": spec.dilation[axis],
    }
    layer = ", ".join(f"{name} {number}" for name, number in numbers.items())
    message = f"with {layer} this gives {got}, and the size is {expected}"
    return Found(word="wrong", message=message, spec=spec, got=got, expected=expected)
