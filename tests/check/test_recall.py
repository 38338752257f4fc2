"""Planted mistakes are called wrong, and never right.

A generator writes texts with one mistake each (``planted/``); plain loops over i = s·m + d·a − p know that it is one.
Thousands are tried by hand: ``python tests/check/recall.py 5000 SEED``. The numbers below may only get better.
"""

import pytest
from planted import entries, operators
from planted.chance import seeded
from planted.counting import Count, counted
from planted.documents import documents
from planted.domain import layer, right
from planted.formula import Axis, Layer
from planted.formula import counted as counting
from planted.truths import family, formulas

TEXTS = 100
CALLED_WRONG = 0.82
"""At least this share of the planted mistakes."""

CALLED_RIGHT = 4
"""At most so many of them."""

WRONG_BESIDE = 0.06
"""At most this share of the right statements beside them."""


@pytest.fixture(scope="module")
def count() -> Count:
    return counted(documents(TEXTS, seed=7))


def test_mistakes_are_found(count: Count) -> None:
    assert count.wrong["wrong"] >= CALLED_WRONG * TEXTS, count.by


def test_no_mistake_is_called_right(count: Count) -> None:
    assert count.wrong["right"] <= CALLED_RIGHT, count.called_right


def test_right_statements_beside_them_stay_right(count: Count) -> None:
    assert count.right["wrong"] <= WRONG_BESIDE * sum(count.right.values()), count.by


def test_without_a_mistake_the_generator_is_right() -> None:
    rng = seeded(3)
    for _ in range(12):
        about = family(rng)
        for one in formulas(about).values():
            assert all(right(counting(one, base), about, rng, alike=False) for base in (0, 1))


def test_entries_by_hand() -> None:
    """Kernel 2, stride 2 on 5: x_2 is read by output 1 alone, with tap 0; x_4 by none."""
    here = Layer(axes=(Axis(size=5, kernel=2, stride=2),))
    assert entries.entry(here, "x", (2,)).terms == (((1,), (0,)),)
    assert entries.entry(here, "x", (4,)).terms == ()


@pytest.mark.parametrize("seed", range(5))
def test_recipes_are_right(seed: int) -> None:
    rng = seeded(seed)
    here = operators.layer(rng)
    assert all(operators.right(one, here, rng) for one in operators.RIGHT.values())


def test_layers_are_told_apart() -> None:
    rng = seeded(1)
    for _ in range(20):
        about = family(rng)
        for one in layer(about, rng).axes:
            assert len({one.size, one.outputs, one.kernel}) == 3
