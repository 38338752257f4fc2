"""What ``grad --check`` compares, on a layer worked by hand: N 3, k 2, f = (4, 5), ∂L/∂O = (1, 10)."""

import numpy as np
import pytest

from symconv import ConvSpec
from symconv.numeric import checks
from symconv.numeric.checks import checked
from symconv.numeric.job import Job

SPEC = ConvSpec.of(input_size=3, kernel_size=2, batch_size=None)
FOUR = [(name, against) for against in ("central differences", "textbook") for name in ("grad_input", "grad_weight")]


def row(*values):
    return np.array([[values]], float)


def job(x=(1, 2, 3), f=(4, 5), g=(1, 10), spec=SPEC):
    return Job(spec=spec, input=row(*x), weight=row(*f), grad_output=row(*g))


def test_right_gradients_agree_in_every_entry():
    """∂L/∂X = (4, 45, 50), ∂L/∂F = (21, 32)."""
    found = list(checked(job()))
    assert [(each.name, each.against) for each in found] == FOUR
    assert [each.entries for each in found] == [3, 2, 3, 2]
    assert [each.largest for each in found] == [50, 32, 50, 32]
    assert all(each.differing == 0 and each.error < 1e-9 for each in found)


@pytest.mark.parametrize("place", [0, 2])
@pytest.mark.parametrize("off", [1.0, -1.0, np.nan, np.inf])
def test_a_wrong_entry_is_found_and_named(monkeypatch, off, place):
    right, wrong = checks.grad_input, row(0, 0, 0)
    wrong[0, 0, place] = off
    monkeypatch.setattr(checks, "grad_input", lambda *given: right(*given) + wrong)
    differences, weight, textbook, _ = checked(job())
    for each in (differences, textbook):
        assert (each.differing, each.where) == (1, (0, 0, place))
        assert each.error == (pytest.approx(1) if np.isfinite(off) else np.inf)
    assert (weight.differing, weight.entries) == (0, 2)


def test_of_two_wrong_entries_the_worse_is_named(monkeypatch):
    right = checks.grad_weight
    monkeypatch.setattr(checks, "grad_weight", lambda *given: right(*given) + row(-1, 2))
    _, differences, _, textbook = checked(job())
    for each in (differences, textbook):
        assert (each.differing, each.where, each.error) == (2, (0, 0, 1), pytest.approx(2))


def test_what_is_as_good_as_equal_is_no_difference(monkeypatch):
    """Up to a hundred thousandth of the largest entry, 50."""
    right = checks.grad_input
    for off, differing in ((4.9e-4, 0), (5.1e-4, 1)):
        monkeypatch.setattr(checks, "grad_input", lambda *given, off=off: right(*given) + row(off, 0, 0))
        assert next(checked(job())).differing == differing


def test_small_gradients_are_held_to_their_own_size(monkeypatch):
    """∂L/∂X = (4, 45, 50) millionths; a tenth of a millionth more is a difference."""
    right = checks.grad_input
    monkeypatch.setattr(checks, "grad_input", lambda *given: right(*given) + row(1e-7, 0, 0))
    assert [each.differing for each in checked(job(f=(4e-6, 5e-6)))] == [1, 0, 1, 0]


@pytest.mark.parametrize("scale", [1e-300, 1e-160, 1e-91, 1e-90, 1e90, 1e91, 1e160, 1e300])
def test_numbers_whose_products_are_no_floats(scale, monkeypatch):
    """∂L/∂x_0 = 4·1 in units of the scale's square, or of what is compared instead."""
    far = job(np.array((1, 2, 3)) * scale, np.array((4, 5)) * scale, np.array((1, 10)) * scale)
    found = list(checked(far))
    assert all(each.differing == 0 and 0 < each.largest < np.inf for each in found)
    right = checks.grad_input
    monkeypatch.setattr(checks, "grad_input", lambda *given: right(*given) * row(1.01, 1, 1))
    assert [each.differing for each in checked(far)] == [1, 0, 1, 0]


def test_numbers_that_are_not_far_from_one_stay_as_they_are():
    assert [each.largest for each in checked(job(f=(4e80, 5e80)))] == pytest.approx([50e80, 32, 50e80, 32])


def test_of_many_entries_some_are_sampled():
    draw = np.random.default_rng(0)
    spec = ConvSpec.of(input_size=40, kernel_size=2, batch_size=None)
    large = job(draw.random(40), draw.random(2), draw.random(39), spec)
    assert [each.entries for each in checked(large)] == [checks.SAMPLES, 2, 40, 2]


def test_arrays_of_zeros_and_what_is_not_finite():
    """A step is as large as the largest entry, or 1; an infinite entry stands aside in differences alone."""
    assert all(each.differing == 0 for each in checked(job(x=(0, 0, 0), f=(0, 0))))
    found = list(checked(job(x=(1, np.inf, 3))))
    assert [each.differing for each in found] == [0, 0, 0, 0]
    assert np.isfinite(found[0].error)


def test_the_textbook_is_left_out_where_it_takes_too_much(monkeypatch):
    """2·8·7 places of windows of 5·2 entries, in 2 and 3 channels, of 8 bytes."""
    layer = {"input_size": (5, 7), "kernel_size": (3, 2), "dilation": (2, 1), "padding": "1:2x0:0"}
    assert checks._textbook_bytes(ConvSpec.of(**layer, in_channels=2, out_channels=3), 2) == 8 * 112 * 10 * 5
    own = checks._textbook_bytes(SPEC, 1)
    for most, names in ((own, FOUR), (own - 1, FOUR[:2])):
        monkeypatch.setattr(checks, "TEXTBOOK_BYTES", most)
        assert [(each.name, each.against) for each in checked(job())] == names
