"""Which order of axes would fit, told for shapes whose sides are all different: worked by hand."""

import pytest

from symconv.numeric.arrangements import hint

FIT = "; these shapes fit"
MLX = " after np.moveaxis(F, 0, -1), for this looks like [C_out, *kernel_size, C_in] of MLX or TensorFlow Lite"


def depthwise(shape, channels):
    reshaped = f" after F.reshape{shape} and with --groups {channels}"
    return f"{FIT}{reshaped}, for this looks like a depthwise filter of TensorFlow"


CASES = {
    "TensorFlow's": ((2, 9, 8, 6), (3, 2, 6, 4), (2, 7, 7, 4), {}, "NCHW", f"{FIT} --layout NHWC"),
    "TensorFlow's signal": ((2, 9, 6), (3, 6, 4), (2, 7, 4), {}, "NCHW", f"{FIT} --layout NHWC"),
    "TensorFlow's volume": ((1, 5, 6, 7, 8), (2, 3, 4, 8, 9), None, {}, "NCHW", f"{FIT} --layout NHWC"),
    "PyTorch's": ((2, 6, 9, 8), (4, 6, 5, 2), (2, 4, 5, 7), {}, "NHWC", f"{FIT} --layout NCHW"),
    "PyTorch's groups": ((2, 6, 9, 8), (4, 3, 5, 2), (2, 4, 5, 7), {}, "NHWC", f"{FIT} --layout NCHW"),
    "MLX's": ((2, 9, 8, 6), (4, 3, 2, 6), (2, 7, 7, 4), {}, "NCHW", f"{FIT}{MLX}, with --layout NHWC"),
    "MLX's, the layout known": ((2, 9, 8, 6), (4, 3, 2, 6), (2, 7, 7, 4), {}, "NHWC", f"{FIT}{MLX}"),
    "depthwise": ((2, 9, 9, 7), (3, 2, 7, 5), (2, 7, 8, 35), {}, "NHWC", depthwise((3, 2, 1, 35), 7)),
    "a depthwise signal": ((2, 9, 7), (3, 7, 5), (2, 7, 35), {}, "NHWC", depthwise((3, 1, 35), 7)),
    "depthwise, the layout not known": (
        (2, 9, 9, 7),
        (3, 2, 7, 5),
        (2, 7, 8, 35),
        {},
        "NCHW",
        f"{depthwise((3, 2, 1, 35), 7)}, with --layout NHWC",
    ),
    "TensorFlow Lite's depthwise": (
        (2, 9, 9, 7),
        (1, 3, 2, 35),
        (2, 7, 8, 35),
        {"groups": 7},
        "NHWC",
        f"{FIT} after np.moveaxis(F, 0, -2) and with --groups 7, for this looks like a depthwise filter of TensorFlow"
        " Lite",
    ),
    "depthwise, groups said to be one": (
        (2, 9, 9, 7),
        (3, 2, 7, 5),
        (2, 7, 8, 35),
        {"groups": 1},
        "NHWC",
        depthwise((3, 2, 1, 35), 7),
    ),
    "TensorFlow Lite's depthwise, but for its first axis": (
        (2, 9, 9, 7),
        (2, 3, 2, 35),
        None,
        {"groups": 7},
        "NHWC",
        "",
    ),
    "what is known of the layer fits": (
        (2, 9, 8, 6),
        (3, 2, 6, 4),
        None,
        {"groups": 1, "in_channels": 6, "out_channels": 4},
        "NCHW",
        f"{FIT} --layout NHWC",
    ),
    "it fits as it is": ((2, 6, 9, 8), (4, 6, 5, 2), (2, 4, 5, 7), {}, "NCHW", ""),
    "other outputs": ((2, 9, 8, 6), (3, 2, 6, 4), (2, 7, 6, 4), {}, "NCHW", ""),
    "another batch": ((2, 9, 8, 6), (3, 2, 6, 4), (3, 7, 7, 4), {}, "NCHW", ""),
    "other channels out": ((2, 9, 8, 6), (3, 2, 6, 4), None, {"out_channels": 5}, "NCHW", ""),
    "other channels in": ((2, 9, 8, 6), (3, 2, 6, 4), None, {"in_channels": 3}, "NCHW", ""),
    "other groups": ((2, 9, 8, 6), (3, 2, 6, 4), (2, 7, 7, 4), {"groups": 2}, "NCHW", ""),
    "channels that no filter divides": ((2, 9, 8, 7), (3, 2, 6, 4), None, {}, "NCHW", ""),
    "filters of no channels": ((2, 9, 8, 6), (3, 2, 0, 4), None, {}, "NCHW", ""),
    "a filter that does not lie in it": ((2, 3, 3, 6), (4, 5, 6, 8), None, {}, "NCHW", ""),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_would_fit(case):
    maps, weight, grads, stated, layout, told = case
    assert hint(maps, weight, grads, stated, layout) == told
