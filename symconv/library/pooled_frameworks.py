"""The call that computes a pooling in a framework, forward and backward."""

from symconv.errors import InputError
from symconv.library.frameworks import FRAMEWORKS
from symconv.library.tensorflow_call import LETTERS, tensorflow_pooling
from symconv.pooled import PooledSpec
from symconv.sizes import shown
from symconv.spec import positions


def framework_pooling(spec: PooledSpec, framework: str) -> str:
    """Lines of Python with ``forward(x)``, and what goes back through it, for the very layer.

    Args:
        spec: the layer, with one to three axes.
        framework: ``torch``, ``jax`` or ``tf`` (TensorFlow, channels last).

    Raises:
        InputError: there is no such framework, or it has no such layer.
    """
    if framework not in FRAMEWORKS:
        raise InputError(f"framework must be one of {', '.join(FRAMEWORKS)}, got {shown(framework)}")
    axes = len(spec.input_size)
    if axes > len(LETTERS):
        raise InputError(f"{framework} has layers of at most {len(LETTERS)} axes, this one has {axes}")
    if framework == "tf":
        return "\n".join(tensorflow_pooling(spec)) + "\n"
    head, body, vjp = (_torch if framework == "torch" else _jax)(spec)
    shape = ", ".join(map(str, (spec.batch_size or "N", spec.channels, *spec.input_size)))
    back = [f"output, back = {vjp}(forward, x)", "(grad_input,) = back(grad_output)"]
    return "\n".join([*head, "", f"def forward(x):  # x [{shape}]", *body, "", *back]) + "\n"


def _torch(spec: PooledSpec) -> tuple[list[str], list[str], str]:
    axes, head = len(spec.input_size), ["import torch", "import torch.nn.functional as F"]
    name = "max" if spec.pool == "max" else "avg"
    if not spec.even:
        return head, [f"    return F.adaptive_{name}_pool{axes}d(x, {spec.adaptive})"], "torch.func.vjp"
    body, padding = [], tuple(before for before, _ in spec.padding)
    dilated = spec.pool == "average" and max(spec.form.dilation) > 1
    if dilated or not _torch_pads(spec):
        body, rest = _padded(spec), (0,) * axes
        padding = rest
    options = f"{spec.kernel_size}, {spec.form.stride}, {padding}"
    if dilated or (body and spec.pool == "average"):
        return head, _torch_convolved(spec), "torch.func.vjp"
    if spec.pool == "max":
        dilation = f", dilation={spec.form.dilation}" if max(spec.form.dilation) > 1 else ""
        body.append(f"    return F.max_pool{axes}d(x, {options}{dilation}{_ceil(spec, body)})")
        return head, body, "torch.func.vjp"
    if axes == 1 and spec.divisor:  # PyTorch's average of signals has no divisor
        return head, _torch_convolved(spec), "torch.func.vjp"
    divisor = f", divisor_override={spec.divisor}" if spec.divisor else ""
    counted = "" if spec.count_include_pad else ", count_include_pad=False"
    body.append(f"    return F.avg_pool{axes}d(x, {options}{_ceil(spec, body)}{counted}{divisor})")
    return head, body, "torch.func.vjp"


def _torch_convolved(spec: PooledSpec) -> list[str]:
    """An average as the depthwise convolution that it is."""
    axes = len(spec.input_size)
    steps = f"stride={spec.form.stride}, dilation={spec.form.dilation}, groups={spec.channels}"
    return [
        f"    x = F.pad(x, {_around(spec)})  # last axis first",
        f"    ones = x.new_ones({(spec.channels, 1, *spec.kernel_size)})",
        f"    total = F.conv{axes}d(x, ones, {steps})",
        f"    return total / {_divisors(spec, 'x.new_tensor')}",
    ]


def _jax(spec: PooledSpec) -> tuple[list[str], list[str], str]:
    head = ["import jax", "from jax import lax, numpy as jnp"]
    if not spec.even:
        raise InputError("jax has no windows of different sizes; --framework torch has")
    if spec.pool == "max" and max(spec.form.dilation) > 1:
        raise InputError("jax has no gradient of a largest in dilated windows; --framework torch has")
    window, strides = (1, 1, *spec.kernel_size), (1, 1, *spec.form.stride)
    padding = [(0, 0), (0, 0), *spec.form.padding]
    start, reduce = ("-jnp.inf", "lax.max") if spec.pool == "max" else ("0.0", "lax.add")
    dilation = f", window_dilation={(1, 1, *spec.form.dilation)}" if max(spec.form.dilation) > 1 else ""
    call = f"lax.reduce_window(x, {start}, {reduce}, {window}, {strides}, {padding}{dilation})"
    divided = "" if spec.pool == "max" else f" / {_divisors(spec, 'jnp.array')}"
    return head, [f"    return {call}{divided}"], "jax.vjp"


def _divisors(spec: PooledSpec, array: str) -> str:
    """D, as a number where it is the same everywhere."""
    numbers = [spec.divisor_at(m) for m in positions(spec.output_size)]
    if len(set(numbers)) == 1:
        return str(numbers[0])
    return f"{array}({numbers}).reshape({spec.output_size})"


def _torch_pads(spec: PooledSpec) -> bool:
    """Whether PyTorch takes this padding: the same on both sides, at most half of the window."""
    spans = zip(spec.padding, spec.form.axes, strict=True)
    return all(before == after <= axis.effective_kernel // 2 for (before, after), axis in spans)


def _padded(spec: PooledSpec) -> list[str]:
    return [f'    x = F.pad(x, {_around(spec)}, value=float("-inf"))  # last axis first']


def _around(spec: PooledSpec) -> tuple[int, ...]:
    return tuple(n for pair in reversed(spec.form.padding) for n in pair)


def _ceil(spec: PooledSpec, padded: list[str]) -> str:
    """``ceil_mode``, unless the padding stands there in full."""
    return ", ceil_mode=True" if spec.ceil_mode and not padded else ""
