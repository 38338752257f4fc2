"""Where arrays do not fit a layer: the order of axes in which they would.

OIHW   [C_out, C_in/groups, *kernel_size]     PyTorch, JAX
HWIO   [*kernel_size, C_in/groups, C_out]     TensorFlow, Keras, Flax
OHWI   [C_out, *kernel_size, C_in/groups]     MLX, TensorFlow Lite
HWCM   [*kernel_size, C_in, multiplier]       TensorFlow's depthwise filters
1HWO   [1, *kernel_size, C_in·multiplier]     those of TensorFlow Lite
"""

from collections.abc import Iterator, Mapping
from typing import Any

from symconv.errors import SymconvError
from symconv.numeric.layout import Layout
from symconv.spec import ConvSpec

Shape = tuple[int, ...]


def hint(maps: Shape, weight: Shape, grad_output: Shape | None, stated: Mapping[str, Any], layout: Layout) -> str:
    """What to do so that the arrays fit, as the end of a sentence; empty where nothing helps.

    Args:
        maps: the shape of X, with batch and channels.
        weight: the shape of F as it was given.
        grad_output: the shape of ∂L/∂O; None where it is made.
        stated: what is known of the layer.
        layout: in which the arrays do not fit.
    """
    for other, kernel, width, out, groups, told in _readings(maps, weight):
        channels, space = (maps[1], maps[2:]) if other == "NCHW" else (maps[-1], maps[1:-1])
        if (other, told) == (layout, "") or width < 1 or channels % width:
            continue
        made = {"groups": groups or channels // width, "in_channels": channels, "out_channels": out}
        if any(stated.get(name, value) != value for name, value in made.items() if name != "groups" or not groups):
            continue
        try:
            spec = ConvSpec.of(**{**stated, **made, "input_size": space, "kernel_size": kernel, "batch_size": None})
        except SymconvError:
            continue
        if grad_output in (None, _outputs(spec, maps[0], other)):
            option = "" if other == layout else f" --layout {other}"
            return f"; these shapes fit{told}{', with' if told and option else ''}{option}"
    return ""


def _readings(maps: Shape, weight: Shape) -> Iterator[tuple[Layout, Shape, int, int, int | None, str]]:
    """For each order of axes: layout, kernel, channels a filter sees, filters, groups, and what is to be done."""
    first, *_, last = weight
    yield "NHWC", weight[:-2], weight[-2], last, None, ""
    yield "NCHW", weight[2:], weight[1], first, None, ""
    moved = " after np.moveaxis(F, 0, -1), for this looks like [C_out, *kernel_size, C_in] of MLX or TensorFlow Lite"
    yield "NHWC", weight[1:-1], last, first, None, moved
    channels, size = weight[-2], weight[-2] * last
    reshaped = (*weight[:-2], 1, size)
    if channels == maps[-1]:
        yield "NHWC", weight[:-2], 1, size, channels, _depthwise(f"F.reshape{reshaped}", channels, "TensorFlow")
    if first == 1:
        told = _depthwise("np.moveaxis(F, 0, -2)", maps[-1], "TensorFlow Lite")
        yield "NHWC", weight[1:-1], 1, last, maps[-1], told


def _depthwise(made: str, groups: int, whose: str) -> str:
    return f" after {made} and with --groups {groups}, for this looks like a depthwise filter of {whose}"


def _outputs(spec: ConvSpec, images: int, layout: Layout) -> Shape:
    if layout == "NCHW":
        return (images, spec.out_channels, *spec.output_size)
    return (images, *spec.output_size, spec.out_channels)
