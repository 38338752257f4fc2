"""One convolution layer's geometry: axes that behave alike and alone, and batch, channels and groups around them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from typing import Any, Self

from symconv.axis import Axis
from symconv.errors import SpecError
from symconv.face import Shown
from symconv.sizes import PADDING_WORDS, Padding, Pair, Size, for_each_axis, integer, paddings, shown, sizes

DEFAULT_KERNEL_SIZE = 3
MOST_AXES = 12
"""What NumPy's arrays can hold as windows of windows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvSpec(Shown):
    """One convolution layer: every attribute is full and checked. Build it with :meth:`of`.

    Shapes: input ``[batch_size, in_channels, *input_size]``, weight ``[out_channels, in_channels/groups,
    *kernel_size]``, output and grad_output ``[batch_size, out_channels, *output_size]``, bias ``[out_channels]``.

    Attributes:
        input_size: entries along each spatial axis.
        kernel_size: filter taps along each axis.
        stride: steps between neighbouring windows.
        padding: zeros ``(before, after)`` each axis.
        dilation: distance between neighbouring taps.
        groups: channel groups that do not see each other.
        in_channels: channels of the input.
        out_channels: channels of the output.
        batch_size: images in a batch; ``None`` leaves it open (arrays decide).
        bias: whether a bias is added to each output channel.
    """

    input_size: tuple[int, ...]
    kernel_size: tuple[int, ...]
    stride: tuple[int, ...]
    padding: tuple[Pair, ...]
    dilation: tuple[int, ...]
    groups: int = 1
    in_channels: int = 1
    out_channels: int = 1
    batch_size: int | None = 1
    bias: bool = False

    @classmethod
    def of(
        cls,
        *,
        input_size: Size | None = None,
        kernel_size: Size = DEFAULT_KERNEL_SIZE,
        stride: Size = 1,
        padding: Padding = 0,
        dilation: Size = 1,
        groups: int = 1,
        in_channels: int = 1,
        out_channels: int = 1,
        batch_size: int | None = 1,
        bias: bool = False,
    ) -> Self:
        """The layer people describe with ``3``, ``(3, 5)``, ``"3x5"``, ``"same"`` or ``((1, 2), (0, 0))``.

        A bare number speaks for every axis. The number of axes is that of the longest list given; where everything is
        a bare number it is 1 with an input size (``7`` is a signal, ``7x7`` an image) and 2 without.

        Args:
            input_size: entries along each axis. None takes the smallest layer that teaches: two outputs along each
                axis, no remainder and an input that the filter fits on, 5x5 at kernel 3, stride 2; three outputs where
                only then windows share an entry.
            kernel_size: taps along each axis.
            stride: step along each axis.
            padding: zeros on both sides of every axis (``1``), ``"before:after"``, one such value for each axis, or
                a word. ``"valid"`` is none. ``"full"`` is ``e−1`` on both sides, ``e = d(k−1)+1``. ``"same"`` is what
                makes the output size ``⌈N/s⌉``, in total ``max((⌈N/s⌉−1)·s + e − N, 0)``; an odd total puts the extra
                zero after. At stride 1 the output is as large as the input; at a larger stride it is *not*: the word
                then means "as large as every s-th entry of the input" (TensorFlow's definition; PyTorch refuses it).
            dilation: distance between neighbouring taps.
            groups: channel groups; divides both channel counts.
            in_channels: channels of the input.
            out_channels: channels of the output.
            batch_size: images in a batch; None leaves it open.
            bias: whether a bias is added.

        Raises:
            SpecError: no such layer exists; the text says what, where and what was got.
        """
        stated: dict[str, Size] = {"kernel_size": kernel_size, "stride": stride, "dilation": dilation}
        if input_size is not None:
            stated["input_size"] = input_size
        full, pads = along_axes({name: sizes(value, name) for name, value in stated.items()}, padding)
        filters = tuple(zip(full["kernel_size"], full["stride"], full["dilation"], strict=True))
        if isinstance(pads, str):
            size = full.get("input_size") or tuple(_teaching_size(*axis, pads) for axis in filters)
            pairs = tuple(_padding(pads, n, *axis) for n, axis in zip(size, filters, strict=True))
        else:
            pairs = pads
            around = zip(filters, pairs, strict=True)
            size = full.get("input_size") or tuple(_teaching_size(*axis, pair) for axis, pair in around)
        return cls(
            input_size=size,
            kernel_size=full["kernel_size"],
            stride=full["stride"],
            padding=pairs,
            dilation=full["dilation"],
            groups=integer(groups, "groups", least=1),
            in_channels=integer(in_channels, "in_channels", least=1),
            out_channels=integer(out_channels, "out_channels", least=1),
            batch_size=None if batch_size is None else integer(batch_size, "batch_size", least=1),
            bias=flag(bias, "bias"),
        )

    def __post_init__(self) -> None:
        for number, axis in enumerate(self.axes):
            if axis.slack < 0:
                raise SpecError(_misfit(axis, number), parameter="kernel_size", got=self.kernel_size)
        check_groups(self.groups, in_channels=self.in_channels, out_channels=self.out_channels)

    @property
    def axes(self) -> tuple[Axis, ...]:
        """The spatial axes, each alone."""
        geometry = zip(self.input_size, self.kernel_size, self.stride, self.dilation, self.padding, strict=True)
        return tuple(
            Axis(input_size=n, kernel_size=k, stride=s, dilation=d, before=p[0], after=p[1])
            for n, k, s, d, p in geometry
        )

    @property
    def form(self) -> "ConvSpec":
        """The layer whose relation stands in the trilinear form: this one."""
        return self

    @property
    def slots(self) -> tuple[str, str]:
        """The tensors in the form's places X and G."""
        return ("input", "output")

    @property
    def output_size(self) -> tuple[int, ...]:
        """``M`` along each axis."""
        return tuple(axis.output_size for axis in self.axes)

    @property
    def batch(self) -> int:
        """The batch size, for work that needs one.

        Raises:
            SpecError: it was left open.
        """
        if self.batch_size is None:
            raise SpecError("batch_size is open, and symbols need a number", parameter="batch_size", got=None)
        return self.batch_size

    @property
    def input_shape(self) -> tuple[int, ...]:
        """``[N, C_in, *input_size]``."""
        return (self.batch, self.in_channels, *self.input_size)

    @property
    def weight_shape(self) -> tuple[int, ...]:
        """``[C_out, C_in/groups, *kernel_size]``."""
        return (self.out_channels, self.in_channels // self.groups, *self.kernel_size)

    @property
    def output_shape(self) -> tuple[int, ...]:
        """``[N, C_out, *output_size]``."""
        return (self.batch, self.out_channels, *self.output_size)

    @property
    def most_terms(self) -> int:
        """An upper bound for the number of products ``x·f`` in all outputs (padding is counted as if it were read)."""
        return prod(self.output_shape) * prod(self.weight_shape[1:])

    def input_channel(self, output_channel: int, weight_channel: int) -> int:
        """The channel of X that channel ``weight_channel`` of the filter of ``output_channel`` reads."""
        group = output_channel // (self.out_channels // self.groups)
        return group * (self.in_channels // self.groups) + weight_channel

    def reads(self, output_channel: int) -> tuple[tuple[int, tuple[int, int]], ...]:
        """The channels of X that an output channel reads, each with the two channels of the filter between them."""
        each = range(self.weight_shape[1])
        return tuple((self.input_channel(output_channel, inner), (output_channel, inner)) for inner in each)

    @staticmethod
    def read_along(axis: Axis, output: int) -> tuple[tuple[int, int], ...]:
        """The ``(tap, input)`` pairs that an output reads along one axis."""
        return axis.window(output)

    def with_batch_size(self, batch_size: int | None) -> "ConvSpec":
        """The same layer for another number of images."""
        return replace(self, batch_size=batch_size)

    def to_json(self) -> dict[str, Any]:
        """The keyword arguments of :meth:`of` as plain lists and numbers; ``bias`` only where there is one."""
        names = ("input_size", "kernel_size", "stride", "padding", "dilation")
        layer: dict[str, Any] = {name: list(getattr(self, name)) for name in names}
        layer["padding"] = [list(pair) for pair in self.padding]
        layer |= {name: getattr(self, name) for name in ("groups", "in_channels", "out_channels", "batch_size")}
        return layer | {"bias": True} if self.bias else layer


def positions(shape: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Every index of an array of this shape, row by row."""
    return product(*map(range, shape))


def along_axes(
    stated: Mapping[str, int | list[int]], padding: Padding
) -> tuple[dict[str, tuple[int, ...]], str | tuple[Pair, ...]]:
    """What is stated of a layer, with a value for each axis; a word for padding stays a word.

    The longest list says how many axes there are; bare numbers alone speak of one axis with an input size, else of two.

    Raises:
        SpecError: there are too many axes, or lists of different lengths.
    """
    pads = padding if isinstance(padding, str) and padding in PADDING_WORDS else paddings(padding)
    lengths = [len(value) for value in (*stated.values(), pads) if isinstance(value, list)]
    axes = max(lengths, default=1 if "input_size" in stated else 2)
    if axes > MOST_AXES:
        raise SpecError(f"a layer has at most {MOST_AXES} axes, got {axes}", parameter="input_size", got=axes)
    full = {name: for_each_axis(value, axes, name) for name, value in stated.items()}
    return full, pads if isinstance(pads, str) else for_each_axis(pads, axes, "padding")


def check_groups(groups: int, **channels: int) -> None:
    """Checks that groups divide the channels.

    Raises:
        SpecError: they do not; the text names the first count that they do not divide.
    """
    for parameter, count in channels.items():
        if count % groups:
            raise SpecError(f"groups {groups} do not divide {parameter} {count}", parameter="groups", got=groups)


def flag(value: object, parameter: str) -> bool:
    """``value``, which must be True or False.

    Raises:
        SpecError: it is something else.
    """
    if not isinstance(value, bool):
        raise SpecError(f"{parameter} must be True or False, got {shown(value)}", parameter=parameter, got=value)
    return value


def _misfit(axis: Axis, number: int) -> str:
    kernel = f"kernel {shown(axis.kernel_size)}"
    if axis.dilation > 1:
        kernel += f" (dilated to {shown(axis.effective_kernel)})"
    place = f"input {axis.input_size} along axis {number}"
    if axis.before or axis.after:
        place += f" (padding {axis.before}:{axis.after} makes it {axis.input_size + axis.before + axis.after})"
    return f"{kernel} does not fit {place}"


def _teaching_size(kernel: int, stride: int, dilation: int, padding: Pair | str) -> int:
    """The smallest input size with two outputs, no remainder and all entries of the filter on inputs for some output.

    Three outputs where two of them share no entry.
    """
    steps = 1 if _shares(stride, kernel, dilation) or not _shares(2 * stride, kernel, dilation) else 2
    reach = dilation * (kernel - 1) + 1
    if padding == "same":
        return max(steps * stride + 1, reach)
    pair = _padding(padding, 0, kernel, stride, dilation) if isinstance(padding, str) else padding
    least = reach + steps * stride - sum(pair)
    return least + max(-((least - reach) // stride), 0) * stride


def _shares(distance: int, kernel: int, dilation: int) -> bool:
    """Whether two windows this far apart read an entry in common."""
    return distance % dilation == 0 and distance // dilation < kernel


def _padding(word: str, size: int, kernel: int, stride: int, dilation: int) -> Pair:
    """The padding a word stands for, as :meth:`ConvSpec.of` tells it."""
    reach = dilation * (kernel - 1)
    if word != "same":
        return (reach, reach) if word == "full" else (0, 0)
    total = max((-(-size // stride) - 1) * stride + reach + 1 - size, 0)
    return total // 2, total - total // 2
