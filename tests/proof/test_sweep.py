"""Grids: how they are written, and what becomes of each combination."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from layers import refused

import symconv
from symconv import ConvSpec, Grid, routes
from symconv.errors import InputError
from symconv.proof.sweep import Sweep, sweep
from symconv.sizes import CROPS


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("kernel=1..3", (("kernel_size", ("1", "2", "3")),)),
        ("kernel=3..3", (("kernel_size", ("3",)),)),
        ("stride=1,4,2", (("stride", ("1", "4", "2")),)),
        ("stride=1..2,5", (("stride", ("1", "2", "5")),)),
        ("padding=0..1,same,1:2", (("padding", ("0", "1", "same", "1:2")),)),
        ("input=5x3,4x4  kernel=2", (("input_size", ("5x3", "4x4")), ("kernel_size", ("2",)))),
        ("batch=2 groups=1", (("batch_size", ("2",)), ("groups", ("1",)))),
    ],
)
def test_grids(text: str, values: object) -> None:
    assert Grid.of(text).values == values


def test_a_sweep_of_transposed_layers() -> None:
    """Counted: of M = 1..2, k = 1..2, s = 1..2, p = 0..1, output_padding = 0..1 those that PyTorch would build."""
    text = "input=1..2 kernel=1..2 stride=1..2 padding=0..1 output_padding=0..1"
    result = symconv.prove_sweep(Grid.of(text, transposed=True)).result
    sizes = [(m - 1) * s + k - 2 * p + e for m, k, s, p, e in product((1, 2), (1, 2), (1, 2), (0, 1), (0, 1)) if e < s]
    assert result.proven == sum(size > 0 for size in sizes)
    assert result.skipped == {
        "output_padding is not below max(stride, dilation)": 32 - len(sizes),
        "the padding leaves no output": sum(size < 1 for size in sizes),
    }
    assert not result.failed
    assert "output_padding" not in str(refused(Grid.of, "output_padding=1")).partition("got")[0]


def test_a_sweep_of_folded_padding() -> None:
    """Counted: of N = 1..3, k = 1..2, p = 0..3 those whose padding can be folded, and whose filter fits."""
    text = "padding_mode=zeros,reflect,replicate,circular input=1..3 kernel=1..2 padding=0..3"
    result = symconv.prove_sweep(text).result
    most = {"zeros": 3, "reflect": -1, "replicate": 3, "circular": 0}
    each = list(product(most, range(1, 4), range(1, 3), range(4)))
    foldable = [(n, k, p) for mode, n, k, p in each if mode in ("zeros", "replicate") or p <= n + most[mode]]
    assert result.proven == sum(k <= n + 2 * p for n, k, p in foldable)
    assert result.skipped["the padding is more than can be folded"] == len(each) - len(foldable)
    assert not result.failed
    assert "padding_mode" not in str(refused(Grid.of, "padding_mode=reflect", transposed=True)).partition("got")[0]


def test_combinations_in_order() -> None:
    grid = Grid.of("kernel=1..2 input=4,5x6")
    assert list(grid) == [
        {"kernel_size": "1", "input_size": "4"},
        {"kernel_size": "1", "input_size": "5x6"},
        {"kernel_size": "2", "input_size": "4"},
        {"kernel_size": "2", "input_size": "5x6"},
    ]
    assert len(grid) == 4
    assert len(Grid.of("kernel=1..5 stride=1..4 padding=0..4 dilation=1..3 input=2..10")) == 2700


WORDS = "input, kernel, stride, padding, padding_mode, dilation, groups, in_channels, out_channels, batch"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a sweep needs at least one word=values, got nothing"),
        ("   ", "a sweep needs at least one word=values, got nothing"),
        ("kernel", f"a sweep is word=values with words {WORDS}, got 'kernel'"),
        ("kernel=", f"a sweep is word=values with words {WORDS}, got 'kernel='"),
        ("kernels=3", f"a sweep is word=values with words {WORDS}, got 'kernels=3'"),
        ("kernel=1 kernel=2", "kernel is stated twice in the sweep"),
        ("kernel=5..1", "kernel in a sweep must be a range such as 1..5, got '5..1'"),
        ("kernel=1..", "kernel in a sweep must be a range such as 1..5, got '1..'"),
        ("kernel=a..b", "kernel in a sweep must be a range such as 1..5, got 'a..b'"),
        ("kernel=１..３", "kernel in a sweep must be a range such as 1..5, got '１..３'"),
        ("kernel=-1..3", "kernel in a sweep must be at least 0, got '-1..3'"),
        ("padding=-1..1", f"padding in a sweep must be at least 0, got '-1..1': {CROPS}"),
        ("padding=0,1:-1", f"padding in a sweep must be at least 0, got '1:-1': {CROPS}"),
        ("kernel=1..2..3", "kernel in a sweep must be a range such as 1..5, got '1..2..3'"),
        ("kernel=1..9999999", "kernel in a sweep takes more than 1000000 values, got '1..9999999'"),
        ("kernel=1..1000 stride=1..1001", "a sweep of 1001000 combinations is more than 1000000; split it"),
        (f"kernel=1..{'9' * 30}", f"kernel in a sweep takes more than 1000000 values, got '1..{'9' * 30}'"),
    ],
)
def test_no_grids(text: str, message: str) -> None:
    error = refused(Grid.of, text)
    assert isinstance(error, InputError)
    assert str(error) == message


def test_every_layer_of_a_grid() -> None:
    """27 layers with N 3..5, k 1..3, s 1..3; k never exceeds N."""
    result = sweep(Grid.of("kernel=1..3 stride=1..3 input=3..5"), jobs=1, only=("textbook",))
    entries = sum(n + k for k in (1, 2, 3) for _ in (1, 2, 3) for n in (3, 4, 5))  # of ∂L/∂X and ∂L/∂F
    assert result == Sweep(proven=27, entries=entries, skipped=Counter(), failed=())


def test_what_is_no_layer_is_skipped_with_the_reason() -> None:
    """N 2, k 1..5, p 0, 1: k 3, 4, 5 do not fit without padding, k 5 not with it."""
    result = sweep(Grid.of("kernel=1..5 padding=0..1 input=2"), jobs=1)
    assert (result.proven, result.skipped, result.failed) == (
        6,
        Counter({"the kernel does not fit the padded input": 4}),
        (),
    )


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("stride=0..2", {"stride must be at least 1, got 0": 1}),
        ("kernel=0..2", {"kernel_size must be at least 1, got 0": 1}),
        ("groups=0,1", {"groups must be at least 1, got 0": 1}),
        ("in_channels=1..4 out_channels=4 groups=2", {"groups do not divide the channels": 2}),
        ("input=4 kernel=9 padding=same,full,1:2,valid", {"the kernel does not fit the padded input": 2}),
        (
            "input=4x4 kernel=3,3x3x3",
            {"input_size has 2 axes where the layer has 3, got (4, 4)": 1},
        ),
    ],
)
def test_reasons(text: str, reasons: dict[str, int]) -> None:
    result = sweep(Grid.of(text), jobs=1, only=("textbook",))
    assert (dict(result.skipped), result.failed) == (reasons, ())
    assert result.proven == len(Grid.of(text)) - sum(reasons.values())


def turned_back(spec: ConvSpec, grad_output: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """A route that is right only where the filter looks the same from both ends, that is at k = 1."""
    return routes.GRAD_INPUT["textbook"](spec, grad_output, weight[..., ::-1])


def test_a_route_that_fails_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(routes.GRAD_INPUT, "broken", turned_back)  # type: ignore[index]
    result = sweep(Grid.of("kernel=1..2 stride=1..2 input=4"), jobs=1)
    assert (result.proven, result.skipped) == (2, Counter())
    assert [(spec.kernel_size, spec.stride) for spec, _ in result.failed] == [((2,), (1,)), ((2,), (2,))]
    assert [[(proof.claim, proof.route, proof.holds) for proof in proofs] for _, proofs in result.failed] == [
        [("grad_input", "broken", False)]
    ] * 2
    written: dict[str, Any] = result.to_json()
    assert (written["proven"], written["skipped"]) == (2, {})
    assert written["failed"][0] == {
        "layer": ConvSpec.of(input_size=4, kernel_size=2).to_json(),
        "proofs": [{"claim": "grad_input", "route": "broken", "entries": 4, "holds": False}],
    }
    verdicts = symconv.prove_sweep("kernel=1..2 input=4", jobs=1, only=("broken",))
    assert (verdicts.combinations, verdicts.holds) == (2, False)


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # Python 3.12 on forks beside any thread
def test_one_process_or_two_say_the_same() -> None:
    grid = Grid.of("kernel=1..4 stride=1..3 padding=0..2 dilation=1..2 input=2..4")
    done: list[int] = []
    alone, together = sweep(grid, jobs=1), sweep(grid, jobs=2, progress=done.append)
    assert alone == together
    assert alone.proven + sum(alone.skipped.values()) == sum(done) == len(grid) == 216


def test_progress_counts_every_combination() -> None:
    done: list[int] = []
    sweep(Grid.of("kernel=1..5 stride=1..5 input=2..4"), jobs=1, only=("matrix",), progress=done.append)
    assert sum(done) == 75


def test_no_such_route() -> None:
    error = refused(sweep, Grid.of("kernel=1"), only=("fft",), jobs=1)
    assert isinstance(error, InputError)
    assert str(error).startswith("no route is called 'fft'; there are ")


def test_a_sweep_from_text_or_from_a_grid() -> None:
    text = "kernel=1..2 input=3"
    assert symconv.prove_sweep(text, jobs=1) == symconv.prove_sweep(Grid.of(text), jobs=1)


@pytest.mark.parametrize(
    ("text", "got"),
    [
        ("kernel=1..3,foo", "kernel in a sweep must be a number, or sizes such as 5x3, got 'foo'"),
        ("kernel=1..3,stride=2", "kernel in a sweep must be a number, or sizes such as 5x3, got 'stride=2'"),
        ("kernel=foo", "kernel in a sweep must be a number, or sizes such as 5x3, got 'foo'"),
        ("kernel=3,", "kernel in a sweep must be a number, or sizes such as 5x3, got ''"),
        ("padding=some", "padding in a sweep must be a number, or sizes such as 5x3, got 'some'"),
        ("groups=2x2", "groups in a sweep must be a number, or sizes such as 5x3, got '2x2'"),
        ("stride=-1", "stride in a sweep must be at least 0, got '-1'"),
        ("input=5x", "input in a sweep must be a number, or sizes such as 5x3, got '5x'"),
    ],
)
def test_a_slip_of_the_pen_is_no_layer_to_skip(text: str, got: str) -> None:
    assert str(refused(Grid.of, text)) == got


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_an_interrupt_leaves_no_traceback() -> None:
    """Ctrl-C goes to every process of the group while all of them work."""
    grid = "kernel=1..9 stride=1..9 padding=0..9 dilation=1..9 input=2..40"
    process = subprocess.Popen(
        [sys.executable, "-m", "symconv", "prove", "--sweep", grid, "-j", "2"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        cwd=Path(__file__).parents[2],
    )
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while process.poll() is None and len(children.read_text().split()) < 3:  # two, and one that tidies up
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate()
    assert process.returncode
    assert "Traceback" not in told, told
