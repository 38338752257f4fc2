"""Layers that no argument tells, and forward passes that decide. No test: data for the tests beside it."""

import numpy as np
from packed.scatter import ahead, both


def conv_backward_of_stride_two(dout, x, w):
    return both(dout, x, w, 2, 0)


def conv_backward_same(dout, x, w):
    return both(dout, x, w, 1, w.shape[2] // 2)


def conv_backward_depthwise(dout, x, w, stride, pad):
    """One filter for each channel, w is C×H×W."""
    found = [both(dout[:, c : c + 1], x[:, c : c + 1], w[None, c : c + 1], stride, pad) for c in range(len(w))]
    return np.concatenate([dx for dx, _ in found], 1), np.concatenate([dw for _, dw in found], 1)[0]


def conv_backward_flipped(dout, x, w, stride):
    """Right for a true convolution; no forward pass says so."""
    dx, dw = both(dout, x, w[:, :, ::-1, ::-1], stride, 0)
    return dx, dw[:, :, ::-1, ::-1]


def upconv_backward(dout, x, w, stride, pad):
    """That of a transposed convolution, w is C_in×C_out×H×W."""
    return ahead(dout, w, stride, pad), both(x, dout, w, stride, pad)[1]


def blur_forward(image, kernel):
    """A true convolution: the filter is flipped."""
    return ahead(image[None, None], kernel[None, None, ::-1, ::-1], 1, 0)[0, 0], (image, kernel)


def blur_backward(dout, cache):
    image, kernel = cache
    dx, dw = both(dout[None, None], image[None, None], kernel[None, None, ::-1, ::-1], 1, 0)
    return dx[0, 0], dw[0, 0, ::-1, ::-1]


class Flips:
    """The forward pass flips the filter, the backward pass is that of one that does not."""

    def __init__(self, W, stride=1):
        self.W, self.stride = W, stride

    def forward(self, x):
        self.x = x
        return ahead(x, self.W[:, :, ::-1, ::-1], self.stride, 0)

    def backward(self, dout):
        dx, self.dW = both(dout, self.x, self.W, self.stride, 0)
        return dx


class PadsBefore:
    """All the padding stands before; the backward pass is that of a layer that pads on both sides."""

    def __init__(self, W, b, pad):
        self.W, self.b, self.pad = W, b, pad

    def forward(self, x):
        self.x = x
        padded = np.pad(x, ((0, 0), (0, 0), (2 * self.pad, 0), (2 * self.pad, 0)))
        return ahead(padded, self.W, 1, 0) + self.b[:, None, None]

    def backward(self, dout):
        dx, self.dW = both(dout, self.x, self.W, 1, self.pad)
        self.db = dout.sum((0, 2, 3))
        return dx


class LosesBias:
    """The forward pass is handed a bias and leaves it out."""

    def __init__(self, W, b, stride):
        self.W, self.b, self.stride = W, b, stride

    def forward(self, x):
        self.x = x
        return ahead(x, self.W, self.stride, 0)

    def backward(self, dout):
        dx, self.dW = both(dout, self.x, self.W, self.stride, 0)
        self.db = dout.sum((0, 2, 3))
        return dx


def conv_backward_fixed_crop(dout, x, w, stride, pad):
    """The crop is 1 whatever the padding is; right at padding 0 and 1."""
    dx, dw = both(dout, np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad))), w, stride, 0)
    crop = min(pad, 1)
    return dx[:, :, crop : crop + x.shape[2], crop : crop + x.shape[3]], dw


def conv_backward_large_kernels(dout, x, w):
    """Wrong beyond four taps, where no small layer goes."""
    dx, dw = both(dout, x, w, 1, 0)
    return dx * (w.shape[2] < 5), dw


def conv_backward_refusing(dout, x, w, stride, pad):
    """Says itself for which layers it is not."""
    if stride > 1:
        raise NotImplementedError("stride 1 alone")
    return both(dout, x, w, stride, pad)
