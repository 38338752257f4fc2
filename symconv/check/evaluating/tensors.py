"""A layer's tensors as whole maps, ``[1, 1, *space]``: their indices choose channels, and may cut a piece out."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

from symconv.check.evaluating.arithmetic import Letters, key
from symconv.check.evaluating.cut import cut
from symconv.check.evaluating.differences import Place
from symconv.check.evaluating.evaluate import Evaluator
from symconv.check.evaluating.places import AXES
from symconv.check.evaluating.sized import padded, spread
from symconv.check.evaluating.truth import polynomial
from symconv.check.evaluating.unknown import NO_ENTRY, Sketchy, Unknown
from symconv.check.told import Spec
from symconv.check.understanding.binding import Reference
from symconv.check.understanding.layout import PLAIN
from symconv.check.understanding.slices import is_slice
from symconv.exact import ExactArray, zeros
from symconv.folded import FoldedSpec
from symconv.notation.tree import Node, Number, Symbol
from symconv.routes.folding import extended
from symconv.routes.operators import flip


def counted(node: Node, letters: Letters, evaluator: Evaluator) -> int:
    """A whole number that an index or an operation is told."""
    value = evaluator.arithmetic.whole(node, letters)
    if not isinstance(value, int):
        raise Unknown("an amount that is no whole number")
    return value


def around(spec: Spec, image: ExactArray) -> ExactArray:
    """An input with the layer's padding around it."""
    if isinstance(spec, FoldedSpec):
        return extended(spec, image)
    before, after = (tuple(pair[n] for pair in spec.padding) for n in (0, 1))
    return padded(image, before, after)


def filled(entry: Callable[[Place], object], shape: Place) -> ExactArray:
    """A map with a value at each place."""
    found = zeros((1, 1, *shape))
    for place in product(*map(range, shape)):
        found[(0, 0, *place)] = entry(place)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Tensors:
    """The tensors of one layer, as a text writes them."""

    evaluator: Evaluator

    def whole(self, reference: Reference, letters: Letters) -> ExactArray:
        """A tensor as one map; indices that count places only decorate it, channels choose."""
        plain = PLAIN[reference.tensor]
        if plain == "bias":
            place = self.evaluator.places.place(reference, letters)
            if place is None:
                raise Unknown("a channel that the layer does not have")
            one: Place = place
            space = (1,) * len(self.evaluator.truth.spec.input_size)
            return filled(lambda _: self.evaluator.at(reference.tensor, one), space)
        lead = self.channels(reference, letters)
        shape = self.evaluator.truth.shape(plain)[2:]
        found = filled(lambda place: self.evaluator.at(reference.tensor, (*lead, *place)), shape)
        if reference.padded:
            found = around(self.evaluator.truth.spec, found)
        found = spread(found, self.evaluator.places.apart(reference)) if reference.apart else found
        order = self.evaluator.places.orders.get((reference.tensor, len(reference.index)), "")
        places = [node for axis, node in zip(order, reference.index, strict=False) if axis.isdigit()]
        if any(map(is_slice, places)):
            found = cut(found, places, lambda part: counted(part, letters, self.evaluator))
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
                    first = self.evaluator.places.first(plain, axis)
                    chosen[axis] = counted(node, letters, self.evaluator) - first
                elif isinstance(node, Number) or (isinstance(node, Symbol) and key(node) in letters):
                    raise Unknown("one entry is no map")
        if any(name not in chosen and size > 1 for name, size in zip(names, sizes, strict=True)):
            raise Sketchy(f"{reference.name} does not say which channel")
        place = tuple(chosen.get(name, 0) for name in names)
        if any(not 0 <= value < size for value, size in zip(place, sizes, strict=True)):
            raise Unknown("a channel that the layer does not have")
        return place

    def local(self, output: Reference, below: Reference, letters: Letters) -> ExactArray:
        """``∂O/∂f_12``: how each entry of the output depends on one entry."""
        if output.index or not below.index:
            raise Sketchy("the derivative of one whole map by another is no map")
        truth, lead = self.evaluator.truth, self.channels(output, letters)
        place = self.evaluator.places.place(below, letters)
        if place is None:
            raise Unknown(f"{NO_ENTRY} of {below.name}")
        one: Place = place
        return filled(
            lambda where: polynomial(truth.local((*lead, *where), below.tensor, one)), truth.shape("output")[2:]
        )
