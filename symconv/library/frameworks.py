"""The call that computes a layer in a framework, forward and backward: padding order, flips, channels, said in code."""

from symconv.errors import InputError
from symconv.folded import FoldedSpec
from symconv.library.tensorflow_call import LETTERS, tensorflow
from symconv.sizes import shown
from symconv.transposed import Layer, TransposedSpec

FRAMEWORKS = ("torch", "jax", "tf")
MODES = {"reflect": "reflect", "replicate": "edge", "circular": "wrap"}
"""Padding mode → what NumPy and JAX call it."""


def framework_call(layer: Layer, framework: str) -> str:
    """Lines of Python with ``forward(x, w)``, and what goes back through it, for the very layer.

    Args:
        layer: a convolution or a transposed one, with one to three axes.
        framework: ``torch``, ``jax`` or ``tf`` (TensorFlow, channels last).

    Raises:
        InputError: there is no such framework, or it has no layer of so many axes.
    """
    if framework not in FRAMEWORKS:
        raise InputError(f"framework must be one of {', '.join(FRAMEWORKS)}, got {shown(framework)}")
    if len(layer.stride) > len(LETTERS):
        raise InputError(f"{framework} has layers of at most {len(LETTERS)} axes, this one has {len(layer.stride)}")
    lines = {"torch": _torch, "jax": _jax, "tf": tensorflow}[framework](layer)
    return "\n".join(lines) + "\n"


def _torch(layer: Layer) -> list[str]:
    arguments = "x, w, b" if layer.bias else "x, w"
    options = f"stride={layer.stride}, dilation={layer.dilation}, groups={layer.groups}"
    axes = len(layer.stride)
    if isinstance(layer, TransposedSpec):
        body = _torch_transposed(layer, arguments, options)
    elif _symmetric(layer) and not isinstance(layer, FoldedSpec):
        padding = tuple(before for before, _ in layer.padding)
        body = [f"    return F.conv{axes}d({arguments}, padding={padding}, {options})"]
    else:
        zeros = tuple(n for pair in reversed(layer.padding) for n in pair)
        mode = f', mode="{layer.padding_mode}"' if isinstance(layer, FoldedSpec) else ""
        body = [
            f"    x = F.pad(x, {zeros}{mode})  # last axis first",
            f"    return F.conv{axes}d({arguments}, {options})",
        ]
    return [
        "import torch",
        "import torch.nn.functional as F",
        "",
        f"def forward({arguments}):  # {_shapes(layer)}",
        *body,
        "",
        f"output, back = torch.func.vjp(forward, {arguments})",
        f"{_gradients(layer)} = back(grad_output)",
    ]


def _torch_transposed(layer: TransposedSpec, arguments: str, options: str) -> list[str]:
    """What is returned; where PyTorch's function cannot cut so, the output is cut afterwards."""
    axes = len(layer.stride)
    if _symmetric(layer) and not layer.exceeds_bound:
        padding = tuple(before for before, _ in layer.padding)
        pads = f"padding={padding}, output_padding={layer.output_padding}"
        return [f"    return F.conv_transpose{axes}d({arguments}, {pads}, {options})"]
    around = zip(layer.padding, layer.output_padding, strict=True)
    cut = tuple(n for (before, after), extra in reversed(list(around)) for n in (-before, extra - after))
    return [
        f"    y = F.conv_transpose{axes}d(x, w, {options})",
        f"    y = F.pad(y, {cut})  # last axis first; negative numbers cut",
        f"    return y + b.reshape(-1{', 1' * axes})" if layer.bias else "    return y",
    ]


def _jax(layer: Layer) -> list[str]:
    arguments, axes = ("x, w, b" if layer.bias else "x, w"), len(layer.stride)
    letters = LETTERS[axes - 1]
    names = f'("NC{letters}", "OI{letters}", "NC{letters}")'
    form = layer.form
    if isinstance(layer, TransposedSpec):
        width, share = form.weight_shape[1], layer.in_channels // layer.groups
        kernel = layer.kernel_size
        pads = [
            (axis.effective_kernel - 1 - axis.before, axis.effective_kernel - 1 - axis.after + axis.remainder)
            for axis in layer.axes
        ]
        turned = [
            f"    w = w.reshape({(layer.groups, share, width, *kernel)}).swapaxes(1, 2)  # input and output channels",
            f"    w = w.reshape({(layer.out_channels, share, *kernel)})[:, :{', ::-1' * axes}]  # flipped",
        ]
        steps = f"window_strides={(1,) * axes}, padding={pads}, lhs_dilation={layer.stride}"
    else:
        turned, steps = [], f"window_strides={layer.stride}, padding={list(form.padding)}"
    if isinstance(layer, FoldedSpec):
        mode = MODES[layer.padding_mode]
        turned = [f'    x = jnp.pad(x, {((0, 0), (0, 0), *layer.padding)}, mode="{mode}")']
    bias = f" + b.reshape(-1{', 1' * axes})" if layer.bias else ""
    return [
        "import jax",
        *(["from jax import numpy as jnp"] if isinstance(layer, FoldedSpec) else []),
        "from jax import lax",
        "",
        f"def forward({arguments}):  # {_shapes(layer)}",
        *turned,
        f"    return lax.conv_general_dilated(x, w, {steps}, rhs_dilation={layer.dilation},",
        f"        dimension_numbers={names}, feature_group_count={layer.groups}){bias}",
        "",
        f"output, back = jax.vjp(forward, {arguments})",
        f"{_gradients(layer)} = back(grad_output)",
    ]


def _symmetric(layer: Layer) -> bool:
    return all(before == after for before, after in layer.padding)


def _gradients(layer: Layer) -> str:
    return "grad_input, grad_weight" + (", grad_bias" if layer.bias else "")


def _shapes(layer: Layer) -> str:
    batch = layer.batch_size or "N"
    x = ", ".join(map(str, (batch, layer.in_channels, *layer.input_size)))
    return f"x [{x}], w [{', '.join(map(str, layer.weight_shape))}]"
