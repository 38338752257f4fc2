"""The variables of a stack of layers, ranked: what stands in a product first, in reading order."""

from dataclasses import dataclass
from functools import cached_property
from math import prod

from symconv.algebra.tensors import Index, flat
from symconv.stack import Stack

Whole = tuple[str, int]
"""A tensor's name in code and the number of its layer, from 1; X is the ``input`` of layer 1.

``activation`` is A = f(O), ``slope`` f′(O), of every layer but the last; ``grad_output`` is ∂L/∂O of the last, and
``output`` stands in its place where L is a function of the outputs of a layer before it.
"""


@dataclass(frozen=True)
class StackAlphabet:
    """Ranks for all entries of a stack's tensors."""

    stack: Stack

    @cached_property
    def shapes(self) -> dict[Whole, Index]:
        """Tensor → shape, in the order of ranks: from the loss back to X."""
        last = len(self.stack.layers)
        found: dict[Whole, Index] = {("grad_output", last): self.stack.last.output_shape}
        for number, layer in reversed(list(enumerate(self.stack.layers, 1))):
            if number < last:
                found["slope", number] = found["activation", number] = found["output", number] = layer.output_shape
            found["weight", number] = layer.weight_shape
            found["bias", number] = (layer.out_channels if layer.bias else 0,)
        found["input", 1] = self.stack.first.input_shape
        return found

    @property
    def names(self) -> tuple[Whole, ...]:
        """All tensors."""
        return tuple(self.shapes)

    @property
    def parameters(self) -> tuple[Whole, ...]:
        """What L is differentiated by: X, and what every layer has of its own."""
        own = [name for name in self.shapes if name[0] in ("weight", "bias") and 0 not in self.shapes[name]]
        return ("input", 1), *sorted(own, key=lambda name: (name[1], name[0] == "bias"))

    @cached_property
    def starts(self) -> dict[Whole, int]:
        """Tensor → rank of its first entry."""
        starts, rank = {}, 0
        for name, shape in self.shapes.items():
            starts[name] = rank
            rank += prod(shape)
        return starts

    def ranks(self, name: Whole) -> range:
        """The ranks of a tensor's entries, row by row."""
        return range(self.starts[name], self.starts[name] + prod(self.shapes[name]))

    def rank(self, name: Whole, index: Index) -> int:
        """The rank of an entry."""
        return self.starts[name] + flat(index, self.shapes[name])

    def entry(self, rank: int) -> tuple[Whole, Index]:
        """The entry of a rank."""
        name = next(name for name in reversed(self.names) if self.starts[name] <= rank and rank in self.ranks(name))
        rest, index = rank - self.starts[name], []
        for size in reversed(self.shapes[name]):
            rest, place = divmod(rest, size)
            index.append(place)
        return name, tuple(reversed(index))
