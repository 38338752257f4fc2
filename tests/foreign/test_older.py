"""Code that was written for an older NumPy."""

from pathlib import Path

import numpy as np
import pytest

from symconv.check.code import Options, check_file
from symconv.foreign.entries import mended
from symconv.foreign.older import Float

CODE = """
import numpy as np

class Conv2D:
    def __init__(self, w, b):
        self.w, self.b = w, b.reshape(-1, 1, 1)

    def forward(self, x):
        self.x = x
        out = np.zeros((len(x), len(self.w), *(n - m + 1 for n, m in zip(x.shape[2:], self.w.shape[2:]))), dtype=float)
        for n, f, i, j in np.ndindex(*out.shape):
            seen = x[n, :, i : i + self.w.shape[2], j : j + self.w.shape[3]]
            out[n, f, i, j] = np.sum(seen * self.w[f]) + float(self.b[f])
        return out

    def backward(self, dout):
        dx = np.lib.pad(np.zeros_like(self.x), 0, "constant")
        self.dw, self.db = np.zeros_like(self.w), dout.sum(axis=(0, 2, 3))
        for n, f, i, j in np.ndindex(*dout.shape):
            at = np.s_[n, :, i : i + self.w.shape[2], j : j + self.w.shape[3]]
            dx[at] += dout[n, f, i, j] * self.w[f]
            self.dw[f] += dout[n, f, i, j] * self.x[at]
        return dx
"""


def test_a_number_of_an_array_of_one_entry(tmp_path: Path) -> None:
    """NumPy made one until 2.4; that it was made here is told where it was needed."""
    file = tmp_path / "conv.py"
    file.write_text(CODE, encoding="utf-8")
    report = check_file(file, "Conv2D", options=Options(given={"kernel_size": 2}))
    assert {one.verdict for one in report.statements} == {"right"}
    told = any("NumPy makes no number of an array" in note for note in report.binding["assumptions"])
    try:
        float(np.ones((1, 1)))
    except TypeError:
        assert told
    else:
        assert not told


def test_it_is_a_float_but_for_that() -> None:
    assert Float(np.array([[2.5]])) == 2.5
    assert Float("1e3") == 1000
    assert Float() == 0
    assert isinstance(Float(1), float)
    assert isinstance(0.5, Float)
    assert np.zeros(2, dtype=Float).dtype == np.float64
    with pytest.raises(TypeError):
        Float(np.ones(2))


def test_names_that_numpy_had(tmp_path: Path) -> None:
    """``np.product``, and ``newshape`` of ``np.reshape``; what stands in is told where NumPy has it no more."""
    file = tmp_path / "conv.py"
    size = "np.reshape(dout.sum(axis=(0, 2, 3)), newshape=np.product([len(self.w)]))"
    file.write_text(CODE.replace("dout.sum(axis=(0, 2, 3))", size), encoding="utf-8")
    report = check_file(file, "Conv2D", options=Options(given={"kernel_size": 2}))
    assert {one.verdict for one in report.statements} == {"right"}
    told = "NumPy has no np.product any more; np.prod stands in for it" in report.binding["assumptions"]
    assert told != hasattr(np, "product")


FILLED = """
import numpy as np

class Conv2D:
    def __init__(self, in_channels, out_channels, kernel_size):
        self.size = kernel_size
        self.w = np.random.randn(out_channels, in_channels, kernel_size, kernel_size)
        self.b = np.random.randn(out_channels, 1)

    def windows(self, high, wide):
        for i, j in np.ndindex(high, wide):
            slice = np.s_[:, i : i + self.size, j : j + self.size]
            yield i, j, slice

    def forward(self, x):
        self.x = x
        high, wide = (n - self.size + 1 for n in x.shape[2:])
        out = np.zeros((len(x), len(self.w), high, wide))
        for n, f in np.ndindex(*out.shape[:2]):
            for i, j, slice in self.windows(high, wide):
                out[n, f][i : i + 1, j] = np.sum(x[n][slice] * self.w[f], keepdims=True)[0]
                out[n, f, i, j] += self.b[f]
        return out

    def backward(self, dout):
        dx, self.dw = np.zeros_like(self.x), np.zeros_like(self.w)
        self.db = dout.sum(axis=(0, 2, 3)).reshape(-1, 1)
        for n, f in np.ndindex(*dout.shape[:2]):
            for i, j, slice in self.windows(*dout.shape[2:]):
                dx[n][slice] += dout[n, f, i, j] * self.w[f]
                self.dw[f] += dout[n, f, i, j] * self.x[n][slice]
        return dx
"""


def test_an_array_of_one_entry_put_in_the_place_of_a_number(tmp_path: Path) -> None:
    file = tmp_path / "conv.py"
    file.write_text(FILLED, encoding="utf-8")
    report = check_file(file, "Conv2D", options=Options(given={"kernel_size": 2}))
    assert {one.verdict for one in report.statements} == {"right"}
    told = any("in the place of a number" in note for note in report.binding["assumptions"])
    assert told == (not _fills())


def _fills() -> bool:
    """Whether the NumPy that is installed still does it."""
    try:
        np.zeros(1)[0] = np.ones((1, 1))
    except ValueError:
        return False
    return True


def test_a_function_of_this_process_stays_what_it_is() -> None:
    def fills() -> None:
        np.zeros(1)[0] = np.ones((1, 1))

    before = fills.__code__
    if not _fills():
        with pytest.raises(ValueError, match="sequence") as raised:
            fills()
        assert not mended(raised.value)
    assert fills.__code__ is before
