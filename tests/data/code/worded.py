"""Layers that are told by words. No test: data for the tests beside it."""

import numpy as np
from packed.padding import Padded
from packed.scatter import ahead, both


class Told(Padded):
    """Pads as ``packed/padding.py`` says, which alone knows the words; the backward pass goes along."""

    def __init__(self, filters, kernel_size, stride=1, padding="valid", init="he", in_channels=1):
        self.stride, self.padding = stride, padding
        if init not in ("he", "zeros", "uniform"):
            raise ValueError(init)
        shape = (filters, in_channels, kernel_size, kernel_size)
        self.W = np.zeros(shape) if init == "zeros" else np.ones(shape)

    def forward(self, x):
        self.sides = self.around(x)
        self.x = np.pad(x, self.sides)
        return ahead(self.x, self.W, self.stride, 0)

    def backward(self, dout):
        wide, self.dW = both(dout, self.x, self.W, self.stride, 0)
        (top, bottom), (left, right) = self.sides[2:]
        return wide[:, :, top : wide.shape[2] - bottom, left : wide.shape[3] - right]


class CutsBothSides(Told):
    """Cuts the half of the padding off on each side; of an odd padding that is too little before."""

    def backward(self, dout):
        wide, self.dW = both(dout, self.x, self.W, self.stride, 0)
        (top, bottom), (left, right) = self.sides[2:]
        high, wide_ = (top + bottom) // 2, (left + right) // 2
        size = [n - sum(pair) for n, pair in zip(self.x.shape[2:], self.sides[2:], strict=True)]
        return wide[:, :, high + (bottom - top) : high + (bottom - top) + size[0], wide_ : wide_ + size[1]]


class Squashes:
    """``squash='tanh'`` puts it behind the sums, and no backward pass goes through it."""

    def __init__(self, W, stride=1, squash="none"):
        self.W, self.stride, self.squash = W, stride, squash

    def forward(self, x):
        self.x = x
        made = ahead(x, self.W, self.stride, 0)
        return np.tanh(made) if self.squash == "tanh" else made

    def backward(self, dout):
        dx, self.dW = both(dout, self.x, self.W, self.stride, 0)
        return dx


class KeepsNothing(Squashes):
    """In ``mode='test'`` there is nothing to go back through."""

    def __init__(self, W, stride=1, mode="train"):
        super().__init__(W, stride)
        self.mode = mode

    def forward(self, x):
        if self.mode not in ("train", "test"):
            raise ValueError(self.mode)
        self.x = x if self.mode == "train" else np.zeros_like(x)
        return ahead(x, self.W, self.stride, 0)


def conv_backward(dout, x, w, stride=1, border="valid"):
    """Without a forward pass: the padding of 'same' is that of TensorFlow."""
    if border not in ("valid", "same"):
        raise ValueError(border)
    told = Padded()
    told.padding, told.stride, told.W = border, stride, w
    sides = told.around(x)
    wide, dw = both(dout, np.pad(x, sides), w, stride, 0)
    (top, bottom), (left, right) = sides[2:]
    return wide[:, :, top : wide.shape[2] - bottom, left : wide.shape[3] - right], dw


class StepsAndForgets:
    """Its backward pass takes a step and sets its gradients back."""

    def __init__(self, W, b, stride=1, pad=0):
        self.W, self.b, self.stride, self.pad = W.copy(), b.copy(), stride, pad
        self.dW, self.db = np.zeros_like(W), np.zeros_like(b)

    def forward(self, x):
        self.x = x
        return ahead(x, self.W, self.stride, self.pad) + self.b.reshape(-1, 1, 1)

    def backward(self, dout, lr=1e-3, weight_decay=1e-4):
        dx, dw = both(dout, self.x, self.W, self.stride, self.pad)
        self.dW += dw
        self.db += dout.sum(axis=(0, 2, 3))
        self.W *= 1 - weight_decay
        self.W -= lr * self.dW
        self.b -= lr * self.db
        self.dW, self.db = np.zeros_like(self.dW), np.zeros_like(self.db)
        return dx


class StepsByItself(StepsAndForgets):
    """The same by a rate that nobody is asked for."""

    def backward(self, dout):
        return super().backward(dout, 0.125, 0.0)


class CountsItself:
    """Told its own channels alone, hands its gradients to an optimizer by name, and keeps numbers called d_x, h_x."""

    def __init__(self, x_dim, channels, kernel, step=1):
        self.d_x, self.h_x, self.w_x = x_dim
        self.weight = np.ones((channels, self.d_x, kernel, kernel))
        self.stride = step

    def forward(self, x):
        self.x = x
        return ahead(x, self.weight, self.stride, 0)

    def backward(self, dout, optimizer_):
        dx, dw = both(dout, self.x, self.weight, self.stride, 0)
        optimizer_.update(self, "weight", dw)
        return dx


class Asked:
    """Tells its gradients when it is asked, beneath its backward pass; of its kernel only the usual size is known."""

    def __init__(self, in_channels, filters, kernel=3, activation="relu"):
        self.weight = np.ones((filters, in_channels, kernel, kernel))
        self.activation = activation

    def forward(self, x):
        self.x = x
        made = ahead(x, self.weight, 1, 0)
        return np.maximum(made, 0) if self.activation == "relu" else made

    def backward(self, error_tensor):
        passed_on, self.weight_gradient = both(error_tensor, self.x, self.weight, 1, 0)
        return passed_on

    def get_gradient_weights(self):
        return self.weight_gradient


class Means(Told):
    """Its ∂L/∂F is that of a mean over the images."""

    def backward(self, dout):
        dx = super().backward(dout)
        self.dW = self.dW / len(dout)
        return dx


class Square:
    """One image, one filter; its second size is that of both axes."""

    def __init__(self, kernel_size):
        self.W, self.size = np.zeros((kernel_size, kernel_size)), kernel_size

    def forward(self, x):
        self.x, n = x, x.shape[1] - self.size + 1
        return np.array(
            [[np.sum(x[i : i + self.size, j : j + self.size] * self.W) for j in range(n)] for i in range(n)]
        )

    def backward(self, dout):
        self.dW, dx = np.zeros_like(self.W), np.zeros_like(self.x)
        for i, j in np.ndindex(*dout.shape):
            self.dW += dout[i, j] * self.x[i : i + self.size, j : j + self.size]
            dx[i : i + self.size, j : j + self.size] += dout[i, j] * self.W[::-1, ::-1]
        return dx
