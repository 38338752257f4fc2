"""Side conditions: true ones pass both judges, wrong ones neither; without z3 a proof is refused in one line."""

import signal
import sys
import threading
from typing import Any

import pytest

from symconv.errors import MissingExtraError
from symconv.proof.theorem import solver as solver_module
from symconv.proof.theorem.beliefs import beliefs
from symconv.proof.theorem.conditions import Condition, divides, equal, positive, within
from symconv.proof.theorem.derivation import Derivation
from symconv.proof.theorem.indices import letter, quotient, whole
from symconv.proof.theorem.layer import OpenLayer
from symconv.proof.theorem.replay import RareError, Replay
from symconv.proof.theorem.residues import impossible
from symconv.proof.theorem.setting import Setting
from symconv.proof.theorem.solver import Solver
from symconv.proof.theorem.statement import Ground
from symconv.proof.theorem.statements import STATEMENTS
from symconv.proof.theorem.terms import Bracket, Entry
from symconv.proof.theorem.theorem import proven

S, M, T, R, N, K, D = (letter(name) for name in ("s", "m", "t", "r", "N", "k", "d"))
COUNT = letter("M")

TRUE: list[tuple[Condition, tuple[Condition, ...]]] = [
    (within(R, S), ()),
    (equal(quotient(S * M, S), M), ()),
    (equal(T, S * quotient(T, S)), (divides(S, T),)),
    (divides(S, T), (equal(T, S * M),)),
    (within(quotient(T, S), COUNT), (within(T, S * (COUNT - 1) + 1),)),
    (within(S * M, S * (COUNT - 1) + 1), (within(M, COUNT),)),
    (positive(N + letter("p₋") + letter("p₊")), ()),
]
WRONG: list[tuple[Condition, tuple[Condition, ...]]] = [
    (within(R, S - 1), ()),
    (equal(quotient(T, S) * S, T), ()),
    (within(S * M, S * (COUNT - 1)), (within(M, COUNT),)),
    (within(quotient(T, S), COUNT), (within(T, S * COUNT + 1),)),
    (divides(S, T + 1), (divides(S, T),)),
    (positive(letter("p₋")), ()),
    (equal(K, D), ()),
]


@pytest.mark.parametrize(("claim", "given"), TRUE)
def test_what_is_true_passes(claim: Condition, given: tuple[Condition, ...], solver: Solver) -> None:
    ground = (*OpenLayer().given, *given)
    assert solver.passes(claim, ground)
    assert Replay(OpenLayer()).passes(claim, ground)


@pytest.mark.parametrize(("claim", "given"), WRONG)
def test_what_is_wrong_does_not(claim: Condition, given: tuple[Condition, ...], solver: Solver) -> None:
    ground = (*OpenLayer().given, *given)
    assert not solver.passes(claim, ground)
    assert not Replay(OpenLayer()).passes(claim, ground)


def test_an_interrupt_is_no_answer(solver: Solver) -> None:
    """z3 would take Ctrl-C for itself while it thinks, here about three cubes, and say that it does not know."""
    z3 = solver_module.z3()
    x, y, z = z3.Ints("x y z")
    asked = solver_module._patient(1_000)
    asked.add(x > 1000, x * x * x + y * y * y + z * z * z == 33)
    timer = threading.Timer(0.1, signal.raise_signal, [signal.SIGINT])
    timer.start()
    with pytest.raises(KeyboardInterrupt):  # noqa: PT012 - it comes after an answer
        solver_module._possible(asked, x < y)
        timer.join()


def test_replay_tries_thousands_of_assignments() -> None:
    judge = Replay(OpenLayer())
    assert judge.passes(within(R, S), OpenLayer().given)
    assert judge.assignments >= 2000
    assert judge.fewest == judge.assignments


@pytest.mark.parametrize("never", [equal(N, whole(40)), equal(N, 40 * K), within(N - 40, K), equal(T, whole(10**6))])
def test_what_is_never_met_is_not_replayed(never: Condition) -> None:
    """``[N = 40] x_i = 0`` would pass if a claim were called true because no layer tried was so large."""
    given = (*OpenLayer().given, within(T, N), never)
    for claim in (equal(whole(0), whole(1)), equal(S, whole(7))):
        with pytest.raises(RareError, match=r"met by \d+ of 40000 choices"):
            Replay(OpenLayer()).passes(claim, given)
    proof = Derivation.begin(
        Bracket(never, Entry("x", (T,))),
        ground=Ground(layer=OpenLayer(), entry=(within(T, N),)),
        judge=Replay(OpenLayer()),
    )
    with pytest.raises(RareError):
        proof.by("vanish")


J, A = letter("j"), letter("a")
IMPOSSIBLE = [
    (divides(whole(2), 2 * J + 1),),
    (equal(2 * J, 2 * M + 1),),
    (divides(whole(3), 3 * J + A + 1), within(A, whole(2))),
    (equal(whole(0), whole(1)),),
    (within(whole(3), whole(3)),),
    (within(A, whole(0)),),
    (divides(whole(2), A), within(A - 1, whole(1)), within(A, whole(3))),
    (equal(4 * J * M + 6 * A, whole(7)),),
]
POSSIBLE = [
    (divides(whole(2), 2 * J + 2),),
    (equal(2 * J, 3 * M + 1),),
    (divides(whole(3), 3 * J + A + 1), within(A, whole(3))),
    (within(whole(0), whole(1)),),
    (divides(whole(3), J),),
    (divides(S, J + 1),),
    (within(J, S),),
    (),
    (equal(J, J),),
]


def test_remainders_show_what_never_holds() -> None:
    assert [impossible(conditions) for conditions in IMPOSSIBLE] == [True] * len(IMPOSSIBLE)
    assert [impossible(conditions) for conditions in POSSIBLE] == [False] * len(POSSIBLE)
    assert not impossible((divides(whole(2), 2 * J + 1), within(A, whole(5000))))  # too many to be gone through


@pytest.mark.parametrize(
    "known",
    [{"N": 224, "k": 7, "s": 2, "d": 1, "p₋": 3, "p₊": 3}, {"s": 40, "k": 3}, {"k": 20, "s": 7}, {"s": 3, "k": 1}],
)
def test_conditions_of_real_layers_are_met_often(known: dict[str, int]) -> None:
    layer = OpenLayer(known=(known,))
    judge = Replay(layer)
    for form in ("dilate-pad-flip", "polyphase", "dilated-correlation"):
        STATEMENTS[form](Setting(layer), judge)
    assert judge.fewest
    assert judge.fewest >= 500


@pytest.mark.parametrize("known", [{}, {"s": 1}, {"s": 2, "k": 3}, {"k": 1, "s": 4, "p₋": 4, "p₊": 0}])
def test_the_solver_finds_the_smallest_layer_that_trying_finds(known: dict[str, int], solver: Solver) -> None:
    layer = OpenLayer(known=(known,))
    solved, tried = beliefs(layer, solver), beliefs(layer, Replay(layer))
    assert [belief.failure for belief in solved] == [belief.failure for belief in tried]


def test_the_recipe_without_the_remainder_fails_where_it_is_known_to(solver: Solver) -> None:
    """Worked by hand: N = 4, k = 1, s = 4, padding 4:0 leaves r = 3, and without it one entry for four."""
    layer = OpenLayer(known=({"N": 4, "k": 1, "s": 4, "d": 1, "p₋": 4, "p₊": 0},))
    found = {belief.name: belief for belief in beliefs(layer, solver)}["belief.no-remainder"]
    assert found.failure
    assert (found.verdict, found.failure.entries, found.failure.axis.input_size) == ("fails", 1, 4)


def test_at_stride_one_there_is_no_remainder_to_forget(solver: Solver) -> None:
    words = {belief.name: belief.verdict for belief in beliefs(OpenLayer(known=({"s": 1},)), solver)}
    assert words["belief.no-remainder"] == "proven"
    assert words["belief.recipe"] == "fails"


def test_without_z3_it_is_asked_for_and_replay_steps_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "z3", None)
    with pytest.raises(MissingExtraError, match=r"needs z3: pip install 'z3-solver[^']*'$"):
        proven(OpenLayer(), judge="z3")
    assert proven(OpenLayer(), only=("scatter",)).judge.word == "replayed"


def test_what_takes_too_long_is_not_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    class Undecided:
        def check(self) -> str:
            return "unknown"

    monkeypatch.setattr("symconv.proof.theorem.solver._refuting", lambda *asked: Undecided())
    pytest.importorskip("z3", reason="needs z3 (the smt extra)")
    judge: Any = Solver()
    assert not judge.passes(within(R, S), OpenLayer().given)
