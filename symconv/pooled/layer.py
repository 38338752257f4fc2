"""One pooling layer, full and checked."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from typing import Any, Self

from symconv.errors import SpecError
from symconv.face import Shown
from symconv.pooled.windows import Window, adaptive, counted, kept, windows
from symconv.sizes import Padding, Pair, Size, integer, shown, sizes
from symconv.spec import ConvSpec, along_axes, flag

KINDS = ("average", "max")
DEFAULT_WINDOW = 2

Place = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledSpec(Shown):
    """One pooling layer, full and checked. Build it with :meth:`of`.

    Shapes: input ``[batch_size, channels, *input_size]``, output and grad_output ``[batch_size, channels,
    *output_size]``.

    Attributes:
        pool: ``average`` or ``max``.
        form: the depthwise convolution with these windows, of which the share stands where the filter does; its padding
            after holds what ``ceil_mode`` adds. Of uneven adaptive windows only the input, channels and images.
        padding: as it was stated, ``(before, after)`` each axis.
        ceil_mode: whether a last window that begins inside and ends outside is kept.
        count_include_pad: whether an average counts the stated padding.
        divisor: what sums are divided by; None is the number of entries.
        adaptive: the sizes of the output, where its windows are uneven; else empty.
    """

    pool: str
    form: ConvSpec
    padding: tuple[Pair, ...]
    ceil_mode: bool = False
    count_include_pad: bool = True
    divisor: int | None = None
    adaptive: tuple[int, ...] = ()

    @classmethod
    def of(
        cls,
        *,
        pool: str,
        input_size: Size | None = None,
        kernel_size: Size | None = None,
        stride: Size | None = None,
        padding: Padding = 0,
        dilation: Size = 1,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
        divisor: int | None = None,
        channels: int = 1,
        batch_size: int | None = 1,
    ) -> Self:
        """The layer that PyTorch's ``AvgPool`` or ``MaxPool`` is with these arguments; sizes as for ``ConvSpec.of``.

        Args:
            pool: ``average`` or ``max``.
            input_size: entries along each axis; None takes the smallest layer that teaches.
            kernel_size: entries of a window along each axis; 2 if none is given.
            stride: steps between windows; None is the kernel, as in PyTorch.
            padding: on both sides of each axis, or before and after. PyTorch takes at most half a window; here every
                window must hold an entry, unless its average counts the padding.
            dilation: distance between neighbouring entries of a window; PyTorch's averages have none.
            ceil_mode: M = ⌈(N + p₋ + p₊ − e)/s⌉ + 1; a window that would begin after the input is left out.
            count_include_pad: whether D of an average is the whole window with its padding, or the entries in it.
            divisor: D for every window; averages alone.
            channels: of input and output.
            batch_size: images in a batch; None leaves it open.

        Raises:
            SpecError: no such layer exists; the text says what, where and what was got.
        """
        _check_kind(pool, divisor=divisor, count_include_pad=count_include_pad)
        kernel = DEFAULT_WINDOW if kernel_size is None else kernel_size
        counts = _depthwise(channels)
        form = ConvSpec.of(
            input_size=input_size,
            kernel_size=kernel,
            stride=kernel if stride is None else stride,
            padding=padding,
            dilation=dilation,
            batch_size=batch_size,
            **counts,
        )
        stated = form.padding
        if flag(ceil_mode, "ceil_mode"):
            form = replace(form, padding=tuple(map(kept, form.axes)))
        number = None if divisor is None else integer(divisor, "divisor", least=1)
        return cls(
            pool=pool,
            form=form,
            padding=stated,
            ceil_mode=ceil_mode,
            count_include_pad=count_include_pad,
            divisor=number,
        )

    @classmethod
    def to_size(
        cls, output_size: Size, *, pool: str, input_size: Size, channels: int = 1, batch_size: int | None = 1
    ) -> Self:
        """The adaptive layer that makes an output of these sizes; 1 is a global one.

        Raises:
            SpecError: no such layer exists.
        """
        _check_kind(pool)
        listed = {"output_size": sizes(output_size, "output_size"), "input_size": sizes(input_size, "input_size")}
        full, _ = along_axes(listed, 0)
        made, given = full["output_size"], full["input_size"]
        if not any(n % m for n, m in zip(given, made, strict=True)):
            window = tuple(n // m for n, m in zip(given, made, strict=True))
            return cls.of(pool=pool, input_size=given, kernel_size=window, channels=channels, batch_size=batch_size)
        counts = _depthwise(channels)
        form = ConvSpec.of(input_size=given, kernel_size=1, batch_size=batch_size, **counts)
        return cls(pool=pool, form=form, padding=form.padding, adaptive=made)

    def __post_init__(self) -> None:
        if self.pool == "average" and (self.count_include_pad or self.divisor):
            return
        for number, each in enumerate(self.along):
            empty = next((m for m, window in enumerate(each) if not window), None)
            if empty is not None:
                what = "its largest is of nothing" if self.pool == "max" else "there is nothing to divide by"
                message = f"window {empty} along axis {number} lies wholly in the padding: {what}"
                raise SpecError(message, parameter="padding", got=self.padding)

    @property
    def even(self) -> bool:
        """Whether all windows are alike, as the relation has them."""
        return not self.adaptive

    @property
    def along(self) -> tuple[tuple[Window, ...], ...]:
        """For each axis the windows of its outputs, without what lies in the padding."""
        if self.even:
            return tuple(windows(axis) for axis in self.form.axes)
        return tuple(adaptive(n, m) for n, m in zip(self.form.input_size, self.adaptive, strict=True))

    @property
    def input_size(self) -> tuple[int, ...]:
        """``N`` along each axis."""
        return self.form.input_size

    @property
    def kernel_size(self) -> tuple[int, ...]:
        """Entries of a window along each axis; of uneven ones the most."""
        if self.even:
            return self.form.kernel_size
        return tuple(max(map(len, windows)) for windows in self.along)

    @property
    def output_size(self) -> tuple[int, ...]:
        """``M`` along each axis."""
        return self.adaptive or self.form.output_size

    @property
    def channels(self) -> int:
        """Channels of input and output."""
        return self.form.in_channels

    @property
    def in_channels(self) -> int:
        """The same, of the input."""
        return self.channels

    @property
    def out_channels(self) -> int:
        """The same, of the output."""
        return self.channels

    @property
    def batch_size(self) -> int | None:
        """Images in a batch; None leaves it open."""
        return self.form.batch_size

    @property
    def input_shape(self) -> tuple[int, ...]:
        """``[N, C, *input_size]``."""
        return self.form.input_shape

    @property
    def output_shape(self) -> tuple[int, ...]:
        """``[N, C, *output_size]``."""
        return (*self.form.input_shape[:2], *self.output_size)

    @property
    def share_shape(self) -> tuple[int, ...]:
        """``[N, C, *output_size, *kernel_size]``: of each output and each tap, how much of the entry it takes."""
        return (*self.output_shape, *self.kernel_size)

    @property
    def most_terms(self) -> int:
        """The most terms in one sum: entries of a window, or windows that hold an entry."""
        held = (Counter(place for window in windows for _, place in window) for windows in self.along)
        return max(prod(self.kernel_size), prod(max(counts.values(), default=0) for counts in held))

    @property
    def overlapping(self) -> bool:
        """Whether some entry of the input lies in more than one window."""
        places = ([place for window in windows for _, place in window] for windows in self.along)
        return any(len(set(each)) < len(each) for each in places)

    def window(self, output: Place) -> tuple[tuple[Place, Place], ...]:
        """The taps and the inputs they meet, of an output by its place in space, in reading order."""
        along = [windows[m] for windows, m in zip(self.along, output, strict=True)]
        pairs = (tuple(zip(*each, strict=True)) for each in product(*along))
        return tuple((pair[0], pair[1]) for pair in pairs)

    def divisor_at(self, output: Place) -> int:
        """``D`` of an average: the divisor stated, the window with its stated padding, or the entries in it."""
        if self.divisor:
            return self.divisor
        if self.count_include_pad and self.even:
            axes = zip(self.form.axes, self.padding, output, strict=True)
            return prod(counted(axis, pads, m) for axis, pads, m in axes)
        return prod(len(windows[m]) for windows, m in zip(self.along, output, strict=True))

    def chosen(self, output: Place, value: Callable[[Place], Any]) -> tuple[Place, Place]:
        """The tap and the input that a max takes: the first of the largest, in reading order."""
        return max(self.window(output), key=lambda pair: value(pair[1]))

    def with_batch_size(self, batch_size: int | None) -> Self:
        """The same layer for another number of images."""
        return replace(self, form=self.form.with_batch_size(batch_size))

    def to_json(self) -> dict[str, Any]:
        """``pool``, and the keyword arguments of :meth:`of`, or of :meth:`to_size`, as plain lists and numbers."""
        layer: dict[str, Any] = {"pool": self.pool, "input_size": list(self.input_size)}
        counts = {"channels": self.channels, "batch_size": self.form.batch_size}
        if not self.even:
            return layer | {"output_size": list(self.adaptive)} | counts
        layer |= {name: list(getattr(self.form, name)) for name in ("kernel_size", "stride", "dilation")}
        layer |= {"padding": [list(pair) for pair in self.padding], "ceil_mode": self.ceil_mode} | counts
        if self.pool == "average":
            layer |= {"count_include_pad": self.count_include_pad, "divisor": self.divisor}
        return layer


def _check_kind(pool: object, *, divisor: object = None, count_include_pad: object = True) -> None:
    if pool not in KINDS:
        raise SpecError(f"pool must be one of {', '.join(KINDS)}, got {shown(pool)}", parameter="pool", got=pool)
    if pool == "max" and divisor is not None:
        raise SpecError("a largest entry is not divided: divisor is for averages", parameter="divisor", got=divisor)
    if pool == "max" and not flag(count_include_pad, "count_include_pad"):
        message = "padding is never the largest: whether it is counted is asked of averages"
        raise SpecError(message, parameter="count_include_pad", got=count_include_pad)


def _depthwise(channels: int) -> dict[str, Any]:
    return {"groups": channels, "in_channels": channels, "out_channels": channels}
