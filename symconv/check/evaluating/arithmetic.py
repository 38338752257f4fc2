"""Index arithmetic: whole numbers and fractions from limits, indices, sizes and side conditions."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction as Ratio
from functools import lru_cache
from itertools import pairwise
from math import prod

from symconv.check.understanding.names import QUANTITIES, size_meaning
from symconv.notation.tree import Apply, Equation, Floor, Fraction, Infix, Node, Number, Product, Sum, Symbol
from symconv.notation.walk import children
from symconv.spec import ConvSpec

Letters = Mapping[str, int]
"""Letter (by :func:`key`) → its number."""
Whole = int | Ratio
Sizes = Mapping[Node, tuple[str, int | None]]


class Unknown(Exception):  # noqa: N818 - not an error: the formula says something that has no value here
    """Something in the formula has no value on this layer."""


class Uneven(Unknown):
    """One letter is used for two axes that differ on this layer."""


class Sketchy(Unknown):
    """The formula leaves its indices out."""


@dataclass(slots=True)
class Budget:
    """Steps that may still be spent on one text, so that no text can keep us busy for ever."""

    left: int = 1_500_000

    def spend(self, steps: int = 1) -> None:
        """Takes steps away.

        Raises:
            Unknown: there are none left.
        """
        self.left -= steps
        if self.left < 0:
            raise Unknown("the text takes too many steps to judge")


@lru_cache(maxsize=4096)
def key(letter: Node) -> str:
    """A letter as a key: its name, with what stands below and above it."""
    if not isinstance(letter, Symbol):
        raise Unknown("this is no letter")
    if not letter.index and not letter.upper:
        return letter.name
    return f"{letter.name}_{letter.index}^{letter.upper}"


def counted(node: Node) -> dict[str, Symbol]:
    """The letters of an index, a limit or a condition; in ``c_o`` the o is no letter of its own."""
    if isinstance(node, Symbol):
        return {key(node): node}
    return {name: letter for part in children(node) for name, letter in counted(part).items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic:
    """Numbers on one layer.

    Attributes:
        spec: the layer.
        sizes: letters whose meaning the text fixes.
    """

    spec: ConvSpec
    sizes: Sizes = field(default_factory=dict)

    def whole(self, node: Node, letters: Letters) -> Whole:
        """An index, a limit, a size: exact, possibly fractional.

        Raises:
            Unknown: it is no number on this layer.
        """
        if isinstance(node, Number):
            return node.value
        if isinstance(node, Symbol):
            value = letters.get(key(node))
            return self.size(node) if value is None else value
        if isinstance(node, Sum):
            return sum([self.whole(term, letters) for term in node.terms])
        if isinstance(node, Product):
            return prod([self.whole(factor, letters) for factor in node.factors])
        if isinstance(node, Infix) and node.sign == "mod":
            return _rest(self.whole(node.left, letters), self.whole(node.right, letters))
        if isinstance(node, Infix):
            return self.whole(node.left, letters) * self.whole(node.right, letters)
        if isinstance(node, Fraction):
            return _ratio(self.whole(node.over, letters), self.whole(node.under, letters))
        if isinstance(node, Floor):
            return self.whole(node.body, letters).__floor__()
        if isinstance(node, Apply):
            return self._function(node, letters)
        raise Unknown("this is no number")

    def _function(self, node: Apply, letters: Letters) -> Whole:
        values = [self.whole(argument, letters) for argument in node.arguments]
        if node.operator in ("max", "min"):
            return max(values) if node.operator == "max" else min(values)
        if node.operator in ("ceil", "floor") and len(values) == 1:
            return values[0].__ceil__() if node.operator == "ceil" else values[0].__floor__()
        if node.operator == "mod" and len(values) == 2 and values[1]:
            return values[0] % values[1]
        raise Unknown(f"{node.operator} is no number")

    def size(self, letter: Symbol) -> int:
        """What a letter for a size stands for.

        Raises:
            Uneven: it stands for two numbers.
            Unknown: nobody knows.
        """
        meaning = self.sizes.get(letter) or size_meaning(letter)
        if meaning is None:
            raise Unknown(f"the letter {letter.name} is not known")
        quantity, axis = meaning
        axes = range(len(self.spec.input_size))
        if axis is not None and axis not in axes:
            raise Unknown(f"the letter {letter.name} is for an axis that the layer does not have")
        values = {QUANTITIES[quantity](self.spec, number) for number in (axes if axis is None else (axis,))}
        if quantity == "padding" and any(before != after for before, after in self.spec.padding):
            raise Uneven("the padding differs before and after")
        if len(values) > 1:
            raise Uneven(f"{letter.name} differs along the axes")
        return values.pop()

    def holds(self, condition: Node, letters: Letters) -> bool:
        """Whether a side condition is true."""
        if isinstance(condition, Equation) and condition.relation == "∧":
            return all(self.holds(part, letters) for part in condition.sides)
        if not isinstance(condition, Equation) or condition.relation not in _COMPARE:
            raise Unknown("this condition cannot be decided")
        sides = [self.whole(side, letters) for side in condition.sides]
        compared = _COMPARE[condition.relation]
        return all(compared(a, b) for a, b in pairwise(sides))


_COMPARE: Mapping[str, Callable[[Whole, Whole], bool]] = {
    "=": operator.eq,
    "≠": operator.ne,
    "≤": operator.le,
    "≥": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}


def _rest(value: Whole, modulus: Whole) -> Whole:
    if modulus == 0:
        raise Unknown("a division by zero")
    return value % modulus


def _ratio(over: Whole, under: Whole) -> Whole:
    if under == 0:
        raise Unknown("a division by zero")
    ratio = Ratio(over) / Ratio(under)
    return int(ratio) if ratio.denominator == 1 else ratio
