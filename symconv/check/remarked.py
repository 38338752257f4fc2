"""What is said in parentheses behind a formula of its convolution: ``∂L/∂X = ∂L/∂O ∗ rot180(F)`` (full convolution)."""

from symconv.check.facts.lexicon import one_of
from symconv.check.regex import regex
from symconv.notation.reader.operations import MODES
from symconv.notation.tree import Infix, Node, Symbol
from symconv.notation.walk import rebuilt, walk

_BEHIND = regex(
    rf"[\s$]*\(\s*[\"“'`]?(?P<mode>{'|'.join(sorted(MODES))})[\"”'`]?[\s-]+"
    rf"(?i:{one_of('layer')}|{one_of('correlation')})[^()\n]{{0,60}}\)"
)


def with_mode(tree: Node, text: str, end: int) -> Node:
    """The formula with the mode that a remark behind it tells, where one convolution in it leaves its own open.

    Args:
        tree: the formula.
        text: the whole text.
        end: the offset behind the formula.
    """
    told = _BEHIND.match(text, end)
    signs = [node for node in walk(tree) if isinstance(node, Infix) and node.sign in "∗⋆"]
    if told is None or len(signs) != 1 or signs[0].parameter:
        return tree
    return _put(tree, Symbol(told["mode"].lower()))


def _put(node: Node, mode: Symbol) -> Node:
    whole: Node = rebuilt(node, lambda inner: _put(inner, mode))
    if isinstance(whole, Infix) and whole.sign in "∗⋆":
        return Infix(whole.sign, whole.left, whole.right, (mode,))
    return whole
