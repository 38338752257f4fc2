"""Index arithmetic: whole numbers and fractions from limits, indices, sizes and side conditions."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction as Ratio
from functools import lru_cache, reduce
from itertools import pairwise
from typing import Any

from symconv.check.evaluating.unknown import NOT_JUDGED, Uneven, Unknown
from symconv.check.told import Spec
from symconv.check.understanding.names import QUANTITIES, size_meaning
from symconv.notation.tree import Apply, Equation, Floor, Fraction, Infix, Node, Number, Power, Product, Sum, Symbol
from symconv.notation.walk import children

Letters = Mapping[str, int]
"""Letter (by :func:`key`) → its number."""
Whole = int | Ratio
Reckoner = Callable[[Letters], Whole]
"""What computes a number once the letters have theirs."""
Meaning = tuple[str, int | None]
"""A quantity of a layer, and its axis where a letter tells it."""
Meanings = Callable[[Symbol], Meaning | None]
"""What a letter for a size stands for."""


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
    found: dict[str, Symbol] = {}
    pending = [node]
    while pending:
        part = pending.pop()
        if isinstance(part, Symbol):
            found[key(part)] = part
        else:
            pending += reversed(children(part))
    return found


def members(node: Node) -> tuple[Node, ...]:
    """The values in ``{0, 1}``; nothing where it is no set of values."""
    if isinstance(node, Apply) and node.operator == "list":
        return node.arguments
    return (node,) if isinstance(node, Number) else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic:
    """Numbers on one layer.

    Attributes:
        spec: the layer.
        meaning: what letters for sizes stand for.
    """

    spec: Spec
    meaning: Meanings = size_meaning
    _reckoners: dict[int, tuple[Node, Reckoner]] = field(default_factory=dict, compare=False, repr=False)

    def whole(self, node: Node, letters: Letters) -> Whole:
        """An index, a limit, a size: exact, possibly fractional.

        Raises:
            Unknown: it is no number on this layer.
        """
        return self.reckoner(node)(letters)

    def reckoner(self, node: Node) -> Reckoner:
        """What computes a node when its letters have numbers; made once, as sums ask for the same index again."""
        known = self._reckoners.get(id(node))
        if known is None:
            known = self._reckoners[id(node)] = (node, self._made(node))
        return known[1]

    def _made(self, node: Node) -> Reckoner:
        if isinstance(node, Number):
            value = node.value
            return lambda letters: value
        if isinstance(node, Symbol):
            return self._letter(node)
        if isinstance(node, Sum):
            return _folded(operator.add, 0, [self.reckoner(term) for term in node.terms])
        if isinstance(node, Product):
            return _folded(operator.mul, 1, [self.reckoner(factor) for factor in node.factors])
        if isinstance(node, Infix):
            step = _rest if node.sign == "mod" else operator.mul
            return _folded(step, 1, [self.reckoner(node.left), self.reckoner(node.right)])
        if isinstance(node, Fraction):
            return _folded(_ratio, 1, [self.reckoner(node.over), self.reckoner(node.under)])
        if isinstance(node, Floor):
            body = self.reckoner(node.body)
            return lambda letters: body(letters).__floor__()
        if isinstance(node, Apply):
            return self._function(node)
        if isinstance(node, Power) and isinstance(node.exponent, Number) and 0 < node.exponent.value < 10:
            return _folded(operator.mul, 1, [self.reckoner(node.base)] * node.exponent.value)
        return _no_number

    def _letter(self, node: Symbol) -> Reckoner:
        name = key(node)
        factors = self.reckoner(Product((Symbol(node.name), *node.index))) if self._is_product(node) else None
        size: list[int] = []  # found out once, as sums ask for it again and again

        def reckoned(letters: Letters) -> Whole:
            value = letters.get(name)
            if value is None:
                if factors:
                    return factors(letters)
                size[:] = size or [self.size(node)]
                return size[0]
            return value

        return reckoned

    def _is_product(self, node: Symbol) -> bool:
        """``s(M − 1)``, which looks like a function: a size times a number."""
        called = len(node.index) == 1 and isinstance(node.index[0], Sum)
        return called and self.meaning(node) is None and self.meaning(Symbol(node.name)) is not None

    def _function(self, node: Apply) -> Reckoner:
        arguments = [self.reckoner(argument) for argument in node.arguments]

        def reckoned(letters: Letters) -> Whole:
            values = [argument(letters) for argument in arguments]
            if node.operator in ("max", "min"):
                return max(values) if node.operator == "max" else min(values)
            if node.operator in ("ceil", "floor") and len(values) == 1:
                return values[0].__ceil__() if node.operator == "ceil" else values[0].__floor__()
            if node.operator == "mod" and len(values) == 2 and values[1]:
                return values[0] % values[1]
            raise Unknown(f"{node.operator} is no number")

        return reckoned

    def size(self, letter: Symbol) -> int:
        """What a letter for a size stands for.

        Raises:
            Uneven: it stands for two numbers.
            Unknown: nobody knows.
        """
        meaning = self.meaning(letter)
        if meaning is None:
            raise Unknown(f"the letter {letter.name} is not known")
        quantity, axis = meaning
        axes = range(len(self.spec.input_size))
        if axis is not None and axis not in axes:
            raise Unknown(f"the letter {letter.name} is for an axis that the layer does not have")
        if quantity in _OF_CONVOLUTIONS and self.spec.slots != ("input", "output"):
            raise Unknown(NOT_JUDGED)
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
        if isinstance(condition, Equation) and condition.relation == "∈" and (listed := members(condition.sides[1])):
            return self.whole(condition.sides[0], letters) in {self.whole(value, letters) for value in listed}
        if not isinstance(condition, Equation) or condition.relation not in _COMPARE:
            raise Unknown("this condition cannot be decided")
        sides = [self.whole(side, letters) for side in condition.sides]
        compared = _COMPARE[condition.relation]
        return all(compared(a, b) for a, b in pairwise(sides))


_OF_CONVOLUTIONS = ("padded", "inserted", "remainder")
"""Quantities of a convolution alone."""
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


def _folded(step: Callable[[Any, Any], Any], start: Whole, parts: list[Reckoner]) -> Reckoner:
    """The parts joined, from left to right."""
    if len(parts) == 2:
        first, second = parts
        return lambda letters: step(first(letters), second(letters))
    return lambda letters: reduce(step, [part(letters) for part in parts], start)


def _no_number(letters: Letters) -> Whole:
    raise Unknown("this is no number")


def _ratio(over: Whole, under: Whole) -> Whole:
    if under == 0:
        raise Unknown("a division by zero")
    ratio = Ratio(over) / Ratio(under)
    return int(ratio) if ratio.denominator == 1 else ratio
