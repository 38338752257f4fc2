"""Small layers read digit by digit: every coefficient of theirs, in a few calls."""

from collections.abc import Callable

import numpy as np
import pytest

from symconv import ConvSpec
from symconv.check.code.asking import OUTPUT, Asked, Reading
from symconv.check.code.digits import confirmed
from symconv.check.code.layouts import KNOWN
from symconv.foreign.here import Here
from symconv.foreign.plan import Argument, Plan

SMALL = ConvSpec.of(input_size=(3, 4), kernel_size=(2, 2), bias=True)
NAMES = ("grad_input", "grad_weight")


def asked(function: Callable) -> Asked:
    plan = Plan(
        target=function.__name__, arguments=tuple(Argument(name=role, tree=role) for role in ("dout", "x", "w"))
    )
    results = {name: f"returned[{place}]" for place, name in enumerate(NAMES)}
    reading = Reading(plan=plan, layout=KNOWN[0], results=results)
    return Asked(runner=Here(function), reading=reading, told=SMALL)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("by", [0, 1, -1, 0.5, 2])
def test_each_coefficient_is_seen(by: float, dtype: str) -> None:
    """∂L/∂x_12 = … + by·∂L/∂o_11·f_10 is noticed wherever a coefficient is off; each call is made with few others."""
    called = 0

    def conv_backward(dout, x, w):  # type: ignore[no-untyped-def]
        nonlocal called
        called += 1
        dx, dw = np.zeros_like(x, dtype=dtype), np.zeros_like(w, dtype=dtype)
        for i, j in np.ndindex(2, 3):
            dx[0, 0, i : i + 2, j : j + 2] += (dout[0, 0, i, j] * w[0, 0]).astype(dtype)
            dw[0, 0] += (dout[0, 0, i, j] * x[0, 0, i : i + 2, j : j + 2]).astype(dtype)
        dx[0, 0, 1, 2] += by * dout[0, 0, 1, 1] * w[0, 0, 1, 0]
        return dx, dw

    found = confirmed(asked(conv_backward), dict.fromkeys(NAMES, dtype))
    assert found == [name for name in NAMES if by == 0 or name == "grad_weight"]
    assert called <= (6 if dtype == "float64" else 12)


def test_types_that_hold_no_digits() -> None:
    def conv_backward(dout, x, w):  # type: ignore[no-untyped-def]
        raise AssertionError

    assert confirmed(asked(conv_backward), dict.fromkeys(NAMES, "float16")) == []
    assert confirmed(asked(conv_backward), {OUTPUT: "float64"}) == []  # what fails is not confirmed
