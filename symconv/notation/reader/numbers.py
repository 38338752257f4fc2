"""Numbers as they are written: whole ones, and decimals as exact fractions."""

from fractions import Fraction as Ratio

from symconv.notation.reader.cursor import Cursor
from symconv.notation.tree import Fraction, Node, Number

LONGEST = 18
"""Most digits of a number."""


def number(cursor: Cursor) -> Node:
    """``12``; ``2.0`` is 2, ``0.5`` is 1/2."""
    text = cursor.peek().text
    if len(text) > LONGEST:
        raise cursor.error("this number is too long")
    cursor.take()
    ratio = Ratio(text)
    if ratio.denominator == 1:
        return Number(ratio.numerator)
    return Fraction(Number(ratio.numerator), Number(ratio.denominator))
