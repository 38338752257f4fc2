"""What every chapter on a pooling knows, and how its entries and sums are written."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from symconv.algebra.chain_rule import terms
from symconv.algebra.polynomial import Rational, Term
from symconv.algebra.pooled import PooledGradients
from symconv.algebra.tensors import Index, flat
from symconv.lesson.general import General
from symconv.lesson.pooled.example import PooledExample
from symconv.lesson.selection import Entries
from symconv.lesson.values import added
from symconv.lesson.wording import Wording
from symconv.notation.paper import Paper
from symconv.notation.tree import ZERO, Equation, Fraction, Node, Number, Partial, Product, Symbol, negative, numeral
from symconv.pooled import PooledSpec
from symconv.proof.entrywise import Proof

SHARES = "chqwy"
"""Letters for the shares; the first that is free."""


@dataclass(frozen=True, kw_only=True)
class PooledStory:
    """Everything a chapter may tell.

    Attributes:
        found: what the chain rule gave.
        paper: the notation, on the paper of the depthwise convolution.
        proofs: the verdicts on every route.
        entries: which entries are written out.
        say: the words.
        length: ``brief``, ``lesson`` or ``full``.
        example: the layer in numbers, unless these are off.
        title: of the document, where it is not to be the layer.
        author: who signs it.
    """

    found: PooledGradients
    paper: Paper
    proofs: tuple[Proof, ...]
    entries: Entries
    say: Wording
    length: str = "lesson"
    example: PooledExample | None = None
    title: str = ""
    author: str = ""

    @property
    def spec(self) -> PooledSpec:
        """The layer."""
        return self.found.spec

    @property
    def largest(self) -> bool:
        """Whether it is a max."""
        return self.spec.pool == "max"

    @cached_property
    def general(self) -> General:
        """What holds for every entry of one channel, with letters for indices."""
        alone = replace(self.spec.form, groups=1, in_channels=1, out_channels=1, batch_size=1)
        return General(replace(self.paper, spec=alone))

    @cached_property
    def _share(self) -> str:
        general = self.general
        used = {self.paper.letter(name) for name in self.paper.names}
        used |= {letter.name for what in ("input", "weight", "output") for letter in general.letters[what]}
        return next(letter for letter in SHARES if letter not in used)

    def share(self, place: tuple[Node, ...], output: tuple[Node, ...]) -> Symbol:
        """``c_ij^(m,n)``: how much of x_ij the output o_mn takes."""
        return Symbol(self._share, place, output)

    def share_told(self) -> Symbol:
        """The same with letters."""
        return self.share(self.general.letters["input"], self.general.letters["output"])

    def busiest(self, tensor: str) -> Index:
        """The first entry of ``input`` in the most windows, or of ``output`` with the most terms.

        Of a max in numbers, the first input that the most outputs chose.
        """
        alphabet = self.found.alphabet
        if tensor == "input" and self.largest and self.example:
            chosen = list(self.example.chosen.values())
            return max(sorted(set(chosen)), key=chosen.count)
        rows = self.found.grad_input if tensor == "input" else self.found.output
        counts = list(map(len, rows))
        return alphabet.entry(alphabet.starts[tensor] + counts.index(max(counts)))[1]

    def links(self, index: Index) -> int:
        """In how many windows an input lies."""
        return len(self.found.grad_input[flat(index, self.spec.input_shape)])

    def output_line(self, index: Index) -> Equation:
        """``o_00 = x_00·c + …``, and in numbers."""
        row = list(self.found.output[flat(index, self.spec.output_shape)])
        return Equation((self.paper.entry("output", index), *self._sides(row)))

    def gradient_line(self, index: Index) -> Equation:
        """``∂L/∂x_11 = δ_00·c + …``, and in numbers."""
        row = terms(self.found.grad_input[flat(index, self.spec.input_shape)])
        return Equation((Partial(self.paper.loss, self.paper.entry("input", index)), *self._sides(row)))

    def made(self, index: Index) -> Iterator[Equation]:
        """An output in numbers: ``o_00 = x_11 = 7`` of a max, ``o_00 = 1/4 + … = 5/2`` of an average."""
        if not self.example:
            return
        o, value = self.paper.entry("output", index), number(self.example.value("output", index))
        if self.largest:
            yield Equation((o, self.paper.entry("input", self.example.chosen[index]), value))
        else:
            *_, last, value = self._sides(list(self.found.output[flat(index, self.spec.output_shape)]))
            yield Equation((o, last, value))

    def local(self, output: Index, chosen: Index | None) -> Equation:
        """``∂o_00/∂x_11 = 1`` of what was chosen; without it, ``∂o_00/∂x_ij`` within the window, c or 1/D."""
        o = self.paper.entry("output", output)
        if chosen:
            return Equation((Partial(o, self.paper.entry("input", chosen)), Number(1)))
        left = Partial(o, self.general.entry("input"))
        if not self.largest:
            return Equation((left, Fraction(Number(1), Number(self.spec.divisor_at(output[2:])))))
        place = tuple(map(Number, self._counted(output[2:])))
        return Equation((left, self.share(self.general.letters["input"], place)))

    def chosen(self) -> Iterator[Index]:
        """The entries of ``input`` that are written out."""
        steps = self.spec.form.stride if self.spec.even else (1,) * len(self.spec.input_size)
        yield from self.entries.of(self.spec.input_shape, steps)

    def _sides(self, row: list[Term]) -> Iterator[Node]:
        if not row:
            yield ZERO
            return
        yield added([self._term(term) for term in row])
        if self.example:
            numbers = [self.example.product(term) for term in row]
            yield from ([added([self._numbers(term) for term in row])] if len(row) > 1 or len(row[0][1]) > 1 else [])
            yield number(sum(numbers, 0))

    def _term(self, term: Term) -> Node:
        coefficient, ranks = term
        return _over(Product(tuple(map(self._node, ranks))) if len(ranks) > 1 else self._node(ranks[0]), coefficient)

    def _numbers(self, term: Term) -> Node:
        assert self.example is not None  # noqa: S101 - asked where there are numbers
        coefficient, ranks = term
        numbers = [self.example.product((1, (rank,))) for rank in ranks]
        if len(numbers) > 1:
            return Product(tuple(map(number, numbers)))
        value = numbers[0]
        return negative(_over(numeral(-value), coefficient)) if value < 0 else _over(numeral(value), coefficient)

    def _node(self, rank: int) -> Node:
        tensor, index = self.found.alphabet.entry(rank)
        if tensor != "share":
            return self.paper.entry(tensor, index)
        half = len(index) // 2 + 1
        place = dict(self.spec.window(index[2:half]))[index[half:]]
        upper = self.paper.upper("output", tuple(map(Number, self._counted(index[:2]))))
        output = tuple(map(Number, self._counted(index[2:half])))
        return self.share(tuple(map(Number, self._counted(place))), (*upper, *output))

    def _counted(self, index: Index) -> Index:
        return tuple(place + self.paper.index_base for place in index)


def number(value: Rational) -> Node:
    """A number as it is written, the sign of a fraction before it."""
    return negative(numeral(-value)) if value < 0 else numeral(value)


def _over(node: Node, coefficient: Rational) -> Node:
    """A node times 1/D."""
    return node if coefficient == 1 else Fraction(node, Number(coefficient.denominator))
