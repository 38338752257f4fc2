"""Letters of the writer's own for an entry read elsewhere, as ``R_q = f_{k−1−q}``, or for a map, as ``G = dilate(δ)``.

What they stand for is written where they stand. Only what renames is a shorthand: one entry, perhaps under conditions,
or operations on one map. A product of entries is a claim.
"""

from collections import Counter
from collections.abc import Container, Mapping, Set
from dataclasses import dataclass, replace

from symconv.check.statements import Statement
from symconv.check.understanding.binding import differentiated
from symconv.check.understanding.sides import is_operation
from symconv.notation.tree import Apply, Cases, Entry, Equation, Node, Number, Partial, Product, Sum, Symbol
from symconv.notation.walk import put, rebuilt, walk

DEEPEST = 4
"""Most shorthands inside one another."""

LARGEST = 4_000
"""Most nodes of a formula with its shorthands written out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shorthand:
    """``name_{letters} = body``."""

    letters: tuple[Symbol, ...]
    body: Node


Key = tuple[str, tuple[Node, ...], int]
"""A name, the words above it (``K^{flip}``), and how many indices it has."""


def without_shorthands(read: list[Statement], kept: Set[str] = frozenset()) -> list[Statement]:
    """The statements with shorthands written out, and without the lines that only introduce them.

    Args:
        read: the statements.
        kept: names that the options give a role.
    """
    found: dict[Key, Shorthand] = {}
    lines: dict[int, Key] = {}
    for statement in read:
        made = _introduced(statement.tree)
        if made is not None and made[0][0] not in kept and found.setdefault(*made) == made[1]:
            lines[statement.start] = made[0]
    used = Counter(key for one in read if one.tree is not None for key in _used(one))
    known = {key: short for key, short in found.items() if used[key]}
    if not known:
        return read
    return [
        one if one.tree is None else replace(one, tree=_written(one, known))
        for one in read
        if lines.get(one.start) not in known
    ]


def _introduced(tree: Node | None) -> tuple[Key, Shorthand] | None:
    """What a statement introduces, where it does."""
    if not isinstance(tree, Equation) or tree.relation != "=" or len(tree.sides) != 2:
        return None
    left, right = tree.sides
    if (
        not isinstance(left, Symbol)
        or not (_is_marked(left) or _turns(left, right))
        or differentiated(left.name)
        or left.name == "δ"
    ):
        return None
    letters = tuple(part for part in left.index if isinstance(part, Symbol) and not part.index and not part.upper)
    distinct = len(set(letters)) == len(left.index)
    if not distinct or not (_renames(left, right) if letters else _is_prepared(left, right)):
        return None
    return (left.name, left.upper, len(letters)), Shorthand(letters=letters, body=right)


def _is_marked(left: Symbol) -> bool:
    """Whether nothing but words stands above a letter; a single sign there counts levels or channels."""
    return all(isinstance(mark, Symbol) and len(mark.name) > 2 and not mark.index for mark in left.upper)


def _turns(left: Symbol, right: Node) -> bool:
    """``W^r = flip(W)``, where no level can be meant."""
    return isinstance(right, Apply) and right.operator == "flip" and right.arguments[:1] == (Symbol(left.name),)


def _renames(left: Symbol, right: Node) -> bool:
    """Whether a side is one entry at another place, or 0 under some condition."""
    if isinstance(right, Cases):
        values = [row.value for row in right.rows if row.value != Number(0)]
        return len(values) == 1 and _is_entry(values[0], left)
    factors = right.factors if isinstance(right, Product) else (right,)
    entries = [factor for factor in factors if not _is_condition(factor)]
    moved = len(factors) > 1 or (_is_entry(right, left) and _index(right) != left.index)
    return len(entries) == 1 and moved and _is_entry(entries[0], left)


def _is_prepared(left: Symbol, right: Node) -> bool:
    """Whether a side is one map that is flipped, dilated or padded."""
    node = right
    while is_operation(node) and isinstance(node, Apply) and len(node.arguments) == 1:
        node = node.arguments[0]
    return node is not right and isinstance(node, Symbol | Partial) and not _index(node) and node != left


def _is_entry(node: Node, left: Symbol) -> bool:
    named = node if isinstance(node, Symbol | Partial) else None
    same = isinstance(named, Symbol) and (named.name, named.upper) == (left.name, left.upper)
    return named is not None and bool(_index(named)) and not same


def _index(node: Node) -> tuple[Node, ...]:
    inner = node.by if isinstance(node, Partial) else node
    return inner.index if isinstance(inner, Symbol) else ()


def _is_condition(node: Node) -> bool:
    return isinstance(node, Symbol) and bool(node.index) and all(isinstance(part, Equation) for part in node.index)


def _sides(statement: Statement) -> tuple[Node, ...]:
    """The sides of a statement in which shorthands may stand."""
    tree = statement.tree
    if not isinstance(tree, Equation):
        return () if tree is None else (tree,)
    return tree.sides if statement.continues else tree.sides[1:]


def _used(statement: Statement) -> set[Key]:
    nodes = [node for side in _sides(statement) for node in walk(side) if isinstance(node, Symbol)]
    return {(node.name, node.upper, count) for node in nodes for count in {0, len(node.index)}}


def _written(statement: Statement, known: Mapping[Key, Shorthand]) -> Node | None:
    tree = statement.tree
    if not isinstance(tree, Equation):
        return tree if tree is None else _filled(tree, known)
    first = () if statement.continues else tree.sides[:1]
    return replace(tree, sides=(*first, *(_filled(side, known) for side in _sides(statement))))


def _filled(side: Node, known: Mapping[Key, Shorthand]) -> Node:
    """A side with its shorthands written out, those that stand in others too."""
    for _ in range(DEEPEST):
        following = _once(side, known)
        if following == side or sum(1 for _ in walk(following)) > LARGEST:
            break
        side = following
    return side


def _once(node: Node, known: Mapping[Key, Shorthand]) -> Node:
    short = known.get(_key(node, known)) if isinstance(node, Symbol) else None
    if isinstance(node, Symbol) and short:
        given: dict[Node, Node] = dict(zip(short.letters, node.index, strict=False))
        return put(short.body, given) if short.letters or not node.index else _entry(short.body, node.index)
    whole: Node = rebuilt(node, lambda below: _once(below, known))
    return whole


def _key(node: Symbol, known: Container[Key]) -> Key:
    """What a letter stands for: entries that are told, or entries of a map that is told whole."""
    entry = (node.name, node.upper, len(node.index))
    whole = (node.name, node.upper, 0)
    return whole if node.index and entry not in known and whole in known else entry


def _entry(body: Node, index: tuple[Node, ...]) -> Node:
    """An entry of a map that was flipped or spread, ``flip(W)_ab`` as ``W^{flip}_ab``; of a padded δ, one p before."""
    marks: list[Node] = []
    inner, place = body, index
    while isinstance(inner, Apply):
        if inner.operator != "pad" or not _is_gradient(inner):  # how an input is padded is the layer's affair
            marks.append(Symbol(inner.operator, inner.parameter))
        elif marks or len(inner.parameter) != 1:
            return Entry(body, index)
        else:
            place = tuple(Sum((one, Product((Number(-1), inner.parameter[0])))) for one in place)
        inner = inner.arguments[0]
    tensor = inner.by if isinstance(inner, Partial) else inner
    entry = Symbol(tensor.name, place, (*tensor.upper, *marks)) if isinstance(tensor, Symbol) else tensor
    return Partial(inner.of, entry) if isinstance(inner, Partial) else entry


def _is_gradient(body: Node) -> bool:
    while isinstance(body, Apply):
        body = body.arguments[0]
    named = isinstance(body, Symbol) and (body.name == "δ" or bool(differentiated(body.name)))
    return named or isinstance(body, Partial)
