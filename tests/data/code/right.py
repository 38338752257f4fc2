"""Backward passes that are right, in the styles in which people write them. No test: data for the tests beside it."""

import numpy as np


def conv_backward_naive(dout, cache):
    """Loops, NCHW, stride and padding in a dictionary."""
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    _, _, H_out, W_out = dout.shape
    x_pad = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dx_pad, dw, db = np.zeros_like(x_pad), np.zeros_like(w), np.zeros_like(b)
    for n in range(N):
        for f in range(F):
            db[f] += dout[n, f].sum()
            for i in range(H_out):
                for j in range(W_out):
                    window = (slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW))
                    dw[f] += x_pad[n][(slice(None), *window)] * dout[n, f, i, j]
                    dx_pad[n][(slice(None), *window)] += w[f] * dout[n, f, i, j]
    dx = dx_pad[:, :, pad : pad + H, pad : pad + W]
    return dx, dw, db


def conv_backward_channels_last(dZ, cache):
    """Channels last, the filter HWIO and square, biases with four axes, the crop guarded."""
    (A_prev, W, b, hparameters) = cache
    (m, n_H_prev, n_W_prev, n_C_prev) = A_prev.shape
    (f, f, n_C_prev, n_C) = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    (m, n_H, n_W, n_C) = dZ.shape
    dA_prev = np.zeros(A_prev.shape)
    dW, db = np.zeros(W.shape), np.zeros((1, 1, 1, n_C))
    A_prev_pad = np.pad(A_prev, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    dA_prev_pad = np.zeros_like(A_prev_pad)
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    top, left = h * stride, w * stride
                    dA_prev_pad[i, top : top + f, left : left + f] += W[:, :, :, c] * dZ[i, h, w, c]
                    dW[:, :, :, c] += A_prev_pad[i, top : top + f, left : left + f] * dZ[i, h, w, c]
                    db[:, :, :, c] += dZ[i, h, w, c]
    dA_prev = dA_prev_pad[:, pad : pad + n_H_prev, pad : pad + n_W_prev] if pad else dA_prev_pad
    return dA_prev, dW, db


def conv_backward_mean(dZ, cache):
    """The filter's and the bias's gradients are means over the images."""
    A_prev, W, b, hparameters = cache
    dx, dw, db = conv_backward_naive(
        dZ, (A_prev, W, b, {"stride": hparameters["stride"], "pad": hparameters["padding"]})
    )
    m = A_prev.shape[0]
    return dx, dw / m, db / m


def backward_flat(weight, grad_output, bias, inputs, padding, stride):
    """Flat arguments in an order of their own, results too."""
    dx, dw, db = conv_backward_naive(grad_output, (inputs, weight, bias, {"stride": stride, "pad": padding}))
    return db, dw, dx


def backward_of_unknown_names(p1, p2, p3):
    """Names that say nothing."""
    return conv_backward_naive(p3, (p1, p2, np.zeros(p2.shape[0]), {"stride": 1, "pad": 0}))


def conv_grad_dict(dout, cache):
    """A cache and a result by key."""
    x, w, b = cache["X"], cache["W"], cache["b"]
    dx, dw, db = conv_backward_naive(dout, (x, w, b, {"stride": cache["stride"], "pad": cache["pad"]}))
    return {"dX": dx, "dW": dw, "db": db}


def conv_backward_padded(dout, cache):
    """The cache holds x already padded."""
    x_pad, w, stride, pad = cache
    H, W = x_pad.shape[2] - 2 * pad, x_pad.shape[3] - 2 * pad
    dx_pad, dw = np.zeros_like(x_pad), np.zeros_like(w)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + w.shape[2])
            columns = slice(j * stride, j * stride + w.shape[3])
            dw += np.einsum("nf,nchw->fchw", dout[:, :, i, j], x_pad[:, :, rows, columns])
            dx_pad[:, :, rows, columns] += np.einsum("nf,fchw->nchw", dout[:, :, i, j], w)
    return dx_pad[:, :, pad : pad + H, pad : pad + W], dw, dout.sum(axis=(0, 2, 3))


def conv_forward_columns(x, w, b, stride=1, pad=0):
    """The forward pass whose cache holds columns."""
    cols, size = _columns(x, w.shape[2:], stride, pad)
    out = np.einsum("fk,nkp->nfp", w.reshape(len(w), -1), cols) + b[:, None]
    return out.reshape(len(x), len(w), *size), (cols, x.shape, w, stride, pad)


def conv_backward_columns(dout, cache):
    """Columns from the forward pass, put back by adding."""
    cols, shape, w, stride, pad = cache
    flat = dout.reshape(*dout.shape[:2], -1)
    dw = np.einsum("nfp,nkp->fk", flat, cols).reshape(w.shape)
    dcols = np.einsum("nfp,fk->nkp", flat, w.reshape(len(w), -1))
    dcols = dcols.reshape(shape[0], shape[1], *w.shape[2:], *dout.shape[2:])
    dx = np.zeros((*shape[:2], shape[2] + 2 * pad, shape[3] + 2 * pad))
    for a in range(w.shape[2]):
        for c in range(w.shape[3]):
            rows = slice(a, a + stride * dout.shape[2], stride)
            dx[:, :, rows, c : c + stride * dout.shape[3] : stride] += dcols[:, :, a, c]
    return dx[:, :, pad : pad + shape[2], pad : pad + shape[3]], dw, dout.sum(axis=(0, 2, 3))


def _columns(x, kernel, stride, pad):
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel, axis=(2, 3))[:, :, ::stride, ::stride]
    size = windows.shape[2:4]
    return windows.transpose(0, 1, 4, 5, 2, 3).reshape(len(x), -1, size[0] * size[1]), size


def correlate_backward_image(image, kernel, delta, stride=1):
    """One channel, H×W, no batch; the bias is a number."""
    dimage, dkernel = np.zeros_like(image), np.zeros_like(kernel)
    for i in range(delta.shape[0]):
        for j in range(delta.shape[1]):
            rows = slice(i * stride, i * stride + kernel.shape[0])
            columns = slice(j * stride, j * stride + kernel.shape[1])
            dkernel += delta[i, j] * image[rows, columns]
            dimage[rows, columns] += delta[i, j] * kernel
    return dimage, dkernel, delta.sum()


def conv1d_backward(dout, x, w, stride, pad):
    """A signal: N, C, L."""
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad)))
    dx, dw = np.zeros_like(padded), np.zeros_like(w)
    for i in range(dout.shape[2]):
        window = slice(i * stride, i * stride + w.shape[2])
        dw += np.einsum("nf,ncl->fcl", dout[:, :, i], padded[:, :, window])
        dx[:, :, window] += np.einsum("nf,fcl->ncl", dout[:, :, i], w)
    return dx[:, :, pad : pad + x.shape[2]], dw, dout.sum(axis=(0, 2))


def conv_backward_whole(x, weight, grad_output, stride, padding, dilation, groups):
    """Everything: dilation and groups, too."""
    dx = np.zeros((*x.shape[:2], x.shape[2] + 2 * padding, x.shape[3] + 2 * padding))
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dw = np.zeros_like(weight)
    per_in, per_out = x.shape[1] // groups, weight.shape[0] // groups
    for f in range(weight.shape[0]):
        first = f // per_out * per_in
        for a in range(weight.shape[2]):
            for c in range(weight.shape[3]):
                rows = slice(a * dilation, a * dilation + stride * grad_output.shape[2], stride)
                columns = slice(c * dilation, c * dilation + stride * grad_output.shape[3], stride)
                seen = padded[:, first : first + per_in, rows, columns]
                dw[f, :, a, c] = (seen * grad_output[:, f, None]).sum(axis=(0, 2, 3))
                dx[:, first : first + per_in, rows, columns] += (
                    weight[f, None, :, a, c, None, None] * grad_output[:, f, None]
                )
    return dx[:, :, padding : padding + x.shape[2], padding : padding + x.shape[3]], dw, grad_output.sum(axis=(0, 2, 3))


def conv_backward_weight_only(x, dout, stride, pad, kernel_size):
    """Only one gradient is returned."""
    w = np.zeros((dout.shape[1], x.shape[1], kernel_size, kernel_size))
    return conv_backward_naive(dout, (x, w, np.zeros(len(w)), {"stride": stride, "pad": pad}))[1]


def conv_backward_fft(dout, x, w):
    """By transforms: whole numbers come out rounded."""
    size = (x.shape[2] + w.shape[2], x.shape[3] + w.shape[3])
    X, W, G = (np.fft.rfft2(array, size) for array in (x, w, dout))
    dx = np.fft.irfft2(np.einsum("nfhw,fchw->nchw", G, W), size)[:, :, : x.shape[2], : x.shape[3]]
    dw = np.fft.irfft2(np.einsum("nfhw,nchw->fchw", G.conj(), X), size)[:, :, : w.shape[2], : w.shape[3]]
    return dx, dw


def conv_backward_printing(dout, cache):
    """Says what it does."""
    print("backward", dout.shape)
    return conv_backward_naive(dout, cache)


class Convolution:
    """Weights are handed over; gradients are left in attributes."""

    def __init__(self, W, b, stride=1, pad=0):
        self.W, self.b, self.stride, self.pad = W, b, stride, pad
        self.x = self.dW = self.db = None

    def forward(self, x):
        self.x = x
        out, self.cache = conv_forward_columns(x, self.W, self.b, self.stride, self.pad)
        return out

    def backward(self, dout):
        dx, self.dW, self.db = conv_backward_columns(dout, self.cache)
        return dx


class Conv2D:
    """Weights of its own, gradients in a dictionary."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        self.weight = np.random.randn(out_channels, in_channels, kernel_size, kernel_size)
        self.bias = np.zeros(out_channels)
        self.stride, self.padding = stride, padding

    def forward(self, x):
        self.x = x
        return conv_forward_columns(x, self.weight, self.bias, self.stride, self.padding)[0]

    def backward(self, dout):
        param = {"stride": self.stride, "pad": self.padding}
        dx, dw, db = conv_backward_naive(dout, (self.x, self.weight, self.bias, param))
        self.gradients = {"W": dw, "b": db}
        return dx


class ParameterLayer:
    """Parameters and gradients in dictionaries."""

    def __init__(self, in_c, out_c, k, stride=1, pad=0):
        self.params = {"W": np.random.randn(out_c, in_c, k, k), "b": np.zeros(out_c)}
        self.grads = {}
        self.stride, self.pad = stride, pad

    def forward(self, x):
        self.cache = x
        return conv_forward_columns(x, self.params["W"], self.params["b"], self.stride, self.pad)[0]

    def backward(self, dout):
        param = {"stride": self.stride, "pad": self.pad}
        dx, self.grads["W"], self.grads["b"] = conv_backward_naive(
            dout, (self.cache, self.params["W"], self.params["b"], param)
        )
        return dx


class StepLayer:
    """No images, biases of its own shape, and a step of gradient descent instead of gradients."""

    def __init__(self, input_shape, kernel_size, depth):
        input_depth, input_height, input_width = input_shape
        self.kernels = np.random.randn(depth, input_depth, kernel_size, kernel_size)
        self.biases = np.random.randn(depth, input_height - kernel_size + 1, input_width - kernel_size + 1)

    def forward(self, input):
        self.input = input
        return self.biases

    def backward(self, output_gradient, learning_rate):
        param = {"stride": 1, "pad": 0}
        given = (self.input[None], self.kernels, np.zeros(len(self.kernels)), param)
        dx, dw, _ = conv_backward_naive(output_gradient[None], given)
        self.kernels -= learning_rate * dw
        self.biases -= learning_rate * output_gradient
        return dx[0]


class Conv3x3:
    """One image, filters of three by three, outputs with the filters last, nothing returned."""

    def __init__(self, num_filters):
        self.filters = np.random.randn(num_filters, 3, 3)

    def forward(self, image):
        self.last_input = image

    def backprop(self, d_L_d_out, learn_rate):
        step = np.zeros_like(self.filters)
        for i in range(d_L_d_out.shape[0]):
            for j in range(d_L_d_out.shape[1]):
                step += d_L_d_out[i, j][:, None, None] * self.last_input[i : i + 3, j : j + 3]
        self.filters -= learn_rate * step
