"""The eye: LaTeX, Markdown math, Unicode and plain text → the tree of ``notation.tree``.

From letter to tree: ``macros`` are written out; ``tokens`` are found (``letters``: in runs of letters; ``upright``,
``accents``, ``differentials``: behind commands; ``summed``: letters of sums in words; ``signs``, ``words``: what they
mean); a ``cursor`` goes along them, and ``expression`` reads relations, sums and products of
``atoms``, which have ``scripts`` and ``lists`` of indices, and may be ``derivatives``, ``sums``, ``operations`` or
``matrices``; those that stand ``alone`` are read once. Nothing that is read is ever executed; reading is linear in the
text, its length and nesting are bounded.
"""

from symconv.notation.reader.cursor import Cursor
from symconv.notation.reader.expression import relation
from symconv.notation.reader.piece import ReadError
from symconv.notation.reader.tokens import tokens
from symconv.notation.tree import Node
from symconv.notation.walk import depth

DEEPEST = 100
"""Most nodes above one another in a tree."""


def read(source: str, *, tex: bool = True, names: frozenset[str] = frozenset()) -> Node:
    """The tree of one formula.

    Args:
        source: the formula, without delimiters.
        tex: whether neighbouring letters are products, as in TeX, or words, as in plain text.
        names: runs of letters that are one index each wherever the formula stands, like ``ch``.

    Raises:
        ReadError: it cannot be read; the error tells where.
    """
    cursor = Cursor(tokens(source, tex=tex, names=names), tex=tex)
    tree = relation(cursor)
    if cursor.place < len(cursor.tokens):
        raise cursor.error("expected an operator")
    if depth(tree, DEEPEST) > DEEPEST:
        raise ReadError(f"more than {DEEPEST} operations stand in one another", 0)
    return tree


__all__ = ["ReadError", "read"]
