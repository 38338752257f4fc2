"""A transposed layer with PyTorch's arguments, and a convolution that pads by reflection; tests change single lines."""

import numpy as np


def conv_transpose_forward(x, w, b, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    s, p, d = stride, padding, dilation
    reach = [d * (k - 1) + 1 for k in w.shape[2:]]
    size = [(m - 1) * s + e + output_padding for m, e in zip(x.shape[2:], reach, strict=True)]
    ins, outs = w.shape[0] // groups, w.shape[1]
    out = np.zeros((x.shape[0], outs * groups, *size))
    first = 0
    for c, u, v in np.ndindex(w.shape[0], *w.shape[2:]):
        at = slice(c // ins * outs, (c // ins + 1) * outs)
        rows, columns = (
            slice(first + n * d, first + n * d + (m - 1) * s + 1, s) for n, m in zip((u, v), x.shape[2:], strict=True)
        )
        out[:, at, rows, columns] += x[:, c, None] * w[None, c, :, u, v, None, None]
    out = out[:, :, p : size[0] - p, p : size[1] - p] + b.reshape(1, -1, 1, 1)
    return out, (x, w, b, stride, padding, output_padding, groups, dilation)


def conv_transpose_backward(dout, cache):
    x, w, b, stride, padding, output_padding, groups, dilation = cache
    s, p, d = stride, padding, dilation
    ins, outs = w.shape[0] // groups, w.shape[1]
    g = np.pad(dout, ((0, 0), (0, 0), (p, p), (p, p)))
    dx, dw = np.zeros(x.shape), np.zeros(w.shape)
    for c, u, v in np.ndindex(w.shape[0], *w.shape[2:]):
        rows, columns = (slice(n * d, n * d + (m - 1) * s + 1, s) for n, m in zip((u, v), x.shape[2:], strict=True))
        near = g[:, c // ins * outs : (c // ins + 1) * outs, rows, columns]
        dx[:, c] += np.einsum("nohw,o->nhw", near, w[c, :, u, v])
        dw[c, :, u, v] += np.einsum("nohw,nhw->o", near, x[:, c])
    return dx, dw, dout.sum((0, 2, 3))


class Reflecting:
    """Padding that is folded: at i stands the entry that mirrors there."""

    def __init__(self, w, b, stride=1, pad=1):
        self.w, self.b, self.stride, self.pad = w, b, stride, pad

    def forward(self, x):
        pad, s = self.pad, self.stride
        self.x, self.xp = x, np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode="reflect")
        win = np.lib.stride_tricks.sliding_window_view(self.xp, self.w.shape[2:], (2, 3))[:, :, ::s, ::s]
        return np.einsum("nchwab,ocab->nohw", win, self.w) + self.b.reshape(1, -1, 1, 1)

    def backward(self, dout):
        s, xp = self.stride, self.xp
        dxp, self.dw = np.zeros(xp.shape), np.zeros(self.w.shape)
        for i, j in np.ndindex(*dout.shape[2:]):
            at = np.s_[:, :, i * s : i * s + self.w.shape[2], j * s : j * s + self.w.shape[3]]
            dxp[at] += np.tensordot(dout[:, :, i, j], self.w, 1)
            self.dw += np.tensordot(dout[:, :, i, j], xp[at], (0, 0))
        self.db = dout.sum((0, 2, 3))
        return self.back(dxp)

    def back(self, dxp):
        rows, columns = (np.pad(np.arange(n), self.pad, mode="reflect") for n in self.x.shape[2:])
        dx = np.zeros(self.x.shape)
        np.add.at(dx, np.s_[:, :, rows[:, None], columns], dxp)
        return dx
