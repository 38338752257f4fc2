"""Sentences about verdicts, and the table that ends the story. Nothing here is said that was not proven."""

from collections.abc import Iterator

from symconv.lesson.blocks import Block, Heading, Paragraph, Verdict, Verdicts, Words, told
from symconv.lesson.story import Story, plural
from symconv.proof.entrywise import Proof


def verdict(story: Story, claim: str, route: str, words: Words) -> Paragraph:
    """States a claim as proven on so many entries, as failed, or as not tried."""
    proof = story.proof(claim, route)
    if proof is None:
        return told("Not tried here: ", *words, ".")
    if proof.holds:
        return told("Proven: ", *words, f", on {_entries(proof)}.")
    return told("Fails: ", *words, f" on all but {len(proof.differences)} of {_entries(proof)}.")


def chapter(story: Story) -> Iterator[Block]:
    """The table of verdicts."""
    yield Heading(level=2, title="What was proven")
    yield told(
        "Each route is a program of its own. Its result was compared with the chain rule, entry by entry, exactly."
    )
    yield Verdicts(
        rows=tuple(
            Verdict(
                claim=(story.paper.whole(proof.claim),), route=proof.route, entries=proof.entries, holds=proof.holds
            )
            for proof in story.proofs
        )
    )


def _entries(proof: Proof) -> str:
    return f"all {proof.entries} entries" if proof.entries > 1 else plural(proof.entries, "entry", "entries")
