"""One transposed convolution layer: the trilinear form of a convolution, with input and output in each other's place.

    T(X, F, G) = Σ x_i f_a g_m    over all (i, a, m) with i = s·m + d·a − p₋

A convolution reads at X and writes at G, o_m = ∂T/∂g_m. A transposed one reads at G and writes at X: an input x_m adds
x_m·f_a to every output o_i that the relation lets it meet, which is what a convolution's gradient does to ∂L/∂X.
Along each axis M entries become

    N = (M − 1)·s + e − p₋ − p₊ + output_padding        e = d(k−1) + 1

because a convolution with a stride makes the same M of N, N + 1, … N + s − 1 entries: ``output_padding`` says which of
these it was. The entries it adds at the end lie within a window or are met by none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from symconv.axis import Axis
from symconv.errors import SpecError
from symconv.folded import FoldedSpec
from symconv.formed import Formed
from symconv.pooled import OWN
from symconv.sizes import Padding, Pair, Size, integer, shown, sizes
from symconv.spec import DEFAULT_KERNEL_SIZE, ConvSpec, along_axes, check_groups, flag


@dataclass(frozen=True, slots=True, kw_only=True)
class TransposedSpec(Formed):
    """One transposed convolution layer, full and checked. Build it with :meth:`of`.

    Shapes: input ``[batch_size, in_channels, *input_size]``, weight ``[in_channels, out_channels/groups,
    *kernel_size]``, output and grad_output ``[batch_size, out_channels, *output_size]``, bias ``[out_channels]``.

    Attributes:
        form: the convolution whose gradient to its input is this layer's forward pass; it has no bias.
        padding: as it was stated, entries ``(before, after)`` that are taken away of each axis of the output.
        output_padding: entries added at the end of each axis of the output.
        bias: whether a bias is added to each output channel.
    """

    form: ConvSpec
    padding: tuple[Pair, ...]
    output_padding: tuple[int, ...]
    bias: bool = False

    @classmethod
    def of(
        cls,
        *,
        input_size: Size | None = None,
        kernel_size: Size = DEFAULT_KERNEL_SIZE,
        stride: Size = 1,
        padding: Padding = 0,
        output_padding: Size = 0,
        dilation: Size = 1,
        groups: int = 1,
        in_channels: int = 1,
        out_channels: int = 1,
        batch_size: int | None = 1,
        bias: bool = False,
        allow_large_output_padding: bool = False,
    ) -> Self:
        """The layer that PyTorch's ``ConvTranspose`` is with these arguments; sizes are written as for ``ConvSpec.of``.

        Args:
            input_size: entries along each axis. None takes two, or three where only then two entries meet in an output.
            kernel_size: taps along each axis.
            stride: distance, in outputs, between what neighbouring inputs are added to.
            padding: entries cut away on both sides of the output: a number, ``before:after``, one such value for each
                axis, ``valid`` (none) or ``full`` (``e−1``). TensorFlow's ``same``, N = s·M, is ``padding`` and
                ``output_padding`` together, and must be said with them.
            output_padding: entries added at the end of the output.
            dilation: distance, in outputs, between neighbouring taps.
            groups: channel groups; divides both channel counts.
            in_channels: channels of the input.
            out_channels: channels of the output.
            batch_size: images in a batch; None leaves it open.
            bias: whether a bias is added.
            allow_large_output_padding: lifts the bound ``output_padding < max(stride, dilation)`` that PyTorch sets.
                What lies beyond is met by no input: such outputs are 0, or the bias.

        Raises:
            SpecError: no such layer exists; the text says what, where and what was got.
        """
        stated: dict[str, Size] = {"kernel_size": kernel_size, "stride": stride, "dilation": dilation}
        if input_size is not None:
            stated["input_size"] = input_size
        listed = {name: sizes(value, name) for name, value in stated.items()}
        listed["output_padding"] = sizes(output_padding, "output_padding", least=0)
        full, pads = along_axes(listed, padding)
        if pads == "same":
            message = "a transposed layer's padding is numbers, valid or full: same is said with output_padding, too"
            raise SpecError(message, parameter="padding", got=padding)
        filters: dict[str, Any] = {name: full[name] for name in ("kernel_size", "stride", "dilation")}
        teaching = ConvSpec.of(**filters, padding=pads)
        size = full.get("input_size") or teaching.output_size
        extra = full["output_padding"]
        if not flag(allow_large_output_padding, "allow_large_output_padding"):
            _check_bound(extra, full["stride"], full["dilation"])
        channels = {
            "in_channels": integer(in_channels, "in_channels", least=1),
            "out_channels": integer(out_channels, "out_channels", least=1),
        }
        check_groups(integer(groups, "groups", least=1), **channels)
        axes = [_made(*part) for part in zip(size, extra, teaching.axes, range(len(size)), strict=True)]
        form = replace(
            teaching,
            input_size=tuple(axis.input_size for axis in axes),
            padding=tuple((axis.before, axis.after) for axis in axes),
            groups=int(groups),
            in_channels=channels["out_channels"],
            out_channels=channels["in_channels"],
            batch_size=None if batch_size is None else integer(batch_size, "batch_size", least=1),
        )
        return cls(form=form, padding=teaching.padding, output_padding=extra, bias=flag(bias, "bias"))

    @property
    def slots(self) -> tuple[str, str]:
        """The tensors in the form's places X and G: a convolution's, exchanged."""
        return ("output", "input")

    @property
    def axes(self) -> tuple[Axis, ...]:
        """The axes of the form: their inputs are this layer's outputs."""
        return self.form.axes

    @property
    def input_size(self) -> tuple[int, ...]:
        """``M`` along each axis."""
        return self.form.output_size

    @property
    def output_size(self) -> tuple[int, ...]:
        """``N = (M−1)·s + e − p₋ − p₊ + output_padding`` along each axis."""
        return self.form.input_size

    @property
    def in_channels(self) -> int:
        """Channels of the input."""
        return self.form.out_channels

    @property
    def out_channels(self) -> int:
        """Channels of the output."""
        return self.form.in_channels

    @property
    def input_shape(self) -> tuple[int, ...]:
        """``[N, C_in, *input_size]``."""
        return self.form.output_shape

    @property
    def output_shape(self) -> tuple[int, ...]:
        """``[N, C_out, *output_size]``."""
        return self.form.input_shape

    @property
    def exceeds_bound(self) -> bool:
        """Whether some ``output_padding`` is at least max(stride, dilation), which PyTorch refuses."""
        each = zip(self.output_padding, self.stride, self.dilation, strict=True)
        return any(extra >= max(stride, dilation) for extra, stride, dilation in each)

    def reads(self, output_channel: int) -> tuple[tuple[int, tuple[int, int]], ...]:
        """The channels of X that an output channel reads, each with the two channels of the filter between them."""
        width, share = self.form.weight_shape[1], self.in_channels // self.groups
        group, inner = divmod(output_channel, width)
        return tuple((channel, (channel, inner)) for channel in range(group * share, (group + 1) * share))

    @staticmethod
    def read_along(axis: Axis, output: int) -> tuple[tuple[int, int], ...]:
        """The ``(tap, input)`` pairs that are added up in an output along one axis."""
        return axis.reaching(output)

    def to_json(self) -> dict[str, Any]:
        """``transposed``, and the keyword arguments of :meth:`of` as plain lists and numbers."""
        names = ("input_size", "kernel_size", "stride", "padding", "output_padding", "dilation")
        layer: dict[str, Any] = {"transposed": True} | {name: list(getattr(self, name)) for name in names}
        layer["padding"] = [list(pair) for pair in self.padding]
        layer |= {name: getattr(self, name) for name in ("groups", "in_channels", "out_channels", "batch_size")}
        layer |= {"allow_large_output_padding": True} if self.exceeds_bound else {}
        return layer | {"bias": True} if self.bias else layer


Layer = ConvSpec | FoldedSpec | TransposedSpec
"""A layer of any kind; all tell their ``form``, and which tensors stand in its ``slots``."""


def held(layer: Layer) -> tuple[str, str]:
    """What stands in the form's places X and G where they are not left open: the input, or ∂L/∂O."""
    x, g = ({"input": "input", "output": "grad_output"}[tensor] for tensor in layer.slots)
    return x, g


def made(layer: Layer) -> tuple[str, str]:
    """What is made in the form's places X and G where they are left open: the output, or ∂L/∂X."""
    x, g = ({"input": "grad_input", "output": "output"}[tensor] for tensor in layer.slots)
    return x, g


def layer_of(given: Mapping[str, Any]) -> Layer:
    """The layer of keyword arguments, or of a document's ``layer``.

    It is a transposed one where ``transposed`` says so, and one with folded padding where ``padding_mode`` does.

    Raises:
        SpecError: no such layer exists.
    """
    stated = dict(given)
    for name in OWN:
        if name in stated:
            word = name.strip("_")
            raise SpecError(f"{word} is for pooling: say pool, too", parameter=word, got=stated[name])
    mode = stated.pop("padding_mode", "zeros")
    if flag(stated.pop("transposed", False), "transposed"):
        if mode != "zeros":
            message = (
                f"the padding of a transposed layer cuts its output: padding_mode is zeros there, got {shown(mode)}"
            )
            raise SpecError(message, parameter="padding_mode", got=mode)
        return TransposedSpec.of(**stated)
    for name in ("output_padding", "allow_large_output_padding"):
        if name in stated:
            raise SpecError(f"{name} is for transposed layers: say transposed, too", parameter=name, got=stated[name])
    return ConvSpec.of(**stated) if mode == "zeros" else FoldedSpec.of(padding_mode=mode, **stated)


def convolution(layer: Layer, what: str) -> ConvSpec:
    """The layer, for work that is told of convolutions alone.

    Raises:
        SpecError: it is transposed, or its padding is folded.
    """
    if isinstance(layer, TransposedSpec):
        raise SpecError(f"{what} takes a convolution, and this layer is transposed", parameter="spec", got=layer)
    if isinstance(layer, FoldedSpec):
        raise _folded(layer, f"{what} takes a convolution")
    return layer


def padded_with_zeros(layer: Layer, what: str) -> ConvSpec | TransposedSpec:
    """The layer, for work that is told of layers padded with zeros.

    Raises:
        SpecError: its padding is folded.
    """
    if isinstance(layer, FoldedSpec):
        raise _folded(layer, f"{what} takes a layer")
    return layer


def _folded(layer: FoldedSpec, refusal: str) -> SpecError:
    message = f"{refusal} padded with zeros, and this layer's padding_mode is {layer.padding_mode}"
    return SpecError(message, parameter="spec", got=layer)


def _made(size: int, extra: int, axis: Axis, number: int) -> Axis:
    """The form's axis: of N entries it makes M again.

    An ``output_padding`` of s or more would let it make more than M, so what is beyond the last step is cut off first:
    a padding after of less than nothing.
    """
    steps, rest = divmod(extra, axis.stride)
    after = axis.after - steps * axis.stride
    output = (size - 1) * axis.stride + axis.effective_kernel + rest - axis.before - after
    if output < 1:
        message = (
            f"padding {axis.before}:{axis.after} leaves no output of the {output + axis.before + axis.after} "
            f"along axis {number}"
        )
        raise SpecError(message, parameter="padding", got=(axis.before, axis.after))
    return replace(axis, input_size=output, after=after)


def _check_bound(extra: tuple[int, ...], stride: tuple[int, ...], dilation: tuple[int, ...]) -> None:
    for number, (e, s, d) in enumerate(zip(extra, stride, dilation, strict=True)):
        if e >= max(s, d):
            message = (
                f"output_padding {e} along axis {number} must be below max(stride, dilation) = {max(s, d)}, as in "
                "PyTorch (allow_large_output_padding lifts that; what lies beyond is met by no input)"
            )
            raise SpecError(message, parameter="output_padding", got=extra)
