"""Sentences about verdicts, and the table that ends the story. Nothing here is said that was not proven."""

from collections.abc import Iterable, Iterator

from symconv.errors import ProofError
from symconv.lesson.blocks import Block, Paragraph, VerdictRow, VerdictTable, Words
from symconv.lesson.story import Story
from symconv.notation.paper import Paper
from symconv.proof.entrywise import Proof


def verdict(story: Story, claim: str, route: str, words: Words) -> Paragraph:
    """States a claim as proven, on so many entries.

    Raises:
        ProofError: the route was not proven for this layer, so nothing may be claimed.
    """
    proof = next((p for p in story.proofs if (p.claim, p.route) == (claim, route) and p.holds), None)
    if proof is None:
        raise ProofError(f"nothing proves {claim} by route {route}")
    return story.say.told("proven.stated", claim=words, n=proof.entries)


def chapter(story: Story) -> Iterator[Block]:
    """The table of verdicts."""
    yield story.say.heading(2, "proven.title")
    yield story.say.told("proven.compared")
    yield table(story.paper, story.proofs)


def table(paper: Paper, proofs: Iterable[Proof]) -> VerdictTable:
    """The verdicts as a block."""
    return VerdictTable(
        rows=tuple(
            VerdictRow(claim=(paper.whole(proof.claim),), route=proof.route, entries=proof.entries, holds=proof.holds)
            for proof in proofs
        )
    )
