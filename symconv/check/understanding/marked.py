"""Marks that a text says mean a gradient: ``write O′ for the gradient of the loss with respect to O``."""

from collections.abc import Iterator

from symconv.check.facts.lexicon import one_of
from symconv.check.named import FORMULA, node
from symconv.check.regex import regex
from symconv.check.statements import Statement, changed
from symconv.check.understanding.binding import LOSS
from symconv.notation.tree import Node, Partial, Symbol
from symconv.notation.walk import rebuilt

_SAYS = regex(
    rf"(?P<name>{FORMULA})\s*,?\s*(?i:{one_of('names')})\s[^.$\n]{{0,24}}(?i:{one_of('gradient')})"
    rf"[^.$\n]{{0,40}}(?P<by>{FORMULA})"
)


def with_marked(read: list[Statement], text: str) -> list[Statement]:
    """The statements with letters under such a mark as gradients."""
    marks = frozenset(_marks(text))
    return changed(read, lambda tree: _as_gradients(tree, marks)) if marks else read


def _marks(text: str) -> Iterator[str]:
    """What is put on a letter to name the gradient by it."""
    for said in _SAYS.finditer(text):
        name, by = node(said["name"]), node(said["by"])
        if isinstance(name, Symbol) and isinstance(by, Symbol) and not (name.index or name.upper or by.index):
            mark = name.name.removeprefix(by.name)
            yield from [mark] if mark and name.name == by.name + mark and not mark[0].isalnum() else []


def _as_gradients(tree: Node, marks: frozenset[str]) -> Node:
    if isinstance(tree, Partial):
        return tree
    if isinstance(tree, Symbol):
        mark = next((one for one in marks if tree.name.endswith(one)), "")
        bare = Symbol(tree.name.removesuffix(mark), tree.index, tree.upper)
        return Partial(LOSS, bare) if mark else tree
    whole: Node = rebuilt(tree, lambda below: _as_gradients(below, marks))
    return whole
