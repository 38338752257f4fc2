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
        pooling = pooled_of(options)
        if not pooling.even or pooling.ceil_mode:
            message = "a text is judged on a pooling whose windows are alike, without a last one that ends outside"
            raise SpecError(message, parameter="pool", got=pooling.pool)
        alone = pooled_of({**options, "in_channels": 1, "batch_size": 1})
        form = alone.form
        return cls(
            pooling=alone,
            input_size=form.input_size,
            kernel_size=form.kernel_size,
            stride=form.stride,
            padding=form.padding,
            dilation=form.dilation,
            groups=1,
            in_channels=1,
            out_channels=1,
            batch_size=1,
            bias=False,
        )

    def to_json(self) -> dict[str, Any]:
        """The windows, and what options tell besides."""
        spec = self.pooling
        told: dict[str, Any] = {"pool": spec.pool} | ConvSpec.to_json(self)
        told.pop("bias", None)
        told |= {} if spec.count_include_pad else {"count_include_pad": False}
        return told | ({"divisor": spec.divisor} if spec.divisor else {})
