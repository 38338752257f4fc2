"""Windows worked out in numbers, ``0·0 + 1·1 + 3·2 + 4·3 = 19``: whether the numbers are right."""

from collections.abc import Iterable, Mapping
from fractions import Fraction as Ratio

from symconv.check.statements import Statement
from symconv.check.understanding.given import number
from symconv.check.understanding.said import Said
from symconv.notation.text import text
from symconv.notation.tree import Apply, Equation, Infix, Node, Number, Product, Sum

ADDS_UP = "the numbers add up"
ROUNDED = "the result is rounded"
OTHERWISE = "{} is {}, not {}"
CLOSE = Ratio(1, 100)
"""How far a result in decimals may be off."""


def sums_of_numbers(read: Iterable[Statement]) -> Mapping[int, Said]:
    """Offset of a statement → what is to be said of the sum of products of numbers there."""
    return {one.start: said for one in read if (said := _said(one.tree))}


def _said(tree: Node | None) -> Said | None:
    if not isinstance(tree, Equation) or tree.relation != "=":
        return None
    sides = tree.sides[1:] if isinstance(tree.sides[0], Product) and _reckoned(tree.sides[0]) is None else tree.sides
    values = [found for found in map(_reckoned, sides) if found is not None]
    if len(values) < max(len(sides), 2) or not any(map(_is_window, _entries(sides[0]))):
        return None
    first, *others = values
    for side, value in zip(sides[1:], others, strict=True):
        if len(value) != len(first) or not all(map(_near, first, value)):
            shown = ", ".join(map(str, first))
            return Said(word="wrong", kind="entry", message=OTHERWISE.format(text(sides[0]), shown, text(side)))
    rounded = any(value != first for value in others)
    word = "right under an assumption" if rounded else "right"
    return Said(word=word, kind="entry", message=ADDS_UP, assumptions=(ROUNDED,) if rounded else ())


def _near(exact: Ratio, told: Ratio) -> bool:
    """Whether a result is the one that is told, but for the decimals that were left out."""
    return exact == told or (exact.denominator != 1 and abs(exact - told) <= CLOSE * max(Ratio(1), abs(exact)))


def _entries(side: Node) -> tuple[Node, ...]:
    """The entries of a vector; a number is its own."""
    return side.arguments if isinstance(side, Apply) and side.operator == "list" else (side,)


def _reckoned(side: Node) -> tuple[Ratio, ...] | None:
    values = [_value(one) for one in _entries(side)]
    known = tuple(value for value in values if value is not None)
    return known if len(known) == len(values) else None


def _is_window(side: Node) -> bool:
    """Whether a side adds products of two numbers."""
    return isinstance(side, Sum) and sum(_is_product(part) for part in side.terms) >= 2


def _is_product(node: Node) -> bool:
    starred: tuple[Node, ...] = (node.left, node.right) if isinstance(node, Infix) and node.sign in "∗⋆" else ()
    factors = node.factors if isinstance(node, Product) else starred
    return len(factors) >= 2 and all(isinstance(factor, Number | Product) for factor in factors)


def _value(side: Node) -> Ratio | None:
    if isinstance(side, Sum):
        values = [_value(part) for part in side.terms]
        known = [value for value in values if value is not None]
        return sum(known, Ratio(0)) if len(known) == len(values) else None
    if isinstance(side, Infix):
        pair = (_value(side.left), _value(side.right)) if side.sign in "∗⋆" else (None, None)
        return None if pair[0] is None or pair[1] is None else pair[0] * pair[1]
    found = number(side)
    return None if found is None else Ratio(found)
