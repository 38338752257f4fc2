"""Formulas in whole maps: convolution signs, pad, dilate, flip, crop and matrices, on arrays of exact symbols."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np

from symconv.check.asking import Log
from symconv.check.evaluating.arithmetic import Letters, key
from symconv.check.evaluating.cut import cut
from symconv.check.evaluating.evaluate import Evaluator
from symconv.check.evaluating.operations import OPERATIONS
from symconv.check.evaluating.places import AXES
from symconv.check.evaluating.questions import CORRELATION, LAYER, STAR
from symconv.check.evaluating.sized import padded, spread
from symconv.check.evaluating.sliding import convolved, dilation_of, slides, tells_filter
from symconv.check.evaluating.unknown import Sketchy, Unknown
from symconv.check.understanding.binding import Reference
from symconv.check.understanding.layout import PLAIN
from symconv.check.understanding.slices import is_slice
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
from symconv.routes.operators import Array, flip


@dataclass(slots=True, kw_only=True)
class Maps:
    """Whole maps under one reading; every array is ``[1, 1, *space]``."""

    evaluator: Evaluator

    @property
    def log(self) -> Log:
        """The answers to what signs leave open."""
        return self.evaluator.log

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
            choices = self.evaluator.sums.assignments(node.over, letters)
            return self._added([self.value(node.body, inner) for inner in choices])
        if isinstance(node, Entry):
            return cut(self.value(node.of, letters), node.index, lambda part: self.count(part, letters))
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
        if reference is None and isinstance(node, Partial) and self.evaluator.binding.local(node):
            raise Sketchy("the derivative of one whole map by another is no map")
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
        if reference.padded:
            before, after = (tuple(pair[n] for pair in self.evaluator.truth.spec.padding) for n in (0, 1))
            found = padded(found, before, after)
        order = self.evaluator.places.orders.get((reference.tensor, len(reference.index)), "")
        places = [node for axis, node in zip(order, reference.index, strict=False) if axis.isdigit()]
        if any(map(is_slice, places)):
            found = cut(found, places, lambda part: self.count(part, letters))
        return flip(found) if reference.flipped else found

    def channels(self, reference: Reference, letters: Letters) -> tuple[int, ...]:
        """The images and channels that a reference chooses."""
        plain = PLAIN[reference.tensor]
        if plain == "bias":
            raise Unknown("a bias is no map")
        sizes = self.evaluator.truth.shape(plain)[:2]
        names = AXES[plain]
        chosen: dict[str, int] = {}
        pairs = [(self.evaluator.places.orders.get((reference.tensor, len(reference.index)), ""), reference.index)]
        pairs.append(
            (self.evaluator.places.upper_orders.get((reference.tensor, len(reference.upper)), ""), reference.upper)
        )
        for order, nodes in pairs:
            for axis, node in zip(order, nodes, strict=False):
                if axis in names:
                    chosen[axis] = self.count(node, letters) - self.evaluator.places.base
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
        steps = tuple(part for part in node.parameter if dilation_of(part) is None)
        words, numbers = self.told(steps, letters)
        wide = [self.count(amount, letters) for part in node.parameter if (amount := dilation_of(part)) is not None]
        star = CORRELATION if node.sign == "⋆" else self.log.ask(STAR)
        if slides(self, node.left, node.right, left, right):
            left, right = right, left
        whole = not words and self.log.ask(self.evaluator.edges) == LAYER
        if wide and (whole or not tells_filter(self, node.left, node.right)):
            raise Unknown("a dilation below a sign")
        right = spread(right, self.each(wide, 1))
        if whole:
            spec = self.evaluator.truth.spec
            before, after = (tuple(pair[n] for pair in spec.padding) for n in (0, 1))
            left, right = padded(left, before, after), spread(right, spec.dilation)
            numbers = numbers or list(spec.stride)
        return convolved(self, left, right, star, words, numbers)

    def told(self, parameter: tuple[Node, ...], letters: Letters) -> tuple[set[str], list[int]]:
        """Words and numbers below a sign: ``full``; a stride."""
        words, numbers = set(), []
        for part in parameter:
            if isinstance(part, Symbol) and part.name in ("full", "valid", "same", "stride"):
                words.add(part.name)
            elif isinstance(part, Equation) and dilation_of(part) is not None:
                raise Unknown("a dilation below a sign")
            elif isinstance(part, Equation):
                numbers.append(self.count(part.sides[-1], letters))
            else:
                numbers.append(self.count(part, letters))
        return words, numbers

    def count(self, node: Node, letters: Letters) -> int:
        """A whole number that an operation is told."""
        value = self.evaluator.arithmetic.whole(node, letters)
        if not isinstance(value, int):
            raise Unknown("an amount that is no whole number")
        return value

    def each(self, numbers: list[int], default: int) -> tuple[int, ...]:
        """One number for each axis."""
        if len(numbers) not in (0, 1, self.axes):
            raise Unknown("as many numbers as axes are expected")
        chosen = tuple(numbers or [default]) * (1 if len(numbers) == self.axes else self.axes)
        if min(chosen) < 1:
            raise Unknown("a step must be at least 1")
        return chosen[: self.axes]

    def _apply(self, node: Apply, letters: Letters) -> Array:
        handler = OPERATIONS.get(node.operator)
        if handler is None or not node.arguments:
            raise Unknown(f"the operation {node.operator} is not known")
        return handler(self, node, letters)
