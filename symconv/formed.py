"""What a layer has in common with the convolution that is its form, ``T(X, F, G) = Σ x_i f_a g_m``."""

from dataclasses import replace
from typing import Any, Self

from symconv.face import Shown
from symconv.spec import ConvSpec


class Formed(Shown):
    """A layer told by a convolution: its filter, its steps, its groups and its images are that one's."""

    __slots__ = ()
    form: ConvSpec

    @property
    def kernel_size(self) -> tuple[int, ...]:
        """Filter taps along each axis."""
        return self.form.kernel_size

    @property
    def stride(self) -> tuple[int, ...]:
        """Steps between neighbouring windows; of a transposed layer, which paints them, in outputs."""
        return self.form.stride

    @property
    def dilation(self) -> tuple[int, ...]:
        """Distance between neighbouring taps."""
        return self.form.dilation

    @property
    def groups(self) -> int:
        """Channel groups that do not see each other."""
        return self.form.groups

    @property
    def batch_size(self) -> int | None:
        """Images in a batch; None leaves it open."""
        return self.form.batch_size

    @property
    def batch(self) -> int:
        """The batch size, for work that needs one.

        Raises:
            SpecError: it was left open.
        """
        return self.form.batch

    @property
    def weight_shape(self) -> tuple[int, ...]:
        """``[C_out, C_in/groups, *kernel_size]``; of a transposed layer ``[C_in, C_out/groups, *kernel_size]``."""
        return self.form.weight_shape

    @property
    def most_terms(self) -> int:
        """An upper bound for the number of products ``x·f`` in all outputs."""
        return self.form.most_terms

    def with_batch_size(self, batch_size: int | None) -> Self:
        """The same layer for another number of images."""
        changes: dict[str, Any] = {"form": self.form.with_batch_size(batch_size)}
        return replace(self, **changes)  # type: ignore[type-var]  # a dataclass below
