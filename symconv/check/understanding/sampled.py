"""What holds for each image: the loss of one, ``∂L_i/∂w = Σ_n ∂L_i/∂z_i[n] · h_i[n+k]``; an n that is summed, too.

In ``z_{n,i,j} = Σ_m Σ_n x_{n,i+m,j+n} w_{m,n}`` the first n is the image and the second is not. Both are written
without the letter of the image.
"""

from collections.abc import Iterator
from dataclasses import replace

from symconv.check.statements import Statement, changed
from symconv.check.understanding.names import PREFERRED, plain
from symconv.notation.tree import BigSum, Equation, Node, Partial, Symbol
from symconv.notation.walk import rebuilt, walk


def of_one_image(read: list[Statement]) -> list[Statement]:
    """The statements about each image, as if there were no others."""
    trees = [one.tree for one in read if one.tree is not None]
    tensors = {node.name for tree in trees for node in _factors(tree) if node.index and not _is_word(node.index)}
    return changed(read, lambda tree: _alone(_apart(tree), tensors))


def _is_word(index: tuple[Node, ...]) -> bool:
    """Whether a word stands in an index, as in the length ``L_{out}``."""
    return len(index) == 1 and isinstance(index[0], Symbol) and len(index[0].name) > 1


def _apart(tree: Node) -> Node:
    """A formula whose letter for the image is that of a sum, too, without the letter of the image."""
    left = tree.sides[0] if isinstance(tree, Equation) else None
    if isinstance(left, Partial):
        left = left.of if isinstance(left.of, Symbol) and left.of.index else left.by
    if not isinstance(tree, Equation) or not isinstance(left, Symbol) or len(left.index) < MAPS:
        return tree
    summed = {letter for node in walk(tree) if isinstance(node, BigSum) for letter in node.letters}
    return _behind(tree, left.index[0]) if left.index[0] in summed else tree


MAPS = 3
"""Indices of a map in a batch: its image, and a place."""


def _behind(node: Node, letter: Node) -> Node:
    """A formula without a letter that stands first in an index."""
    whole: Node = rebuilt(node, lambda below: _behind(below, letter))
    if isinstance(whole, Symbol) and len(whole.index) >= MAPS and whole.index[0] == letter:
        return replace(whole, index=whole.index[1:])
    return whole


def _alone(tree: Node, tensors: set[str]) -> Node:
    letters = {image for node in walk(tree) if (image := _image(node, tensors)) is not None}
    return _without(tree, letters.pop()) if len(letters) == 1 else tree


def _image(node: Node, tensors: set[str]) -> Node | None:
    """``i`` of ``∂L_i/∂…``, where L is no tensor of the text."""
    of = node.of if isinstance(node, Partial) else None
    if not isinstance(of, Symbol) or plain(of.name).lower() not in PREFERRED["loss"] or of.name in tensors:
        return None
    letter = of.index[0] if len(of.index) == 1 and not of.upper else None
    small = isinstance(letter, Symbol) and not letter.index and len(letter.name) == 1 and letter.name.islower()
    return letter if small else None


def _factors(tree: Node) -> Iterator[Symbol]:
    """The letters of a tree that nothing is the derivative of."""
    of = {id(node.of) for node in walk(tree) if isinstance(node, Partial)}
    yield from (node for node in walk(tree) if isinstance(node, Symbol) and id(node) not in of)


def _without(node: Node, letter: Node) -> Node:
    whole: Node = rebuilt(node, lambda below: _without(below, letter))
    if isinstance(whole, Symbol) and letter in whole.index:
        return replace(whole, index=tuple(part for part in whole.index if part != letter))
    return whole
