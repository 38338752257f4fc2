"""One map slid over another: which of the two slides, and what comes out."""

from typing import TYPE_CHECKING

from symconv.check.evaluating.questions import CONVOLUTION, FULL
from symconv.check.evaluating.sized import LARGEST, padded
from symconv.check.evaluating.unknown import Unknown
from symconv.check.understanding.sides import references
from symconv.exact import ExactArray
from symconv.notation.tree import Equation, Node, Symbol
from symconv.routes.operators import correlate, flip, region
from symconv.transposed import held

if TYPE_CHECKING:
    from symconv.check.evaluating.maps import Maps


DILATIONS = (Symbol("d"), Symbol("D"), Symbol("dilation"))


def dilation_of(part: Node) -> Node | None:
    """How far apart the taps are that slide, where it stands below a sign: ``⋆_{d=2}``, ``⋆_d``."""
    if isinstance(part, Equation):
        return part.sides[-1] if part.sides[0] in DILATIONS else None
    return part if part in DILATIONS else None


def slides(maps: "Maps", first: Node, second: Node, left: ExactArray, right: ExactArray) -> bool:
    """Whether the first operand is what slides: the filter, or ∂L/∂O over X (transposed: X over it), or the smaller."""
    read = [{part.tensor for part in references(node, maps.evaluator.binding, whole=True)} for node in (first, second)]
    for tensor in ("weight", held(maps.evaluator.truth.spec)[1]):
        if (tensor in read[0]) != (tensor in read[1]):
            return tensor in read[0]
    return _smaller(left, right)


def tells_filter(maps: "Maps", first: Node, second: Node) -> bool:
    """Whether one operand, and not the other, is the layer's filter."""
    read = [{part.tensor for part in references(node, maps.evaluator.binding, whole=True)} for node in (first, second)]
    return ("weight" in read[0]) != ("weight" in read[1])


def convolved(
    maps: "Maps", image: ExactArray, filters: ExactArray, star: str, words: set[str], strides: list[int]
) -> ExactArray:
    """A filter slid over an image.

    Args:
        maps: the layer, and the answers to what its signs leave open.
        image: what is slid over.
        filters: what slides.
        star: whether the filter is flipped first.
        words: ``full``, ``valid`` or ``same``, where it is written.
        strides: the steps that are written.

    Raises:
        Unknown: it does not fit, or is too large.
    """
    full = "full" in words or (not words & {"valid", "same"} and maps.log.ask(maps.evaluator.edges) == FULL)
    reach = tuple(size - 1 for size in filters.shape[2:])
    if "same" in words:
        image = padded(image, tuple(r // 2 for r in reach), tuple(r - r // 2 for r in reach))
    elif full:
        image = padded(image, reach, reach)
    if any(size < width for size, width in zip(image.shape[2:], filters.shape[2:], strict=True)):
        raise Unknown("the filter is larger than what it slides over")
    if max(image.size, filters.size) > LARGEST:
        raise Unknown("a map is too large")
    maps.evaluator.places.budget.spend(image.size * filters.size // 20)
    dense = correlate(image, flip(filters) if star == CONVOLUTION else filters)
    kept: ExactArray = dense[region(slice(None, None, step) for step in maps.each(strides, 1))]
    return kept


def _smaller(left: ExactArray, right: ExactArray) -> bool:
    pairs = list(zip(left.shape[2:], right.shape[2:], strict=True))
    return all(a <= b for a, b in pairs) and any(a < b for a, b in pairs)
