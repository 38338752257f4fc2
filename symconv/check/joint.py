"""What statements say about each other: one misconception behind several lines, one line behind another."""

from collections.abc import Sequence
from dataclasses import dataclass

from symconv.check.claims import Claim
from symconv.check.compare import Comparison
from symconv.check.mistakes import MISTAKES, Mistake, diagnose, fits
from symconv.check.statements import Statement
from symconv.check.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A claim with its verdict."""

    statement: Statement
    claim: Claim
    verdict: Verdict

    @property
    def wrong(self) -> bool:
        """Whether it is wrong."""
        return self.verdict.word == "wrong"

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """What came out on each layer."""
        return self.verdict.trial.comparisons


def mistakes(outcome: Outcome, outcomes: Sequence[Outcome]) -> list[Mistake]:
    """What explains a wrong statement, and all other wrong entries of the same gradient where it can."""
    if not outcome.wrong:
        return []
    if outcome.claim.divided is not None and outcome.verdict.trial.right:
        return [MISTAKES["batch-averaged"]]
    own = diagnose(outcome.comparisons, whole_maps=outcome.claim.kind in ("operator", "matrix"))
    if outcome.claim.kind == "entry":
        own = _agreeing(own, outcome, outcomes)
    return [MISTAKES[id_] for id_ in dict.fromkeys(id_ for ids in own[:4] for id_ in ids)]


def _agreeing(own: list[tuple[str, ...]], outcome: Outcome, outcomes: Sequence[Outcome]) -> list[tuple[str, ...]]:
    """Misconceptions that every entry of the text agrees with; those that an entry contradicts give way to slips."""
    same = [
        other
        for other in outcomes
        if other.claim.kind == "entry" and other.claim.target.tensor == outcome.claim.target.tensor
    ]
    wrong = [part for other in same if other.wrong for part in other.comparisons]
    right = [part for other in same if not other.wrong for part in other.comparisons]
    bending = [ids for ids in own if MISTAKES[ids[0]].bends]
    slips = [ids for ids in own if ids not in bending]
    shared = [ids for ids in bending if fits(wrong, ids)] or bending
    undisputed = [ids for ids in shared if fits(right, ids)] if right else shared
    return [*(undisputed or ([] if slips else shared)), *slips]


def follows(outcome: Outcome, earlier: Sequence[Outcome]) -> Outcome | None:
    """The earlier wrong statement that says the same of the same entries: this one only repeats it."""
    if not outcome.wrong:
        return None
    mine = _said(outcome)
    return next((other for other in earlier if other.wrong and mine and _said(other) == mine), None)


def _said(outcome: Outcome) -> list[dict[object, object]]:
    """What the last side claims on each layer."""
    last = len(outcome.claim.sides) - 1
    return [
        {(tensor, index): sorted(got.items()) for (side, tensor, index), got in part.got.items() if side == last}
        for part in outcome.comparisons
    ]
