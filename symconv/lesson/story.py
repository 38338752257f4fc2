"""What every chapter knows: the layer, what was found and proven about it, and how it is to be written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from symconv.algebra.activation import Activation
from symconv.algebra.tensors import Index
from symconv.lesson import maps
from symconv.lesson.blocks import Words
from symconv.lesson.formulas import Formulas
from symconv.lesson.general import General
from symconv.lesson.selection import Entries
from symconv.lesson.wording import Wording
from symconv.notation.paper import Paper
from symconv.proof.entrywise import Proof
from symconv.spec import ConvSpec

ALL_GRADIENTS = ("weight", "input", "bias")


@dataclass(frozen=True, kw_only=True)
class Story:
    """Everything a chapter may tell.

    Attributes:
        write: what the chain rule gave, and the hand that writes it.
        proofs: the verdicts on every route.
        folklore: the verdicts on what is widely believed, by name.
        stride_one: the stride-1 relative of the layer, and the verdict on the textbook form there.
        activation: what the input came through, if anything.
        entries: which entries are written out.
        wrt: the gradients that are told, of ``ALL_GRADIENTS``.
        say: the words.
        title: of the document, where it is not to be the layer.
        author: who signs it.
        drawn_channel: the output channel that figures show.
    """

    write: Formulas
    proofs: tuple[Proof, ...]
    folklore: Mapping[str, Proof]
    stride_one: tuple[ConvSpec, Proof]
    activation: Activation | None
    entries: Entries
    wrt: tuple[str, ...]
    say: Wording
    title: str = ""
    author: str = ""
    drawn_channel: int = 0

    @property
    def spec(self) -> ConvSpec:
        """The layer."""
        return self.paper.spec

    @property
    def paper(self) -> Paper:
        """The notation."""
        return self.write.paper

    @cached_property
    def general(self) -> General:
        """What holds for every entry, with letters for indices."""
        return General(self.paper)

    def at_channel(self, channel: int) -> "Story":
        """The same story, drawn for another output channel."""
        return replace(self, drawn_channel=channel)

    def at_stride_one(self) -> "Story":
        """The same story, of the layer's stride-1 relative."""
        paper = replace(self.paper, spec=self.stride_one[0])
        return replace(self, write=replace(self.write, paper=paper))

    def first(self, tensor: str) -> maps.EntryAt:
        """The entries of the image and channels that are drawn, by their place in space."""
        lead = {"input": (0, 0), "weight": (self.drawn_channel, 0)}.get(tensor, (0, self.drawn_channel))
        return lambda place: self.paper.entry(tensor, (*lead, *place))

    def map(self, tensor: str, marked: Iterable[Index] = (), around: tuple[range, ...] = ()) -> maps.Map:
        """A tensor's first image and channel as it is, with some entries marked as read by a window."""
        size = self.write.found.alphabet.shapes[tensor][2:]
        cells = maps.plain(self.first(tensor), marked)
        return maps.Map(tensor=tensor, size=size, cell_at=cells, around=around, at=self._at)

    def spread(self, tensor: str, factors: Index, before: Index, after: Index) -> maps.Map:
        """The same with zeros between its entries and around it; negative pads crop."""
        size = self.write.found.alphabet.shapes[tensor][2:]
        cells = maps.spread(self.first(tensor), factors, size, before)
        grown = tuple(b + n + a for b, n, a in zip(before, maps.dilated_size(size, factors), after, strict=True))
        return maps.Map(tensor=tensor, size=grown, cell_at=cells, at=self._at)

    def _at(self, front: Index) -> Words:
        """``at 0, 1``: where along its leading axes a slice of a volume lies."""
        return self.say("picture.at", place=", ".join(str(at + self.paper.index_base) for at in front))

    def busiest(self, tensor: str) -> Index:
        """The first entry of a tensor that takes part in the most outputs."""
        alphabet = self.write.found.alphabet
        counts = [len(self.write.chain_of(rank)) for rank in alphabet.ranks(tensor)]
        return alphabet.entry(alphabet.starts[tensor] + counts.index(max(counts)))[1]

    def chosen(self, tensor: str) -> list[Index]:
        """The entries of a tensor that are written out."""
        alphabet = self.write.found.alphabet
        shape = alphabet.shapes[tensor]
        steps = self.spec.stride if tensor == "input" else (1,) * len(self.spec.stride)
        empty = (rank for rank in alphabet.ranks(tensor) if tensor == "input" and not self.write.chain_of(rank))
        untouched = next((alphabet.entry(rank)[1] for rank in empty), None)
        return self.entries.of(shape, steps, untouched)
