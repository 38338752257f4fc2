"""The derivative of O by an entry is how much O grows where that entry grows by one, for O is linear in it."""

from collections.abc import Callable
from itertools import product

import pytest

from symconv.errors import ProofError
from symconv.proof.theorem.differentiating import derivative
from symconv.proof.theorem.evaluating import value
from symconv.proof.theorem.indices import Letter, letter
from symconv.proof.theorem.layer import OpenLayer
from symconv.proof.theorem.setting import Setting
from symconv.proof.theorem.terms import Entry, Plus, Product, Sum

SIZES = {"N": 5, "k": 3, "s": 2, "d": 1, "p₋": 1, "p₊": 1, "r": 0, "M": 3}
Place = tuple[int, ...]
Array = Callable[[Place, Place], int]


def array(seed: int) -> Array:
    """Numbers that look alike nowhere, at every index."""
    return lambda upper, index: hash((seed, upper, index)) % 1009 - 504


def raised(given: Array, upper: Place, index: Place) -> Array:
    """The same with one entry larger by one."""
    return lambda u, i: given(u, i) + ((u, i) == (upper, index))


@pytest.mark.parametrize(("name", "tap", "size"), [("x", "a", 5), ("f", "b", 3)])
def test_o_grows_by_its_derivative(name: str, tap: str, size: int) -> None:
    setting = Setting(OpenLayer(channels={}))
    output = setting.output("w", tap)
    index = {"x": letter("i"), "f": letter("a")}[name]
    by = Entry(name, (index,), setting.upper[name])
    slope = derivative(output, by)
    arrays = {"x": array(1), "f": array(2)}
    counts = {"B": 1, "H": 2, "U": 1, "V": 2, "z": 0, "y": 0}
    for m, place, h, v in product(range(3), range(size), range(2), range(2)):
        letters = {**SIZES, **counts, "m": m, "h": h, "v": v, "i": place, "a": place}
        numbers = {Letter(name): number for name, number in letters.items()}
        upper = {"x": (0, 2 * h + v), "f": (h, v)}[name]
        larger = {**arrays, name: raised(arrays[name], upper, (place,))}
        grown = value(output, numbers, larger) - value(output, numbers, arrays)
        assert value(slope, numbers, arrays) == grown


def test_a_square_is_not_taken_for_linear() -> None:
    x = Entry("x", (letter("m"),))
    by = Entry("x", (letter("i"),))
    for term in (x, Product((x, x)), Plus((x, x)), Product((Plus((x, x)), Entry("f", ())))):
        with pytest.raises(ProofError, match="not differentiated by x"):
            derivative(term, by)


def test_a_letter_of_the_entry_is_not_summed_over() -> None:
    """Σ_i x_i f_i by x_i would mix two i."""
    inner = Product((Entry("x", (letter("i"),)), Entry("f", (letter("i"),))))
    with pytest.raises(ProofError, match="not differentiated"):
        derivative(Sum(Letter("i"), letter("N"), inner), Entry("x", (letter("i"),)))
