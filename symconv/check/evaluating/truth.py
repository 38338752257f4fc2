"""The truth about one layer, entry by entry, as normal forms in ℤ[x, f, ∂L/∂o]."""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from symconv.algebra.chain_rule import Gradients, differentiate, gradient
from symconv.algebra.polynomial import Monomial, NormalForm, Operand, collected
from symconv.algebra.product_rule import by_product_rule
from symconv.algebra.tensors import Alphabet
from symconv.check.told import Spec

Index = tuple[int, ...]
SOURCE = {"grad_input": "input", "grad_weight": "weight", "grad_bias": "bias", "output": "output"}


@dataclass(frozen=True)
class Truth:
    """A layer's outputs, gradients and local derivatives; the bias is always there, so that it can be asked for.

    Attributes:
        spec: the layer.
        convolved: whether the text calls f_ab what the layer calls f_(k−1−a)(k−1−b): its layer is a true convolution.
    """

    spec: Spec
    convolved: bool = False

    @cached_property
    def found(self) -> Gradients:
        """What the chain rule gives."""
        return differentiate(self.spec, window=by_product_rule)

    @property
    def alphabet(self) -> Alphabet:
        """Ranks of all entries."""
        return self.found.alphabet

    def shape(self, tensor: str) -> Index:
        """The full shape of a tensor or of its gradient."""
        return self.alphabet.shapes[_plain(tensor)]

    def variable(self, tensor: str, index: Index) -> Monomial:
        """An entry as an unknown."""
        return Monomial(1, (self.alphabet.rank(tensor, self.turned(tensor, index)),))

    def named(self, rank: int) -> tuple[str, Index]:
        """The entry of a rank, as the text counts it."""
        tensor, index = self.alphabet.entry(rank)
        return tensor, self.turned(tensor, index)

    def turned(self, tensor: str, index: Index) -> Index:
        """From the text's index of a filter's entry to the layer's, and back."""
        if not self.convolved or _plain(tensor) != "weight":
            return index
        lead = len(index) - len(self.spec.kernel_size)
        return (*index[:lead], *(k - 1 - a for k, a in zip(self.spec.kernel_size, index[lead:], strict=True)))

    def entry(self, tensor: str, index: Index) -> NormalForm:
        """One entry of the output or of a gradient, multiplied out."""
        return self._entry(tensor, self.turned(tensor, index))

    def _entry(self, tensor: str, index: Index) -> NormalForm:
        if tensor == "grad_output":
            return {(self.alphabet.rank(tensor, index),): 1}
        source = SOURCE[tensor]
        row = self.alphabet.rank(source, index) - self.alphabet.starts[source]
        if tensor == "output":
            return collected(self.found.output[row])
        return gradient(getattr(self.found, tensor)[row])

    def local(self, output: Index, tensor: str, index: Index) -> NormalForm:
        """``∂o/∂v``: the derivative of an output by an entry of ``input``, ``weight`` or ``bias``."""
        upstream = self.alphabet.rank("grad_output", output)
        row = self.alphabet.rank(tensor, self.turned(tensor, index)) - self.alphabet.starts[tensor]
        chain = getattr(self.found, f"grad_{tensor}")[row]
        return collected([term for link in chain if link.upstream == upstream for term in link.local])


@lru_cache(maxsize=64)
def truth(spec: Spec, *, convolved: bool = False) -> Truth:
    """The truth about a layer, with a bias."""
    return Truth(replace(spec, bias=True), convolved)


def polynomial(form: NormalForm) -> Operand:
    """A normal form as something that can be added and multiplied."""
    total: Operand = 0
    for ranks, coefficient in form.items():
        total = Monomial(coefficient, ranks) + total
    return total


def _plain(tensor: str) -> str:
    return SOURCE.get(tensor, tensor)
