"""Names that lines of code give to a place or a slice, ``h_start = h * stride``, ``patch = x[b, :, h0:h1]``.

What they stand for is written where they stand, up to the line that gives the name anew.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from symconv.check.statements import Statement
from symconv.check.understanding.binding import differentiated
from symconv.check.understanding.slices import is_slice
from symconv.notation.tree import Equation, Floor, Fraction, Node, Number, Product, Sum, Symbol
from symconv.notation.walk import children, rebuilt, walk

LARGEST = 400
"""Most nodes of a line with its names written out."""


def with_values(read: list[Statement]) -> list[Statement]:
    """The statements with such names written out, and without the lines that only give a name that is used."""
    known: dict[Symbol, tuple[Node, int]] = {}
    written: list[Statement] = []
    used: set[int] = set()
    for one in read:
        tree = one.tree
        if one.tex or not isinstance(tree, Equation):
            written.append(one)
            continue
        tree, met = _written(tree, known)
        used |= met
        written.append(replace(one, tree=tree))
        left = tree.sides[0]
        if tree.relation == "=" and isinstance(left, Symbol):
            known.pop(left, None)
            if _names(left, tree.sides[1:]):
                value = _value(tree.sides[1], known)
                if value is not None:
                    known[left] = value, one.start
    return [one for one in written if one.start not in used]


def _written(tree: Equation, known: Mapping[Symbol, tuple[Node, int]]) -> tuple[Equation, set[int]]:
    """A line with its names written out, and where those are given."""
    last = tree.sides[1:]
    met = {known[node][1] for side in (*last, *_indices(tree.sides[0])) for node in _places(side, known)}
    if not met:
        return tree, met
    if _size((*last, *_indices(tree.sides[0])), known) > LARGEST:
        return tree, set()
    values = {name: value for name, (value, _) in known.items()}
    sides = (_indexed(tree.sides[0], values), *(_replaced(side, values) for side in last))
    return Equation(sides, tree.relation), met


def _value(side: Node, known: Mapping[Symbol, tuple[Node, int]]) -> Node | None:
    """What a line gives a name to, in the names of the lines before; None where that is too long."""
    if _size((side,), known) > LARGEST:
        return None
    return _replaced(side, {name: value for name, (value, _) in known.items()}, inside=True)


def _size(sides: tuple[Node, ...], known: Mapping[Symbol, tuple[Node, int]]) -> int:
    """How many nodes sides have with their names written out."""
    nodes = [node for side in sides for node in walk(side)]
    names = [known[node][0] for node in nodes if isinstance(node, Symbol) and node in known]
    return len(nodes) + sum(len([*walk(value)]) for value in names)


def _places(node: Node, known: Mapping[Symbol, tuple[Node, int]], *, inside: bool = False) -> Iterator[Symbol]:
    """The known names in a side; a place counts only where it stands in an index, or gives a name to another."""
    if isinstance(node, Symbol) and node in known and (inside or _is_sliced(known[node][0])):
        yield node
    within = inside or isinstance(node, Symbol)
    for part in children(node):
        yield from _places(part, known, inside=within)


def _indices(node: Node) -> tuple[Node, ...]:
    return (node,) if isinstance(node, Symbol) and node.index else ()


def _indexed(node: Node, values: Mapping[Symbol, Node]) -> Node:
    """The left side with the names in its indices written out."""
    if not isinstance(node, Symbol):
        return node
    return Symbol(node.name, tuple(_replaced(part, values, inside=True) for part in node.index), node.upper)


def _replaced(node: Node, values: Mapping[Symbol, Node], *, inside: bool = False) -> Node:
    if isinstance(node, Symbol) and node in values and (inside or _is_sliced(values[node])):
        return values[node]
    within = inside or isinstance(node, Symbol)
    written: Node = rebuilt(node, lambda part: _replaced(part, values, inside=within))
    return written


def _names(left: Symbol, sides: tuple[Node, ...]) -> bool:
    """Whether a line gives a name of several letters to a place or to a slice."""
    if len(sides) != 1 or left.index or left.upper or len(left.name) < 2 or differentiated(left.name):
        return False
    return _is_sliced(sides[0]) or (isinstance(sides[0], Sum | Product | Symbol) and _is_place(sides[0]))


def _is_sliced(node: Node) -> bool:
    return isinstance(node, Symbol) and any(map(is_slice, node.index))


def _is_place(node: Node) -> bool:
    """Whether only numbers and letters are added, multiplied and divided; a letter has at most an axis below it."""
    if isinstance(node, Symbol):
        return not node.upper and all(isinstance(part, Number) for part in node.index) and len(node.index) < 2
    return isinstance(node, Number | Sum | Product | Fraction | Floor) and all(map(_is_place, children(node)))
