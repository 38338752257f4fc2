"""Statements → claims about sizes: ``M = ⌊(N + 2p − k)/s⌋ + 1``, with every letter bound or the reason why not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from symconv.check.shapes.formulas import is_arithmetic, is_numeric, is_taken_away, multiplied, outside
from symconv.check.shapes.letters import SUFFIX, Meaning, is_telling, meaning, parts, same_map
from symconv.check.shapes.meant import meant, speaks_of_sizes
from symconv.check.statements import Statement
from symconv.notation.tree import Equation, Node, Partial, Symbol
from symconv.notation.walk import walk


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeClaim:
    """``size = side = side``.

    Attributes:
        statement: where it stands.
        target: what is claimed; None where only numbers stand there.
        quantity: which size that is, and its axis.
        sides: what it is claimed to be.
        meanings: letter → what it stands for.
        unknown: the letters of which neither the text nor custom says what they count.
        problem: why the letters are not clear.
    """

    statement: Statement
    target: Symbol | None
    quantity: Meaning
    sides: tuple[Node, ...]
    meanings: dict[Node, Meaning] = field(default_factory=dict)
    unknown: tuple[Symbol, ...] = ()
    problem: str = ""

    @property
    def tree(self) -> Equation:
        """The claim as it is read."""
        return Equation((*((self.target,) if self.target else ()), *self.sides))


def exchanged(found: ShapeClaim) -> ShapeClaim:
    """A claim about an output with input and output exchanged: that of a transposed layer, about what it takes back."""
    other = {"input": "output", "output": "input"}
    meanings = {letter: (other.get(name, name), axis) for letter, (name, axis) in found.meanings.items()}
    return replace(found, quantity=("input", found.quantity[1]), meanings=meanings)


Declared = Callable[[int], Mapping[Symbol, Meaning]]
"""Offset of a statement → what the text says there that letters count."""


def shape_claims(read: list[Statement], declared: Declared = lambda _: {}) -> dict[int, ShapeClaim]:
    """Offset of a statement → its claim about a size, where it makes one."""
    running = {
        part.name
        for statement in read
        if statement.tree is not None
        for node in walk(statement.tree)
        if isinstance(node, Symbol) and node.index and (node.name not in "nNLHW" or meaning(node) is None)
        for below in node.index
        for part in walk(below)
        if isinstance(part, Symbol)
    }
    found: dict[int, ShapeClaim] = {}
    before: ShapeClaim | None = None
    for statement in read:
        told = declared(statement.start)
        before = _continued(statement, before) if statement.continues else _claim(statement, running, told)
        if before is not None:
            found[statement.start] = before
    return found


def _continued(statement: Statement, before: ShapeClaim | None) -> ShapeClaim | None:
    """A line that starts with ``=`` and goes on from a claim about a size."""
    if before is None or statement.tree is None:
        return None
    tree = statement.tree
    sides = tuple(map(multiplied, tree.sides if isinstance(tree, Equation) else (tree,)))
    if not all(map(is_arithmetic, sides)):
        return None
    letters = _letters(sides)
    unknown = tuple(letter for letter in letters if letter not in before.meanings)
    return replace(before, statement=statement, sides=sides, unknown=unknown)


def _claim(statement: Statement, running: set[str], told: Mapping[Symbol, Meaning]) -> ShapeClaim | None:
    tree = statement.tree
    if statement.continues or not isinstance(tree, Equation) or tree.relation != "=":
        return None
    if any(isinstance(side, Partial) for side in tree.sides):
        return None
    levels = frozenset(side.name for side in tree.sides if isinstance(side, Symbol) and side.index)
    sides = tuple(multiplied(side, levels) for side in tree.sides)
    if not all(map(is_arithmetic, sides)):
        return None
    if not any(isinstance(node, Symbol) for side in sides for node in walk(side)):
        only = ShapeClaim(statement=statement, target=None, quantity=("output", None), sides=sides)
        return only if is_numeric(sides) else None
    named = [side for side in sides if isinstance(side, Symbol)]
    numbers = sides[len(named) :]
    if named and sides == (*named, *numbers) and is_numeric(numbers) and all(_is_output(side, told) for side in named):
        return ShapeClaim(statement=statement, target=None, quantity=("output", None), sides=numbers)
    for target in (sides[0], sides[-1]):
        if isinstance(target, Symbol):
            others = tuple(side for side in sides if side is not target)
            made = _bound(statement, target, others, running, told)
            if made is not None:
                return made
    return None


def _is_output(letter: Symbol, told: Mapping[Symbol, Meaning]) -> bool:
    """Whether a letter is an output's size, by what the text says or by what stands at it."""
    meant = told.get(letter)
    return SUFFIX.get("".join(parts(letter)[1]).lower()) == "output" if meant is None else meant[0] == "output"


def _letters(sides: tuple[Node, ...]) -> list[Symbol]:
    return list(dict.fromkeys(node for side in sides for node in outside(side) if isinstance(node, Symbol)))


def _bound(
    statement: Statement,
    target: Symbol,
    sides: tuple[Node, ...],
    running: set[str],
    told: Mapping[Symbol, Meaning],
) -> ShapeClaim | None:
    letters = _letters(sides)
    earlier = [letter for letter in letters if same_map(target, letter)]
    same = [letter for letter in letters if parts(letter)[0] == parts(target)[0]]
    if any(is_taken_away(letter, side) for letter in same for side in sides):
        return None  # n′ = k − 1 − n counts the other way round
    quantity, meanings = meant(target, letters, earlier, told)
    if quantity is None or not speaks_of_sizes(target, quantity, sides, meanings, told=target in told):
        return None
    names = {parts(letter)[0] for letter in (target, *letters) if len(earlier) != 1}
    if not is_telling(target) and target not in told and not earlier and names & running:
        return None
    return ShapeClaim(
        statement=statement,
        target=target,
        quantity=quantity,
        sides=sides,
        meanings=meanings,
        unknown=tuple(letter for letter in letters if letter not in meanings),
        problem=TWICE if len(set(meanings.values())) < len(meanings) else "",
    )


TWICE = "two letters of this formula may stand for the same size"
