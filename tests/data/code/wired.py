"""Layers that are told things by others: by a layer before them, by a network, by a wrapper. No test: data."""

import numpy as np
from packed.scatter import both


def ahead(x, weight, before, after):
    """The layer's output at stride 1; arrays [N, C, H, W] and [F, C, K, L], zeros by sides of each axis."""
    padded = np.pad(x, [(0, 0), (0, 0), *zip(before, after, strict=True)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, weight.shape[2:], (2, 3))
    return np.einsum("nchwab,fcab->nfhw", windows, weight)


def logged(function):
    """Calls through, under no name: no ``functools.wraps`` here."""
    calls = []

    def wrapper(*args, **kwargs):
        calls.append(wrapper)
        return function(*args, **kwargs)

    return wrapper


class Wired:
    """Knows its sizes only when a network has told it what stands before it; odd filters alone; single images."""

    def __init__(self, filters_count, kernel_size):
        if kernel_size % 2 == 0:
            raise ValueError("the filter must be odd")
        self.count, self.size = filters_count, kernel_size
        self.network = self.weights = None

    def connect(self, network, prev_layer, next_layer):
        self.network = network
        channels = prev_layer.output_shape[0]
        self.weights = [np.zeros((self.count, channels, self.size, self.size)), np.zeros(self.count)]

    def propagate(self, x):
        self.x = x
        return ahead(x[None], self.weights[0], (0, 0), (0, 0))[0] + self.weights[1][:, None, None]

    def backpropagate(self, delta):
        dx, dw = both(delta[None], self.x[None], self.weights[0], 1, 0)
        self.weights[0] -= self.network.learning_rate * self.turned(dw)
        self.weights[1] -= self.network.learning_rate * delta.sum((1, 2))
        return dx[0]

    def turned(self, dw):
        """As it is."""
        return dw


class Miswired(Wired):
    """The same with ∂L/∂F turned over."""

    def turned(self, dw):
        return dw[..., ::-1, ::-1]


class Asking(Wired):
    """Asks the layer before it by a method, and is told before anything else."""

    def connect(self, network, prev_layer, next_layer):
        self.network = network
        channels, _, _ = prev_layer.get_output_shape()
        self.weights = [np.zeros((self.count, channels, self.size, self.size)), np.zeros(self.count)]


class Stuck:
    """Built with a pair alone; its backward pass fails always."""

    def __init__(self, in_channels, filters_count, kernel_size):
        self.w = np.zeros((filters_count, in_channels, *map(int, kernel_size)))

    def forward(self, x):
        return ahead(x, self.w, (0, 0), (0, 0))

    def backward(self, grad):
        return grad[len(grad)]


class Logged:
    """Its passes are wrapped; both roles of the arguments are told by names inside alone."""

    def __init__(self, weight):
        self.weight = weight

    @logged
    def forward(self, layer_inputs):
        self.inputs = layer_inputs
        return ahead(layer_inputs, self.weight, (0, 0), (0, 0))

    @logged
    def backward(self, upstream_gradients, labels=None):
        dx, self.dweight = both(upstream_gradients, self.inputs, self.weight, 1, 0)
        return dx


class Centred:
    """Pads as ``scipy.signal.correlate(mode="same")`` does: one zero more before than after an even filter."""

    def __init__(self, weight):
        self.w = weight

    def sides(self):
        """Zeros before and after, by axis."""
        sizes = self.w.shape[2:]
        return [n // 2 for n in sizes], [(n - 1) // 2 for n in sizes]

    def forward(self, x):
        self.x = x
        return ahead(x, self.w, *self.sides())

    def backward(self, grad):
        before, after = self.sides()
        wide = np.pad(self.x, [(0, 0), (0, 0), *zip(before, after, strict=True)])
        dx, self.dw = both(grad, wide, self.w, 1, 0)
        return dx[:, :, before[0] :, before[1] :][:, :, : self.x.shape[2], : self.x.shape[3]]


class CentredTwice(Centred):
    """``convolve(mode="same")`` back: an even filter is then one place off; right for odd ones."""

    def backward(self, grad):
        super().backward(grad)
        turned = self.w[..., ::-1, ::-1].swapaxes(0, 1)
        return ahead(grad, turned, *self.sides())


def image_backward(dout, image, filt):
    """For one square image, as it says."""
    count, _, side, _ = filt.shape
    _, size, _ = image.shape
    reach = size - side + 1
    dx, dw = np.zeros_like(image), np.zeros_like(filt)
    for f in range(count):
        for i in range(reach):
            for j in range(reach):
                dx[:, i : i + side, j : j + side] += dout[f, i, j] * filt[f]
                dw[f] += dout[f, i, j] * image[:, i : i + side, j : j + side]
    return dx, dw
