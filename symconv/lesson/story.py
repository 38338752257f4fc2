"""What every chapter knows: the layer, what was found and proven about it, and how it is to be written."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from symconv.algebra.activation import Activation
from symconv.algebra.tensors import Index
from symconv.lesson import maps
from symconv.lesson.blocks import Words
from symconv.lesson.formulas import Formulas
from symconv.lesson.general import General
from symconv.lesson.selection import Entries
from symconv.lesson.values import Example
from symconv.lesson.wording import Wording
from symconv.notation.paper import GRADIENT_OF, Paper
from symconv.notation.tree import Cell, Symbol
from symconv.proof.entrywise import Proof
from symconv.spec import ConvSpec
from symconv.transposed import Layer

ALL_GRADIENTS = ("weight", "input", "bias")

LENGTHS = ("brief", "lesson", "full")
"""One page, the lesson, or the lesson with an appendix that leaves nothing out."""


@dataclass(frozen=True, kw_only=True)
class Story:
    """Everything a chapter may tell.

    Attributes:
        write: what the chain rule gave, and the hand that writes it.
        proofs: the verdicts on every route.
        folklore: the verdicts on what is widely believed, by name.
        stride_one: the stride-1 relative of the layer, and the verdict on the textbook form there.
        fewer: for each of Winograd's tiles a layer it applies to, and the verdict there; none where it does not apply.
        activation: what the input came through, if anything.
        entries: which entries are written out.
        wrt: the gradients that are told, of ``ALL_GRADIENTS``.
        say: the words.
        length: one of ``LENGTHS``.
        example: the layer in numbers, unless these are off.
        title: of the document, where it is not to be the layer.
        author: who signs it.
    """

    write: Formulas
    proofs: tuple[Proof, ...]
    folklore: Mapping[str, Proof]
    stride_one: tuple[ConvSpec, Proof]
    activation: Activation | None
    entries: Entries
    wrt: tuple[str, ...]
    say: Wording
    fewer: Mapping[int, tuple[ConvSpec, Proof]] = field(default_factory=dict)
    length: str = "lesson"
    example: Example | None = None
    title: str = ""
    author: str = ""

    @property
    def layer(self) -> Layer:
        """The layer."""
        return self.paper.spec

    @property
    def spec(self) -> ConvSpec:
        """The layer's form: a convolution is its own, a transposed layer's has input and output exchanged."""
        return self.layer.form

    @property
    def paper(self) -> Paper:
        """The notation."""
        return self.write.paper

    @property
    def strided(self) -> bool:
        """Whether the stride is above 1 along some axis."""
        return any(stride > 1 for stride in self.spec.stride)

    @cached_property
    def general(self) -> General:
        """What holds for every entry, with letters for indices."""
        return General(self.paper)

    def at_stride_one(self) -> "Story":
        """The same story, of the layer's stride-1 relative."""
        paper = replace(self.paper, spec=self.stride_one[0])
        return replace(self, write=replace(self.write, paper=paper))

    def first(self, tensor: str, lead: Index = (0, 0)) -> maps.EntryAt:
        """The entries of one image and channel, by their place in space."""
        return lambda place: self.paper.entry(tensor, (*lead, *place))

    def map(self, tensor: str, lead: Index = (0, 0)) -> maps.Map:
        """One image and channel of a tensor as it is."""
        return maps.Map(
            tensor=tensor, size=self._size(tensor), cell_at=maps.plain(self.first(tensor, lead)), at=self._at
        )

    def spread(self, tensor: str, factors: Index, before: Index, after: Index, lead: Index = (0, 0)) -> maps.Map:
        """The same with zeros between its entries and around it; negative pads crop."""
        size = self._size(tensor)
        cells = maps.spread(self.first(tensor, lead), factors, size, before)
        grown = tuple(b + n + a for b, n, a in zip(before, maps.dilated_size(size, factors), after, strict=True))
        return maps.Map(tensor=tensor, size=grown, cell_at=cells, at=self._at)

    def numbers(self, tensor: str, lead: Index = (0, 0)) -> maps.Map:
        """The same in numbers; without numbers the entries themselves, of a gradient that is found ``dx_ij``."""
        example = self.example
        if example is None and not self._shortened(tensor):
            return self.map(tensor, lead)

        def cell_at(place: Index) -> Cell:
            index = (*lead, *place)
            return self._short(tensor, index) if example is None else Cell(example.node(tensor, index))

        return maps.Map(tensor=tensor, size=self._size(tensor), cell_at=cell_at, at=self._at)

    def label(self, tensor: str, lead: Index = (0, 0)) -> Words:
        """What stands above ``numbers``: ``∂L/∂X``, where its cells are shortened ``∂L/∂X = (dx_ij)``."""
        whole = self.paper.whole(tensor, lead)
        if self.example or not self._shortened(tensor):
            return (whole,)
        entry = self.general.entry(GRADIENT_OF[tensor])
        return (whole, " = (", Symbol(f"d{entry.name}", entry.index), ")")

    def _shortened(self, tensor: str) -> bool:
        """Whether its entries are fractions, which are too small in a cell."""
        return tensor in GRADIENT_OF and tensor != "grad_output"

    def _short(self, tensor: str, index: Index) -> Cell:
        """``dx_22`` in the place of ``∂L/∂x_22``."""
        name = f"d{self.paper.letter(GRADIENT_OF[tensor])}"
        return Cell(Symbol(name, self.paper.counted(index[2:])), entry=self.paper.entry(tensor, index))

    def _size(self, tensor: str) -> Index:
        shapes = self.write.found.alphabet.shapes
        return shapes.get(tensor, shapes[tensor.removeprefix("grad_")])[2:]

    def _at(self, front: Index) -> Words:
        """``, slice 0, 1``: where along its leading axes a slice of a volume lies."""
        place = ", ".join(str(at + self.paper.index_base) for at in front)
        return self.say("picture.slice", place=place)

    def busiest(self, tensor: str) -> Index:
        """The first entry of a tensor that takes part in the most outputs; the first output with the most products."""
        alphabet = self.write.found.alphabet
        rows = self.write.found.output if tensor == "output" else map(self.write.chain_of, alphabet.ranks(tensor))
        counts = list(map(len, rows))
        return alphabet.entry(alphabet.starts[tensor] + counts.index(max(counts)))[1]

    def chosen(self, tensor: str) -> list[Index]:
        """The entries of a tensor that are written out."""
        alphabet = self.write.found.alphabet
        shape = alphabet.shapes[tensor]
        steps = self.spec.stride if tensor == self.layer.slots[0] else (1,) * len(self.spec.stride)
        empty = (rank for rank in alphabet.ranks(tensor) if tensor == "input" and not self.write.chain_of(rank))
        untouched = next((alphabet.entry(rank)[1] for rank in empty), None)
        return self.entries.of(shape, steps, untouched)
