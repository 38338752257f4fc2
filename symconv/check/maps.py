"""Formulas in whole maps: convolution signs, pad, dilate, flip, crop and matrices, on arrays of exact symbols.

What a sign leaves open is a :class:`Reading`: whether ``∗`` flips its filter, whether it pads first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np

from symconv.check.arithmetic import Letters, Sketchy, Unknown, key
from symconv.check.binding import Reference
from symconv.check.claims import references
from symconv.check.evaluate import Evaluator
from symconv.check.layout import PLAIN
from symconv.notation.tree import (
    Apply,
    BigSum,
    Cell,
    Entry,
    Equation,
    Infix,
    Matrix,
    Node,
    Number,
    Partial,
    Power,
    Product,
    Sum,
    Symbol,
)
from symconv.routes.operators import Array, correlate, dilate, flip, pad, region

Amounts = tuple[tuple[int, ...], tuple[int, ...]]

CORRELATION, CONVOLUTION = "cross-correlation", "convolution (the filter is flipped)"
LARGEST = 250_000
"""Most entries of a map."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How signs that leave something open are read.

    Attributes:
        star: what ``∗`` does.
        full: whether a sign that does not say so pads its first operand by the filter's reach.
        padding: what ``pad`` without an amount adds to a gradient: ``needed`` (e−1−p) or ``reach`` (e−1).
    """

    star: str = CORRELATION
    full: bool = False
    padding: str = "needed"


@dataclass(slots=True, kw_only=True)
class Maps:
    """Whole maps under one reading; every array is ``[1, 1, *space]``."""

    evaluator: Evaluator
    reading: Reading

    @property
    def axes(self) -> int:
        """Spatial axes."""
        return len(self.evaluator.truth.spec.input_size)

    def value(self, node: Node, letters: Letters) -> Array:
        """The map a formula stands for.

        Raises:
            Unknown: it stands for none.
        """
        if isinstance(node, Apply):
            return self._apply(node, letters)
        if isinstance(node, Infix):
            return self._infix(node, letters)
        if isinstance(node, Matrix):
            return self._matrix(node, letters)
        if isinstance(node, Sum):
            return self._added([self.value(term, letters) for term in node.terms])
        if isinstance(node, Product):
            return self._product(node, letters)
        if isinstance(node, BigSum):
            choices = self.evaluator.assignments(node.over, letters)
            return self._added([self.value(node.body, inner) for inner in choices])
        if isinstance(node, Entry):
            return self.value(node.of, letters)
        if isinstance(node, Power) and node.exponent == Symbol("T"):
            return self.value(node.base, letters).swapaxes(-1, -2)
        return self._tensor(node, letters)

    def _added(self, maps: list[Array]) -> Array:
        if not maps:
            raise Unknown("an empty sum of maps")
        total = maps[0]
        for following in maps[1:]:
            if following.size > 1 and total.size > 1 and following.shape != total.shape:
                raise Unknown("maps of different sizes are added")
            total = total + following
        return total

    def _product(self, node: Product, letters: Letters) -> Array:
        maps = [factor for factor in node.factors if not isinstance(factor, Number)]
        if len(maps) != 1:
            raise Unknown("a product of maps is no convolution")
        sign = 1
        for factor in node.factors:
            sign *= factor.value if isinstance(factor, Number) else 1
        return self.value(maps[0], letters) * sign

    def _tensor(self, node: Node, letters: Letters) -> Array:
        reference = self.evaluator.reference(node)
        if reference is None:
            raise Unknown("this is no map")
        return self.tensor(reference, letters)

    def tensor(self, reference: Reference, letters: Letters) -> Array:
        """A tensor as one map; indices that count places only decorate it, channels choose."""
        plain = PLAIN[reference.tensor]
        if plain == "bias":
            return self._array(lambda place: self.evaluator.at(reference.tensor, (0,)), (1,) * self.axes)
        lead = self.channels(reference, letters)
        shape = self.evaluator.truth.shape(plain)[2:]
        found = self._array(lambda place: self.evaluator.at(reference.tensor, (*lead, *place)), shape)
        return flip(found) if reference.flipped else found

    def channels(self, reference: Reference, letters: Letters) -> tuple[int, ...]:
        """The images and channels that a reference chooses."""
        plain = PLAIN[reference.tensor]
        sizes = self.evaluator.truth.shape(plain)[:2]
        names = {"input": "ni", "weight": "oi", "output": "no"}[plain]
        chosen: dict[str, int] = {}
        pairs = [(self.evaluator.places.orders.get((reference.tensor, len(reference.index)), ""), reference.index)]
        pairs.append(
            (self.evaluator.places.upper_orders.get((reference.tensor, len(reference.upper)), ""), reference.upper)
        )
        for order, nodes in pairs:
            for axis, node in zip(order, nodes, strict=False):
                if axis in names:
                    chosen[axis] = int(self.evaluator.arithmetic.whole(node, letters)) - self.evaluator.places.base
                elif isinstance(node, Number) or (isinstance(node, Symbol) and key(node) in letters):
                    raise Unknown("one entry is no map")
        if any(name not in chosen and size > 1 for name, size in zip(names, sizes, strict=True)):
            raise Sketchy(f"{reference.name} does not say which channel")
        place = tuple(chosen.get(name, 0) for name in names)
        if any(not 0 <= value < size for value, size in zip(place, sizes, strict=True)):
            raise Unknown("a channel that the layer does not have")
        return place

    def _array(self, entry: Callable[[tuple[int, ...]], object], shape: tuple[int, ...]) -> Array:
        found = np.zeros((1, 1, *shape), object)
        for place in product(*map(range, shape)):
            found[(0, 0, *place)] = entry(place)
        return found

    def _matrix(self, node: Matrix, letters: Letters) -> Array:
        rows = node.rows
        flat = self.axes == 1
        shape = (len(rows) * len(rows[0]),) if flat else (len(rows), len(rows[0]))
        cells: list[Cell] = [cell for row in rows for cell in row]
        found = np.zeros((1, 1, *shape), object)
        for place, cell in zip(product(*map(range, shape)), cells, strict=True):
            found[(0, 0, *place)] = self.evaluator.scalar(cell.node, letters)
        return found

    def _infix(self, node: Infix, letters: Letters) -> Array:
        if node.sign == "⊙":
            raise Unknown("an entrywise product of maps")
        left, right = self.value(node.left, letters), self.value(node.right, letters)
        words, numbers = self._told(node.parameter, letters)
        star = CORRELATION if node.sign == "⋆" else self.reading.star
        if self._slides(node.left, node.right, left, right):
            left, right = right, left
        return self._convolved(left, right, star, words, numbers)

    def _slides(self, first: Node, second: Node, left: Array, right: Array) -> bool:
        """Whether the first operand is what slides: the filter, or ∂L/∂O over X, or else the smaller one."""
        read = [
            {part.tensor for part in references(node, self.evaluator.binding, whole=True)} for node in (first, second)
        ]
        for tensor in ("weight", "grad_output"):
            if (tensor in read[0]) != (tensor in read[1]):
                return tensor in read[0]
        return _smaller(left, right)

    def _told(self, parameter: tuple[Node, ...], letters: Letters) -> tuple[set[str], list[int]]:
        """Words and numbers below a sign: ``full``; a stride."""
        words, numbers = set(), []
        for part in parameter:
            if isinstance(part, Symbol) and part.name in ("full", "valid", "same", "stride"):
                words.add(part.name)
            elif isinstance(part, Equation):
                numbers.append(self._count(part.sides[-1], letters))
            else:
                numbers.append(self._count(part, letters))
        return words, numbers

    def _count(self, node: Node, letters: Letters) -> int:
        value = self.evaluator.arithmetic.whole(node, letters)
        if not isinstance(value, int):
            raise Unknown("an amount that is no whole number")
        return value

    def _convolved(self, image: Array, filters: Array, star: str, words: set[str], strides: list[int]) -> Array:
        full = "full" in words or (self.reading.full and "valid" not in words)
        reach = tuple(size - 1 for size in filters.shape[2:])
        if "same" in words:
            image = pad(image, tuple(r // 2 for r in reach), tuple(r - r // 2 for r in reach))
        elif full:
            image = pad(image, reach, reach)
        if any(size < width for size, width in zip(image.shape[2:], filters.shape[2:], strict=True)):
            raise Unknown("the filter is larger than what it slides over")
        if max(image.size, filters.size) > LARGEST:
            raise Unknown("a map is too large")
        self.evaluator.places.budget.spend(image.size * filters.size // 20)
        dense = correlate(image, flip(filters) if star == CONVOLUTION else filters)
        return dense[region(slice(None, None, step) for step in self._each(strides, 1))]

    def _each(self, numbers: list[int], default: int) -> tuple[int, ...]:
        """One number for each axis."""
        if len(numbers) not in (0, 1, self.axes):
            raise Unknown("as many numbers as axes are expected")
        chosen = tuple(numbers or [default]) * (1 if len(numbers) == self.axes else self.axes)
        if min(chosen) < 1:
            raise Unknown("a step must be at least 1")
        return chosen[: self.axes]

    def _apply(self, node: Apply, letters: Letters) -> Array:
        handler = _OPERATIONS.get(node.operator)
        if handler is None or not node.arguments:
            raise Unknown(f"the operation {node.operator} is not known")
        return handler(self, node, letters)

    def _flipped(self, node: Apply, letters: Letters) -> Array:
        inner = self.value(node.arguments[0], letters)
        keep = {"fliplr": -1, "flipud": -2}.get(node.operator)
        return flip(inner) if keep is None else np.flip(inner, keep)

    def _transposed(self, node: Apply, letters: Letters) -> Array:
        return self.value(node.arguments[0], letters).swapaxes(-1, -2)

    def _numbers(self, node: Apply, letters: Letters) -> list[int]:
        return self._told((*node.parameter, *node.arguments[1:]), letters)[1]

    def _padded(self, node: Apply, letters: Letters) -> Array:
        inner = self.value(node.arguments[0], letters)
        before, after = self._amounts(self._numbers(node, letters), node.arguments[0])
        if node.operator == "crop":
            before, after = tuple(-n for n in before), tuple(-n for n in after)
        return pad(inner, before, after)

    def _amounts(self, numbers: list[int], inner: Node) -> Amounts:
        count, axes = len(numbers), self.axes
        if count == 0:
            return self._unsaid(inner)
        if count == 1:
            return (numbers[0],) * axes, (numbers[0],) * axes
        if count == 2 * axes:
            return tuple(numbers[0::2]), tuple(numbers[1::2])
        if count == axes:
            return tuple(numbers), tuple(numbers)
        raise Unknown("these amounts cannot be told apart")

    def _unsaid(self, inner: Node) -> Amounts:
        """What ``pad`` adds when nothing is written: the layer's padding, or what the gradient needs."""
        spec = self.evaluator.truth.spec
        reference = self.evaluator.reference(inner) if isinstance(inner, Symbol | Partial) else None
        if reference is not None and reference.tensor == "input":
            return tuple(p[0] for p in spec.padding), tuple(p[1] for p in spec.padding)
        reach = tuple(axis.effective_kernel - 1 for axis in spec.axes)
        if self.reading.padding == "reach":
            return reach, reach
        return (
            tuple(r - p[0] for r, p in zip(reach, spec.padding, strict=True)),
            tuple(r - p[1] for r, p in zip(reach, spec.padding, strict=True)),
        )

    def _dilated(self, node: Apply, letters: Letters) -> Array:
        inner, numbers = self.value(node.arguments[0], letters), self._numbers(node, letters)
        if numbers:
            return dilate(inner, self._each(numbers, 1))
        spec = self.evaluator.truth.spec
        reference = self.evaluator.reference(node.arguments[0])
        weight = reference is not None and reference.tensor == "weight"
        return dilate(inner, spec.dilation if weight else spec.stride)

    def _every(self, node: Apply, letters: Letters) -> Array:
        inner, steps = self.value(node.arguments[0], letters), self._each(self._numbers(node, letters), 1)
        return inner[region(slice(None, None, step) for step in steps)]

    def _called(self, node: Apply, letters: Letters) -> Array:
        """``conv(X, F)``, ``corr_full(X, F)``."""
        name, _, mode = node.operator.partition("_")
        if len(node.arguments) < 2:
            raise Unknown("a convolution of one thing")
        left, right = (self.value(argument, letters) for argument in node.arguments[:2])
        words, numbers = self._told((*node.parameter, *_settings(node.arguments[2:])), letters)
        star = CORRELATION if name == "corr" else self.reading.star
        if self._slides(node.arguments[0], node.arguments[1], left, right):
            left, right = right, left
        return self._convolved(left, right, star, {*words, mode, *_modes(node.arguments[2:])}, numbers)


def _settings(arguments: tuple[Node, ...]) -> tuple[Node, ...]:
    """Numbers and ``stride=2``; ``mode=full`` is a word."""
    return tuple(part for part in arguments if not _modes((part,)))


def _modes(arguments: tuple[Node, ...]) -> set[str]:
    found = (part.sides[-1] if isinstance(part, Equation) else part for part in arguments)
    return {part.name for part in found if isinstance(part, Symbol) and part.name in ("full", "valid", "same")}


def _smaller(left: Array, right: Array) -> bool:
    pairs = list(zip(left.shape[2:], right.shape[2:], strict=True))
    return all(a <= b for a, b in pairs) and any(a < b for a, b in pairs)


_OPERATIONS: dict[str, Callable[[Maps, Apply, Letters], Array]] = {
    "flip": Maps._flipped,
    "fliplr": Maps._flipped,
    "flipud": Maps._flipped,
    "transpose": Maps._transposed,
    "pad": Maps._padded,
    "crop": Maps._padded,
    "dilate": Maps._dilated,
    "every": Maps._every,
    "conv": Maps._called,
    "corr": Maps._called,
    "conv_full": Maps._called,
    "conv_valid": Maps._called,
    "corr_full": Maps._called,
}
