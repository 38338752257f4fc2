"""What ``symconv prove`` tells: the verdicts, and of what failed the first entry with both sides."""

from collections.abc import Iterator

from symconv.lesson.appendix.verdicts import table
from symconv.lesson.blocks import Block, Heading, displayed
from symconv.lesson.derivation import title
from symconv.lesson.formulas import Formulas
from symconv.lesson.layer import by
from symconv.lesson.wording import Wording
from symconv.notation.tree import Equation
from symconv.proof.entrywise import Proof
from symconv.routes.contractions import contractions


def verdicts(say: Wording, write: Formulas, proofs: tuple[Proof, ...]) -> Iterator[Block]:
    """The table of verdicts, then every failure."""
    yield Heading(level=1, title=title(say, write.paper.spec))
    yield table(write.paper, proofs)
    for proof in proofs:
        if not proof.holds:
            yield from _failure(say, write, proof)


def _failure(say: Wording, write: Formulas, proof: Proof) -> Iterator[Block]:
    tensor = contractions(write.paper.spec)[proof.claim].shape_of
    first = proof.differences[0]
    entry = write.paper.entry(proof.claim, first.index)
    yield say.told(
        "verdicts.differs",
        claim=write.paper.whole(proof.claim),
        route=proof.route,
        wrong=len(proof.differences),
        n=proof.entries,
        first=write.paper.entry(tensor, first.index),
    )
    if first.truth is None or first.got is None:
        yield say.told("verdicts.shape", lacks=first.got is None, shape=by(proof.shape))
        return
    yield displayed(
        Equation((entry, write.normal_form(first.truth))), Equation((entry, write.normal_form(first.got)), "≠")
    )
