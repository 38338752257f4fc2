"""The one relation everything follows from.

Along each spatial axis, output ``m`` meets filter tap ``a`` at input

    i = s·m + d·a − p        (0 ≤ i < N,  0 ≤ a < k,  0 ≤ m < M)

with input size ``N``, kernel size ``k``, stride ``s``, dilation ``d`` and ``p`` zeros of padding before. This file is
the only place where the relation is written down; other files ask for it, or are independent ways of reaching the same
gradients.

Of three tensors, one at the inputs, one at the taps and one at the outputs, it makes one trilinear form

    T(X, F, G) = Σ x_i f_a g_m        over all (i, a, m) in the relation

and all that a layer computes is that form with one of the three left open: a convolution and its two gradients, and,
with X and G in each other's place, a transposed convolution and its two (see ``spec.py`` and ``transposed.py``).

A place in the padding holds a zero, or it is folded back into the input and holds one of its entries once more
(``Axis.source``): then the pairs (i, a, m) are those whose place is folded to i.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

FOLDS: Mapping[str, Callable[[int, int], int]] = MappingProxyType(
    {
        "reflect": lambda place, size: -place if place < 0 else 2 * (size - 1) - place,
        "replicate": lambda place, size: min(max(place, 0), size - 1),
        "circular": lambda place, size: place % size,
    }
)
"""Padding mode, as PyTorch names it → the input, of so many, that stands at a place of the padding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One spatial axis of a layer; all numbers are counts of entries.

    Attributes:
        input_size: ``N``.
        kernel_size: ``k``.
        stride: ``s``.
        dilation: ``d``.
        before: zeros padded before the first entry, ``p₋``.
        after: zeros padded after the last entry, ``p₊``.
        mode: ``zeros``, or one of ``FOLDS``: what stands in the padding.
    """

    input_size: int
    kernel_size: int
    stride: int
    dilation: int
    before: int
    after: int
    mode: str = "zeros"

    @property
    def effective_kernel(self) -> int:
        """``e = d(k−1) + 1``, the entries a dilated filter spans."""
        return self.dilation * (self.kernel_size - 1) + 1

    @property
    def steps(self) -> tuple[int, int]:
        """``(s, d)`` as far as they are stepped: of a single output, or a single tap, the distance is 0.

        What they are then makes no difference, however large; where they are stepped they stay below the padded size.
        """
        return (self.stride if self.output_size > 1 else 0, self.dilation if self.kernel_size > 1 else 0)

    @property
    def slack(self) -> int:
        """``N + p₋ + p₊ − e``, the distance the filter can travel; negative when it does not fit."""
        return self.input_size + self.before + self.after - self.effective_kernel

    @property
    def output_size(self) -> int:
        """``M = ⌊(N + p₋ + p₊ − e) / s⌋ + 1``."""
        return self.slack // self.stride + 1

    @property
    def remainder(self) -> int:
        """``r = (N + p₋ + p₊ − e) mod s``, the padded entries at the end that no window reaches."""
        return self.slack % self.stride

    def position(self, output: int, tap: int) -> int:
        """The relation ``i = s·m + d·a − p₋``; the result may lie in the padding."""
        return self.stride * output + self.dilation * tap - self.before

    def source(self, place: int) -> int | None:
        """The input that stands at a place: in the padding the one it is folded to, or None, where it is a zero."""
        if 0 <= place < self.input_size:
            return place
        return None if self.mode == "zeros" else FOLDS[self.mode](place, self.input_size)

    def copies(self, place: int) -> tuple[int, ...]:
        """The places at which input ``i`` stands: ``i``, and those of the padding that are folded to it."""
        return (place, *(at for at in self.around if self.source(at) == place))

    @property
    def around(self) -> tuple[int, ...]:
        """The places of the padding."""
        return (*range(-self.before, 0), *range(self.input_size, self.input_size + self.after))

    def window(self, output: int) -> tuple[tuple[int, int], ...]:
        """The ``(tap, input)`` pairs that output ``m`` reads, without those of zeros in the padding."""
        pairs = ((tap, self.source(self.position(output, tap))) for tap in range(self.kernel_size))
        return tuple((tap, place) for tap, place in pairs if place is not None)

    def reaching(self, place: int) -> tuple[tuple[int, int], ...]:
        """The ``(tap, output)`` pairs that meet input ``i``, in the order of the outputs."""
        places = (place,) if self.mode == "zeros" else self.copies(place)
        pairs = (pair for at in places for pair in self.phase(at) if 0 <= pair[0] < self.output_size)
        return tuple((tap, output) for output, tap in sorted(pairs))

    @property
    def inputs_met(self) -> tuple[bool, ...]:
        """For each input whether a window reads it."""
        met = {place for output in range(self.output_size) for _, place in self.window(output)}
        return tuple(place in met for place in range(self.input_size))

    @property
    def taps_met(self) -> tuple[bool, ...]:
        """For each tap whether it ever reads an input, and not zeros alone."""
        met = {tap for output in range(self.output_size) for tap, _ in self.window(output)}
        return tuple(tap in met for tap in range(self.kernel_size))

    def phase(self, number: int) -> tuple[tuple[int, int], ...]:
        """The ``(shift, tap)`` pairs of the inputs ``i = φ + s·j``: tap ``a`` meets them at output ``m = shift + j``.

        Which pairs these are depends on ``φ`` alone: not on ``j``, and not on the input size.
        """
        pairs = (
            (divmod(number + self.before - self.dilation * tap, self.stride), tap) for tap in range(self.kernel_size)
        )
        return tuple((shift, tap) for (shift, rest), tap in pairs if not rest)
