"""The theorem: every statement that was asked for, derived for one open layer."""

from dataclasses import dataclass, replace

import numpy as np

from symconv.errors import InputError, SpecError
from symconv.extras import installing
from symconv.proof.theorem.beliefs import Belief, beliefs
from symconv.proof.theorem.derivation import Judge
from symconv.proof.theorem.drawn import drawn
from symconv.proof.theorem.layer import OpenLayer
from symconv.proof.theorem.replay import RareError, Replay, agreed
from symconv.proof.theorem.setting import Setting
from symconv.proof.theorem.solver import Solver, installed
from symconv.proof.theorem.statement import Statement
from symconv.proof.theorem.statements import STATEMENTS
from symconv.proof.theorem.statements.phases import closed, phases
from symconv.sizes import shown

TEXTBOOK = "dilate-pad-flip"
RECIPE = {"d": 1, "p₋": 0, "p₊": 0, "r": 0}
"""What the recipe of the textbooks takes for granted."""

LAYERS = 10
"""Random layers on which all terms of each derivation are compared, besides what the judge decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """Statements with their derivations.

    Attributes:
        layer: the layer with letters for sizes.
        judge: who decided the side conditions.
        statements: the general ones.
        recipe: the textbook recipe as the special case it is; None where the numbers known exclude it.
        beliefs: what is often believed instead, and where it fails.
        phases: the closed form of each phase; none where s, k, d or p₋ is a letter.
        layers: for each statement, on how many random layers its terms were compared.
    """

    layer: OpenLayer
    judge: Solver | Replay
    statements: tuple[Statement, ...]
    recipe: Statement | None
    beliefs: tuple[Belief, ...]
    phases: tuple[Statement, ...]
    layers: tuple[int, ...]

    @property
    def tried(self) -> int:
        """At how many assignments each side condition was tried at least; 0 where it was proven for all integers."""
        judges = (self.judge, *(each.derivation.judge for each in self.phases))
        return min((judge.fewest for judge in judges if isinstance(judge, Replay) and judge.fewest), default=0)


def proven(layer: OpenLayer, *, judge: str | None = None, only: tuple[str, ...] | None = None) -> Proven:
    """Derives statements for a layer.

    Args:
        layer: the layer with letters for sizes.
        judge: ``z3`` or ``replay``; None takes z3 where it is installed.
        only: names of statements; None takes all, with the phases.

    Raises:
        InputError: a name is no statement, the judge is none, or random numbers say nothing of such a layer.
        MissingExtraError: z3 is asked for and not installed.
    """
    if judge not in (None, "z3", "replay"):
        raise InputError(f"judge must be z3 or replay, got {shown(judge)}")
    for name in only or ():
        if name not in STATEMENTS:
            raise InputError(f"statements are {', '.join(STATEMENTS)}; got {shown(name)}")
    solving = judge == "z3" or (judge is None and installed())
    try:
        return _proven(layer, Solver() if solving else Replay(layer), only)
    except RareError as error:
        message = f"{error}, too few to replay it; with these numbers z3 is needed: {installing('smt')}"
        raise InputError(message) from error


def _proven(layer: OpenLayer, decides: Solver | Replay, only: tuple[str, ...] | None) -> Proven:
    drawn(layer, np.random.default_rng(0), 1)  # there must be such a layer: of none everything could be proven
    setting = Setting(layer)
    found = tuple(STATEMENTS[name](setting, decides) for name in only or STATEMENTS)
    numbered = closed(layer) if only is None else None
    written_out = phases(Setting(numbered), _judge_of(numbered, decides)) if numbered else ()
    textbook = only is None or TEXTBOOK in only
    every = (*found, *written_out)
    layers = tuple(agreed(each.derivation, each.setting.layer, LAYERS) for each in every)
    return Proven(
        layer=layer,
        judge=decides,
        statements=found,
        recipe=recipe(layer, decides) if textbook else None,
        beliefs=beliefs(layer, decides) if textbook else (),
        phases=written_out,
        layers=layers,
    )


def recipe(layer: OpenLayer, judge: Judge) -> Statement | None:
    """``dilate-pad-flip`` at d = 1, p₋ = p₊ = 0, r = 0: the textbook's; None where the numbers known exclude it."""
    special = tuple({**known, **RECIPE} for known in layer.known or ({},) * layer.axes)
    if any(known.get(name, number) != number for known in layer.known for name, number in RECIPE.items()):
        return None
    narrowed = replace(layer, known=special)
    if not _exists(narrowed):
        return None
    return STATEMENTS[TEXTBOOK](Setting(narrowed), _judge_of(narrowed, judge))


def _exists(layer: OpenLayer) -> bool:
    """Whether there is such a layer: of none everything could be proven."""
    try:
        drawn(layer, np.random.default_rng(0), 1)
    except SpecError:
        return False
    return True


def _judge_of(layer: OpenLayer, judge: Judge) -> Judge:
    """The same judge, for layers of this kind."""
    return Replay(layer) if isinstance(judge, Replay) else judge
