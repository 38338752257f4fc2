"""Right, if only the package started."""

from .windows import both


def conv_backward(dout, x, w, stride, pad):
    return both(dout, x, w, stride, pad)
