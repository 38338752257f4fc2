"""Statements → claims about sizes: ``M = ⌊(N + 2p − k)/s⌋ + 1``, with every letter bound or the reason why not."""

from dataclasses import dataclass, field, replace

from symconv.check.shapes.formulas import (
    ends_with_one,
    is_arithmetic,
    is_numeric,
    is_taken_away,
    multiplied,
    outside,
)
from symconv.check.shapes.letters import SUFFIX, Meaning, is_telling, meaning, parts, plainly, same_map
from symconv.check.statements import Statement
from symconv.notation.tree import Equation, Fraction, Node, Partial, Symbol
from symconv.notation.walk import walk

TARGETS = ("output", "reach", "padded", "inserted")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeClaim:
    """``size = side = side``.

    Attributes:
        statement: where it stands.
        target: what is claimed; None where only numbers stand there.
        quantity: which size that is, and its axis.
        sides: what it is claimed to be.
        meanings: letter → what it stands for.
        problem: why the letters are not clear.
    """

    statement: Statement
    target: Symbol | None
    quantity: Meaning
    sides: tuple[Node, ...]
    meanings: dict[Node, Meaning] = field(default_factory=dict)
    problem: str = ""

    @property
    def tree(self) -> Equation:
        """The claim as it is read."""
        return Equation((*((self.target,) if self.target else ()), *self.sides))


def shape_claims(read: list[Statement]) -> dict[int, ShapeClaim]:
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
        before = _continued(statement, before) if statement.continues else _claim(statement, running)
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
    letters = [node for side in sides for node in outside(side) if isinstance(node, Symbol)]
    problem = before.problem or _unclear(letters, before.meanings)
    return replace(before, statement=statement, sides=sides, problem=problem)


def _claim(statement: Statement, running: set[str]) -> ShapeClaim | None:
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
    if is_numeric(sides[1:]) and isinstance(sides[0], Symbol) and SUFFIX.get("".join(parts(sides[0])[1])) == "output":
        return ShapeClaim(statement=statement, target=None, quantity=("output", None), sides=sides[1:])
    for target in (sides[0], sides[-1]):
        if isinstance(target, Symbol):
            others = tuple(side for side in sides if side is not target)
            made = _bound(statement, target, others, running)
            if made is not None:
                return made
    return None


def _bound(statement: Statement, target: Symbol, sides: tuple[Node, ...], running: set[str]) -> ShapeClaim | None:
    letters = list(dict.fromkeys(node for side in sides for node in outside(side) if isinstance(node, Symbol)))
    earlier = [letter for letter in letters if same_map(target, letter)]
    same = [letter for letter in letters if parts(letter)[0] == parts(target)[0]]
    if any(is_taken_away(letter, side) for letter in same for side in sides):
        return None  # n′ = k − 1 − n counts the other way round
    plain = plainly([target, *(letter for letter in letters if letter != target)])
    quantity = meaning(plain[target])
    meanings: dict[Node, Meaning] = {
        letter: found for letter in letters if (found := meaning(plain[letter])) is not None
    }
    if len(earlier) == 1:
        axis = quantity[1] if quantity else None
        quantity = ("output", axis)
        meanings[earlier[0]] = ("input", axis)
    if quantity is not None and quantity[1] is None and len({axis for _, axis in meanings.values()} - {None}) == 1:
        meanings = {letter: (name, None) for letter, (name, _) in meanings.items()}
    if (
        quantity is None
        or quantity[0] not in TARGETS
        or not _speaks_of_sizes(target, quantity, sides, meanings, unknown=len(meanings) < len(letters))
    ):
        return None
    names = {parts(letter)[0] for letter in (target, *letters) if len(earlier) != 1}
    if not is_telling(target) and not earlier and names & running:
        return None
    problem = _unclear(letters, meanings)
    return ShapeClaim(
        statement=statement, target=target, quantity=quantity, sides=sides, meanings=meanings, problem=problem
    )


def _speaks_of_sizes(
    target: Symbol, quantity: Meaning, sides: tuple[Node, ...], meanings: dict[Node, Meaning], *, unknown: bool
) -> bool:
    used = {name for name, _ in meanings.values()}
    if quantity[0] == "padded":
        return {"input", "padding"} <= used
    if quantity[0] == "inserted":
        return {"output", "stride"} <= used
    if quantity[0] == "reach":
        return {"kernel", "dilation"} <= used
    divided = any(isinstance(part, Fraction) for side in sides for part in outside(side))
    numbers = not meanings and divided
    whole = used & {"kernel", "reach"} and used & {"input", "padded"}
    ends = any(ends_with_one(side) for side in sides) or (divided and "input" in used and "stride" in used)
    if is_telling(target):
        return bool(whole or (numbers and not unknown) or (unknown and ends and used & {"input", "padded"}))
    return bool(whole or numbers) and ends


def _unclear(letters: list[Symbol], meanings: dict[Node, Meaning]) -> str:
    unknown = [letter for letter in letters if letter not in meanings]
    if unknown:
        return f"the letter {unknown[0].name} is not known in a formula for a size"
    if len(set(meanings.values())) < len(meanings):
        return "two letters of this formula may stand for the same size"
    return ""
