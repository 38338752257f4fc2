"""A gradient as somebody computes it who has one thing wrong: the relation i = s·m + d·a − p, bent.

Along each axis a bent relation says which output meets which tap at which input. A misconception bends it in one place,
two misconceptions in two, and the wrong gradient follows by the same sums as the right one.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from symconv.algebra.polynomial import NormalForm, collected
from symconv.algebra.tensors import Alphabet
from symconv.axis import Axis
from symconv.spec import ConvSpec

Index = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bend:
    """The relation along one axis, as it is believed to be: ``i = step·m + spacing·a + offset``.

    Attributes:
        step: what multiplies the output.
        spacing: what multiplies the tap.
        offset: what is added.
        outputs: outputs that are summed.
        taps: taps that are summed.
        flipped: whether tap ``k−1−a`` is written for ``a``.
        last: whether an input keeps only the last output that reaches it.
    """

    step: int
    spacing: int
    offset: int
    outputs: range
    taps: range
    flipped: bool = False
    last: bool = False

    def triples(self, axis: Axis) -> Iterator[tuple[int, int, int]]:
        """``(input, output, tap)`` that meet; the tap is the one that is written."""
        kept: dict[int, tuple[int, int, int]] = {}
        for output, tap in product(self.outputs, self.taps):
            place = self.step * output + self.spacing * tap + self.offset
            if 0 <= place < axis.input_size:
                triple = (place, output, axis.kernel_size - 1 - tap if self.flipped else tap)
                if not self.last:
                    yield triple
                kept[place] = triple
        yield from kept.values() if self.last else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """What somebody believes about a layer.

    Attributes:
        spec: the layer.
        bends: the relation along each axis.
        transposed: whether the filter's axes are exchanged.
        channel: the only output channel that is summed; None for all.
        swapped: whether the two factors of each product exchange their indices.
    """

    spec: ConvSpec
    bends: tuple[Bend, ...]
    transposed: bool = False
    channel: int | None = None
    swapped: bool = False

    def entry(self, alphabet: Alphabet, tensor: str, index: Index) -> NormalForm:
        """One entry of ``grad_input`` or ``grad_weight`` as it is believed to be."""
        return collected([(1, ranks) for ranks in self._terms(alphabet, tensor, index)])

    def gives(self, got: NormalForm, alphabet: Alphabet, tensor: str, index: Index) -> bool:
        """Whether an entry is ``got``; where it is not, mostly the first term tells."""
        met: Counter[Index] = Counter()
        for ranks in self._terms(alphabet, tensor, index):
            if ranks not in got:
                return False
            met[ranks] += 1
        return met == got

    def _terms(self, alphabet: Alphabet, tensor: str, index: Index) -> Iterator[Index]:
        terms = self._input(alphabet, index) if tensor == "grad_input" else self._weight(alphabet, index)
        return (tuple(sorted(ranks)) for ranks in terms if ranks is not None)

    def _input(self, alphabet: Alphabet, index: Index) -> Iterator[Index | None]:
        image, in_channel, *place = index
        spec, width, sizes = self.spec, self.spec.weight_shape[1], (self.spec.kernel_size, self.spec.output_size)
        for out_channel in range(spec.out_channels) if self.channel is None else (self.channel,):
            channel = in_channel - spec.input_channel(out_channel, 0)
            if 0 <= channel < width:
                for tap, output in self._meeting(place, 0):
                    yield self._product(
                        alphabet, "weight", (out_channel, channel), tap, (image, out_channel), output, sizes
                    )

    def _weight(self, alphabet: Alphabet, index: Index) -> Iterator[Index | None]:
        out_channel, channel, *tap = index
        in_channel, sizes = self.spec.input_channel(out_channel, channel), (self.spec.input_size, self.spec.output_size)
        for image in range(self.spec.batch):
            for place, output in self._meeting(tap, 2):
                yield self._product(alphabet, "input", (image, in_channel), place, (image, out_channel), output, sizes)

    def _meeting(self, fixed: list[int], known: int) -> Iterator[tuple[Index, Index]]:
        """For fixed inputs (0) or taps (2): what the other two are, along all axes together."""
        order = fixed[::-1] if self.transposed and known == 2 else fixed
        others = [n for n in (2, 0, 1) if n != known]
        along = [
            [(triple[others[0]], triple[others[1]]) for triple in bend.triples(axis) if triple[known] == value]
            for bend, axis, value in zip(self.bends, self.spec.axes, order, strict=True)
        ]
        for choice in product(*along):
            yield tuple(first for first, _ in choice), tuple(second for _, second in choice)

    def _product(
        self,
        alphabet: Alphabet,
        tensor: str,
        lead: Index,
        place: Index,
        out_lead: Index,
        output: Index,
        sizes: tuple[Index, Index],
    ) -> Index | None:
        if self.transposed and tensor == "weight":
            place = place[::-1]
        if self.swapped:
            place, output = output, place
        if any(
            not 0 <= p < n
            for spot, shape in zip((place, output), sizes, strict=True)
            for p, n in zip(spot, shape, strict=True)
        ):
            return None
        return alphabet.rank(tensor, (*lead, *place)), alphabet.rank("grad_output", (*out_lead, *output))


def straight(spec: ConvSpec) -> Belief:
    """The truth, as a belief to bend."""
    return Belief(
        spec=spec,
        bends=tuple(
            Bend(
                step=axis.stride,
                spacing=axis.dilation,
                offset=-axis.before,
                outputs=range(axis.output_size),
                taps=range(axis.kernel_size),
            )
            for axis in spec.axes
        ),
    )
