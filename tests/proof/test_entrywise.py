"""The prover itself: what it compares, and how it tells a difference."""

from collections.abc import Callable

import numpy as np
import pytest
from layers import LAYERS, refused

import symconv
from symconv import ConvSpec
from symconv.algebra.chain_rule import differentiate
from symconv.algebra.polynomial import normal_form, variable
from symconv.errors import InputError
from symconv.exact import ExactArray
from symconv.proof.entrywise import Difference, Proof, prove_all, prove_routes, symbols, truths
from symconv.routes.contractions import contractions

SMALL = ConvSpec.of(input_size=3, kernel_size=2)
"""Two outputs: o_0 = x_0 f_0 + x_1 f_1, o_1 = x_1 f_0 + x_2 f_1. Ranks: g 0, 1; x 2, 3, 4; f 5, 6."""

CLAIMS = contractions(ConvSpec.of())


def test_truths_by_hand() -> None:
    found = differentiate(SMALL)
    assert truths(found, "output") == [{(2, 5): 1, (3, 6): 1}, {(3, 5): 1, (4, 6): 1}]
    assert truths(found, "grad_input") == [{(0, 5): 1}, {(0, 6): 1, (1, 5): 1}, {(1, 6): 1}]
    assert truths(found, "grad_weight") == [{(0, 2): 1, (1, 3): 1}, {(0, 3): 1, (1, 4): 1}]
    assert truths(found, "grad_bias") == []


def test_symbols_are_the_tensor() -> None:
    found = differentiate(LAYERS["groups"])
    for tensor, shape in found.alphabet.shapes.items():
        array = symbols(found.alphabet, tensor)
        assert (array.shape, array.dtype) == (shape, object)
        assert [normal_form(entry) for entry in array.entries] == [{(r,): 1} for r in found.alphabet.ranks(tensor)]


def right(spec: ConvSpec, grad_output: ExactArray, weight: ExactArray) -> np.ndarray:
    (g, h), (f, e) = grad_output[0, 0], weight[0, 0]
    return np.array([g * f, g * e + h * f, h * e], dtype=object).reshape(1, 1, 3)


WRONG: dict[str, tuple[Callable[[np.ndarray], np.ndarray], tuple[Difference, ...]]] = {
    "nothing": (lambda entries: entries, ()),
    "another order of the terms": (lambda entries: 3 * entries - 2 * entries, ()),
    "a middle term more": (
        lambda entries: entries + np.array([0, variable(0) * variable(5), 0], dtype=object),
        (Difference(index=(0, 0, 1), truth={(0, 6): 1, (1, 5): 1}, got={(0, 6): 1, (1, 5): 1, (0, 5): 1}),),
    ),
    "zero at the end": (
        lambda entries: entries * np.array([1, 1, 0], dtype=object),
        (Difference(index=(0, 0, 2), truth={(1, 6): 1}, got={}),),
    ),
    "a number more": (
        lambda entries: entries + np.array([1, 0, 0], dtype=object),
        (Difference(index=(0, 0, 0), truth={(0, 5): 1}, got={(0, 5): 1, (): 1}),),
    ),
    "an entry too few": (
        lambda entries: entries[..., :2],
        (Difference(index=(0, 0, 2), truth={(1, 6): 1}, got=None),),
    ),
    "an entry too many": (
        lambda entries: np.concatenate([entries, entries[..., :1]], axis=2),
        (Difference(index=(0, 0, 3), truth=None, got={(0, 5): 1}),),
    ),
    "a zero too many": (
        lambda entries: np.concatenate([entries, entries[..., :1] * 0], axis=2),
        (Difference(index=(0, 0, 3), truth=None, got={}),),
    ),
    "an image too many": (
        lambda entries: np.concatenate([entries, entries])[:, :, :1],
        (
            Difference(index=(0, 0, 1), truth={(0, 6): 1, (1, 5): 1}, got=None),
            Difference(index=(0, 0, 2), truth={(1, 6): 1}, got=None),
            Difference(index=(1, 0, 0), truth=None, got={(0, 5): 1}),
        ),
    ),
    "an axis too few": (
        lambda entries: entries[0],
        (
            Difference(index=(0, 0, 0), truth={(0, 5): 1}, got=None),
            Difference(index=(0, 0, 1), truth={(0, 6): 1, (1, 5): 1}, got=None),
            Difference(index=(0, 0, 2), truth={(1, 6): 1}, got=None),
        ),
    ),
    "an axis too many": (
        lambda entries: entries[..., None],
        (
            Difference(index=(0, 0, 0), truth={(0, 5): 1}, got=None),
            Difference(index=(0, 0, 1), truth={(0, 6): 1, (1, 5): 1}, got=None),
            Difference(index=(0, 0, 2), truth={(1, 6): 1}, got=None),
        ),
    ),
    "nothing at all": (
        lambda entries: entries[..., :0],
        (
            Difference(index=(0, 0, 0), truth={(0, 5): 1}, got=None),
            Difference(index=(0, 0, 1), truth={(0, 6): 1, (1, 5): 1}, got=None),
            Difference(index=(0, 0, 2), truth={(1, 6): 1}, got=None),
        ),
    ),
}


@pytest.mark.parametrize(("change", "differences"), WRONG.values(), ids=WRONG)
def test_every_difference_is_told(
    change: Callable[[np.ndarray], np.ndarray], differences: tuple[Difference, ...]
) -> None:
    (proof,) = prove_routes(differentiate(SMALL), "grad_input", {"mine": lambda *given: change(right(*given))})
    shape = change(np.zeros((1, 1, 3), dtype=object)).shape if differences else (1, 1, 3)
    assert proof == Proof(claim="grad_input", route="mine", entries=3, shape=shape, differences=differences)
    assert proof.holds == (not differences)
    assert proof.to_json() == {"claim": "grad_input", "route": "mine", "entries": 3, "holds": not differences}


def test_a_route_that_returns_floats_is_no_proof() -> None:
    with pytest.raises(TypeError, match="expected a polynomial or a fraction, got float"):
        list(prove_routes(differentiate(SMALL), "grad_input", {"floats": lambda *given: np.zeros((1, 1, 3))}))


def test_the_bias_is_added_to_forward_routes() -> None:
    proof = next(proof for proof in prove_all(differentiate(LAYERS["groups"])) if proof.claim == "output")
    assert (proof.holds, proof.entries) == (True, 2 * 6 * 4 * 3)


def test_only_the_routes_asked_for() -> None:
    found = differentiate(LAYERS["classroom"])
    proofs = [(proof.claim, proof.route) for proof in prove_all(found, ("matrix", "scatter"))]
    assert proofs == [("grad_input", "matrix"), ("grad_input", "scatter"), ("grad_weight", "matrix")]


def test_no_such_route() -> None:
    error = refused(symconv.prove, LAYERS["classroom"], only=("textbook", "fft"))
    known = ", ".join(sorted({name for claim in CLAIMS.values() for name in claim.routes}))
    assert isinstance(error, InputError)
    assert str(error) == f"no route is called 'fft'; there are {known}"


def test_bias_is_claimed_only_where_there_is_one() -> None:
    assert "grad_bias" in {proof.claim for proof in prove_all(differentiate(LAYERS["channels"]))}
    assert "grad_bias" not in {proof.claim for proof in prove_all(differentiate(LAYERS["classroom"]))}


def test_verdicts_hold_together(monkeypatch: pytest.MonkeyPatch) -> None:
    assert symconv.prove(SMALL).holds
    monkeypatch.setitem(CLAIMS["grad_input"].routes, "broken", lambda *given: right(*given)[..., ::-1])  # type: ignore[arg-type]
    verdicts = symconv.prove(SMALL, only=("broken",))
    assert not verdicts.holds
    assert [difference.index for difference in verdicts.proofs[0].differences] == [(0, 0, 0), (0, 0, 1), (0, 0, 2)][::2]
