"""One convolution layer whose padding holds entries of the input instead of zeros: reflect, replicate or circular.

Each place of the padding is folded to an input (``Axis.source``), so the layer is a convolution without padding on the
larger map that this makes,

    x̃_j = x_π(j)        −p₋ ≤ j < N + p₊,  π the fold

which is its ``form``. ∂L/∂F is that convolution's; ∂L/∂X is its ∂L/∂X̃ *folded back*: what arrives at a place of the
padding is added to the entry that stands there, ∂L/∂x_i = Σ_{π(j) = i} ∂L/∂x̃_j.
"""

from collections import Counter
from dataclasses import dataclass, replace
from math import inf, prod
from typing import Any, Self

from symconv.axis import FOLDS, Axis
from symconv.errors import SpecError
from symconv.formed import Formed
from symconv.sizes import Pair, shown
from symconv.spec import ConvSpec

PADDING_MODES = ("zeros", *FOLDS)
"""What may stand in the padding; PyTorch's names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldedSpec(Formed):
    """One convolution layer with folded padding, full and checked. Build it with :meth:`of`.

    Shapes: input ``[batch_size, in_channels, *input_size]``, weight ``[out_channels, in_channels/groups,
    *kernel_size]``, output and grad_output ``[batch_size, out_channels, *output_size]``, bias ``[out_channels]``.

    Attributes:
        form: the convolution without padding of the padded input; it has no bias.
        padding: folded entries ``(before, after)`` each axis.
        padding_mode: which inputs they are, one of ``reflect``, ``replicate``, ``circular``.
        bias: whether a bias is added to each output channel.
    """

    form: ConvSpec
    padding: tuple[Pair, ...]
    padding_mode: str
    bias: bool = False

    @classmethod
    def of(cls, *, padding_mode: str, **layer: Any) -> Self:
        """The layer that PyTorch's ``Conv`` is with this ``padding_mode``.

        Args:
            padding_mode: ``reflect`` mirrors the input at its first and last entry, without repeating these;
                ``replicate`` repeats them; ``circular`` goes on at the other end.
            layer: as for ``ConvSpec.of``; without an input size the smallest that teaches and can be folded.

        Raises:
            SpecError: no such layer exists, or the padding needs more entries than there are: ``reflect`` less than
                the input size on each side, ``circular`` at most the input size.
        """
        if not isinstance(padding_mode, str) or padding_mode not in FOLDS:
            message = f"padding_mode must be one of {', '.join(PADDING_MODES)}, got {shown(padding_mode)}"
            raise SpecError(message, parameter="padding_mode", got=padding_mode)
        spec = ConvSpec.of(**layer)
        if layer.get("input_size") is None:
            sizes = tuple(_foldable(axis, padding_mode) for axis in spec.axes)
            spec = replace(spec, input_size=sizes)
        for number, axis in enumerate(spec.axes):
            _check_bound(axis, padding_mode, number)
        size = tuple(n + sum(pair) for n, pair in zip(spec.input_size, spec.padding, strict=True))
        form = replace(spec, input_size=size, padding=((0, 0),) * len(size), bias=False)
        return cls(form=form, padding=spec.padding, padding_mode=padding_mode, bias=spec.bias)

    @property
    def slots(self) -> tuple[str, str]:
        """The tensors in the form's places X and G; the input stands there padded."""
        return self.form.slots

    @property
    def axes(self) -> tuple[Axis, ...]:
        """The spatial axes, with the input as it is and its padding around it."""
        each = zip(self.form.axes, self.padding, strict=True)
        return tuple(
            replace(axis, input_size=axis.input_size - sum(pads), before=pads[0], after=pads[1], mode=self.padding_mode)
            for axis, pads in each
        )

    @property
    def input_size(self) -> tuple[int, ...]:
        """``N`` along each axis, without the padding."""
        return tuple(n - sum(pads) for n, pads in zip(self.form.input_size, self.padding, strict=True))

    @property
    def output_size(self) -> tuple[int, ...]:
        """``M`` along each axis."""
        return self.form.output_size

    @property
    def in_channels(self) -> int:
        """Channels of the input."""
        return self.form.in_channels

    @property
    def out_channels(self) -> int:
        """Channels of the output."""
        return self.form.out_channels

    @property
    def input_shape(self) -> tuple[int, ...]:
        """``[N, C_in, *input_size]``."""
        return (self.batch, self.in_channels, *self.input_size)

    @property
    def output_shape(self) -> tuple[int, ...]:
        """``[N, C_out, *output_size]``."""
        return self.form.output_shape

    @property
    def most_copies(self) -> int:
        """How often the input that stands at the most places stands in the padded input."""
        counts = (Counter(map(axis.source, axis.around)) for axis in self.axes)
        return prod(1 + max(count.values(), default=0) for count in counts)

    def reads(self, output_channel: int) -> tuple[tuple[int, tuple[int, int]], ...]:
        """The channels of X that an output channel reads, each with the two channels of the filter between them."""
        return self.form.reads(output_channel)

    @staticmethod
    def read_along(axis: Axis, output: int) -> tuple[tuple[int, int], ...]:
        """The ``(tap, input)`` pairs that an output reads along one axis; an input may be there more than once."""
        return axis.window(output)

    def to_json(self) -> dict[str, Any]:
        """``padding_mode``, and the keyword arguments of ``ConvSpec.of`` as plain lists and numbers."""
        plain = replace(self.form, input_size=self.input_size, padding=self.padding, bias=self.bias)
        return {"padding_mode": self.padding_mode} | plain.to_json()


def _most(size: int, mode: str) -> float:
    """The most padding on a side: ``reflect`` has N − 1 entries to mirror, and ``circular`` goes around once."""
    return {"reflect": size - 1, "circular": size}.get(mode, inf)


def _foldable(axis: Axis, mode: str) -> int:
    """The least input size with the same remainder whose padding can be folded."""
    size = axis.input_size
    while max(axis.before, axis.after) > _most(size, mode):
        size += axis.stride
    return size


def _check_bound(axis: Axis, mode: str, number: int) -> None:
    most = _most(axis.input_size, mode)
    if max(axis.before, axis.after) > most:
        message = (
            f"{mode} padding {axis.before}:{axis.after} along axis {number} must be at most {most} "
            f"with input {axis.input_size}, as in PyTorch"
        )
        raise SpecError(message, parameter="padding_mode", got=mode)
