"""What the letters of one formula for a size count, and whether it speaks of sizes at all."""

from collections.abc import Mapping

from symconv.check.shapes.formulas import ends_with_one, outside
from symconv.check.shapes.letters import Meaning, is_telling, meaning, plainly
from symconv.notation.tree import Fraction, Node, Number, Sum, Symbol

NEEDED: Mapping[str, frozenset[str]] = {
    "input": frozenset({"output", "kernel"}),
    "reach": frozenset({"kernel", "dilation"}),
    "padded": frozenset({"input", "padding"}),
    "inserted": frozenset({"output", "stride"}),
}
"""A size → the sizes that a formula for it is made of; one for an output's needs an input and a filter."""


def is_complete(quantity: str, used: set[str]) -> bool:
    """Whether all sizes that must have a letter have one."""
    if quantity == "output":
        return bool(used & {"kernel", "reach"}) and bool(used & {"input", "padded"})
    return NEEDED[quantity] <= used


def meant(
    target: Symbol, letters: list[Symbol], earlier: list[Symbol], told: Mapping[Symbol, Meaning]
) -> tuple[Meaning | None, dict[Node, Meaning]]:
    """What is claimed, and what the letters count: by what the text says, else by custom that nothing said contradicts.

    Args:
        target: the size that is claimed.
        letters: those of the other sides.
        earlier: the letters among them that name the same map a level before.
        told: letter → what the text says that it counts.
    """
    plain = plainly([target, *(letter for letter in letters if letter != target)])
    taken = {told[letter] for letter in letters if letter in told}
    meanings: dict[Node, Meaning] = {}
    for letter in letters:
        found = told.get(letter) or meaning(plain[letter])
        if found is not None and (letter in told or found not in taken):
            meanings[letter] = found
    quantity = told.get(target) or meaning(plain[target])
    if len(earlier) == 1 and earlier[0] not in told:
        axis = quantity[1] if quantity else None
        quantity, meanings[earlier[0]] = ("output", axis), ("input", axis)
    if quantity is not None and quantity[1] is None and len({axis for _, axis in meanings.values()} - {None}) == 1:
        meanings = {letter: (name, None) for letter, (name, _) in meanings.items()}
    return quantity, meanings


def speaks_of_sizes(
    target: Symbol, quantity: Meaning, sides: tuple[Node, ...], meanings: dict[Node, Meaning], *, told: bool
) -> bool:
    """Whether a formula with these letters is one for a size; ``told`` where the text says what is claimed."""
    used = {name for name, _ in meanings.values()}
    nodes = [part for side in sides for part in outside(side)]
    unknown = any(isinstance(node, Symbol) and node not in meanings for node in nodes)
    if quantity[0] == "input":
        less = any(Sum((node, Number(-1))) in nodes for node, (name, _) in meanings.items() if name == "output")
        return is_complete("input", used) and "input" not in used and less
    if quantity[0] != "output":
        return quantity[0] in NEEDED and is_complete(quantity[0], used)
    divided = any(isinstance(part, Fraction) for part in nodes)
    numbers = not meanings and divided
    whole = is_complete("output", used)
    ends = any(ends_with_one(side) for side in sides) or (divided and {"input", "stride"} <= used)
    if told or is_telling(target):
        open_ = unknown and ends and (divided or bool(used & {"input", "padded"}))
        return whole or (numbers and not unknown) or open_
    return (whole or numbers) and ends
