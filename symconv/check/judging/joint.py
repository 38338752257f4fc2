"""What statements say about each other: one misconception behind several lines, one line behind another."""

from collections.abc import Hashable, Iterable, Sequence
from itertools import islice

from symconv.algebra.polynomial import NormalForm
from symconv.check.evaluating.differences import Comparison
from symconv.check.judging.outcome import Outcome
from symconv.check.mistakes import MISTAKES, Mistake
from symconv.check.mistakes.diagnose import VAGUE, diagnose, fits
from symconv.notation.tree import Apply

ENOUGH = 4
"""Wrong lines that must agree on a misconception which fits many lines by chance."""

MOST_EXPLAINED = 60
"""Wrong statements that are explained; a text with more has a problem that the first ones show."""


class Joint:
    """All outcomes of a text, seen together."""

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        self._outcomes = outcomes
        self._explained = 0
        self._fitting: dict[tuple[str, bool, tuple[str, ...]], bool] = {}
        self._first: dict[Hashable, Outcome] = {}
        for outcome in outcomes:
            if outcome.wrong:
                self._first.setdefault(_said(outcome), outcome)

    def mistakes(self, outcome: Outcome) -> list[Mistake]:
        """What explains a wrong statement, and all other wrong entries of the same gradient where it can."""
        self._explained += outcome.wrong
        if not outcome.wrong or self._explained > MOST_EXPLAINED:
            return []
        if outcome.claim.divided is not None and outcome.verdict.trial.right:
            return [MISTAKES["batch-averaged"]]
        kind, tensor = outcome.claim.kind, outcome.claim.target.tensor
        words = {node.operator for node in outcome.claim.nodes if isinstance(node, Apply)}
        whole_maps = kind in ("operator", "matrix")
        own = diagnose(outcome.comparisons, whole_maps=whole_maps, operations=words, vague=kind == "entry")
        if kind == "entry":
            own = self._agreeing(own, tensor)
        return [MISTAKES[id_] for id_ in dict.fromkeys(id_ for ids in own[:4] for id_ in ids)]

    def _agreeing(self, own: list[tuple[str, ...]], tensor: str) -> list[tuple[str, ...]]:
        """Misconceptions that every entry of the text agrees with; what an entry contradicts gives way to slips."""
        slips = [ids for ids in own if not MISTAKES[ids[0]].bends]
        bending = [ids for ids in own if ids not in slips and not (slips and self._by_chance(tensor, ids))]
        shared = [ids for ids in bending if self._fits(tensor, True, ids)] or bending
        undisputed = [ids for ids in shared if self._fits(tensor, False, ids)]
        return [*(undisputed or ([] if slips else shared)), *slips]

    def _by_chance(self, tensor: str, ids: tuple[str, ...]) -> bool:
        """Whether a vague misconception fits a line, but too few lines agree or some contradict it."""
        lines = sum(
            one.wrong and one.claim.kind == "entry" for one in self._outcomes if one.claim.target.tensor == tensor
        )
        agreed = lines >= ENOUGH and all(self._fits(tensor, wrong, ids) for wrong in (True, False))
        return ids[0] in VAGUE and not agreed

    def _fits(self, tensor: str, wrong: bool, ids: tuple[str, ...]) -> bool:
        """Whether misconceptions fit all wrong (or all right) entries of a gradient."""
        key = (tensor, wrong, ids)
        if key not in self._fitting:
            parts = (
                part
                for other in self._outcomes
                if other.claim.kind == "entry" and other.claim.target.tensor == tensor and other.wrong == wrong
                for part in other.comparisons
            )
            self._fitting[key] = fits(list(islice(parts, MOST_EXPLAINED)), ids)
        return self._fitting[key]

    def follows(self, outcome: Outcome) -> Outcome | None:
        """The earlier wrong statement that says the same of the same entries: this one only repeats it."""
        first = self._first.get(_said(outcome)) if outcome.wrong else None
        return None if first is outcome else first


def _said(outcome: Outcome) -> Hashable:
    """What the last side claims on each layer."""
    last = len(outcome.claim.sides) - 1
    said = tuple(
        frozenset((*where, frozenset(got.items())) for (side, *where), got in _values(part) if side == last)
        for part in outcome.comparisons
    )
    return said if any(said) else id(outcome)


def _values(part: Comparison) -> Iterable[tuple[tuple[int, str, tuple[int, ...]], NormalForm]]:
    return part.got.items()
