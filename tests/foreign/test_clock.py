"""Limits count processor time; what only waits is ended, too."""

import os
import time
from pathlib import Path

import numpy as np
import pytest

from symconv.foreign import elsewhere
from symconv.foreign.clock import BUSY, passed, spent_by
from symconv.foreign.elsewhere import Elsewhere, Limits
from symconv.foreign.outcome import Returned
from symconv.foreign.plan import Argument, Plan


def test_what_counts() -> None:
    assert passed(None, 5) == 5  # nobody knows
    assert passed(0, 5) == 5  # it waits
    assert passed(1, 5) == 1  # others had the processor
    assert passed(2, 2) == 2
    assert passed(4, 1000) == 1000  # it waits, and now and then looks whether it may go on
    assert passed(40, 1000) == 1000 / BUSY  # nothing takes for ever


def test_a_process_tells() -> None:
    before = spent_by(os.getpid())
    until = time.process_time() + 0.05
    while time.process_time() < until:
        pass
    after = spent_by(os.getpid())
    assert (before is None) == (after is None)
    assert before is None or 0.02 <= after - before < 1  # type: ignore[operator]
    assert spent_by(2**30) is None


def test_a_busy_machine_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call that takes longer by the clock than it may, and had a fifth of the processor."""
    (tmp_path / "slow.py").write_text(
        "import time\ndef slow(a):\n    time.sleep(0.8)\n    return a\n", encoding="utf-8"
    )
    monkeypatch.setattr(elsewhere, "spent_by", lambda _: time.monotonic() / 5)
    plan = Plan(target="slow", arguments=(Argument(name="a", tree="x"),))
    with Elsewhere(tmp_path / "slow.py", Limits(seconds=0.3)) as runner:
        runner.offers()
        (outcome,) = runner.run(plan, {}, [{"x": np.ones(2)}])
    assert isinstance(outcome, Returned)
