"""A derivation can be extended by rules only, and can be built again before another judge."""

from collections.abc import Callable
from copy import copy
from dataclasses import replace

import pytest

from symconv.errors import InputError, ProofError, SpecError
from symconv.proof.theorem.conditions import equal, within
from symconv.proof.theorem.derivation import Derivation
from symconv.proof.theorem.indices import Letter, letter, whole
from symconv.proof.theorem.layer import OpenLayer
from symconv.proof.theorem.replay import Replay, agreed
from symconv.proof.theorem.setting import Setting
from symconv.proof.theorem.solver import Solver
from symconv.proof.theorem.statement import Ground, Statement
from symconv.proof.theorem.statements import STATEMENTS
from symconv.proof.theorem.terms import Bracket, Entry, Product, RejectedError, Sum, Term, put
from symconv.proof.theorem.theorem import proven

M, I = letter("m"), letter("i")  # noqa: E741 - the index of the input
TOTAL = Sum(Letter("m"), letter("M"), Bracket(equal(M, I), Entry("g", (M,))))


def begun(term: object = TOTAL) -> Derivation:
    return Derivation.begin(term, ground=Ground(layer=OpenLayer()), judge=Replay(OpenLayer()))  # type: ignore[arg-type]


def test_nobody_else_makes_a_derivation() -> None:
    proof = begun()
    with pytest.raises(ProofError, match="extended by rules only"):
        Derivation(start=TOTAL, ground=proof.ground, judge=proof.judge, key=object())
    with pytest.raises(TypeError):
        Derivation(start=TOTAL, ground=proof.ground, judge=proof.judge)  # type: ignore[call-arg]
    with pytest.raises((ValueError, TypeError), match="key"):
        replace(proof, steps=())


def test_a_rule_gives_the_next_term() -> None:
    proof = begun().by("collapse", why="one term is left")
    assert proof.term == Bracket(within(I, letter("M")), Entry("g", (I,)))
    assert begun().term == TOTAL


@pytest.mark.parametrize(
    ("rule", "at", "told"),
    [
        ("exchange", (), {}),
        ("collapse", (0,), {}),
        ("collapse", (1,), {}),
        ("collapse", (), {"more": 1}),
        ("believe", (), {}),
        ("insert", (), {"new": (within(I, letter("M")),)}),
        ("insert", (0,), {"new": (within(M, letter("M") - 1),)}),
    ],
)
def test_what_does_not_fit_is_refused(rule: str, at: tuple[int, ...], told: dict) -> None:
    with pytest.raises(RejectedError):
        begun().by(rule, at, **told)


def test_a_name_that_would_be_caught_is_refused() -> None:
    inner = Sum(Letter("i"), letter("M"), Bracket(equal(M, I), Entry("g", (M,))))
    with pytest.raises(RejectedError, match="caught by a sum"):
        put(inner, {Letter("m"): I})


TWICE = {
    "within itself": Sum(Letter("m"), letter("M"), Sum(Letter("m"), letter("M"), Entry("g", (M,)))),
    "free elsewhere": Product((Entry("g", (M,)), TOTAL)),
    "a size": Sum(Letter("s"), letter("M"), Entry("g", (letter("s"),))),
    "deep inside": Product((Entry("f", (I,)), Sum(Letter("N"), letter("M"), Entry("g", (letter("N"),))))),
}


@pytest.mark.parametrize("term", TWICE.values(), ids=TWICE)
def test_a_letter_used_twice_is_refused(term: Term) -> None:
    with pytest.raises(RejectedError, match="used twice"):
        begun(term)


def test_a_rule_may_not_bring_in_a_letter_that_is_taken() -> None:
    """Σ_s [s = q] E(s) would give the stride a second meaning."""
    with pytest.raises(RejectedError, match="letter s is used twice"):
        begun(Entry("g", (whole(0),))).by(
            "spread", letter=Letter("s"), size=letter("M"), place=whole(0), body=Entry("g", (letter("s"),))
        )


def test_a_new_divisor_must_be_positive() -> None:
    from symconv.proof.theorem.conditions import divides

    with pytest.raises(RejectedError, match="does not follow"):
        begun(Entry("g", (whole(0),))).by("insert", new=(divides(letter("p₋"), whole(0)),))


def test_a_chain_is_checked_again_by_another_judge(replayed: Callable, solver: Solver) -> None:
    found: Statement = replayed("dilate-pad-flip")
    assert found.derivation.judge.word == "replayed"
    again = found.derivation.checked(solver)
    assert (again.judge.word, again.term) == ("proven", found.derivation.term)


def test_a_tampered_chain_is_refused(replayed: Callable) -> None:
    proof = replayed("dilated-correlation").derivation
    for number in range(len(proof.steps)):
        steps, forged = list(proof.steps), copy(proof)
        steps[number] = replace(steps[number], term=TOTAL)
        object.__setattr__(forged, "steps", tuple(steps))
        with pytest.raises(RejectedError):
            forged.checked(Replay(OpenLayer()))


@pytest.mark.parametrize("axes", [1, 2, 3])
@pytest.mark.parametrize("channels", [None, {}, {"U": 2, "V": 1}])
@pytest.mark.parametrize("form", STATEMENTS)
def test_every_statement_is_proven_and_agrees(form: str, axes: int, channels: dict | None, solver: Solver) -> None:
    layer = OpenLayer(axes=axes, channels=channels)
    found = STATEMENTS[form](Setting(layer), solver)
    assert found.derivation.judge.word == "proven"
    assert agreed(found.derivation, layer, 3) == 3


@pytest.mark.parametrize(
    "known", [{"s": 2}, {"s": 2, "k": 3}, {"s": 1}, {"k": 1}, {"d": 2, "p₋": 3, "p₊": 0}, {"N": 7, "s": 3, "k": 2}]
)
def test_numbers_can_be_put_in(known: dict[str, int], solver: Solver) -> None:
    layer = OpenLayer(known=(known,))
    for form in STATEMENTS:
        found = STATEMENTS[form](Setting(layer), solver)
        assert agreed(found.derivation, layer, 3) == 3


def test_the_two_dimensional_derivation_is_quick_for_the_solver() -> None:
    """The goal is a second; the conditions are counted, because a test does not wait on time."""
    pytest.importorskip("z3", reason="needs z3 (the smt extra)")
    fresh = Solver()
    STATEMENTS["dilate-pad-flip"](Setting(OpenLayer(axes=2)), fresh)
    assert fresh.conditions <= 30
    assert len(fresh._known) <= fresh.conditions / 2  # what was proven along one axis is not asked along the other


@pytest.mark.parametrize("judge", ["z3", "replay"])
def test_nothing_is_proven_of_layers_that_do_not_exist(judge: str) -> None:
    """Of none, everything would follow: ``insert`` would write any condition in front of any term."""
    if judge == "z3":
        pytest.importorskip("z3", reason="needs z3 (the smt extra)")
    layer = OpenLayer(known=({"N": 2, "k": 5, "p₋": 0, "p₊": 0},))
    with pytest.raises(SpecError, match="no layer was found with N = 2, k = 5"):
        proven(layer, judge=judge)
    with pytest.raises(SpecError, match="no layer was found with N = 2, k = 5"):
        proven(layer, judge=judge, only=("adjoint",))


def test_what_no_judge_decides_ends_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Replay, "passes", lambda self, claim, given: False)
    with pytest.raises(ProofError, match=r"^restate: a side condition does not follow$"):
        proven(OpenLayer(), judge="replay", only=("scatter",))


def test_unknown_names_are_refused() -> None:
    with pytest.raises(InputError, match="judge must be z3 or replay, got 'me'"):
        proven(OpenLayer(), judge="me")
    with pytest.raises(InputError, match=r"statements are dilate-pad-flip, .*got 'magic'"):
        proven(OpenLayer(), judge="replay", only=("magic",))


def test_what_is_too_large_to_count_through_is_not_compared_and_told_so() -> None:
    """A million inputs: the side conditions decide, and each belief is looked at where the layer begins."""
    layer = OpenLayer(known=({"N": 1_000_000, "k": 3, "s": 2},))
    found = proven(layer, judge="replay", only=("dilate-pad-flip",))
    assert found.layers == (0,)
    assert found.statements[0].derivation.judge.word == "replayed"
    fails = {belief.name: belief.failure for belief in found.beliefs if belief.verdict == "fails"}
    assert {"belief.no-padding", "belief.no-dilation", "belief.remainder-in-front"} <= set(fails)
    assert all(failure and failure.axis.input_size == 1_000_000 for failure in fails.values())


@pytest.mark.parametrize("judge", ["replay", "z3"])
def test_the_recipe_of_no_layer_is_not_proven(judge: str) -> None:
    """N 6, k 3, s 2 without padding leaves a remainder of 1, whatever the rest; N 7 leaves none."""
    if judge == "z3":
        pytest.importorskip("z3", reason="needs z3 (the smt extra)")
    for size, is_there in ((6, False), (7, True)):
        layer = OpenLayer(known=({"N": size, "k": 3, "s": 2},))
        found = proven(layer, judge=judge, only=("dilate-pad-flip",))
        assert (found.recipe is not None) is is_there
    if judge == "z3":
        assert proven(OpenLayer(known=({"s": 5_000},)), judge=judge, only=("dilate-pad-flip",)).recipe is not None


def test_where_random_numbers_say_nothing_a_solver_is_asked_for() -> None:
    """Of phases as many as 5,000 few are met by chance."""
    with pytest.raises(InputError, match=r"too few to replay it; with these numbers z3 is needed: pip install"):
        proven(OpenLayer(known=({"s": 5_000},)), judge="replay", only=("dilate-pad-flip",))
