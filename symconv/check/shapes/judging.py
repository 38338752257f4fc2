"""Claims about sizes → verdicts, by whole numbers on many layers. What holds only by luck is not called right."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from symconv.check.evaluating.arithmetic import Arithmetic, Whole
from symconv.check.evaluating.unknown import Uneven, Unknown
from symconv.check.mistakes import MISTAKES
from symconv.check.report import Judgement, Place, Told
from symconv.check.shapes.claims import ShapeClaim, is_canonical, outside
from symconv.check.shapes.layers import SIDED, choices_for, everywhere, grid, narrower, projected
from symconv.check.understanding.layers import axes_of, scope
from symconv.check.understanding.names import QUANTITIES
from symconv.notation.text import text
from symconv.notation.tree import Fraction, Node, Number, Symbol
from symconv.spec import ConvSpec

FORMULAS = {
    "output": "⌊(N + 2p − d(k − 1) − 1)/s⌋ + 1",
    "reach": "d(k − 1) + 1",
    "padded": "N + 2p",
    "inserted": "s(M − 1) + 1",
}
TENSORS = {"output": "output", "reach": "weight", "padded": "input", "inserted": "grad_output"}
IMPLIED = {"inserted": {"stride", "padding"}, "reach": {"dilation"}, **{side: {"padding"} for side in SIDED}}
"""What varies with a size that a formula names."""
EXACT = "the division leaves no remainder"
OTHER_WAY = re.compile(r"transpos|deconv|fractionally|up-?conv", re.IGNORECASE)
SPECIAL = re.compile(r"(?:unit|stride)[ =of-]{0,4}\$?\s*(?:stride|1)|(?:no|without|zero)[ -]padding", re.IGNORECASE)
LEAST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What came out: a verdict's word, a sentence, what was assumed, and the layer that shows an error."""

    word: str
    message: str = ""
    assumptions: tuple[str, ...] = ()
    spec: ConvSpec | None = None
    got: Whole = 0
    expected: int = 0


def judged(found: ShapeClaim, prose: str, place: Place, spec: ConvSpec | None, given: dict[str, object]) -> Judgement:
    """The verdict on one claim about a size.

    Args:
        found: the claim.
        prose: the text it stands in.
        place: where it stands.
        spec: the layer, where one is given.
        given: what is known of a layer that is not given whole.
    """
    known = _decided(found, prose, spec, given)
    quantity = found.quantity[0]
    name = text(found.target) if found.target else "the size"
    shown: dict[str, object] = {}
    if known.spec is not None:
        shown = {
            "layer": known.spec.to_json(),
            "tensor": TENSORS[quantity],
            "index": [],
            "got": str(known.got),
            "expected": str(known.expected),
        }
    told = Told(
        reading=text(found.tree),
        target={"tensor": TENSORS[quantity]},
        expected=f"{name} = {FORMULAS[quantity]}" if known.word == "wrong" else "",
        counterexample=shown,
        message=known.message,
    )
    mistakes = (MISTAKES["shape-claim"],) if known.word == "wrong" else ()
    return Judgement(
        place=place,
        verdict=known.word,
        kind="shape",
        told=told,
        mistakes=mistakes,
        message=known.message,
        assumptions=known.assumptions,
    )


def _decided(found: ShapeClaim, prose: str, spec: ConvSpec | None, given: dict[str, object]) -> Found:
    if found.problem:
        return Found(word="unreadable", message=found.problem)
    if found.target is None:
        return _numbers(found.sides, spec)
    if OTHER_WAY.search(prose) and found.quantity[0] == "output":
        return Found(word="ambiguous", message="the text speaks of transposed convolution, whose sizes count backwards")
    symbolic = [side for side in found.sides if _letters(side)]
    numeric = [side for side in found.sides if not _letters(side)]
    here = _on_the_layer(found, found.sides, spec) if spec is not None else None
    outcomes = [_general(found, side, prose, given) for side in symbolic]
    outcomes += [_numbers(numeric, spec)] if numeric else []
    worst = min(outcomes, key=lambda one: ORDER.index(one.word))
    if worst.word.startswith("right"):
        worst = replace(worst, assumptions=tuple(dict.fromkeys(note for one in outcomes for note in one.assumptions)))
    if here is None or here.word != "wrong":
        return worst
    if worst.word.startswith("right") and SPECIAL.search(prose):
        return Found(word="ambiguous", message="it does not hold on this layer, and the text speaks of others")
    return here


ORDER = ("wrong", "unreadable", "ambiguous", "right under an assumption", "right")


def _letters(side: Node) -> bool:
    return any(isinstance(node, Symbol) for node in outside(side))


def _on_the_layer(found: ShapeClaim, sides: Sequence[Node], spec: ConvSpec) -> Found:
    axes = {axis for _, axis in (found.quantity, *found.meanings.values())}
    layers = [spec] if axes - {None} else list(projected(spec))
    results = [_compared(found, side, layers, floored=True) for side in sides]
    return next((one for one in results if one.word == "wrong"), Found(word="right"))


def _general(found: ShapeClaim, side: Node, prose: str, given: dict[str, object]) -> Found:
    """One side with letters, on all layers of which the text speaks."""
    meanings = [found.quantity, *found.meanings.values()]
    named = frozenset(name for name, _ in meanings)
    if not _complete(found.quantity[0], {found.meanings[node][0] for node in outside(side) if node in found.meanings}):
        return Found(word="ambiguous", message="numbers stand for sizes here, and no layer says which")
    if axes_of(given) not in (None, 1) and not any(axis is not None for _, axis in meanings):
        given = {}
    named = named.union(*(IMPLIED[name] for name in named & IMPLIED.keys()))
    spoken = scope(prose, named)
    usual = _compared(found, side, grid(meanings, given, choices_for(named, spoken)))
    if usual.word == "wrong":
        for note, choices in narrower(named, spoken):
            if _compared(found, side, grid(meanings, given, choices)).word.startswith("right"):
                return Found(word="ambiguous", message=f"it holds only with {note}")
        return usual
    all_layers = grid(meanings, given, everywhere(named, spoken))
    if found.quantity[0] == "output" and _compared(found, side, all_layers).word == "wrong":
        return Found(word="ambiguous", message="it has no letter for something that the text speaks of")
    return usual


def _complete(quantity: str, used: set[str]) -> bool:
    """Whether all sizes that must have a letter have one."""
    if quantity == "output":
        return bool(used & {"kernel", "reach"}) and bool(used & {"input", "padded"})
    needed = {"reach": {"kernel", "dilation"}, "padded": {"input", "padding"}, "inserted": {"output", "stride"}}
    return needed[quantity] <= used


def _compared(found: ShapeClaim, side: Node, layers: Sequence[ConvSpec], *, floored: bool = False) -> Found:
    """The values of one side on the layers; where a division leaves a remainder, nothing is claimed."""
    seen = uneven = 0
    problem = "it could not be evaluated on any layer"
    for spec in layers:
        sizes = {**found.meanings}
        try:
            got = Arithmetic(spec=spec, sizes=sizes).whole(side, {})
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


def _truth(found: ShapeClaim, spec: ConvSpec) -> int:
    quantity, axis = found.quantity
    axes = range(len(spec.input_size)) if axis is None else (axis,)
    values = {QUANTITIES[quantity](spec, number) for number in axes}
    if len(values) > 1:
        raise Uneven("the size differs along the axes")
    return values.pop()


def _wrong(found: ShapeClaim, spec: ConvSpec, got: Whole, expected: int) -> Found:
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


def _numbers(sides: Sequence[Node], spec: ConvSpec | None) -> Found:
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
