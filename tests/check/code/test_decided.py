"""What is right costs few calls; one wrong coefficient is found, whatever the layer."""

from collections.abc import Callable

import numpy as np
import pytest

from symconv import ConvSpec, check_function
from symconv.check.code import recognise

FIVE = ConvSpec.of(input_size=(5, 4), kernel_size=(2, 3), bias=True)


def test_what_is_right_costs_few_calls(code: Callable) -> None:
    """Two-axis layers would need some three thousand calls to be read off whole."""
    called = 0
    theirs = code("right").conv_backward_naive

    def conv_backward(dout, cache):  # type: ignore[no-untyped-def]
        nonlocal called
        called += 1
        return theirs(dout, cache)

    assert check_function(conv_backward, signature="dout, cache=(x, w, b, conv_param)").exit_code == 0
    assert called < 1_200


@pytest.mark.parametrize("name", ["dx", "dw"])
@pytest.mark.parametrize("by", [1e-4, 0.5, 1])
def test_one_coefficient_is_off(name: str, by: float, code: Callable) -> None:
    """On a layer that is too large to be read off unless something is wrong there."""
    theirs = code("right").conv_backward_naive

    def conv_backward(dout, cache):  # type: ignore[no-untyped-def]
        dx, dw, db = theirs(dout, cache)
        x, w = cache[:2]
        if x.shape[2:] == (5, 4):
            dx[0, 0, 3, 2] += by * (name == "dx") * dout[0, 0, 3, 0] * w[0, 0, 1, 1]
            dw[0, 0, 0, 2] += by * (name == "dw") * dout[0, 0, 2, 1] * x[0, 0, 4, 3]
        return dx, dw, db

    report = check_function(conv_backward, FIVE, signature="dout, cache=(x, w, b, conv_param)")
    assert [one.verdict for one in report.statements] == [
        "wrong" if name == short else "right" for short in ("dx", "dw", "db")
    ]


def test_values_that_small_types_do_not_hold() -> None:
    """A function in float16 overflows where it would be decided; it is read off instead."""

    def conv_backward(dout, x, w):  # type: ignore[no-untyped-def]
        half = [np.asarray(array, dtype=np.float16) for array in (dout, x, w)]
        dx, dw = np.zeros_like(half[1]), np.zeros_like(half[2])
        for i, j in np.ndindex(*dout.shape[2:]):
            seen = np.s_[:, :, i : i + w.shape[2], j : j + w.shape[3]]
            dx[seen] += np.tensordot(half[0][:, :, i, j], half[2], 1).astype(np.float16)
            dw += np.tensordot(half[0][:, :, i, j], half[1][seen], (0, 0)).astype(np.float16)
        return dx, dw

    with np.errstate(all="ignore"):
        report = check_function(conv_backward, FIVE)
    assert [one.verdict for one in report.statements] == ["right under an assumption"] * 2


def test_a_search_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognise, "PATIENCE", 0.0)

    def conv_backward(mystery, riddle, secret):  # type: ignore[no-untyped-def]
        return mystery + riddle

    (said,) = check_function(conv_backward).statements
    assert said.verdict == "unreadable"
    assert "no way of calling it has been found to fit within" in said.message
    assert "tell with --signature" in said.message


def test_an_average_that_larger_layers_alone_show(code: Callable) -> None:
    theirs = code("right").conv_backward_naive

    def conv_backward(dout, cache):  # type: ignore[no-untyped-def]
        dx, dw, db = theirs(dout, cache)
        if len(dx) == 2 and dx.shape[2] == 2:
            raise ValueError("no two small images")
        return dx, dw / len(dx), db

    report = check_function(conv_backward, signature="dout, cache=(x, w, b, conv_param)")
    dx, dw, db = report.statements
    assert "dw is averaged over the batch: 1/N of the sum" in dw.assumptions
    assert not any("averaged" in note for one in (dx, db) for note in one.assumptions)
