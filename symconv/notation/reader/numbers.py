"""Numbers as they are written: whole ones, and decimals as exact fractions."""

from fractions import Fraction as Ratio

from symconv.notation.reader.cursor import Cursor
from symconv.notation.tree import Node, numeral

PARTS = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4"}
"""Fractions that are one sign."""

LONGEST = 18
"""Most digits of a number."""


def number(cursor: Cursor) -> Node:
    """``12``; ``2.0`` is 2, ``0.5`` and ``½`` are 1/2."""
    text = cursor.peek().text
    if len(text) > LONGEST:
        raise cursor.error("this number is too long")
    cursor.take()
    return numeral(Ratio(PARTS.get(text, text)))
