"""What every section of a deck knows: the layer, a small stride-1 relative to warm up with, and the words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from symconv.algebra.polynomial import NormalForm
from symconv.algebra.tensors import Index
from symconv.errors import ProofError
from symconv.lesson.story import Story
from symconv.lesson.wording import Wording
from symconv.proof.entrywise import Proof

if TYPE_CHECKING:
    from symconv.proof.theorem.statement import Statement

Believed = Callable[[str, str, Index], NormalForm | None]
"""``(mistake, gradient, index)`` → what somebody with this mistake gets there; None where it changes nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lecture:
    """Everything a section may show.

    Attributes:
        story: the layer, with what was found and proven about it.
        warm_up: a small layer of stride 1, derived and proven alike; None where the layer itself has stride 1.
        believed: the gradients that common mistakes lead to.
        theorem: what holds for every size, if it is told.
        full: whether it is also told where the zeros come from and how fast programs do without them.
        title: of the deck; empty for the one that tells the layer.
        author: who gives the lecture, if that is to be shown.
    """

    story: Story
    warm_up: Story | None
    believed: Believed
    theorem: "Statement | None" = None
    full: bool = False
    title: str = ""
    author: str = ""

    @property
    def say(self) -> Wording:
        """The words."""
        return self.story.say

    @property
    def strided(self) -> bool:
        """Whether the stride is above 1 along some axis."""
        return self.story.strided


def proven(story: Story, claim: str, route: str) -> Proof:
    """The proof that a claim rests on.

    Raises:
        ProofError: the route was not proven for this layer, so nothing may be claimed.
    """
    proof = next((p for p in story.proofs if (p.claim, p.route) == (claim, route) and p.holds), None)
    if proof is None:
        raise ProofError(f"nothing proves {claim} by route {route}")
    return proof
