"""How far the entries go that a text writes out: the largest index of each tensor, and the rows of its matrices."""

from collections import Counter
from collections.abc import Iterator, Mapping

from symconv.check.readings.ground import Ground
from symconv.check.understanding.binding import Reference
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.layout import PLAIN
from symconv.check.understanding.sides import is_linear
from symconv.notation.tree import BigSum, Limits, Matrix, Node, Number, Power, Product, Sum, Symbol


def reached(ground: Ground, axes: int, base: int) -> dict[str, list[int]]:
    """Tensor → how many places its entries need along each axis, in what is written of layers with so many axes.

    A sum that ends at a number, ``h_12 = Σ_{i=1}^{3} k_i …``, goes as far in a definition. Elsewhere its end may be
    a mistake: it counts where most sums of the text agree.
    """
    largest: dict[str, list[int]] = {}
    summed: dict[str, Counter[tuple[int, ...]]] = {}
    claims = [found for found in ground.claims if ground.axes(found) == axes]
    for found in claims:
        defines = found in ground.definitions
        for part in found.known:
            numbers = _places(part, axes, base, _ends(found) if defines else {})
            if numbers is not None:
                _widen(largest, PLAIN[part.tensor], numbers)
            elif ends := _places(part, axes, base, _ends(found)):
                summed.setdefault(PLAIN[part.tensor], Counter())[ends] += 1
    for tensor, counted in summed.items():
        ends, times = counted.most_common(1)[0]
        if times > max(1, counted.total() // 2):
            _widen(largest, tensor, ends)
    for found in claims:
        tensor = PLAIN[found.target.tensor]
        rows = [_rows(side) for side in found.sides if is_linear(side)]
        if rows and not found.target.index and len(largest.get("weight", [0])) == 1 and tensor != "bias":
            largest[tensor] = [max(*largest.get(tensor, [0]), rows[0])]
    return largest


def _places(part: Reference, axes: int, base: int, ends: Mapping[Node, int]) -> tuple[int, ...] | None:
    """How many places an entry needs; None where its indices end nowhere."""
    last = [_last(node, ends) for node in part.index[-axes:]]
    known = tuple(number + 1 - base for number in last if number is not None)
    return known if len(known) == axes else None


def _widen(largest: dict[str, list[int]], tensor: str, places: tuple[int, ...]) -> None:
    before = largest.get(tensor, [0] * len(places))
    largest[tensor] = [max(pair) for pair in zip(before, places, strict=False)]


def _ends(found: Claim) -> dict[Node, int]:
    """Letter → the number at which its sum ends."""
    return {letter: last for node in found.nodes if isinstance(node, BigSum) for letter, last in _limits(node)}


def _limits(node: BigSum) -> Iterator[tuple[Node, int]]:
    for part in node.over:
        if isinstance(part, Limits) and isinstance(part.last, Number) and isinstance(part.last.value, int):
            yield part.letter, part.last.value


def _last(node: Node, ends: Mapping[Node, int]) -> int | None:
    """The largest value of an index; None where it has a letter that ends nowhere, or that is taken away."""
    if isinstance(node, Number):
        return node.value if isinstance(node.value, int) else None
    if isinstance(node, Symbol):
        return ends.get(node)
    if not isinstance(node, Sum | Product):
        return None
    parts = [_last(part, ends) for part in (node.terms if isinstance(node, Sum) else node.factors)]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    if isinstance(node, Sum):
        return sum(known)
    return known[0] * known[1] if len(known) == 2 else None


def _rows(side: Node) -> int:
    """The rows of the first matrix of a product."""
    first = side.factors[0] if isinstance(side, Product) else side
    if isinstance(first, Power) and isinstance(first.base, Matrix):
        return len(first.base.rows[0])
    return len(first.rows) if isinstance(first, Matrix) else 0
