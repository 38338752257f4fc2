"""Imports as files inside a package do, one way and the other."""

from packed.scatter import ahead  # noqa: F401 - re-exported

from ..scatter import both


def conv_backward(dout, x, w, stride, pad):
    return both(dout, x, w, stride, pad)
