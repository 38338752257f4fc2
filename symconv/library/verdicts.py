"""Proofs without the story: the verdicts on one layer."""

from collections.abc import Iterator
from dataclasses import dataclass

from symconv.algebra.chain_rule import Gradients, differentiate
from symconv.algebra.limit import DEFAULT_LIMIT
from symconv.lesson.blocks import Block
from symconv.lesson.formulas import Formulas
from symconv.lesson.report import verdicts
from symconv.lesson.wording import Wording
from symconv.library.lessons import Proven
from symconv.notation.paper import Paper
from symconv.proof.entrywise import Proof, prove_all
from symconv.render.data import verdicts_json
from symconv.render.dumped import dumps
from symconv.transposed import Layer


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts(Proven):
    """The verdict on each route for one layer. Build it with :func:`prove`.

    Attributes:
        gradients: what the routes were compared with.
        proofs: one verdict for each claim and route.
    """

    gradients: Gradients
    proofs: tuple[Proof, ...]

    def told(self, say: Wording) -> Iterator[Block]:
        """The table of verdicts, and of each failure the first entry with both sides."""
        write = Formulas(self.gradients, Paper(spec=self.gradients.alphabet.spec), shorten=True)
        return verdicts(say, write, self.proofs)

    def to_json(self) -> str:
        """The layer, every entry of its gradients, and the verdicts, with every entry that differs."""
        return dumps(verdicts_json(self.gradients, self.proofs))


def prove(spec: Layer, *, only: tuple[str, ...] | None = None, max_terms: int | None = DEFAULT_LIMIT) -> Verdicts:
    """Compares each route with the chain rule, entry by entry and exactly, in ℤ[x, f, ∂L/∂o].

    Args:
        spec: the layer.
        only: names of routes; None takes all.
        max_terms: most products ``x·f`` of all outputs together; None lifts the limit.

    Raises:
        SpecError: the layer has more products than the limit, or its batch size is open.
        InputError: a name is no route.
    """
    found = differentiate(spec, limit=max_terms)
    return Verdicts(gradients=found, proofs=prove_all(found, only))
