"""What the words of a formula mean: operations, activations, and runs of letters that are no products."""

from types import MappingProxyType


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


OPERATORS = MappingProxyType(
    {
        "rot180": "flip",
        "rot": "flip",
        "rotate180": "flip",
        "rot_180": "flip",
        "rotate_180": "flip",
        "rotated180": "flip",
        "flip180": "flip",
        "rotate": "flip",
        "flip": "flip",
        "flipped": "flip",
        "rot90": "turn",
        "fliplr": "fliplr",
        "flipud": "flipud",
        "transpose": "transpose",
        "pad": "pad",
        "padding": "pad",
        "zeropad": "pad",
        "zero_pad": "pad",
        "zeropadding": "pad",
        "dil": "dilate",
        "dilate": "dilate",
        "dilation": "dilate",
        "upsample": "dilate",
        "interweave": "interweave",
        "zero_interweave": "interweave",
        "zero_insert": "dilate",
        "insert_zeros": "dilate",
        "up": "dilate",
        "crop": "crop",
        "every": "every",
        "first": "first",
        "conv": "conv",
        "conv2d": "conv",
        "conv1d": "conv",
        "convolve": "conv",
        "convolution": "conv",
        "full_conv": "conv_full",
        "full_convolution": "conv_full",
        "fullconv": "conv_full",
        "conv_full": "conv_full",
        "conv_transpose": "tconv",
        "conv_transpose1d": "tconv",
        "conv_transpose2d": "tconv",
        "conv2d_transpose": "tconv",
        "convtranspose": "tconv",
        "convtranspose1d": "tconv",
        "convtranspose2d": "tconv",
        "transposed_conv": "tconv",
        "transposed_convolution": "tconv",
        "transposedconv": "tconv",
        "transpose_conv": "tconv",
        "transpose_convolution": "tconv",
        "tconv": "tconv",
        "deconv": "tconv",
        "deconvolution": "tconv",
        "conv2": "signal_convolve",
        "convolve2d": "signal_convolve",
        "correlate2d": "signal_correlate",
        "cross_correlate": "corr",
        "crosscorr": "corr",
        "conv_valid": "conv_valid",
        "valid_conv": "conv_valid",
        "corr": "corr",
        "xcorr": "corr",
        "correlate": "corr",
        "correlation": "corr",
        "cross_correlation": "corr",
        "corr_full": "corr_full",
        "full_corr": "corr_full",
        "corr_valid": "corr",
        "max": "max",
        "min": "min",
        "floor": "floor",
        "ceil": "ceil",
        "vec": "vec",
        "im2col": "im2col",
        "im2row": "im2col",
        "unfold": "im2col",
        "col2im": "col2im",
        "row2im": "col2im",
        "fold": "col2im",
        "inner": "inner",
        "total": "total",
        "reshape": "reshape",
        "shape": "shape",
    }
)
"""Word → operation of the tree."""

ACTIVATIONS = frozenset({"σ", "φ", "sigma", "phi", "tanh", "relu", "sigmoid", "act", "activation"})

WORDS = frozenset(OPERATORS) | _words(
    "full valid same stride flipped padded prev out inp input output slice eff sum mod else "
    "grad dout din kernel filter image weight bias loss tanh relu sigmoid const where "
    "otherwise for all if and hh ww kernelsize kernel_size inputsize outputsize filtersize"
)
"""Runs of letters that TeX would set as products, and people mean as words."""

AND = frozenset({"and", "und", "et", "且"})
"""Words between conditions that hold together."""
ELSE = frozenset({"otherwise", "else", "sonst", "sinon", "其他", "其它", "否则"})
"""Words for all other cases."""

SPELLED = MappingProxyType(
    {
        "alpha": "α",
        "beta": "β",
        "delta": "δ",
        "sigma": "σ",
        "phi": "φ",
        "theta": "θ",
        "p_before": "p₋",
        "p_after": "p₊",
    }
)
"""Letters spelled out in plain text."""

SUFFIXES = _words("in out prev pad padded eff rot flip flipped slice start end new next col row full valid")
