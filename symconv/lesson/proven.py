"""Sentences about verdicts, and the table that ends the story. Nothing here is said that was not proven."""

from collections.abc import Iterable, Iterator

from symconv.errors import ProofError
from symconv.lesson.blocks import Block, Heading, Paragraph, VerdictRow, VerdictTable, Words, told
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
    return told("Proven: ", *words, f", {on_entries(proof)}.")


def chapter(story: Story) -> Iterator[Block]:
    """The table of verdicts."""
    yield Heading(level=2, title="What was proven")
    yield told(
        "Each route is a program of its own. Its result was compared with the chain rule, entry by entry, exactly."
    )
    yield table(story.paper, story.proofs)


def table(paper: Paper, proofs: Iterable[Proof]) -> VerdictTable:
    """The verdicts as a block."""
    return VerdictTable(
        rows=tuple(
            VerdictRow(claim=(paper.whole(proof.claim),), route=proof.route, entries=proof.entries, holds=proof.holds)
            for proof in proofs
        )
    )


def on_entries(proof: Proof) -> str:
    """``on all 25 entries``."""
    return f"on all {proof.entries} entries" if proof.entries > 1 else "on its one entry"
