"""The one tree for mathematics: what a formula is, whatever the ink.

Hands (``latex.py``, ``text.py``) write it; they know how each node looks and nothing else. Nodes are frozen and compare
by value. Products and sums keep the order they were given, because the order on paper is part of what is told.
"""

from dataclasses import dataclass
from fractions import Fraction as Ratio
from itertools import pairwise
from typing import Literal

Mark = Literal["", "inserted", "padding"]
"""What a 0 in a cell is: put in by dilation, or padding."""

Look = Literal["", "window", "met", "chosen", "now", "open"]
"""How a cell stands out in a picture: under the window, meeting something there, just being made, not yet made."""


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number, possibly negative."""

    value: int


@dataclass(frozen=True, slots=True)
class Symbol:
    """A named quantity: ``X``, ``x_{22}``, ``x_{02}^{(1)}``; ``upper`` holds image and channel."""

    name: str
    index: tuple["Node", ...] = ()
    upper: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Partial:
    """A partial derivative, ``∂of/∂by``."""

    of: "Node"
    by: "Node"


@dataclass(frozen=True, slots=True)
class Derived:
    """The derivative of an expression, ``∂/∂by (of)``; that of a name is a ``Partial``."""

    of: "Node"
    by: "Node"


@dataclass(frozen=True, slots=True)
class Product:
    """Factors side by side."""

    factors: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms joined by +; a term ``Product((Number(-1), …))`` or a negative number is written with −."""

    terms: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class BigSum:
    """``Σ`` over indices or conditions, then the body."""

    over: tuple["Node", ...]
    body: "Node"

    @property
    def letters(self) -> tuple["Node", ...]:
        """What it runs over, letters without their limits; conditions stand among them."""
        return tuple(part.letter if isinstance(part, Limits) else part for part in self.over)


@dataclass(frozen=True, slots=True)
class Limits:
    """A letter of a ``Σ`` that runs from ``first`` to ``last``; what is not stated is None."""

    letter: "Node"
    first: "Node | None" = None
    last: "Node | None" = None


@dataclass(frozen=True, slots=True)
class Apply:
    """A named operation, ``dilate_2(∂L/∂O)``: ``parameter`` is what it is told besides its arguments."""

    operator: str
    arguments: tuple["Node", ...]
    parameter: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Infix:
    """Two operands around ``⋆`` (cross-correlation), ``∗`` (as the writer means it), ``⊙`` (entrywise) or another sign.

    ``parameter`` is what stands below the sign: ``full``, ``valid``, a stride.
    """

    sign: str
    left: "Node"
    right: "Node"
    parameter: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of something that has no name of its own: ``(X ⋆ F)_{ij}``."""

    of: "Node"
    index: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Fraction:
    """One thing over another."""

    over: "Node"
    under: "Node"


@dataclass(frozen=True, slots=True)
class Floor:
    """The largest whole number not above the body."""

    body: "Node"


@dataclass(frozen=True, slots=True)
class Power:
    """A base with an exponent."""

    base: "Node"
    exponent: "Node"


@dataclass(frozen=True, slots=True)
class Equation:
    """Sides joined by = (or by ``relation``)."""

    sides: tuple["Node", ...]
    relation: str = "="


@dataclass(frozen=True, slots=True)
class Bracket:
    """``[condition]``: 1 where the condition holds, else 0."""

    condition: "Node"


@dataclass(frozen=True, slots=True)
class Dots:
    """What is left out: ``⋯`` in a row, ``⋮`` in a column, ``⋱`` in both."""

    sign: Literal["⋯", "⋮", "⋱"] = "⋯"


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of a matrix; ``entry`` is the entry it stands for, where it is written shorter than that."""

    node: "Node"
    mark: Mark = ""
    look: Look = ""
    entry: "Node | None" = None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows of cells."""

    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One row of cases: a value, and when it holds; None means otherwise."""

    value: "Node"
    condition: "Node | None" = None


@dataclass(frozen=True, slots=True)
class Cases:
    """The value of the first row whose condition holds."""

    rows: tuple[Case, ...]


Node = (
    Number
    | Symbol
    | Partial
    | Derived
    | Product
    | Sum
    | BigSum
    | Limits
    | Apply
    | Infix
    | Entry
    | Fraction
    | Floor
    | Power
    | Equation
    | Bracket
    | Dots
    | Matrix
    | Cases
)
"""Anything that can stand on paper."""

ZERO = Number(0)
EMPTY = Product(())
"""What a sum is of before anything follows it; it leaves no ink."""


def numeral(value: int | Ratio) -> "Node":
    """A number as it is written: ``2``, ``1/2``."""
    whole = Number(value.numerator)
    return whole if value.denominator == 1 else Fraction(whole, Number(value.denominator))


def negative(node: Node) -> Node:
    """``−node``."""
    if isinstance(node, Number):
        return Number(-node.value)
    return Product((Number(-1), *(node.factors if isinstance(node, Product) else (node,))))


def absolute(node: Node) -> tuple[bool, Node]:
    """Whether the node is written with a minus sign, and what follows the sign."""
    if isinstance(node, Number):
        return (True, Number(-node.value)) if node.value < 0 else (False, node)
    if (
        not isinstance(node, Product)
        or not node.factors
        or not isinstance(node.factors[0], Number)
        or node.factors[0].value >= 0
    ):
        return False, node
    size, rest = -node.factors[0].value, node.factors[1:]
    if size != 1 or not rest:
        rest = (Number(size), *rest)
    return True, rest[0] if len(rest) == 1 else Product(rest)


def runs_together(index: tuple["Node", ...]) -> bool:
    """Whether parts of an index would look like a product side by side, as 2 and m do."""
    return any(isinstance(a, Number) and not isinstance(b, Number) for a, b in pairwise(index))


def numbers(before: Node, after: Node) -> bool:
    """Whether two neighbouring factors are numbers, which need a sign between them: ``4·3``."""
    return isinstance(before, Number) and isinstance(after, Number)
