"""A pooling as texts are judged on it: a layer with its windows, one channel wide, and no filter of its own."""

from dataclasses import dataclass
from typing import Any, Self

from symconv.errors import SpecError
from symconv.pooled import PooledSpec, pooled_of
from symconv.spec import ConvSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledForm(ConvSpec):
    """The windows of one channel of a pooling. Build it with :meth:`stated`.

    Attributes:
        pooling: which entries of a window count, and how much.
    """

    pooling: PooledSpec

    @classmethod
    def stated(cls, **options: Any) -> Self:
        """The pooling of keyword arguments of ``pooled_of``.

        Raises:
            SpecError: no such layer exists, or none that a text is judged on.
        """
        if "input_size" not in options:
            message = "a text is judged on a pooling that is told whole: tell its input's size, too"
            raise SpecError(message, parameter="input_size", got=None)
        alone = pooled_of({**options, "in_channels": 1, "batch_size": 1})
        form = alone.form
        return cls(
            pooling=alone,
            input_size=form.input_size,
            kernel_size=alone.kernel_size,
            stride=form.stride,
            padding=form.padding,
            dilation=form.dilation,
            groups=1,
            in_channels=1,
            out_channels=1,
            batch_size=1,
            bias=False,
        )

    @property
    def plain(self) -> bool:
        """Whether k, s and p tell all its windows: none is of another size, and none ends behind the padding."""
        return self.pooling.even and self.padding == self.pooling.padding

    @property
    def output_size(self) -> tuple[int, ...]:
        """``M`` along each axis, also where windows differ."""
        return self.pooling.output_size

    def to_json(self) -> dict[str, Any]:
        """The windows, and what options tell besides."""
        spec = self.pooling
        told: dict[str, Any] = {"pool": spec.pool} | ConvSpec.to_json(self)
        told |= {"padding": [list(pair) for pair in spec.padding]}
        told.pop("bias", None)
        told |= {} if spec.even else {"output_size": list(spec.output_size)}
        told |= {"ceil_mode": True} if spec.ceil_mode else {}
        told |= {} if spec.count_include_pad else {"count_include_pad": False}
        return told | ({"divisor": spec.divisor} if spec.divisor else {})
