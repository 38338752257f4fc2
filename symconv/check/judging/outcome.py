"""A claim with its verdict, and what its text allows to be said of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from symconv.check.evaluating.differences import Comparison
from symconv.check.facts.crops import crops, crops_itself
from symconv.check.facts.parts import Part
from symconv.check.judging.behind import condition_behind
from symconv.check.judging.denied import denied
from symconv.check.judging.spoken import spoken_of
from symconv.check.judging.untied import told_elsewhere
from symconv.check.judging.verdict import RIGHT, Verdict, judge
from symconv.check.readings.ground import Ground
from symconv.check.readings.worlds import Table, Worlds
from symconv.check.statements import Statement
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.convolved import UNTOLD, convolves
from symconv.sizes import CROPS

ADDED = "a row that goes on without a sign is added to the one before it"
BESIDE: tuple[Callable[[Claim, Part], str], ...] = (told_elsewhere, spoken_of, condition_behind)
"""What stands beside a statement and is not understood; each tells why nothing is wrong there, or is empty."""
UNHEARD = "what the text says of the {name} is not understood; tell it with --{name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A claim with its verdict, the ground that it was judged on, and whether the text defines its layer there."""

    claim: Claim
    verdict: Verdict
    ground: Ground
    defined: bool = False

    @property
    def statement(self) -> Statement:
        """Where it stands."""
        return self.claim.statement

    @property
    def wrong(self) -> bool:
        """Whether it is wrong."""
        return self.verdict.word == "wrong"

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """What came out on each layer."""
        return self.verdict.trial.comparisons


def outcome(table: Table, among: Worlds) -> Outcome:
    """The verdict on one claim; ambiguous where the text defines another layer than ours, or leaves places untold."""
    found, ground = table.claim, table.ground
    verdict = judge(table, among)
    if (unbound := _unbound(table)) and found.kind != "forward" and verdict.word not in ("unreadable", "schematic"):
        verdict = replace(verdict, word="ambiguous", message=unbound)
    if ground.unheard and ground.spec is None and not table.defined and verdict.word in (*RIGHT, "wrong"):
        name = min(ground.unheard)
        verdict = replace(verdict, word="ambiguous", message=UNHEARD.format(name=name))
    if verdict.word == "wrong" and (why := next(filter(None, (ask(found, ground.part) for ask in BESIDE)), "")):
        verdict = replace(verdict, word="ambiguous", message=why)
    if verdict.word in RIGHT and (why := denied(found, ground.part)):
        verdict = replace(verdict, word="ambiguous", message=why)
    if found.statement.added:
        verdict = _with_signs_added(verdict)
    if _cropped(ground):
        verdict = replace(verdict, word="ambiguous", message=f"the text states a padding below 0: {CROPS}")
    if ground.spec is not None and found.where.sizes and verdict.word in RIGHT:
        note = f"{found.where.told}, as the text says"
        verdict = replace(verdict, word=RIGHT[1], assumptions=(*verdict.assumptions, note))
    written = ground.part.start in among.written
    return Outcome(claim=found, verdict=verdict, ground=ground, defined=table.defined or written)


def _with_signs_added(verdict: Verdict) -> Verdict:
    """The verdict on a statement that lacks a sign between two rows, read as a sum."""
    if verdict.word in RIGHT:
        return replace(verdict, word=RIGHT[1], assumptions=(*verdict.assumptions, ADDED))
    return replace(verdict, word="unreadable", message=f"not even if {ADDED}") if verdict.word == "wrong" else verdict


def _cropped(ground: Ground) -> bool:
    """Whether the layer of a text crops its input, as none of ours does."""
    if "padding" in ground.given:
        return False
    return crops(ground.part.text) or any(crops_itself(one.statement.text) for one in ground.definitions)


def _unbound(table: Table) -> str:
    """Why gradients cannot be judged; empty where they can."""
    general = table.ground.general
    if table.defined:
        return ""
    return UNTOLD if general and all(map(convolves, general)) else table.ground.unplaced
