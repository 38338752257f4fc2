"""What ``symconv prove`` tells: the verdicts, and of what failed the first entry with both sides."""

from collections.abc import Iterator

from symconv.lesson.blocks import Block, Heading, Table, Words, displayed, told
from symconv.lesson.derivation import title
from symconv.lesson.formulas import Formulas
from symconv.lesson.layer import by, layer_told
from symconv.lesson.proven import table
from symconv.lesson.wording import Wording
from symconv.notation.tree import Equation
from symconv.proof.entrywise import CLAIMS, Proof
from symconv.proof.sweep import Sweep

MOST_FAILURES = 10


def verdicts(write: Formulas, proofs: tuple[Proof, ...]) -> Iterator[Block]:
    """The table of verdicts, then every failure."""
    yield Heading(level=1, title=title(Wording(), write.paper.spec))
    yield table(write.paper, proofs)
    for proof in proofs:
        if not proof.holds:
            yield from _failure(write, proof)


def _failure(write: Formulas, proof: Proof) -> Iterator[Block]:
    tensor = CLAIMS[proof.claim].shape_of
    first = proof.differences[0]
    entry = write.paper.entry(proof.claim, first.index)
    yield told(
        write.paper.whole(proof.claim),
        f" by route {proof.route} differs in {len(proof.differences)} of {proof.entries} entries, first at ",
        write.paper.entry(tensor, first.index),
        ": the first line is the truth, the second the route's.",
    )
    if first.truth is None or first.got is None:
        whose = "The route has no" if first.got is None else "There is no"
        yield told(f"{whose} such entry: the route gives {by(proof.shape)}.")
        return
    yield displayed(
        Equation((entry, write.normal_form(first.truth))), Equation((entry, write.normal_form(first.got)), "≠")
    )


def swept(result: Sweep, combinations: int) -> Iterator[Block]:
    """What became of every combination of a grid."""
    yield Heading(level=1, title=f"Sweep over {combinations} combinations")
    rows: list[tuple[Words, ...]] = [(("proven",), (str(result.proven),), (f"{result.entries} entries compared",))]
    rows += [(("skipped",), (str(count),), (reason,)) for reason, count in result.skipped.most_common()]
    rows.append((("failed",), (str(len(result.failed)),), ("",)))
    yield Table(header=(("outcome",), ("layers",), ("why",)), rows=tuple(rows))
    for spec, proofs in result.failed[:MOST_FAILURES]:
        routes = ", ".join(f"{proof.claim} by {proof.route}" for proof in proofs)
        yield told(f"Fails: {routes} on {layer_told(Wording(), spec)}.")
    if len(result.failed) > MOST_FAILURES:
        yield told(f"{len(result.failed) - MOST_FAILURES} more failures left out here; JSON has all.")
