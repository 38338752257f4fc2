"""Filters whose middle entry is the 0th, ``y_i = Σ_{a=−1}^{1} x_{i+a} w_a``: written as if they counted from 0."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from symconv.check.statements import Statement, changed
from symconv.check.understanding.binding import Binding, Reference
from symconv.check.understanding.layout import PLAIN
from symconv.check.understanding.sides import references
from symconv.notation.tree import BigSum, Floor, Fraction, Limits, Node, Number, Partial, Product, Sum, Symbol, negative
from symconv.notation.walk import put, rebuilt, walk

CENTRED = "the filter's indices start below 0; they are shown as counted like all others"
_HALF = Floor(Fraction(Sum((Symbol("kernel_size"), Number(-1))), Number(2)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Centred:
    """What a text with a filter that starts below 0 tells.

    Attributes:
        base: the number of the first entry of all tensors, once the filter's are shifted.
        sizes: ``kernel_size``, where it is told how far the filter goes.
    """

    base: int
    sizes: Mapping[str, int]


def counted_like_others(
    read: list[Statement], binding: Binding, base: int | None
) -> tuple[list[Statement], Centred | None]:
    """The statements with the filter's indices shifted, if they start below 0: one start must suit all.

    Args:
        read: the statements.
        binding: letter → tensor.
        base: the number of the first entries of all other tensors; 0 where it is not known.
    """
    trees = [one.tree for one in read if one.tree is not None]
    starts = {start for tree in trees for start in _starts(tree, binding)}
    numbers = {start for start in starts if isinstance(start, Number)}
    if not starts or len(starts - numbers) > 1 or (numbers and numbers != starts):
        return read, None
    if any(_counts_up(tree, binding) for tree in trees):
        return read, None  # w_{0,−1} lies outside of the filter, whose sums start where all others do
    first: Node = min(numbers, key=lambda number: number.value) if numbers else starts.pop()
    ends = {end for one in read if one.tree is not None for end in _ends(one.tree, binding)}
    known = Centred(base=base or 0, sizes=_sizes(first, ends))
    radius = _letter(first)
    start = _before(negative(_HALF) if radius is not None else first, known.base)
    half: dict[Node, Node] = {radius: _HALF} if radius is not None else {}
    return changed(read, lambda tree: _shifted(put(tree, half), start, binding)), known


def _sizes(first: Node, ends: set[Number]) -> dict[str, int]:
    """The kernel of a filter that ends at one number, as far behind its middle as it starts before it."""
    last = max((end.value for end in ends), default=0)
    middle = isinstance(first, Number) and first.value == -last
    return {"kernel_size": 2 * last + 1} if middle else {}


def _ends(tree: Node, binding: Binding) -> Iterator[Number]:
    """The numbers at which sums over a filter's letters end, and those below a filter."""
    for node in walk(tree):
        if isinstance(node, BigSum):
            letters = {index for part in _filters(node.body, binding) for index in part.index}
            limits = (part for part in node.over if isinstance(part, Limits) and part.letter in letters)
            yield from (part.last for part in limits if isinstance(part.last, Number))
    for entry in _filters(tree, binding):
        yield from (index for index in entry.index if isinstance(index, Number))


def _starts(tree: Node, binding: Binding) -> Iterator[Node]:
    """Where sums over a filter's letters start, below 0, and the negative numbers below a filter."""
    for node in walk(tree):
        if isinstance(node, BigSum):
            letters = {index for part in _filters(node.body, binding) for index in part.index}
            for part in node.over:
                first = part.first if isinstance(part, Limits) and part.letter in letters else None
                if first is not None and _is_negative(first):
                    yield first
    for entry in _filters(tree, binding):
        yield from (index for index in entry.index if isinstance(index, Number) and index.value < 0)


def _counts_up(tree: Node, binding: Binding) -> bool:
    """Whether a sum over a filter's letter starts at 0 or 1."""
    for node in walk(tree):
        if isinstance(node, BigSum):
            letters = {index for part in _filters(node.body, binding) for index in part.index}
            limits = (part for part in node.over if isinstance(part, Limits) and part.letter in letters)
            if any(isinstance(part.first, Number) and part.first.value >= 0 for part in limits):
                return True
    return False


def _is_negative(node: Node) -> bool:
    if isinstance(node, Number):
        return node.value < 0
    return isinstance(node, Product) and isinstance(node.factors[0], Number) and node.factors[0].value < 0


def _letter(first: Node) -> Symbol | None:
    """``r`` of ``−r``, unless it is the padding's."""
    if not isinstance(first, Product) or len(first.factors) != 2 or first.factors[0] != Number(-1):
        return None
    letter = first.factors[1]
    return letter if isinstance(letter, Symbol) and letter.name not in "pP" else None


def _filters(node: Node, binding: Binding) -> list[Reference]:
    return [part for part in references(node, binding) if PLAIN[part.tensor] == "weight" and part.index]


def _shifted(tree: Node, first: Node, binding: Binding) -> Node:
    """A statement with ``w_a`` as ``w_{a−first}``, or, where nothing limits a, with ``a + first`` for a elsewhere."""
    limited = {
        part.letter
        for node in walk(tree)
        if isinstance(node, BigSum)
        for part in node.over
        if isinstance(part, Limits) and part.first is not None
    }
    free = {
        index
        for part in _filters(tree, binding)
        for index in part.index
        if isinstance(index, Symbol) and index not in limited
    }
    return _moved(tree, first, frozenset(free), binding)


def _moved(node: Node, first: Node, free: frozenset[Node], binding: Binding) -> Node:
    if isinstance(node, Symbol) and node in free:
        return Sum((node, first))
    if isinstance(node, BigSum):
        over = tuple(part if part in free else _moved(part, first, free, binding) for part in node.over)
        return BigSum(over, _moved(node.body, first, free, binding))
    if isinstance(node, Symbol | Partial):
        reference = binding.reference(node)
        if reference is not None and PLAIN[reference.tensor] == "weight" and reference.index:
            return _reindexed(node, first, free)
    below: Node = rebuilt(node, lambda part: _moved(part, first, free, binding))
    return below


def _reindexed(node: Symbol | Partial, first: Node, free: frozenset[Node]) -> Node:
    if isinstance(node, Partial):
        return replace(node, by=_reindexed(node.by, first, free)) if isinstance(node.by, Symbol | Partial) else node
    return replace(node, index=tuple(part if part in free else _less(part, first) for part in node.index))


def _less(index: Node, first: Node) -> Node:
    if isinstance(index, Number) and isinstance(first, Number):
        return Number(index.value - first.value)
    start = Number(-first.value) if isinstance(first, Number) else negative(first)
    return Sum((*(index.terms if isinstance(index, Sum) else (index,)), start))


def _before(first: Node, base: int) -> Node:
    if isinstance(first, Number):
        return Number(first.value - base)
    return Sum((first, Number(-base))) if base else first
