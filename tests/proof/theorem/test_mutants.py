"""Every step that is bent is refused: no rule, no argument and no place can be changed so that a wrong line passes."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

import symconv.proof.theorem.derivation as derivation_module
from symconv.proof.theorem.assigned import assigned
from symconv.proof.theorem.conditions import Condition
from symconv.proof.theorem.definitions import Definition
from symconv.proof.theorem.derivation import Derivation, Step, applied
from symconv.proof.theorem.drawn import drawn
from symconv.proof.theorem.evaluating import value
from symconv.proof.theorem.indices import Index, Letter, letter
from symconv.proof.theorem.layer import OpenLayer
from symconv.proof.theorem.replay import Replay, agreed, random_arrays
from symconv.proof.theorem.rules import RULES
from symconv.proof.theorem.setting import Setting
from symconv.proof.theorem.solver import Solver
from symconv.proof.theorem.statement import Statement
from symconv.proof.theorem.statements import STATEMENTS
from symconv.proof.theorem.statements.phases import phase
from symconv.proof.theorem.terms import Bracket, Product, RejectedError, Term, free, put

LAYERS = 30
FORMS = [*STATEMENTS, "phase"]


@cache
def statement(form: str) -> Statement:
    if form == "phase":
        layer = OpenLayer(known=({"s": 2, "k": 3, "d": 1, "p₋": 1},))
        return phase(Setting(layer), Replay(layer), (1,))
    return STATEMENTS[form](Setting(OpenLayer()), Replay(OpenLayer()))


def bent(what: Any) -> Iterator[Any]:
    """What a rule was told, changed a little."""
    if isinstance(what, Index):
        yield from (what + 1, what - 1, -what, what + letter("s"))
    elif isinstance(what, Condition):
        yield from (replace(what, left=left) for left in bent(what.left))
        yield from (replace(what, right=right) for right in (what.right + 1, what.right - 1))
        yield from (replace(what, kind=kind) for kind in ("equal", "within", "divides") if kind != what.kind)
    elif isinstance(what, Letter):
        yield from (Letter("s"), Letter("k"))
    elif isinstance(what, Definition):
        yield replace(what, term=put(what.term, {what.index[0]: Index((((what.index[0],), 1),)) + 1}))
        yield from (replace(what, array=other) for other in ("g", "f", "x", "Q"))
        yield replace(what, index=(*what.index[:-1], Letter("s")))
        yield replace(what, index=what.index[:-1])
    elif isinstance(what, int):
        yield from (what + 1, what + 5)
    elif isinstance(what, tuple):
        for place, part in enumerate(what):
            yield from ((*what[:place], other, *what[place + 1 :]) for other in bent(part))
        yield what[:-1]
    elif isinstance(what, Product):
        yield Product(what.factors[::-1])


def mutants(step: Step) -> Iterator[tuple[str, tuple[int, ...], dict[str, Any]]]:
    """The step with one thing changed: an argument, the place, or the rule."""
    for name, what in step.told.items():
        yield from ((step.rule, step.at, {**step.told, name: other}) for other in bent(what))
    yield from (
        (step.rule, at, dict(step.told)) for at in (step.at[:-1], (*step.at, 0), (*step.at, 1)) if at != step.at
    )
    yield from ((rule, step.at, dict(step.told)) for rule in RULES if rule != step.rule)


def judged(judge: Any, found: Statement, before: Term, mutant: tuple[str, tuple[int, ...], dict[str, Any]]) -> str:
    """Refused at once (``shape``), refused for a side condition (``side``), or let pass as true (``true``)."""
    rule, at, told = mutant
    ground = found.derivation.ground
    try:
        new = applied(before, ground.given, rule, at, told)
    except RejectedError:
        return "shape"
    except ZeroDivisionError:
        return "shape"
    proof = Derivation.begin(before, ground=ground, judge=judge)
    try:
        proof.by(rule, at, **told)
    except RejectedError:
        return "side"
    definitions = (*found.definitions, *((new.defines,) if new.defines else ()))
    assert same_value(found, before, new.term, definitions), f"{rule} let a wrong line pass at {at}: {told}"
    return "true"


def same_value(found: Statement, before: Term, after: Term, definitions: tuple[Definition, ...]) -> bool:
    """Whether two terms agree on random layers with random entries."""
    layer, draw = found.setting.layer, np.random.default_rng(11)
    given = found.derivation.ground.given
    letters = (free(before) | free(after)).union(*(part.letters for part in given))
    numbers = assigned(letters, given, drawn(layer, draw, 4000), draw)
    meant = np.logical_and.reduce([np.broadcast_to(part.holds(numbers), 4000) for part in given])
    for at in np.flatnonzero(meant)[:LAYERS]:
        here = {name: int(drawn[at]) for name, drawn in numbers.items()}
        arrays = random_arrays(definitions, here, random.Random(int(at)))  # noqa: S311 - numbers to compare
        if value(before, here, arrays) != value(after, here, arrays):
            return False
    return True


def outcomes(judge: Any, form: str) -> Counter[tuple[str, str]]:
    """Rule and outcome of every mutant of a derivation."""
    found, counted = statement(form), Counter[tuple[str, str]]()
    before = found.derivation.start
    for step in found.derivation.steps:
        counted.update((step.rule, judged(judge, found, before, mutant)) for mutant in mutants(step))
        before = step.term
    return counted


ASKING = ("restate", "insert", "reindex", "spread", "same", "lengthen")
"""Rules with side conditions: each must have been refused for one."""


@pytest.mark.parametrize("form", FORMS)
def test_replay_lets_no_wrong_step_pass(form: str) -> None:
    found = outcomes(Replay(statement(form).setting.layer), form)
    assert sum(count for (_, outcome), count in found.items() if outcome != "true") > 20


def test_every_rule_has_refused_mutants() -> None:
    found = Counter[tuple[str, str]]()
    for form in FORMS:
        found += outcomes(Replay(statement(form).setting.layer), form)
    assert {rule for rule, outcome in found if outcome != "true"} == set(RULES)
    assert set(ASKING) <= {rule for rule, outcome in found if outcome == "side"}
    assert sum(count for (_, outcome), count in found.items() if outcome == "side") >= 100


def test_the_solver_refuses_at_least_what_replay_refuses(solver: Solver) -> None:
    patient, refused = Solver(patience=2000), 0
    for form in ("dilate-pad-flip", "dilated-correlation", "polyphase", "phase"):
        found = statement(form)
        replay, before = Replay(found.setting.layer), found.derivation.start
        for step in found.derivation.steps:
            for mutant in mutants(step):
                if mutant[0] == step.rule and judged(replay, found, before, mutant) == "side":
                    assert judged(patient, found, before, mutant) == "side"
                    refused += 1
            before = step.term
    assert refused >= 100


def test_a_wrong_rule_is_seen_on_random_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were a rule itself no equation, the terms of a derivation would differ."""
    honest = RULES["collapse"]

    def without_range(term: Term) -> Any:
        rewritten = honest(term)
        assert isinstance(rewritten.term, Bracket)
        return replace(rewritten, term=rewritten.term.body)

    monkeypatch.setattr(derivation_module, "RULES", {**RULES, "collapse": without_range})
    found = statement("polyphase")
    proof = Derivation.begin(found.derivation.start, ground=found.derivation.ground, judge=Replay(OpenLayer()))
    for step in found.derivation.steps:
        proof = proof.by(step.rule, step.at, **step.told)
        if step.rule == "collapse":
            break
    with pytest.raises(RejectedError, match="two terms of a derivation differ"):
        agreed(proof, OpenLayer(), 30)
