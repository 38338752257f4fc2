r"""Factors that read the same wherever they stand, ``\frac{∂L}{∂o_{12}}`` and ``f_{01}``: each is read once.

A line of a derivation repeats what the lines before it are made of. Equal factors become one node, so what is found out
about it need not be found out again.
"""

from collections.abc import Callable
from functools import lru_cache

from symconv.notation.reader.cursor import Cursor
from symconv.notation.reader.piece import ReadError, Token
from symconv.notation.reader.words import OPERATORS
from symconv.notation.tree import Node

MOST = 4096
"""Factors that are remembered."""

OPERATORS_ALONE = frozenset({"∂", "d"})
"""What a fraction begins with that may differentiate what stands behind it."""

LONGEST = 60
"""Most tokens of one."""

CLOSED = frozenset({"+", "-", "·", "*", "=", ",", "frac"})
"""Signs that end a factor whatever it is."""

Reader = Callable[[Cursor], Node]


def remembered(cursor: Cursor, reader: Reader) -> Node | None:
    """The next factor, if nothing behind it can belong to it and it can be read by itself.

    Args:
        cursor: a place outside of all groups.
        reader: what reads a factor.
    """
    end = _end(cursor)
    if end is None or end - cursor.place > LONGEST or not _closes(cursor, end):
        return None
    node = _read(tuple([token[:2] for token in cursor.tokens[cursor.place : end]]), reader)
    if node is not None:
        cursor.place = end
    return node


@lru_cache(maxsize=MOST)
def _read(pieces: tuple[tuple[str, str], ...], reader: Reader) -> Node | None:
    cursor = Cursor([Token(kind, text, 0, 0) for kind, text in pieces])
    try:
        node = reader(cursor)
    except ReadError:
        return None
    return node if cursor.place == len(pieces) else None


def _end(cursor: Cursor) -> int | None:
    """The place behind a fraction's two groups, or behind a name and its scripts; None for any other factor."""
    place, token = cursor.place, cursor.peek()
    if token.kind == "name" and token.text.lower() not in OPERATORS and token.text != "d":
        differential = cursor.at("/", ahead=1) and cursor.peek(2).text[:1] == "d"
        place += 3 if differential else 1
    elif cursor.at("frac") and not (cursor.peek(2).text in OPERATORS_ALONE and cursor.at("}", ahead=3)):
        for _ in range(2):
            place = cursor.partners.get(place + 1, -1)
            if place < 0:
                return None
        place += 1
    else:
        return None
    signs = cursor.signs
    while place < len(signs) and signs[place] in ("_", "^", "["):
        opened = place + (signs[place] != "[")
        place = cursor.partners.get(opened, opened) + 1
    return place


def _closes(cursor: Cursor, end: int) -> bool:
    if end >= len(cursor.tokens):
        return end == len(cursor.tokens)
    token = cursor.tokens[end]
    return token.kind in ("name", "number") or token.text in CLOSED
