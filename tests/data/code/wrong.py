"""Backward passes with one known mistake each. No test: data for the tests beside it."""

import numpy as np
from numpy.lib.stride_tricks import as_strided


def _windows(dout, w, stride):
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            yield i, j, slice(i * stride, i * stride + w.shape[2]), slice(j * stride, j * stride + w.shape[3])


def _padded(x, pad):
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))


def _right(dout, x, w, stride, pad):
    x_pad = _padded(x, pad)
    dx, dw = np.zeros_like(x_pad), np.zeros_like(w)
    for i, j, rows, columns in _windows(dout, w, stride):
        dw += np.einsum("nf,nchw->fchw", dout[:, :, i, j], x_pad[:, :, rows, columns])
        dx[:, :, rows, columns] += np.einsum("nf,fchw->nchw", dout[:, :, i, j], w)
    return dx[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]], dw, dout.sum(axis=(0, 2, 3))


def _full(dout, w, before, after_h, after_w):
    """Pad, flip, slide at stride 1."""
    g = np.pad(dout, ((0, 0), (0, 0), (before[0], after_h), (before[1], after_w)))
    seen = np.lib.stride_tricks.sliding_window_view(g, w.shape[2:], axis=(2, 3))
    return np.einsum("nfhwab,fcab->nchw", seen, w[:, :, ::-1, ::-1])


def _dilated(dout, step):
    size = [(n - 1) * step + 1 for n in dout.shape[2:]]
    g = np.zeros((*dout.shape[:2], *size))
    g[:, :, ::step, ::step] = dout
    return g


def empty_crop(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    whole = _right(dout, _padded(x, pad), w, stride, 0)
    return whole[0][:, :, pad:-pad, pad:-pad], whole[1], whole[2]


def empty_crop_raises(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    whole, dw, db = _right(dout, _padded(x, pad), w, stride, 0)
    dx = np.zeros_like(x)
    for n in range(len(x)):
        dx[n] = whole[n, :, pad:-pad, pad:-pad]
    return dx, dw, db


def stride_lost(dout, cache):
    x, w, b, stride, pad = cache
    _, dw, db = _right(dout, x, w, stride, pad)
    dx = np.zeros_like(_padded(x, pad))
    for i, j, rows, columns in _windows(dout, w, 1):
        dx[:, :, rows, columns] += np.einsum("nf,fchw->nchw", dout[:, :, i, j], w)
    return dx[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]], dw, db


def one_zero(dout, x, w, stride):
    """One zero between the entries, whatever the stride; what is missing is filled up behind."""
    _, dw, db = _right(dout, x, w, stride, 0)
    dx = np.zeros_like(x)
    found = _full(
        _dilated(dout, 2 if stride > 1 else 1), w, (w.shape[2] - 1, w.shape[3] - 1), w.shape[2] - 1, w.shape[3] - 1
    )
    dx[:, :, : found.shape[2], : found.shape[3]] = found[:, :, : x.shape[2], : x.shape[3]]
    return dx, dw, db


def padding_by_case(dout, x, w, pad):
    _, dw, db = _right(dout, x, w, 1, pad)
    k = w.shape[2]
    p = k - 1 if pad == 0 else pad
    return _full(dout, w, (p, p), p, p), dw, db


def remainder(dout, x, w, stride):
    _, dw, db = _right(dout, x, w, stride, 0)
    reach = (w.shape[2] - 1, w.shape[3] - 1)
    return _full(_dilated(dout, stride), w, reach, *reach), dw, db


def remainder_raises(dout, x, w, stride):
    dx, dw, db = remainder(dout, x, w, stride)
    return dx + np.zeros_like(x), dw, db


def assigned(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    _, dw, db = _right(dout, x, w, stride, pad)
    dx = np.zeros_like(_padded(x, pad))
    for i, j, rows, columns in _windows(dout, w, stride):
        dx[:, :, rows, columns] = np.einsum("nf,fchw->nchw", dout[:, :, i, j], w)
    return dx[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]], dw, db


def axes_exchanged(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    W_out = (H + 2 * pad - w.shape[2]) // stride + 1
    H_out = (W + 2 * pad - w.shape[3]) // stride + 1
    dx, dw = np.zeros_like(_padded(x, pad)), np.zeros_like(w)
    for i in range(H_out):
        for j in range(W_out):
            rows, columns = (slice(n * stride, n * stride + k) for n, k in zip((i, j), w.shape[2:], strict=True))
            dw += np.einsum("nf,nchw->fchw", dout[:, :, i, j], _padded(x, pad)[:, :, rows, columns])
            dx[:, :, rows, columns] += np.einsum("nf,fchw->nchw", dout[:, :, i, j], w)
    return dx[:, :, pad : pad + H, pad : pad + W], dw, dout.sum(axis=(0, 2, 3))


def past_the_buffer(dout, cache):
    """Strides of a window that is not the array's own: it reads beyond the end."""
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    dx, _, db = _right(dout, x, w, stride, pad)
    x_pad = np.ascontiguousarray(_padded(x, pad))
    n, c, h, v = x_pad.strides
    shape = (*x_pad.shape[:2], *dout.shape[2:], *w.shape[2:])
    seen = as_strided(x_pad, shape, (n, c, h * (stride + 1), v * stride, h, v))
    return dx, np.einsum("nfhw,nchwab->fcab", dout, seen), db


def masked(dout, cache):
    x, w, b, conv_param = cache
    return _right(dout * (dout > -3), x, w, conv_param["stride"], conv_param["pad"])


def clipped(dout, cache):
    x, w, b, conv_param = cache
    dx, dw, db = _right(dout, x, w, conv_param["stride"], conv_param["pad"])
    return dx, np.clip(dw, -1000, 1000), db


def whole_numbers(dout, cache):
    x, w, b, conv_param = cache
    dx, dw, db = _right(dout, x, w, conv_param["stride"], conv_param["pad"])
    return dx.astype(int), dw, db


def random_noise(dout, cache):
    x, w, b, conv_param = cache
    dx, dw, db = _right(dout, x, w, conv_param["stride"], conv_param["pad"])
    return dx, dw + 1e-3 * np.random.randn(*dw.shape), db


_TOTAL = {}


def kept_between_calls(dout, cache):
    x, w, b, conv_param = cache
    dx, dw, db = _right(dout, x, w, conv_param["stride"], conv_param["pad"])
    _TOTAL[db.shape] = _TOTAL.get(db.shape, 0) + db
    return dx, dw, _TOTAL[db.shape]


def unfilled(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    dw = np.empty_like(w)
    for i, j, rows, columns in _windows(dout, w, stride):
        dw += np.einsum("nf,nchw->fchw", dout[:, :, i, j], _padded(x, pad)[:, :, rows, columns])
    return dw


def changes_dout(dout, cache):
    x, w, b, conv_param = cache
    found = _right(dout, x, w, conv_param["stride"], conv_param["pad"])
    dout *= 0
    return found


def not_flipped(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    _, dw, db = _right(dout, x, w, stride, pad)
    return _right(dout, x, w[:, :, ::-1, ::-1], stride, pad)[0], dw, db


def transposed_filter(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    _, dw, db = _right(dout, x, w, stride, pad)
    turned = w.transpose(0, 1, 3, 2) if w.shape[2] == w.shape[3] else w
    return _right(dout, x, turned, stride, pad)[0], dw, db


def padding_lost(dout, cache):
    """The filter's gradient reads the first entries of x as if there were no padding."""
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    dx, _, db = _right(dout, x, w, stride, pad)
    behind = np.pad(x, ((0, 0), (0, 0), (0, 2 * pad), (0, 2 * pad)))
    return dx, _right(dout, behind, w, stride, 0)[1], db


def one_channel(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    _, dw, db = _right(dout, x, w, stride, pad)
    return _right(dout[:, :1], x, w[:1], stride, pad)[0], dw, db


def first_image(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    dx, _, db = _right(dout, x, w, stride, pad)
    return dx, _right(dout[:1], x[:1], w, stride, pad)[1], db


def strided_filter_gradient(dout, x, w, stride):
    """∂L/∂O slides over X in steps of s instead of being spread by s."""
    dx, _, db = _right(dout, x, w, stride, 0)
    dw = np.zeros_like(w)
    for a in range(w.shape[2]):
        for c in range(w.shape[3]):
            seen = x[:, :, a * stride : a * stride + dout.shape[2], c * stride : c * stride + dout.shape[3]]
            h, v = seen.shape[2:]
            dw[:, :, a, c] = np.einsum("nfhw,nchw->fc", dout[:, :, :h, :v], seen)
    return dx, dw, db


def bias_of_one_row(dout, cache):
    x, w, b, conv_param = cache
    dx, dw, db = _right(dout, x, w, conv_param["stride"], conv_param["pad"])
    return dx, dw, dout[:, :, 0].sum(axis=(0, 2))


def minus(dout, cache):
    x, w, b, conv_param = cache
    dx, dw, db = _right(dout, x, w, conv_param["stride"], conv_param["pad"])
    return dx, -dw, db
