"""Right backward passes that want their arguments in a form of their own. No test: data for the tests beside it."""

from types import SimpleNamespace

import numpy as np
from packed.scatter import both


def conv_backward_pairs(grad_output, x, weight, stride=(1, 1), padding=(0, 0)):
    """Defaults show that pairs are meant; only the first of each is read."""
    return both(grad_output, x, weight, stride[0], padding[0])


def conv_backward_two_strides(grad_output, x, weight, stride):
    """Unpacked, so a pair; each axis has its own."""
    high, wide = stride
    dx, dw = np.zeros_like(x), np.zeros_like(weight)
    for i, j in np.ndindex(*grad_output.shape[2:]):
        seen = np.s_[:, :, i * high : i * high + weight.shape[2], j * wide : j * wide + weight.shape[3]]
        dx[seen] += np.tensordot(grad_output[:, :, i, j], weight, 1)
        dw += np.tensordot(grad_output[:, :, i, j], x[seen], (0, 0))
    return dx, dw


def conv_backward_word(grad_output, x, weight, stride, mode="VALID", padding="VALID"):
    if padding not in ("SAME", "VALID"):
        raise ValueError(padding)
    return both(grad_output, x, weight, stride, weight.shape[2] // 2 if padding == "SAME" else 0)


def conv_backward_saved(grad_output, saved):
    """The cache is an object."""
    return both(grad_output, saved.images, saved.filters, saved.stride, saved.padding)


def conv_backward_rest(grad_output, *saved):
    x, weight, stride, pad = saved
    return both(grad_output, x, weight, stride, pad)


def conv_backward_named(grad_output, **options):
    return both(grad_output, options["x"], options["weight"], options["stride"], options.get("padding", 0))


def conv_backward_by_name(grad_output, *, weight, x, padding, stride):
    return both(grad_output, x, weight, stride, padding)


def conv_backward_made(grad_output, x, weight, stride, pad):
    dx, dw = both(grad_output, x, weight, stride, pad)
    return SimpleNamespace(input=None, grad_x=dx, grad_weight=dw)


def conv_backward_decayed(grad_output, x, weight, stride, pad, weight_decay):
    """Something that is no part of the layer is asked for."""
    dx, dw = both(grad_output, x, weight, stride, pad)
    return dx, dw + weight_decay * weight


def conv_backward_stepped(image, kernels, d_feature_maps, learning_rate):
    """One image; the filters are returned after a step."""
    return kernels - learning_rate * both(d_feature_maps[None], image[None, None], kernels[:, None], 1, 0)[1][:, 0]


def conv_backward_doubted(grad_output, x, weight, bias=None, stride=1, pad=0):
    """The bias is asked whether it is true, which an array of several numbers is not."""
    dx, dw = both(grad_output, x, weight, stride, pad)
    return (dx, dw, grad_output.sum((0, 2, 3))) if bias else (dx, dw)


def conv_backward_half(grad_output, x, weight, stride, pad):
    return both(*(each.astype(np.float16) for each in (grad_output, x, weight)), stride, pad)


def conv_backward_whole_numbers(grad_output, x, weight, stride, pad):
    """For integers alone."""
    if not all(np.issubdtype(each.dtype, np.integer) for each in (grad_output, x, weight)):
        raise TypeError("expected integers, got another dtype")
    return both(grad_output, x, weight, stride, pad)


class Conv2DOfParameters:
    """Unusual names, nested places, an optimizer, gradients beside values."""

    def __init__(self, nb_channels, nb_filters, filter_size, stride=1, optimizer=None):
        self.step = stride
        self.inner = SimpleNamespace(
            kernel={"value": np.random.randn(nb_filters, nb_channels, filter_size, filter_size), "grad": None}
        )

    def forward(self, X, training):
        self.seen = X
        return np.einsum("nchwab,fcab->nfhw", self._windows(X), self.inner.kernel["value"])

    def backward(self, dout):
        dx, self.inner.kernel["grad"] = both(dout, self.seen, self.inner.kernel["value"], self.step, 0)
        return dx

    def _windows(self, x):
        size = self.inner.kernel["value"].shape[2:]
        return np.lib.stride_tricks.sliding_window_view(x, size, (2, 3))[:, :, :: self.step, :: self.step]


class Unfinished:
    """A stub is nothing wrong yet."""

    def forward(self, x):
        return None

    def backward(self, dout):
        """To be done."""


def conv_backward_unfinished(dout, x, w):
    raise NotImplementedError
