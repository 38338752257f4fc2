"""What people's own suites call."""

import numpy as np
import pytest

from symconv import ConvSpec
from symconv.testing import assert_conv_backward

SPEC = ConvSpec.of(input_size=(3, 4), kernel_size=2, bias=True)


def windows(dout, x, w, b):  # type: ignore[no-untyped-def]
    dx, dw = np.zeros_like(x), np.zeros_like(w)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            seen = np.s_[:, :, i : i + w.shape[2], j : j + w.shape[3]]
            dx[seen] += np.einsum("nf,fchw->nchw", dout[:, :, i, j], w)
            dw += np.einsum("nf,nchw->fchw", dout[:, :, i, j], x[seen])
    return dx, dw, dout.sum(axis=(0, 2, 3))


def test_right_passes() -> None:
    assert_conv_backward(windows, SPEC)


def test_wrong_fails_with_the_report() -> None:
    def wrong(dout, x, w, b):  # type: ignore[no-untyped-def]
        dx, dw, db = windows(dout, x, w[:, :, ::-1, ::-1], b)
        return dx, dw, db

    with pytest.raises(AssertionError, match="your code adds") as raised:
        assert_conv_backward(wrong, SPEC)
    assert "[no-flip]" in str(raised.value)


def test_what_cannot_be_called_fails() -> None:
    def strange(dout):  # type: ignore[no-untyped-def]
        raise ValueError("no")

    with pytest.raises(AssertionError, match="ValueError: no"):
        assert_conv_backward(strange, SPEC)
