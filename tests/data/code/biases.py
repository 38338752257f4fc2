"""Layers by what they do with their bias, and with what comes out. No test: data for the tests beside it."""

import numpy as np
from built import ahead
from packed.scatter import both


class Ignored:
    """It holds a bias, its backward pass gives ∂L/∂b, and its forward pass never adds it."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        self.stride, self.padding = stride, padding
        self.w = np.random.randn(out_channels, in_channels, kernel_size, kernel_size)
        self.b = np.zeros(out_channels)

    def forward(self, x):
        self.x = x
        return self.out(ahead(x, self.w, self.stride, self.padding), self.b.reshape(1, -1, 1, 1))

    def out(self, sums, b):
        return sums

    def backward(self, grad_output):
        dx, self.dw = both(grad_output, self.x, self.w, self.stride, self.padding)
        self.db = self.of_bias(grad_output)
        return dx

    def of_bias(self, grad_output):
        return grad_output.sum((0, 2, 3))


class IgnoredAndSaid(Ignored):
    """The same, but ∂L/∂b is the 0 that follows."""

    def of_bias(self, grad_output):
        return np.zeros_like(self.b)


class Doubled(Ignored):
    """The bias is added twice, and ∂L/∂b is that of one that is added once."""

    def out(self, sums, b):
        return sums + 2 * b


class FirstAlone(Ignored):
    """The bias reaches the first channel alone."""

    def out(self, sums, b):
        sums[:, 0] += b[:, 0]
        return sums


class Threshold(Ignored):
    """The bias is taken off, and ∂L/∂b goes along."""

    def out(self, sums, b):
        return sums - b

    def of_bias(self, grad_output):
        return -grad_output.sum((0, 2, 3))


class Beside(Ignored):
    """Of two arrays that could be the bias, the second one is added."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        super().__init__(in_channels, out_channels, kernel_size, stride, padding)
        self.params = {"bias": np.zeros(out_channels)}

    def out(self, sums, b):
        return sums + self.params["bias"].reshape(1, -1, 1, 1)


class Switched(Ignored):
    """A flag, off by default, has the bias added."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, use_bias=False):
        super().__init__(in_channels, out_channels, kernel_size, stride, padding)
        self.use_bias = use_bias

    def out(self, sums, b):
        return sums + b if self.use_bias else sums


class Absent(Ignored):
    """There is no bias at all, and yet ∂L/∂b."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        super().__init__(in_channels, out_channels, kernel_size, stride, padding)
        del self.b

    def forward(self, x):
        self.x = x
        return ahead(x, self.w, self.stride, self.padding)


class Replaced:
    """What it is handed as a bias is replaced when its weights are made."""

    def __init__(self, out_channels, kernel_size, b):
        self.out_channels, self.kernel_size, self.b = out_channels, kernel_size, b

    def initialize(self, input_shape):
        self.w = np.random.randn(self.out_channels, input_shape[1], self.kernel_size, self.kernel_size)
        self.b = np.random.randn(self.out_channels)

    def forward(self, x):
        self.x = x
        return ahead(x, self.w) + self.b.reshape(1, -1, 1, 1)

    def backward(self, grad_output):
        dx, self.dw = both(grad_output, self.x, self.w, 1, 0)
        self.db = grad_output.sum((0, 2, 3))
        return dx


class Squared(Absent):
    """The sums are squared, and the backward pass knows nothing of it."""

    def forward(self, x):
        return super().forward(x) ** 2


class Bounded(Ignored):
    """An activation that no bias lifts out of the way, and the backward pass knows nothing of it."""

    def out(self, sums, b):
        return np.tanh(sums + b)


def rows_forward(signal, kernel, pad):
    """The signal is padded inside; what comes out is as long as if it had not been."""
    padded = np.pad(signal, ((0, 0), (pad, pad)))
    count = signal.shape[1] - len(kernel) + 1
    return np.stack([padded[:, n : n + len(kernel)] @ kernel for n in range(count)], axis=1)


def rows_backward(dout, cache):
    signal, kernel, pad = cache
    padded = np.pad(signal, ((0, 0), (pad, pad)))
    dx, dw = np.zeros_like(padded), np.zeros_like(kernel)
    for n in range(dout.shape[1]):
        dx[:, n : n + len(kernel)] += dout[:, n : n + 1] * kernel
        dw += dout[:, n] @ padded[:, n : n + len(kernel)]
    return dx[:, pad : pad + signal.shape[1]], dw


class Summed:
    """One image at a time; each channel of ∂L/∂X is given the sum over all of them."""

    def __init__(self, in_channels, out_channels, kernel_size):
        self.w = np.random.randn(out_channels, in_channels, kernel_size, kernel_size)

    def forward(self, x):
        self.x = x
        return ahead(x[None], self.w)[0]

    def backward(self, grad):
        if grad.shape[0] > 1 and grad.shape[1] == 1:
            raise ArithmeticError("rows of one entry")
        dx, self.dw = both(grad[None], self.x[None], self.w, 1, 0)
        return dx[0].sum(axis=0) + np.zeros_like(self.x)


class Listed(Ignored):
    """A property that is called after gradients is no backward pass, and what it returns is no result of one."""

    def out(self, sums, b):
        return sums + b

    def backward(self, dvalues):
        back, self.dw = both(dvalues, self.x, self.w, self.stride, self.padding)
        self.db = dvalues.sum((0, 2, 3))
        return back

    @property
    def grads(self):
        return [self.dw]


class OneSize:
    """It is told the shape of its input, takes its first size for all axes, and is right for square images alone."""

    def __init__(self, n_filters, kernel_size, stride=1):
        self.n_filters, self.kernel_size, self.stride = n_filters, kernel_size, stride

    def initialize(self, input_shape):
        channels, self.size = input_shape[1], input_shape[2]
        self.weights = np.random.randn(self.n_filters, channels, self.kernel_size, self.kernel_size)
        self.count = (self.size - self.kernel_size) // self.stride + 1

    def forward(self, x):
        self.x, out = x, np.zeros((len(x), self.n_filters, self.count, self.count))
        out[:] = ahead(x, self.weights, self.stride)[:, :, : self.count, : self.count]
        return out

    def backward(self, grads):
        dx, self.dweights = both(grads, self.x, self.weights, self.stride, 0)
        return dx[:, :, : self.size, : self.size]


class Cubes:
    """The same with three axes; each channel of ∂L/∂X is given the sum over all of them."""

    def __init__(self, n_filters, kernel_size):
        self.n_filters, self.kernel_size = n_filters, kernel_size

    def initialize(self, input_shape):
        self.size, self.count = input_shape[2], input_shape[2] - self.kernel_size + 1
        self.weights = np.random.randn(self.n_filters, input_shape[1], *[self.kernel_size] * 3)

    def windows(self, x):
        return np.lib.stride_tricks.sliding_window_view(x, [self.kernel_size] * 3, (2, 3, 4))[
            :, :, : self.count, : self.count, : self.count
        ]

    def forward(self, x):
        self.x, out = x, np.zeros((len(x), self.n_filters, *[self.count] * 3))
        out[:] = np.einsum("ncijkabd,fcabd->nfijk", self.windows(x), self.weights)
        return out

    def backward(self, grads):
        self.dweights = np.einsum("ncijkabd,nfijk->fcabd", self.windows(self.x), grads)
        dx, parts = np.zeros_like(self.x), np.einsum("nfijk,fcabd->ncijkabd", grads, self.weights)
        for i, j, k in np.ndindex(*[self.count] * 3):
            sides = [slice(n, n + self.kernel_size) for n in (i, j, k)]
            dx[:, :, *sides] += parts[:, :, i, j, k]
        return dx.sum(axis=1, keepdims=True) + np.zeros_like(dx)
