r"""Bars as reverse mode writes gradients, ``\bar x_i = Σ_k \bar o_{i−k} f_k`` with ``x̄ = ∂L/∂x``: written as ∂L/∂x.

A bar may as well dress a mean, a vector or another map. It means a gradient where the text says so, or where it stands
on an output beside what is claimed of an input or a filter; where nothing tells, the statement is left in doubt.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeGuard

from symconv.check.regex import regex
from symconv.check.statements import Statement, changed
from symconv.check.understanding.binding import Binding, differentiated
from symconv.check.understanding.evidence import bind
from symconv.check.understanding.names import PREFERRED
from symconv.notation.tree import BigSum, Equation, Limits, Node, Partial, Symbol
from symconv.notation.walk import children, rebuilt, walk

ASSUMED = "a bar means the gradient of the loss: x̄ is ∂L/∂x"
DOUBT = "a bar may mean the gradient of the loss or another tensor, and the text does not tell"

_SAYS = regex(
    r"adjoint|adjungiert|reverse[- ]mode|cotangent|(?<!\\)\b(?:over)?bars?\b|反向模式|伴随|随伴", re.IGNORECASE
)
_BARRED = regex(r"([^\W\d_])\u0304")
_CLAIMED = ("input", "weight", "bias")


def with_adjoints(
    read: list[Statement], text: str, names: Mapping[str, str] | None = None
) -> tuple[list[Statement], str, frozenset[int]]:
    """The statements with barred letters as gradients, what was assumed for it, and the offsets of those in doubt.

    Args:
        read: the statements.
        text: the whole text.
        names: role → letter, which the options give.
    """
    barred = {part.name for one in read if one.tree is not None for part in _barred(one.tree)}
    if not barred or barred & set((names or {}).values()) or any(map(_differentiates, read)):
        return read, "", frozenset()
    binding = bind([one.tree for one in read if one.tree is not None and not any(_barred(one.tree))], names)
    said = bool(_SAYS.search(text)) or any(map(_states, read))
    dressed = not said and any(_dresses(one, binding) for one in read)
    told = "output" in binding.roles.values() and any(_passes_on(one, binding) for one in read)
    if said or (told and not dressed):
        return changed(read, lambda tree: _as_gradients(tree, binding)), "" if said else ASSUMED, frozenset()
    return read, "", frozenset(one.start for one in read if _is_open(one, binding))


def _barred(tree: Node) -> Iterator[Symbol]:
    return (node for node in _standing(tree) if isinstance(node, Symbol) and _is_barred(node))


def _standing(node: Node) -> Iterator[Node]:
    """What stands in a formula, without indices and the letters of sums."""
    yield node
    below = (node.body,) if isinstance(node, BigSum) else children(node)
    for part in () if isinstance(node, Symbol | Partial | Limits) else below:
        yield from _standing(part)


def _is_barred(node: Node | None) -> TypeGuard[Symbol]:
    return isinstance(node, Symbol) and _BARRED.fullmatch(node.name) is not None


def _differentiates(statement: Statement) -> bool:
    """``∂L/∂x̄``: a barred letter is a tensor of its own."""
    derivatives = (node for node in walk(statement.tree) if isinstance(node, Partial)) if statement.tree else ()
    return any(_is_barred(part) for node in derivatives for part in (node.of, node.by))


def _role(letter: Symbol, binding: Binding) -> str:
    """The role of a letter without its bar: the one that the text shows, else the usual one."""
    name = _base(letter)
    usual = (role for role, preferred in PREFERRED.items() if name.lower() in preferred)
    return binding.role(name) or next(usual, "")


def _base(letter: Symbol) -> str:
    found = _BARRED.fullmatch(letter.name)
    return found[1] if found else letter.name


def _parts(statement: Statement) -> tuple[Node | None, tuple[Node, ...]]:
    """The left of an equation, and its other sides."""
    tree = statement.tree
    if not isinstance(tree, Equation) or tree.relation not in ("=", "+="):
        return None, ()
    return (None, tree.sides) if statement.continues else (tree.sides[0], tree.sides[1:])


def _left_role(statement: Statement, binding: Binding) -> str:
    left, _ = _parts(statement)
    return _role(left, binding) if _is_barred(left) else ""


def _states(statement: Statement) -> bool:
    """``ȳ = ∂L/∂y``: the text defines its bars."""
    left, others = _parts(statement)
    by = [side.by for side in others if isinstance(side, Partial)]
    return _is_barred(left) and any(isinstance(part, Symbol) and part.name == _base(left) for part in by)


def _dresses(statement: Statement, binding: Binding) -> bool:
    """``ȳ = Σ x̄ w`` or ``x̄ = (x_1 + x_2)/2``: bars on other maps or on means."""
    left, others = _parts(statement)
    if not _is_barred(left):
        return False
    inner = [node for side in others for node in _standing(side) if isinstance(node, Symbol)]
    own = any(node.name == _base(left) for node in inner)
    fed = any(_is_barred(part) and _role(part, binding) in _CLAIMED for part in inner)
    return own or (_role(left, binding) == "output" and fed)


def _is_open(statement: Statement, binding: Binding) -> bool:
    """Whether a barred input or filter is said to come from other tensors, not from its own letter alone."""
    left, others = _parts(statement)
    inner = [node for side in others for node in _standing(side) if isinstance(node, Symbol) and node.index]
    fed = any(_role(node, binding) and _base(node) != _base(left) for node in inner) if _is_barred(left) else False
    return fed and _left_role(statement, binding) in _CLAIMED


def _passes_on(statement: Statement, binding: Binding) -> bool:
    """``x̄ = Σ ȳ w``, ``∂L/∂x = Σ ȳ w`` or ``x̄ = Σ ∂L/∂y w``: a gradient goes in, a gradient comes out."""
    left, others = _parts(statement)
    outer = isinstance(left, Partial) or (isinstance(left, Symbol) and bool(differentiated(left.name)))
    claimed = _left_role(statement, binding) in _CLAIMED
    inner = [node for side in others for node in _standing(side)]
    above = any(_is_barred(node) and _role(node, binding) == "output" for node in inner)
    return (above and (claimed or outer)) or (claimed and any(map(_is_upstream, inner)))


def _is_upstream(node: Node) -> bool:
    named = isinstance(node, Symbol) and bool(node.index) and node.name.lower() in PREFERRED["grad_output"]
    return isinstance(node, Partial) or named


def _as_gradients(node: Node, binding: Binding) -> Node:
    if isinstance(node, Symbol | Partial | Limits):
        meant = _is_barred(node) and _role(node, binding) in (*_CLAIMED, "output")
        return Partial(Symbol("L"), replace(node, name=_base(node))) if meant and isinstance(node, Symbol) else node
    if isinstance(node, BigSum):
        return BigSum(node.over, _as_gradients(node.body, binding))
    whole: Node = rebuilt(node, lambda part: _as_gradients(part, binding))
    return whole
