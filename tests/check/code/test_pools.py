"""Poolings in code: recognised by what their forward pass gives, and judged by the gradient of it."""

from pathlib import Path

import numpy as np
import pytest

from symconv.check.code import Options, check_file
from symconv.check.code.pools import truths
from symconv.check.report import Report
from symconv.pooled import PooledSpec

HEAD = """
import numpy as np


def spots(x, k, s):
    for i in range((x.shape[2] - k) // s + 1):
        for j in range((x.shape[3] - k) // s + 1):
            yield i, j, np.s_[:, :, i * s : i * s + k, j * s : j * s + k]


def reduced(x, k, s, how):
    return np.stack([how(x[at], (2, 3)) for *_, at in spots(x, k, s)], 2).reshape(
        *x.shape[:2], (x.shape[2] - k) // s + 1, (x.shape[3] - k) // s + 1
    )


"""
LARGEST = """
class MaxPool2d:
    def __init__(self, kernel_size, stride):
        self.k, self.s = kernel_size, stride

    def forward(self, x):
        self.x = x
        return reduced(x, self.k, self.s, np.max)

    def backward(self, dout):
        dx = np.zeros_like(self.x)
        for i, j, at in spots(self.x, self.k, self.s):
            for n, c in np.ndindex(*dx.shape[:2]):
                window = self.x[at][n, c]
                {body}
        return dx
"""
FIRST = """y, z = np.unravel_index(window.argmax(), window.shape)
                dx[at][n, c, y, z] {sign} dout[n, c, i, j]"""
LAST = FIRST.replace("window.argmax()", "window.size - 1 - window.ravel()[::-1].argmax()")
EQUAL = "dx[at][n, c] += (window == window.max()) * dout[n, c, i, j]"
SHARED = "dx[at][n, c] += (window == window.max()) / (window == window.max()).sum() * dout[n, c, i, j]"
ALL = "dx[at][n, c] += dout[n, c, i, j]"
OTHER = "dx[at][n, c, 0, 0] += dout[n, c, i, j]"
MEAN = """
def mean_pool_forward(x, pool_param):
    k, s = pool_param["pool_size"], pool_param["stride"]
    return reduced(x, k, s, np.mean), (x, k, s)


def mean_pool_backward(dout, cache):
    x, k, s = cache
    dx = np.zeros(x.shape)
    for i, j, at in spots(x, k, s):
        dx[at] {sign} dout[:, :, i : i + 1, j : j + 1]{over}
    return dx
"""


def checked(folder: Path, body: str, options: Options | None = None) -> Report:
    (folder / "pools.py").write_text(HEAD + body, encoding="utf-8")
    return check_file(folder / "pools.py", options=options)


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        (LARGEST.format(body=FIRST.format(sign="+=")), "right"),
        (LARGEST.format(body=LAST.format(sign="+=")), "right under an assumption"),
        (LARGEST.format(body=SHARED), "right under an assumption"),
        (MEAN.format(sign="+=", over=" / k**2"), "right"),
    ],
    ids=["first", "last", "shared", "mean"],
)
def test_right(body: str, verdict: str, tmp_path: Path) -> None:
    report = checked(tmp_path, body)
    assert [one.verdict for one in report.statements] == [verdict, "right"]
    tried = [row for row in report.layers if not row.not_tried]
    assert len(tried) > 5
    assert all(row.verdicts == {"o": "right", "dx": "right"} for row in tried)


@pytest.mark.parametrize(
    ("body", "id_"),
    [
        (LARGEST.format(body=FIRST.format(sign="=")), "overwritten-overlap"),
        (LARGEST.format(body=EQUAL), "ties-counted"),
        (LARGEST.format(body=ALL), "given-to-all"),
        (LARGEST.format(body=OTHER), ""),
        (MEAN.format(sign="=", over=" / k**2"), "overwritten-overlap"),
        (MEAN.format(sign="+=", over=""), "not-divided"),
    ],
    ids=["overwritten", "ties", "all", "other", "mean-overwritten", "mean-whole"],
)
def test_wrong(body: str, id_: str, tmp_path: Path) -> None:
    report = checked(tmp_path, body)
    gradient, forward = report.statements
    assert forward.verdict == "right"
    assert gradient.verdict == "wrong"
    assert [one.id for one in gradient.mistakes] == ([id_] if id_ else [])
    assert report.exit_code == 1
    assert ("right where no two entries are equal" in gradient.message) == (id_ == "ties-counted")


def test_overwriting_shows_where_windows_overlap(tmp_path: Path) -> None:
    report = checked(tmp_path, LARGEST.format(body=FIRST.format(sign="=")))
    for row in report.layers:
        if not row.not_tried:
            kernel, stride = row.layer["kernel_size"], row.layer["stride"]
            outputs = [(n - k) // s + 1 for n, k, s in zip(row.layer["input_size"], kernel, stride, strict=True)]
            overlap = any(k > s and m > 1 for k, s, m in zip(kernel, stride, outputs, strict=True))
            assert row.verdicts["dx"] == ("wrong" if overlap else "right"), row.told


def test_neither(tmp_path: Path) -> None:
    report = checked(tmp_path, LARGEST.format(body=ALL).replace("np.max", "np.ptp"))
    (only,) = report.statements
    assert only.verdict == "unreadable"
    assert "neither the largest entry of each window nor their average" in only.message


@pytest.mark.parametrize("body", [FIRST.format(sign="="), EQUAL], ids=["overwritten", "ties"])
def test_emitted(body: str, tmp_path: Path) -> None:
    path = tmp_path / "test_pools.py"
    report = checked(tmp_path, LARGEST.format(body=body), Options(test_at=str(path)))
    names: dict[str, object] = {"__file__": str(path)}
    exec(compile(report.test, str(path), "exec"), names)  # noqa: S102 - what symconv wrote
    with pytest.raises(AssertionError):
        names["test_maxpool2d"]()  # type: ignore[operator]
    checked(tmp_path, LARGEST.format(body=FIRST.format(sign="+=")))
    names["test_maxpool2d"]()  # type: ignore[operator]


ALONE = """
def {name}(dout, {given}, pool_size, stride):
    dx = np.zeros({shape})
    for i, j in np.ndindex(*dout.shape[2:]):
        at = np.s_[:, :, i * stride : i * stride + pool_size, j * stride : j * stride + pool_size]
        {body}
    return dx
"""
MOST = "dx[at] {sign} (x[at] == x[at].max((2, 3), keepdims=True)) * dout[:, :, i : i + 1, j : j + 1]"
FIRST_OF = """for n, c in np.ndindex(*dx.shape[:2]):
            y, z = np.unravel_index(x[at][n, c].argmax(), x[at][n, c].shape)
            dx[at][n, c, y, z] {sign} dout[n, c, i, j]"""
EVENLY = "dx[at] {sign} dout[:, :, i : i + 1, j : j + 1] / {over}"
BUILT_IN = """
def max_pool_backward(dout, x):
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(*dout.shape):
        window = x[n, c, 2 * i : 2 * i + 3, 2 * j : 2 * j + 3]
        y, z = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, 2 * i + y, 2 * j + z] += dout[n, c, i, j]
    return dx
"""


def alone(name: str, body: str, *, size: bool = False) -> str:
    given, shape = ("x_shape", "x_shape") if size else ("x", "x.shape")
    return ALONE.format(name=name, given=given, shape=shape, body=body)


@pytest.mark.parametrize(
    ("body", "verdict", "id_", "against"),
    [
        (alone("max_pool_backward", FIRST_OF.format(sign="+=")), "right", "", "max pooling, by its name"),
        (alone("pool_backward", FIRST_OF.format(sign="+=")), "right", "", "max pooling, by what it gives"),
        (alone("pool_backward", MOST.format(sign="+=")), "wrong", "ties-counted", "max pooling, by what it gives"),
        (
            alone("maxpool_backward", FIRST_OF.format(sign="=")),
            "wrong",
            "overwritten-overlap",
            "max pooling, by its name",
        ),
        (
            alone("avg_pool_backward", EVENLY.format(sign="+=", over="pool_size**2"), size=True),
            "right",
            "",
            "average pooling, by its name",
        ),
        (
            alone("mean_pool_bwd", EVENLY.format(sign="+=", over="1"), size=True),
            "wrong",
            "not-divided",
            "average pooling, by its name",
        ),
        (BUILT_IN, "right under an assumption", "", "max pooling, by its name"),
    ],
    ids=["max", "found", "ties", "overwritten", "average", "whole", "built-in"],
)
def test_without_a_forward_pass(body: str, verdict: str, id_: str, against: str, tmp_path: Path) -> None:
    report = checked(tmp_path, body)
    (only,) = report.statements
    assert only.verdict == verdict
    assert [one.id for one in only.mistakes] == ([id_] if id_ else [])
    assert report.binding["judged against"] == against
    tried = [row for row in report.layers if not row.not_tried]
    assert len(tried) == (2 if body == BUILT_IN else 6 if "x_shape" not in body else len(tried))


def test_its_file_or_an_option_may_say_that_it_is_a_pooling(tmp_path: Path) -> None:
    """A max's gradient depends on the values of X, which is no mistake; told to be an average, it is one."""
    body = alone("backward", FIRST_OF.format(sign="+="))
    assert checked(tmp_path, body).statements[0].verdict == "right"
    (tmp_path / "layer.py").write_text(HEAD + body, encoding="utf-8")
    told = check_file(tmp_path / "layer.py", options=Options(given={"pool": "max", "kernel_size": "3", "stride": "2"}))
    assert told.statements[0].verdict == "right"
    rows = [row.layer for row in told.layers if not row.not_tried]
    assert {(tuple(row["kernel_size"]), tuple(row["stride"])) for row in rows} == {((3, 3), (2, 2))}
    other = check_file(tmp_path / "layer.py", options=Options(given={"pool": "average"}))
    assert other.statements[0].verdict == "wrong"


@pytest.mark.parametrize(
    "body",
    [
        alone("pool_backward", "dx[at] += 3 * dout[:, :, i : i + 1, j : j + 1]"),
        alone("pool_backward", "dx[:, :, i * stride, j * stride] += dout[:, :, i, j]"),
        BUILT_IN.replace("+=", "-="),
    ],
    ids=["times", "corner", "negative"],
)
def test_without_a_forward_pass_what_fits_no_pooling_is_not_judged(body: str, tmp_path: Path) -> None:
    (only,) = checked(tmp_path, body).statements
    assert only.verdict == "unreadable"
    assert "neither the gradient of max or average pooling" in only.message


@pytest.mark.parametrize("pool", ["max", "average"])
def test_the_truth_is_that_of_finite_differences(pool: str) -> None:
    spec = PooledSpec.of(pool=pool, input_size=(5, 4), kernel_size=3, stride=1, padding=1, batch_size=1)
    draw = np.random.default_rng(3)
    x, grads = draw.permutation(20).reshape(spec.input_shape) * 1.0, draw.normal(size=spec.output_shape)
    found = truths.grad_input(spec, x, grads)
    for place in np.ndindex(*x.shape):
        moved = x.copy()
        moved[place] += 0.25
        change = ((truths.output(spec, moved) - truths.output(spec, x)) * grads).sum() / 0.25
        assert found[place] == pytest.approx(change)
