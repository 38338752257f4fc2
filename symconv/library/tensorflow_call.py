"""The call that computes a layer in TensorFlow: channels last, padding in ``tf.pad``, sizes in ``output_shape``."""

from collections.abc import Sequence
from math import prod

from symconv.errors import InputError
from symconv.folded import FoldedSpec
from symconv.pooled import PooledSpec
from symconv.spec import positions
from symconv.transposed import Layer, TransposedSpec

LETTERS = ("W", "HW", "DHW")
"""How one to three axes are named."""
FOLDS = {"replicate": "tf.clip_by_value({places}, 0, {last})", "circular": "{places} % {size}"}
"""Padding mode that ``tf.pad`` does not have → which entry stands at a place."""


def tensorflow(layer: Layer) -> list[str]:
    """Lines of Python with ``forward(x, w)``, and what goes back through it.

    Shapes: x ``[N, *input_size, C_in]``, w ``[*kernel_size, C_in/groups, C_out]``; of a transposed layer
    ``[*kernel_size, C_out/groups, C_in]``.
    """
    arguments = "x, w, b" if layer.bias else "x, w"
    if isinstance(layer, TransposedSpec):
        body = [*_spread(layer), *_transposed(layer)]
    else:
        dilated = max(layer.dilation) > 1
        apart = dilated and max(layer.stride) > 1  # TensorFlow takes one of the two
        options = _last(layer.stride) + (f", dilations={layer.dilation}" if dilated and not apart else "")
        call = f'tf.nn.convolution(x, w, strides={layer.stride}, padding="VALID"{options})'
        body = [*_padded(layer), *(_spread(layer) if apart else []), *_in_groups(layer, call)]
    return [
        "import tensorflow as tf",
        "",
        f"def forward({arguments}):  # {_shapes(layer)}",
        *body,
        "    return y + b" if layer.bias else "    return y",
        "",
        *_backward(arguments, "grad_input, grad_weight" + (", grad_bias" if layer.bias else "")),
    ]


def tensorflow_pooling(spec: PooledSpec) -> list[str]:
    """Lines of Python with ``forward(x)``, x ``[N, *input_size, C]``, and what goes back through it.

    Raises:
        InputError: TensorFlow has no such windows.
    """
    if not spec.even:
        raise InputError("tf has no windows of different sizes; --framework torch has")
    steps, dilated = spec.form.stride, max(spec.form.dilation) > 1
    if dilated and max(steps) > 1:
        raise InputError("tf has no dilated windows in steps; --framework torch has")
    kind, fill = ("MAX", ', constant_values=float("-inf")') if spec.pool == "max" else ("AVG", "")
    dilations = f", dilations={spec.form.dilation}" if dilated else ""
    call = f'tf.nn.pool(x, {spec.kernel_size}, "{kind}", strides={steps}, padding="VALID"{_last(steps)}{dilations})'
    shape = ", ".join(map(str, (spec.batch_size or "N", *spec.input_size, spec.channels)))
    return [
        "import tensorflow as tf",
        "",
        f"def forward(x):  # x [{shape}]",
        *_pad(spec.form.padding, fill),
        f"    return {call}{_divided(spec)}",
        "",
        *_backward("x", "(grad_input,)"),
    ]


def _divided(spec: PooledSpec) -> str:
    """What makes an average over whole windows one by the layer's own divisors; nothing where it is."""
    if spec.pool == "max":
        return ""
    taps, divisors = prod(spec.kernel_size), [spec.divisor_at(m) for m in positions(spec.output_size)]
    if set(divisors) == {taps}:
        return ""
    if len(set(divisors)) == 1:
        return f" * {taps} / {divisors[0]}"
    return f" * {taps} / tf.reshape(tf.constant({divisors}, x.dtype), {(*spec.output_size, 1)})"


def _backward(arguments: str, gradients: str) -> list[str]:
    """``forward`` on a tape, and what comes back."""
    return [
        "with tf.GradientTape() as tape:",
        f"    tape.watch([{arguments}])",
        f"    output = forward({arguments})",
        f"{gradients} = tape.gradient(output, [{arguments}], output_gradients=grad_output)",
    ]


def _pad(around: Sequence[tuple[int, int]], options: str = "") -> list[str]:
    """The line that pads, if anything is padded; batch and channels come first and last."""
    pads = ((0, 0), *around, (0, 0))
    return [f"    x = tf.pad(x, {pads}{options})"] if any(map(any, around)) else []


def _last(along: Sequence[int]) -> str:
    """The layout, which the gradients of volumes do not find by themselves."""
    return f', data_format="N{LETTERS[len(along) - 1]}C"'


def _padded(layer: Layer) -> list[str]:
    if not isinstance(layer, FoldedSpec):
        return _pad(layer.form.padding)
    if layer.padding_mode == "reflect":
        return _pad(layer.padding, ', mode="REFLECT"')
    lines = []
    for axis, ((before, after), size) in enumerate(zip(layer.padding, layer.input_size, strict=True), 1):
        places = f"tf.range({-before}, {size + after})"
        chosen = FOLDS[layer.padding_mode].format(places=places, last=size - 1, size=size)
        lines.append(f"    x = tf.gather(x, {chosen}, axis={axis})")
    return lines


def _spread(layer: Layer) -> list[str]:
    """The filter with its taps dilation apart; nothing where they are neighbours."""
    if max(layer.dilation) == 1:
        return []
    taps = list(zip(layer.kernel_size, layer.dilation, strict=True))
    apart = tuple(n for k, _ in taps for n in (k, 1))
    zeros = tuple(pair for _, d in taps for pair in ((0, 0), (0, d - 1)))
    cut = ", ".join(f":{axis.effective_kernel}" for axis in layer.axes)
    spread, channels = tuple(k * d for k, d in taps), _filter_channels(layer)
    return [
        f"    w = tf.reshape(w, {(*apart, *channels)})  # to be dilated by {layer.dilation}",
        f"    w = tf.pad(w, {(*zeros, (0, 0), (0, 0))})",
        f"    w = tf.reshape(w, {(*spread, *channels)})[{cut}]",
    ]


def _transposed(layer: TransposedSpec) -> list[str]:
    """Everything that is painted, with the output padding in ``output_shape``; then the padding is cut off."""
    within = all(extra < s for extra, s in zip(layer.output_padding, layer.stride, strict=True))
    spans = [
        (size - 1) * s + axis.effective_kernel
        for size, s, axis in zip(layer.input_size, layer.stride, layer.axes, strict=True)
    ]
    whole = [span + extra for span, extra in zip(spans, layer.output_padding, strict=True)]
    sizes = ", ".join(map(str, whole if within else spans))
    share = layer.out_channels // layer.groups
    shape = f"[tf.shape(x)[0], {sizes}, {share}]"
    options = f'strides={layer.stride}, padding="VALID"{_last(layer.stride)}'
    lines = _in_groups(layer, f"tf.nn.conv_transpose(x, w, {shape}, {options})")
    if not within:
        around = ((0, 0), *((0, extra) for extra in layer.output_padding), (0, 0))
        lines.append(f"    y = tf.pad(y, {around})  # output padding")
    if any(map(any, layer.padding)):
        ends = zip(layer.padding, whole, strict=True)
        cut = ", ".join(f"{before}:{size - after}" for (before, after), size in ends)
        lines.append(f"    y = y[:, {cut}]  # padding cuts the output")
    return lines


def _in_groups(layer: Layer, call: str) -> list[str]:
    """The call, for each group's share of the channels; a filter's groups are along its last axis."""
    if layer.groups == 1:
        return [f"    y = {call}"]
    return [
        f"    shares = zip(tf.split(x, {layer.groups}, -1), tf.split(w, {layer.groups}, -1))",
        f"    y = tf.concat([{call} for x, w in shares], -1)",
    ]


def _filter_channels(layer: Layer) -> tuple[int, int]:
    """Channels of the filter, which come last, and in the other order than in PyTorch."""
    first, second = layer.weight_shape[:2]
    return second, first


def _shapes(layer: Layer) -> str:
    x = ", ".join(map(str, (layer.batch_size or "N", *layer.input_size, layer.in_channels)))
    w = ", ".join(map(str, (*layer.kernel_size, *_filter_channels(layer))))
    return f"x [{x}], w [{w}]"
