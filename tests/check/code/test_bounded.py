"""No layer takes the time of all others: time is counted in calls here."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from symconv import ConvSpec, check_function
from symconv.check.code import running
from symconv.check.code.asking import Asked, Reading, TimeUpError
from symconv.check.code.excused import LATE
from symconv.check.code.layouts import KNOWN
from symconv.check.code.sampled import DENSE, sampled
from symconv.foreign.here import Here
from symconv.foreign.plan import Argument, Plan

LARGE = ConvSpec.of(input_size=(9, 7), kernel_size=(3, 2), in_channels=2, out_channels=3, batch_size=2)


class Counting:
    """Over when a function has been called more often than this."""

    def __init__(self, most: float) -> None:
        self.most, self.calls = most, 0

    def over(self, share: float = 1.0) -> bool:
        return self.calls > share * self.most


@pytest.mark.parametrize(("most", "at_most"), [(400, 1_000), (4_000, 6_000)])
def test_a_layer_that_is_read_off(most: int, at_most: int, code: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where coefficients are wrong, each layer would be read off in thousands of calls to tell which; some are not."""
    counting, theirs = Counting(most), code("right").conv_backward_naive
    monkeypatch.setattr(running, "Clock", lambda *_: counting)

    def conv_backward(dout, cache):  # type: ignore[no-untyped-def]
        counting.calls += 1
        dx, dw, db = theirs(dout, cache)
        return dx, 2 * dw, db

    report = check_function(conv_backward, signature="dout, cache=(x, w, b, conv_param)")
    assert [one.verdict for one in report.statements] == ["right", "wrong", "right"]
    assert counting.calls < at_most
    assert any(row.not_tried == LATE for row in report.layers)


@pytest.mark.parametrize(("factor", "most"), [(1, DENSE), (1, 4), (2, 0), (2, DENSE), (2, 4)])
def test_a_layer_that_is_sampled(factor: int, most: int) -> None:
    """What is wrong is told when the time is up; what nothing wrong was seen of in the time was not tried."""
    counting = Counting(most)

    def conv_backward(dout, x, w):  # type: ignore[no-untyped-def]
        counting.calls += 1
        dx, dw = np.zeros_like(x), np.zeros_like(w)
        for i, j in np.ndindex(*dout.shape[2:]):
            dx[:, :, i : i + 3, j : j + 2] += np.tensordot(dout[:, :, i, j], w, 1)
            dw += np.tensordot(dout[:, :, i, j], x[:, :, i : i + 3, j : j + 2], (0, 0))
        return dx, factor * dw

    names = ("grad_input", "grad_weight")
    plan = Plan(target="conv_backward", arguments=tuple(Argument(name=role, tree=role) for role in ("dout", "x", "w")))
    results = {name: f"returned[{place}]" for place, name in enumerate(names)}
    reading = Reading(plan=plan, layout=KNOWN[0], results=results)
    asked = Asked(runner=Here(conv_backward), reading=reading, told=LARGE)
    assert [one.right for one in sampled(asked).found.values()] == [True, factor == 1]
    counting.calls = 0
    bounded = replace(asked, late=counting.over)
    if factor == 1:
        with pytest.raises(TimeUpError):
            sampled(bounded)
    else:
        assert [one.right for one in sampled(bounded).found.values()] == [True, False]
    assert counting.calls == most + 1
