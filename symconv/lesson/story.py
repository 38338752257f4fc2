"""What every chapter knows: the layer, what was found and proven about it, and how it is to be written."""

from collections.abc import Mapping
from dataclasses import dataclass

from symconv.algebra.activation import Activation
from symconv.algebra.tensors import Index
from symconv.lesson.formulas import Formulas
from symconv.lesson.maps import EntryAt
from symconv.lesson.selection import Entries
from symconv.notation.paper import Paper
from symconv.proof.entrywise import Proof
from symconv.spec import ConvSpec

ALL_GRADIENTS = ("weight", "input", "bias")


@dataclass(frozen=True, slots=True, kw_only=True)
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
    """

    write: Formulas
    proofs: tuple[Proof, ...]
    folklore: Mapping[str, Proof]
    stride_one: tuple[ConvSpec, Proof]
    activation: Activation | None
    entries: Entries
    wrt: tuple[str, ...]

    @property
    def spec(self) -> ConvSpec:
        """The layer."""
        return self.paper.spec

    @property
    def paper(self) -> Paper:
        """The notation."""
        return self.write.paper

    def first(self, tensor: str) -> EntryAt:
        """The entries of a tensor's first image and channel, by their place in space."""
        return lambda place: self.paper.entry(tensor, (0, 0, *place))

    def proof(self, claim: str, route: str) -> Proof | None:
        """The verdict on one route, if it was tried."""
        return next((proof for proof in self.proofs if (proof.claim, proof.route) == (claim, route)), None)

    def busiest(self, tensor: str) -> Index:
        """The first entry of a tensor that takes part in the most outputs."""
        alphabet = self.write.found.alphabet
        counts = [len(self.write.chain_of(rank)) for rank in alphabet.ranks(tensor)]
        return alphabet.entry(alphabet.starts[tensor] + counts.index(max(counts)))[1]

    def chosen(self, tensor: str) -> list[Index]:
        """The entries of a tensor that are written out."""
        shape = self.write.found.alphabet.shapes[tensor]
        return self.entries.of(shape, lambda index: tensor != "output" and not self.write.chain(tensor, index))


def by(sizes: Index) -> str:
    """``5×5``."""
    return "×".join(map(str, sizes))


def plural(count: int, one: str, many: str = "") -> str:
    """``1 entry``, ``2 entries``."""
    return f"{count} {one if count == 1 else many or one + 's'}"
