"""What a run reports of its results: ranges, the three products, what differs; two images by hand, in pieces or not."""

import numpy as np
import pytest

from symconv import ConvSpec
from symconv.errors import InputError
from symconv.numeric.job import Job
from symconv.numeric.run import Report, run
from symconv.numeric.watch import Range

X = np.array([[[1.0, 2, 3]], [[-4, 5, -6]]])
F = np.array([[[2.0, -1]]])
G = np.array([[[1.0, 3]], [[-2, 4]]])
"""So that ∂L/∂F is [1 + 6 + 8 + 20, 2 + 9 - 10 - 24]."""
OUT, DX, DF = np.array([[[0, 1]], [[-13, 16]]]), np.array([[[2, 5, -3]], [[-4, 10, -4]]]), np.array([[[35, -23]]])


def job(**how):
    spec = ConvSpec.of(input_size=3, kernel_size=2, bias=True, batch_size=None)
    return Job(spec=spec, input=X, weight=F, grad_output=G, **how)


@pytest.mark.parametrize("at_once", [None, 1])
def test_a_report_by_hand(at_once, tmp_path):
    right = {"output": OUT, "grad_input": DX, "grad_weight": DF, "grad_bias": np.array([6])}
    report = run(job(at_once=at_once), tmp_path / "a.npz", expected=right)
    told = [(each.name, each.shape, each.least, each.largest) for each in report.ranges]
    assert told == [
        ("input", (2, 1, 3), -6, 5),
        ("weight", (1, 1, 2), -1, 2),
        ("grad_output", (2, 1, 2), -2, 4),
        ("output", (2, 1, 2), -13, 16),
        ("grad_input", (2, 1, 3), -4, 10),
        ("grad_weight", (1, 1, 2), -23, 35),
        ("grad_bias", (1,), 6, 6),
    ]
    product = 1 * 0 + 3 * 1 + 2 * 13 + 4 * 16
    assert report.products == {"output": product, "grad_input": product, "grad_weight": product}
    assert report.scale == product  # no product is below zero
    assert [(each.name, each.entries, each.error) for each in report.comparisons] == [
        ("output", 4, 0),
        ("grad_input", 6, 0),
        ("grad_weight", 2, 0),
        ("grad_bias", 1, 0),
    ]
    with np.load(tmp_path / "a.npz") as written:
        for name, array in right.items():
            np.testing.assert_array_equal(written[name], array)


def test_the_scale_is_of_magnitudes():
    spec = ConvSpec.of(input_size=2, kernel_size=1)
    given = {"input": np.array([[[1.0, 2]]]), "weight": np.ones((1, 1, 1)), "grad_output": np.array([[[3.0, -1]]])}
    report = run(Job(spec=spec, **given))
    assert (report.products["output"], report.scale) == (3 - 2, 3 + 2)


@pytest.mark.parametrize("at_once", [None, 1])
@pytest.mark.parametrize("image", [0, 1])
def test_what_differs_is_found_in_its_image(at_once, image):
    wrong = DX.astype(float)
    wrong[image, 0, 2] += 100
    (comparison,) = run(job(at_once=at_once), expected={"grad_input": wrong}).comparisons
    assert (comparison.where, comparison.error, comparison.differing) == ((image, 0, 2), 100, 1)


def test_what_is_expected_has_the_shape_of_the_result():
    with pytest.raises(InputError, match=r"the expected grad_input has shape \(2, 1, 2\) where \(2, 1, 3\) is right"):
        run(job(), expected={"grad_input": DX[..., 1:]})


def report(*kinds, apart, scale=1.0):
    ranges = [Range(name="output", shape=(1,), dtype=np.dtype(kind)) for kind in kinds]
    return Report(ranges=ranges, products={"output": 1.0, "grad_input": 1 - apart, "grad_weight": 1.0}, scale=scale)


@pytest.mark.parametrize(
    ("kinds", "unit"),
    [(("f8",), 2.0**-52), (("i8",), 2.0**-52), (("f4",), 2.0**-23), (("f8", "f4"), 2.0**-23), (("f4", "i8"), 2.0**-23)],
)
def test_products_agree_as_far_as_their_least_precise_number(kinds, unit):
    assert report(*kinds, apart=64 * unit).agrees
    assert not report(*kinds, apart=66 * unit).agrees
    assert report(*kinds, apart=128 * unit, scale=2.0).agrees


def test_how_far_products_are_apart():
    assert report("f8", apart=0.5, scale=4.0).disagreement == 0.125
    assert report("f8", apart=-0.5, scale=0.0).disagreement == 0.5
    nothing = report("f8", apart=float("nan"))
    assert np.isnan(nothing.disagreement)
    assert nothing.agrees
