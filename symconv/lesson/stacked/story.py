"""What every chapter on several layers knows: each layer as a story of its own, and how all of them hang together."""

from dataclasses import dataclass
from functools import cached_property

from symconv.algebra.activation import Activation
from symconv.algebra.composition import Composition
from symconv.algebra.polynomial import NormalForm
from symconv.algebra.stacked import Whole
from symconv.algebra.tensors import Index, flat
from symconv.lesson.activation import SIGNS
from symconv.lesson.formulas import Formulas
from symconv.lesson.story import Story
from symconv.lesson.wording import Wording
from symconv.notation.tree import Apply, Node, Number, Product, Symbol
from symconv.proof.stacked import StackProof
from symconv.stack import Stack


@dataclass(frozen=True, kw_only=True)
class StackStory:
    """Everything a chapter may tell.

    Attributes:
        found: the derivatives of all layers as one function.
        layers: each layer, written with its number.
        activation: what stands between each two layers.
        proofs: the verdicts on the recursion.
        say: the words.
        title: of the document, where it is not to be the layers.
        author: who signs it.
    """

    found: Composition
    layers: tuple[Story, ...]
    activation: Activation
    proofs: tuple[StackProof, ...]
    say: Wording
    title: str = ""
    author: str = ""

    @property
    def stack(self) -> Stack:
        """The layers."""
        return self.found.alphabet.stack

    @property
    def sign(self) -> str:
        """How the activation is written."""
        sign = SIGNS[self.activation.name]
        return "φ" if sign == self.layers[0].paper.letter("weight") else sign

    @property
    def name(self) -> Symbol:
        """The activation, alone."""
        return Symbol(self.sign)

    @property
    def prime(self) -> Symbol:
        """Its derivative, alone."""
        return Symbol(f"{self.sign}′")

    def through(self, node: Node) -> Node:
        """``f(o)``."""
        return Apply(self.sign, (node,))

    def slope(self, node: Node) -> Node:
        """``f′(o)``."""
        return Apply(f"{self.sign}′", (node,))

    def node(self, rank: int) -> Node:
        """An entry of the stack."""
        (tensor, number), index = self.found.alphabet.entry(rank)
        if tensor == "activation":
            return self.layers[number].paper.entry("input", index)
        paper = self.layers[number - 1].paper
        return self.slope(paper.entry("output", index)) if tensor == "slope" else paper.entry(tensor, index)

    def polynomial(self, form: NormalForm) -> Node:
        """A sum of products, each from the loss back to X; of a long one the beginning and the end."""
        write: Formulas = self.layers[0].write

        def monomial(ranks: tuple[int, ...]) -> Node:
            number = (Number(int(form[ranks])),) if form[ranks] != 1 else ()
            factors = (*number, *map(self.node, ranks))
            return factors[0] if len(factors) == 1 else Product(factors)

        return write.sum_of(sorted(form), monomial)

    def gradient(self, name: Whole, index: Index) -> NormalForm:
        """The derivative of L by an entry, written out down to X."""
        return self.found.gradients[name][flat(index, self.found.alphabet.shapes[name])]

    def paths(self, index: Index, output: Index | None = None) -> int:
        """How many paths lead from an entry of X to the loss, or to one output alone."""
        form = self.gradient(("input", 1), index)
        if output is None:
            return len(form)
        upstream = self.found.alphabet.rank(("grad_output", len(self.layers)), output)
        return sum(upstream in ranks for ranks in form)

    @cached_property
    def worked(self) -> Index:
        """The first entry of X from which most paths lead to the loss."""
        forms = self.found.gradients["input", 1]
        counts = list(map(len, forms))
        name: Whole = ("input", 1)
        return self.found.alphabet.entry(self.found.alphabet.starts[name] + counts.index(max(counts)))[1]

    def reached(self, index: Index) -> list[list[Index]]:
        """The outputs of every layer that an entry of X takes part in."""
        found, now = list[list[Index]](), [index]
        for story in self.layers:
            alphabet = story.write.found.alphabet
            links = (link for place in now for link in story.write.chain("input", place))
            now = sorted({alphabet.entry(link.upstream)[1] for link in links})
            found.append(now)
        return found

    def read(self, output: Index) -> list[list[Index]]:
        """What an output of the last layer depends on of every layer's input, the last first."""
        found, now = list[list[Index]](), {output}
        for story in reversed(self.layers):
            alphabet = story.write.found.alphabet
            rows = (story.write.found.output[flat(place, alphabet.shapes["output"])] for place in now)
            entries = {alphabet.entry(rank) for row in rows for _, ranks in row for rank in ranks}
            now = {index for tensor, index in entries if tensor == "input"}
            found.append(sorted(now))
        return found
