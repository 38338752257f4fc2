"""Processes for foreign code: what travels, what is lost, what is started again."""

import os
import select
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from symconv.foreign.elsewhere import Elsewhere, Limits
from symconv.foreign.outcome import Failure, Returned
from symconv.foreign.plan import Argument, Plan

CODE = """
import ctypes, time
import numpy as np

calls = 0

def twice(a, pair, kind):
    global calls
    calls += 1
    print("call", calls)
    return {"sum": [a + pair[0], (pair[1]["n"],)], "none": None, "text": kind, "calls": calls}

def by_name(*, a):
    a[0] = 7
    return a * 1j, np.full(3, np.nan), np.array([np.inf])

def fragile(a):
    if a[0] == 1:
        ctypes.string_at(0)
    if a[0] == 2:
        time.sleep(1000)
    return a

def empty(a):
    return np.empty_like(a)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "theirs.py"
    path.write_text(CODE, encoding="utf-8")
    return path


def plan(target: str, **trees: object) -> Plan:
    keyword = target == "by_name"
    return Plan(
        target=target,
        arguments=tuple(Argument(name=name, tree=tree, keyword=keyword) for name, tree in trees.items()),  # type: ignore[arg-type]
    )


def test_values_go_there_and_back(file: Path) -> None:
    a, b = np.array([[0.1, -2.0]]), np.array([[1e-30, 5.0]])
    with Elsewhere(file, Limits()) as runner:
        asked = plan("twice", a="a", pair=["b", {"n": "number"}], kind="none")
        one, two = runner.run(asked, {"number": 3, "none": None}, [{"a": a, "b": b}] * 2)
    assert isinstance(one, Returned)
    assert isinstance(two, Returned)
    assert set(one.leaves) == {"returned['sum'][0]", "returned['sum'][1][0]", "returned['calls']"}
    found = one.leaves["returned['sum'][0]"]
    assert (found.shape, found.dtype) == ((1, 2), "float64")
    assert np.array_equal(found.values, (a + b).ravel())
    assert [each.leaves["returned['calls']"].values for each in (one, two)] == [1, 2]
    assert one.changed == ()
    assert runner.printed == "call 1\ncall 2\n"


def test_changed_arguments_and_odd_numbers(file: Path) -> None:
    with Elsewhere(file, Limits()) as runner:
        (found,) = runner.run(plan("by_name", a="a"), {}, [{"a": np.zeros(2)}])
    assert isinstance(found, Returned)
    assert found.changed == ("a",)
    assert found.leaves["returned[0]"].values is None
    assert np.isnan(found.leaves["returned[1]"].values).all()
    assert np.isinf(found.leaves["returned[2]"].values).all()


def test_a_lost_process_is_started_again(file: Path) -> None:
    points = [{"a": np.array([float(n)])} for n in (0, 1, 0)]
    with Elsewhere(file, Limits(seconds=0.3)) as runner:
        fine, crashed, after = runner.run(plan("fragile", a="a"), {}, points)
        (late,) = runner.run(plan("fragile", a="a"), {}, [{"a": np.array([2.0])}])
        (again,) = runner.run(plan("fragile", a="a"), {}, points[:1])
    assert isinstance(fine, Returned)
    assert crashed == after == Failure(kind="crashed", text="the process was ended by a segmentation fault")
    assert late == Failure(kind="late", text="it did not end within 0.3 seconds")
    assert isinstance(again, Returned)


@pytest.mark.parametrize("size", [3, 100, 5000])
def test_unfilled_memory_shows(file: Path, size: int) -> None:
    """Small blocks come from NumPy's own store, large ones from the C library."""
    with Elsewhere(file, Limits()) as runner:
        found = runner.run(plan("empty", a="a"), {}, [{"a": np.zeros(size)}] * 3, poisoned=True)
    for one in found:
        assert isinstance(one, Returned)
        values = one.leaves["returned"].values
        assert np.isnan(values).all() or np.abs(values).max() > 1e300


def test_what_a_file_offers(file: Path) -> None:
    with Elsewhere(file, Limits()) as runner:
        offered = runner.offers()
    assert not isinstance(offered, Failure)
    assert offered["frameworks"] == ["numpy"]
    (only,) = offered["offers"]["by_name"]["parameters"]
    assert only == {"name": "a", "kind": "keyword", "optional": False, "default": "", "annotation": "", "unread": False}
    assert set(offered["offers"]) == {"twice", "by_name", "fragile", "empty"}


def test_a_plan_travels() -> None:
    whole = Plan(
        target="Layer",
        arguments=(Argument(name="dout", tree="dout"),),
        construct=(Argument(name="k", tree={"a": ["x", "w"]}, keyword=True),),
        forward="forward",
        sets={"params['W']": "w"},
    )
    assert Plan.from_json(whole.to_json()) == whole
    assert whole.roles == {"dout", "x", "w"}


ROOT = Path(__file__).parents[2]
ENDLESS = """
import os

def loop(a):
    held = os.open("held", os.O_WRONLY)
    os.write(held, b"begun")
    while True:
        pass
"""

ASKS = """
import sys
from pathlib import Path
import numpy as np
from symconv.foreign.elsewhere import Elsewhere, Limits
from symconv.foreign.plan import Argument, Plan

plan = Plan(target="loop", arguments=(Argument(name="a", tree="a"),))
Elsewhere(Path(sys.argv[1]), Limits(seconds=1000)).run(plan, {}, [{"a": np.ones(1)}])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes")
def test_foreign_code_does_not_outlive_symconv(tmp_path: Path) -> None:
    """The code loops with a pipe held open; when symconv is killed, which asks nobody, the pipe ends."""
    endless, held = tmp_path / "endless.py", tmp_path / "held"
    endless.write_text(ENDLESS, encoding="utf-8")
    os.mkfifo(held)
    asking = subprocess.Popen(
        [sys.executable, "-c", ASKS, str(endless)], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    try:
        with held.open("rb", buffering=0) as pipe:
            assert pipe.read(5) == b"begun"
            asking.kill()
            assert select.select([pipe], [], [], 60)[0], "the code is still running"
            assert pipe.read(1) == b""
    finally:
        asking.kill()
        asking.wait()
