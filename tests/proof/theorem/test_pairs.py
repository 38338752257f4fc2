"""Sums of pairs: what is the truth passes both judges, what is bent passes neither."""

from dataclasses import replace

import pytest

from symconv.proof.theorem.conditions import divides, equal, within
from symconv.proof.theorem.indices import Letter, letter, quotient, whole
from symconv.proof.theorem.layer import OpenLayer
from symconv.proof.theorem.pairs import Pairs, holds
from symconv.proof.theorem.replay import Replay
from symconv.proof.theorem.solver import Solver

S, D, P, K, I, A, M = (letter(name) for name in ("s", "d", "p₋", "k", "i", "a", "m"))  # noqa: E741
V, W = letter("·v"), letter("·w")
BOTH, ONE = (Letter("·v"), Letter("·w")), (Letter("·w"),)


def by_tap(tap: object) -> Pairs:
    over = I + P - D * tap  # type: ignore[operator]
    read = {"m": (quotient(over, S),), "a": (tap,), "i": (I,)}
    return Pairs(target="i", letters=ONE, tests=(divides(S, over),), read=read)  # type: ignore[arg-type]


TRUE = {
    "relation": Pairs(
        target="i", letters=BOTH, tests=(equal(I, S * V + D * W - P),), read={"m": (V,), "a": (W,), "i": (I,)}
    ),
    "by tap": by_tap(W),
    "by tap, backwards": by_tap(K - 1 - W),
    "filter": Pairs(target="a", letters=ONE, tests=(), read={"m": (W,), "a": (A,), "i": (S * W + D * A - P,)}),
    "output": Pairs(target="m", letters=ONE, tests=(), read={"m": (M,), "a": (W,), "i": (S * M + D * W - P,)}),
}


@pytest.mark.parametrize("case", TRUE)
def test_the_truth_passes(case: str, solver: Solver) -> None:
    assert holds(TRUE[case], OpenLayer(), solver)
    assert holds(TRUE[case], OpenLayer(), Replay(OpenLayer()))


BENT = {
    "a tap left out": replace(TRUE["relation"], tests=(*TRUE["relation"].tests, within(W, K - 1))),
    "the padding lost": replace(TRUE["relation"], tests=(equal(I, S * V + D * W),)),
    "stride and dilation exchanged": replace(TRUE["relation"], tests=(equal(I, D * V + S * W - P),)),
    "flipped": replace(TRUE["by tap"], read={**TRUE["by tap"].read, "a": (K - 1 - W,)}),
    "off by one": replace(by_tap(K - W), read={**by_tap(K - W).read, "a": (K - 1 - W,)}),
    "no test": replace(TRUE["by tap"], tests=()),
    "the stride lost": replace(TRUE["filter"], read={"m": (W,), "a": (A,), "i": (W + D * A - P,)}),
    "the dilation lost": replace(TRUE["output"], read={"m": (M,), "a": (W,), "i": (S * M + W - P,)}),
    "each product twice": replace(TRUE["filter"], letters=BOTH, tests=(within(V, whole(2)),)),
    "nothing": replace(TRUE["filter"], tests=(equal(whole(0), whole(1)),)),
}


@pytest.mark.parametrize("case", BENT)
def test_what_is_bent_does_not(case: str, solver: Solver) -> None:
    assert not holds(BENT[case], OpenLayer(), solver)
    assert not holds(BENT[case], OpenLayer(), Replay(OpenLayer()))


def test_at_stride_one_the_stride_can_be_left_out(solver: Solver) -> None:
    assert holds(BENT["the stride lost"], OpenLayer(known=({"s": 1},)), solver)


def test_an_image_is_two_axes_at_once(solver: Solver) -> None:
    sizes = [tuple(letter(name, axis) for axis in (0, 1)) for name in ("s", "d", "p₋", "a")]
    places = (letter("·v"), letter("·w"))
    read = tuple(s * w + d * a - p for s, d, p, a, w in zip(*sizes, places, strict=True))
    claim = Pairs(target="a", letters=BOTH, tests=(), read={"m": places, "a": sizes[3], "i": read})
    assert holds(claim, OpenLayer(axes=2), solver)
    turned = replace(claim, read={**claim.read, "m": places[::-1]})
    assert not holds(turned, OpenLayer(axes=2), solver)
