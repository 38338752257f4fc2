"""What ``symconv prove --sweep`` tells: counts, reasons, and the layers on which a route failed."""

from collections.abc import Iterator

from symconv.lesson.blocks import Block, Table, Words
from symconv.lesson.layer import layer_told
from symconv.lesson.wording import Wording
from symconv.proof.sweep import Sweep

MOST_FAILURES = 10


def swept(say: Wording, result: Sweep, combinations: int) -> Iterator[Block]:
    """What became of every combination of a grid; the reasons for skipping one are those of the errors."""
    yield say.heading(1, "sweep.title", n=combinations)
    proven, skipped, failed = say("sweep.proven"), say("sweep.skipped"), say("sweep.failed")
    rows: list[tuple[Words, ...]] = [(proven, (str(result.proven),), say("sweep.entries", n=result.entries))]
    rows += [(skipped, (str(count),), (reason,)) for reason, count in result.skipped.most_common()]
    rows.append((failed, (str(len(result.failed)),), ("",)))
    yield Table(header=(say("sweep.outcome"), say("sweep.layers"), say("sweep.why")), rows=tuple(rows))
    for spec, proofs in result.failed[:MOST_FAILURES]:
        routes = [say("sweep.route", claim=proof.claim, route=proof.route) for proof in proofs]
        yield say.told("sweep.fails", routes=say.series(routes), layer=layer_told(say, spec))
    if len(result.failed) > MOST_FAILURES:
        yield say.told("sweep.more", n=len(result.failed) - MOST_FAILURES)
