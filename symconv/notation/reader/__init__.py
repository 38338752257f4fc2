"""The eye: LaTeX, Markdown math, Unicode and plain text → the tree of ``notation.tree``.

Nothing that is read is ever executed; reading is linear in the text, its length and nesting are bounded.
"""

from symconv.notation.reader.cursor import Cursor
from symconv.notation.reader.expression import relation
from symconv.notation.reader.piece import ReadError
from symconv.notation.reader.tokens import tokens
from symconv.notation.tree import Node


def read(source: str, *, tex: bool = True) -> Node:
    """The tree of one formula.

    Args:
        source: the formula, without delimiters.
        tex: whether neighbouring letters are products, as in TeX, or words, as in plain text.

    Raises:
        ReadError: it cannot be read; the error tells where.
    """
    cursor = Cursor(tokens(source, tex=tex))
    tree = relation(cursor)
    if cursor.place < len(cursor.tokens):
        raise cursor.error("expected an operator")
    return tree


__all__ = ["ReadError", "read"]
