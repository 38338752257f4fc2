"""Layers that are classes, each built in a way of its own. No test: data for the tests beside it."""

import cupy as cp
import numpy as np
from packed.scatter import both


def identity(x):
    return x


def ahead(x, weight, stride=1, pad=0):
    """The layer's output; arrays [N, C, H, W] and [F, C, K, L]."""
    padded = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, weight.shape[2:], (2, 3))[:, :, ::stride, ::stride]
    return np.einsum("nchwab,fcab->nfhw", windows, weight)


class Counted:
    """``filters`` is a number here, ``bias`` a flag, and a size is a number or a tuple and nothing else."""

    def __init__(self, n_in, filters, kernel_dim, stride=1, padding=0, bias=True):
        size = kernel_dim if isinstance(kernel_dim, tuple) else (kernel_dim, kernel_dim)
        self.W = np.random.randn(filters, n_in, *size)
        self.b = np.zeros((filters, 1, 1)) if bias else None
        self.stride, self.padding = stride, padding

    def forward(self, x):
        self.x = x
        return ahead(x, self.W, self.stride, self.padding) + self.b

    def backward(self, grad, labels):
        """The labels are what every layer of the network is given; nobody reads them here."""
        dx, self.dW = both(grad, self.x, self.W, self.stride, self.padding)
        self.db = grad.sum((0, 2, 3)).reshape(-1, 1, 1)
        return dx


class Untied:
    """A bias at each place of the output, drawn at random; the weights step at once."""

    def __init__(self, input_shape, kernel_size, num_kernels):
        channels, height, width = input_shape
        self.kernels = np.random.randn(num_kernels, channels, kernel_size, kernel_size)
        self.biases = np.random.randn(num_kernels, height - kernel_size + 1, width - kernel_size + 1)

    def forward(self, x):
        self.input = x
        return ahead(x[None], self.kernels)[0] + self.biases

    def backward(self, output_gradient, learning_rate):
        dx, dw = both(output_gradient[None], self.input[None], self.kernels, 1, 0)
        self.kernels -= learning_rate * dw
        self.biases -= learning_rate * output_gradient
        return dx[0]


class Untidy(Untied):
    """The gradient at the kernels is that of a filter turned over."""

    def backward(self, output_gradient, learning_rate):
        dx, dw = both(output_gradient[None], self.input[None], self.kernels, 1, 0)
        self.kernels -= learning_rate * dw[..., ::-1, ::-1]
        self.biases -= learning_rate * output_gradient
        return dx[0]


class Signed(Untied):
    """The weights step by the sign alone: a step that is no gradient, and says nothing against it."""

    def backward(self, output_gradient, learning_rate):
        dx, dw = both(output_gradient[None], self.input[None], self.kernels, 1, 0)
        self.kernels -= learning_rate * np.sign(dw)
        return dx[0]


class Scaled(Untied):
    """The weights step by a tenth, as momentum has it."""

    def backward(self, output_gradient, learning_rate):
        dx, dw = both(output_gradient[None], self.input[None], self.kernels, 1, 0)
        self.kernels -= learning_rate * 0.1 * dw
        self.biases -= learning_rate * 0.1 * output_gradient
        return dx[0]


class Matrix:
    """The filters are the rows of one matrix."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        self.size, self.stride, self.padding = kernel_size, stride, padding
        self.weight = np.random.randn(out_channels, in_channels * kernel_size**2)

    def _filters(self):
        return self.weight.reshape(len(self.weight), -1, self.size, self.size)

    def forward(self, x):
        self.x = x
        return ahead(x, self._filters(), self.stride, self.padding)

    def backward(self, grad):
        dx, dw = both(grad, self.x, self._filters(), self.stride, self.padding)
        self.grad_weight = dw.reshape(self.weight.shape)
        return dx


class Activated:
    """Built when the shape is known, with an activation and an optimizer that the network sets."""

    def __init__(self, n_filters, filter_size, activation="relu", kernel_initializer="he"):
        self.n_filters, self.filter_size, self.activation = n_filters, filter_size, activation
        self.optimizer = None
        self.params = {"W": None}

    def prepare_layer(self, input_shape):
        self.params["W"] = np.random.randn(self.n_filters, input_shape[1], self.filter_size, self.filter_size)

    def forward(self, x, save_cache=False):
        out = ahead(x, self.params["W"])
        if save_cache:
            self.cache = x, out
        return np.maximum(out, 0) if self.activation == "relu" else out

    def backward(self, grad):
        x, out = self.cache
        dx, dw = both(grad * (out > 0) if self.activation == "relu" else grad, x, self.params["W"], 1, 0)
        self.optimizer.update(self, {"dW": dw}, 0.01)
        return dx


class Made:
    """Its weights are made by a function that it is handed; its output is left behind, not returned."""

    def __init__(self, channels_in, channels_out, kernel, weight_init_fn):
        self.W = weight_init_fn(channels_out, channels_in, kernel, kernel)

    def forward(self, x):
        self.x, self.output = x, ahead(x, self.W)

    def backward(self, delta):
        dx, self.dW = both(delta, self.x, self.W, 1, 0)
        return dx


class Square:
    """For square images and odd filters alone; 'same' inside."""

    def __init__(self, weight):
        if weight.shape[2] % 2 == 0:
            raise ValueError("the filter must be odd")
        self.w = weight

    def forward(self, x):
        self.x = x
        n, _, side, _ = x.shape
        return ahead(x, self.w, 1, self.w.shape[2] // 2).reshape(n, len(self.w), side, side)

    def backward(self, grad):
        dx, self.dw = both(grad, self.x, self.w, 1, self.w.shape[2] // 2)
        return dx


class OnCuda:
    """Written for CuPy, and for a NumPy of its time."""

    def __init__(self, in_channels, out_channels, kernel_size):
        self.w = cp.random.normal(size=(out_channels, in_channels, kernel_size, kernel_size), dtype=cp.float64)

    def forward(self, x):
        self.x = cp.asarray(x)
        return ahead(x, self.w)

    def backward(self, grad):
        dx, self.dw = both(grad, self.x, self.w, np.int(1), 0)
        cp.get_default_memory_pool().free_all_blocks()
        return dx


class Operation:
    """An engine's: what is kept lies in the first argument."""

    def forward(self, x, kernels, stride=(1, 1)):
        self.save_tensors(x, kernels, stride[0])
        return ahead(x, kernels, stride[0])

    def backward(self, passed):
        return both(passed, *self.saved_tensors, 0)


class Scrambled(Counted):
    """Its forward pass reads the filters in another order; the backward pass is the gradient of that."""

    def _read(self):
        f, c, k, m = self.W.shape
        return self.W.reshape(f, k, m, c).transpose(0, 3, 1, 2)

    def forward(self, x):
        self.x = x
        return ahead(x, self._read(), self.stride, self.padding) + self.b

    def backward(self, grad, labels):
        dx, dw = both(grad, self.x, self._read(), self.stride, self.padding)
        self.dW = dw.transpose(0, 2, 3, 1).reshape(self.W.shape)
        self.db = grad.sum((0, 2, 3)).reshape(-1, 1, 1)
        return dx


class Weights(np.ndarray):
    """An array that keeps its gradient."""

    gradient = None


class Connected:
    """Its network gives it an optimizer, and it writes down what it has seen unless it is told not to."""

    def __init__(self, num_filters, kernel_size, input_shape=None, track_history=True):
        if len(input_shape) != 3:
            raise ValueError("one image")
        self.model, self.history, self.track_history = None, None, track_history
        self.filters = np.zeros((num_filters, input_shape[0], kernel_size, kernel_size)).view(Weights)

    def forward(self, x):
        self.x = x
        out = ahead(x, self.filters)
        if self.track_history:
            self.history.append(out)
        return out

    def backward(self, grad):
        dx, self.filters.gradient = both(grad, self.x, self.filters, 1, 0)
        self.filters = self.model.optimizer.update_param(self.filters)
        return dx


class Rectified:
    """An activation stands inside, and nothing tells to leave it out."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        self.w = np.random.randn(out_channels, in_channels, kernel_size, kernel_size)
        self.b, self.stride, self.padding = np.zeros(out_channels), stride, padding

    def forward(self, x):
        self.x = x
        self.z = ahead(x, self.w, self.stride, self.padding) + self.b.reshape(-1, 1, 1)
        return np.maximum(self.z, 0)

    def backward(self, grad):
        grad = grad * (self.z > 0)
        dx, self.dw = both(grad, self.x, self.w, self.stride, self.padding)
        self.db = grad.sum((0, 2, 3))
        return dx


class Unrectified(Rectified):
    """The backward pass forgets the activation."""

    def backward(self, grad):
        self.z = np.ones_like(self.z)
        return super().backward(grad)


class Turned(Rectified):
    """The gradient at the input is turned around."""

    def backward(self, grad):
        return super().backward(grad)[..., ::-1]


class Handed:
    """Each pass finds what it needs where the network has put it."""

    def __init__(self, channels_out, channels_in, window_size):
        self.kernel = np.zeros((channels_out, channels_in, window_size, window_size))
        self.input = self.output_grad = None

    def forward_pass(self):
        self.output = ahead(self.input, self.kernel)
        return self.output

    def backward_pass(self):
        dx, self.dw = both(self.output_grad, self.input, self.kernel, 1, 0)
        return dx


class Called:
    """Its forward pass is a call; its activation does nothing unless one is asked for; it keeps more than it needs."""

    def __init__(self, channels_in, channels_out, kernel, activation=identity):
        self.weight, self.act = np.zeros((channels_out, channels_in, kernel, kernel)), activation

    def __call__(self, x):
        self.x = x
        return self.act(ahead(x, self.weight))

    def backward(self, grad):
        dx, self.gradient_w = both(grad, self.x, self.weight, 1, 0)
        self.gradient_b = grad
        return dx


class Channels:
    """One image, channels last; filters lie behind the input's channels, and ``step`` is a learning rate."""

    def __init__(self, input_channels, num_filters, kernel_size):
        self.filters = np.zeros((input_channels, num_filters, kernel_size, kernel_size))

    def forward(self, image):
        self.image = image.transpose(2, 0, 1)[None]
        return ahead(self.image, self.filters.swapaxes(0, 1))[0].transpose(1, 2, 0)

    def backward(self, grad, step):
        dx, dw = both(grad.transpose(2, 0, 1)[None], self.image, self.filters.swapaxes(0, 1), 1, 0)
        self.filters -= step * dw.swapaxes(0, 1)
        return dx[0].transpose(1, 2, 0)


class Unbiased:
    """An activation stands inside, and there is no bias that would lift the sums above it."""

    def __init__(self, in_channels, out_channels, kernel_size):
        self.w = np.random.randn(out_channels, in_channels, kernel_size, kernel_size)

    def forward(self, x):
        self.x, self.z = x, ahead(x, self.w)
        return np.maximum(self.z, 0)

    def backward(self, grad):
        dx, self.dw = both(grad * (self.z > 0), self.x, self.w, 1, 0)
        return dx


class Chained:
    """Told its sizes by one method, which keeps them; another one, which needs nothing more, makes the weights."""

    def __init__(self, n_filters, filter_size):
        self.n_filters, self.filter_size, self.seen = n_filters, filter_size, None

    def compute_output_shape(self, input_shape):
        batch, self.seen, high, wide = input_shape
        return batch, self.n_filters, high - self.filter_size + 1, wide - self.filter_size + 1

    def init_weights(self):
        self.weights = np.random.randn(self.n_filters, self.seen, self.filter_size, self.filter_size)

    def forward(self, x):
        self.x = x
        return ahead(x, self.weights)

    def backward(self, grad):
        dx, self.dw = both(grad, self.x, self.weights, 1, 0)
        return dx


class Computing(Chained):
    """Keeps the module that it computes with before everything else."""

    def __init__(self, in_channels, n_filters, filter_size):
        self.xp = np
        super().__init__(n_filters, filter_size)
        self.seen = in_channels
        self.init_weights()


class Worded(Rectified):
    """Knows one activation by its word and refuses every other."""

    def __init__(self, in_channels, numfilters, kernelsize, activation):
        super().__init__(in_channels, numfilters, kernelsize)
        self.activation = activation

    def forward(self, x):
        if self.activation == "ReLU":
            return super().forward(x)
        raise SystemExit("no such activation")

    def backward(self, grad, activation_prev):
        """The layer's input is what the one before it gave."""
        self.x = activation_prev
        return super().backward(grad)
