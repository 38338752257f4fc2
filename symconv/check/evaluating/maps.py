"""Formulas in whole maps: convolution signs, pad, dilate, flip, crop and matrices, on arrays of exact symbols."""

from dataclasses import dataclass
from itertools import product

from symconv import exact
from symconv.algebra.polynomial import Operand
from symconv.check.asking import Log
from symconv.check.evaluating.arithmetic import Letters
from symconv.check.evaluating.cut import cut
from symconv.check.evaluating.evaluate import Evaluator
from symconv.check.evaluating.operations import OPERATIONS
from symconv.check.evaluating.questions import CORRELATION, LAYER, STAR
from symconv.check.evaluating.sized import padded, spread
from symconv.check.evaluating.sliding import convolved, dilation_of, slides, tells_filter
from symconv.check.evaluating.tensors import Tensors, counted
from symconv.check.evaluating.unknown import Misfit, Unknown
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


@dataclass(slots=True, kw_only=True)
class Maps:
    """Whole maps under one reading; every array is ``[1, 1, *space]``."""

    evaluator: Evaluator

    @property
    def log(self) -> Log:
        """The answers to what signs leave open."""
        return self.evaluator.log

    @property
    def tensors(self) -> Tensors:
        """The layer's tensors as maps."""
        return Tensors(evaluator=self.evaluator)

    @property
    def axes(self) -> int:
        """Spatial axes."""
        return len(self.evaluator.truth.spec.input_size)

    def value(self, node: Node, letters: Letters) -> exact.ExactArray:
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
            return self.value(node.base, letters).mT
        return self._tensor(node, letters)

    def _added(self, maps: list[exact.ExactArray]) -> exact.ExactArray:
        if not maps:
            raise Unknown("an empty sum of maps")
        total = maps[0]
        for following in maps[1:]:
            if following.size > 1 and total.size > 1 and following.shape != total.shape:
                raise Unknown("maps of different sizes are added")
            total = total + following
        return total

    def _product(self, node: Product, letters: Letters) -> exact.ExactArray:
        maps = [factor for factor in node.factors if not isinstance(factor, Number)]
        if len(maps) != 1:
            raise Unknown("a product of maps is no convolution")
        sign = 1
        for factor in node.factors:
            sign *= factor.value if isinstance(factor, Number) else 1
        return self.value(maps[0], letters) * sign

    def _tensor(self, node: Node, letters: Letters) -> exact.ExactArray:
        reference = self.evaluator.reference(node)
        local = self.evaluator.binding.local(node) if reference is None and isinstance(node, Partial) else None
        if local is not None:
            return self.tensors.local(*local, letters)
        if reference is None:
            raise Unknown("this is no map")
        return self.tensors.whole(reference, letters)

    def paired(self, pair: tuple[Node, Node], letters: Letters) -> Operand:
        """``⟨A, B⟩``, ``Σ A ⊙ B``: the products of the entries at each place, added up."""
        first, second = (self.value(part, letters) for part in pair)
        if first.shape != second.shape:
            raise Misfit("two maps of different sizes have no inner product")
        total: Operand = exact.sum(first * second)
        return total

    def _matrix(self, node: Matrix, letters: Letters) -> exact.ExactArray:
        rows = node.rows
        flat = self.axes == 1
        shape = (len(rows) * len(rows[0]),) if flat else (len(rows), len(rows[0]))
        cells: list[Cell] = [cell for row in rows for cell in row]
        found = exact.zeros((1, 1, *shape))
        for place, cell in zip(product(*map(range, shape)), cells, strict=True):
            found[(0, 0, *place)] = self.evaluator.scalar(cell.node, letters)
        return found

    def _infix(self, node: Infix, letters: Letters) -> exact.ExactArray:
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
            spec = self.evaluator.truth.spec.form
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
        return counted(node, letters, self.evaluator)

    def each(self, numbers: list[int], default: int) -> tuple[int, ...]:
        """One number for each axis."""
        if len(numbers) not in (0, 1, self.axes):
            raise Unknown("as many numbers as axes are expected")
        chosen = tuple(numbers or [default]) * (1 if len(numbers) == self.axes else self.axes)
        if min(chosen) < 1:
            raise Unknown("a step must be at least 1")
        return chosen[: self.axes]

    def _apply(self, node: Apply, letters: Letters) -> exact.ExactArray:
        handler = OPERATIONS.get(node.operator)
        if handler is None or not node.arguments:
            raise Unknown(f"the operation {node.operator} is not known")
        return handler(self, node, letters)
