"""The letters of a text for the tensors that its sentences only speak of, ``the input``, ``the output gradient``."""

from collections.abc import Mapping

from symconv.check.saying.mentions import ROLES
from symconv.check.statements import Statement, changed
from symconv.notation.tree import Node, Symbol
from symconv.notation.walk import put, walk


def is_worded(tree: Node) -> bool:
    """Whether a statement speaks of tensors without a letter."""
    return any(isinstance(part, Symbol) and part.name in ROLES for part in walk(tree))


def with_letters(read: list[Statement], roles: Mapping[str, str]) -> tuple[list[Statement], Mapping[str, str]]:
    """The statements with the letters of the text for what they speak of, and the roles of all letters."""
    if not any(one.tree is not None and is_worded(one.tree) for one in read):
        return read, roles
    found = {role: name for name, role in reversed([*roles.items()]) if len(name) == 1}
    letters = {role: found.get(role) or _unused(role, roles) for role in ROLES.values()}
    named: dict[Node, Node] = {Symbol(placeholder): Symbol(letters[role]) for placeholder, role in ROLES.items()}
    told = {**{letter: role for role, letter in letters.items()}, **roles}
    return changed(read, lambda tree: put(tree, named) if is_worded(tree) else tree), told


def _unused(role: str, roles: Mapping[str, str]) -> str:
    names: tuple[str, ...] = (*_CUSTOMARY[role], role)
    return next(name for name in names if name not in roles)


_CUSTOMARY: Mapping[str, str] = {"input": "XAI", "weight": "FWK", "bias": "bB", "output": "OYZ"}
