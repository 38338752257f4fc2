"""Which entries are written out: all, some of each kind, or the ones asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from math import prod

from symconv.algebra.tensors import Index
from symconv.errors import InputError
from symconv.sizes import shown
from symconv.spec import positions

FEW = 36
"""A tensor of at most this many entries is always written out in full."""
MOST_PHASES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """The entries a reader asked for: everything, a sample, or indices of their own.

    Attributes:
        everything: ``--entries all``.
        wanted: ``--entries 2,2;0,1``: 0-based indices into space, or full indices.
    """

    everything: bool = False
    wanted: tuple[Index, ...] = ()

    def check(self, shapes: Mapping[str, Index], index_base: int) -> None:
        """Refuses indices that no tensor has.

        Raises:
            InputError: an index asked for lies in none of the tensors of these shapes.
        """
        for index in self.wanted:
            if not any(_found(index, shape) for shape in shapes.values()):
                asked = ",".join(str(place + index_base) for place in index)
                raise InputError(f"no tensor has an entry {asked} (counted from {index_base})")

    def of(self, shape: Index, steps: Index, untouched: Index | None = None) -> list[Index]:
        """Full indices into a tensor of this shape, in reading order.

        A sample holds corners, edges and, in the interior, neighbours of every phase, all of the first image and
        channel, the very last entry, and one that no output touches.

        Args:
            shape: of the tensor.
            steps: phases along each spatial axis.
            untouched: an entry whose gradient is 0, if there is one.
        """
        if self.wanted:
            return sorted({found for index in self.wanted if (found := _found(index, shape))})
        if self.everything or prod(shape) <= FEW:
            return list(positions(shape))
        space = shape[2:] if len(shape) > 1 else shape
        picks = [_picks(n, step, len(space)) for n, step in zip(space, steps or (1,), strict=False)]
        lead = (0,) * (len(shape) - len(space))
        sample = {(*lead, *place) for place in product(*picks)} | {tuple(size - 1 for size in shape)}
        return sorted(sample | ({untouched} if untouched else set()))


def _picks(size: int, step: int, axes: int) -> list[int]:
    """The places of a sample along one axis; fewer where there are more axes."""
    middle = range(size // 2 - 1, size // 2 - 1 + max(2, min(step, MOST_PHASES)))
    ends = {0, size - 1} if axes < 3 else {0}
    return sorted((ends | set(middle)) & set(range(size)))


def entries_asked(text: str, index_base: int) -> Entries:
    """``all``, ``sample`` or indices such as ``2,2;0,1`` in the reader's own index base.

    Raises:
        InputError: the text is none of these.
    """
    if not isinstance(text, str):
        raise InputError(f"entries must be text such as all or 2,2;0,1, got {shown(text)}")
    if text in ("all", "sample"):
        return Entries(everything=text == "all")
    try:
        indices = [tuple(int(part) - index_base for part in index.split(",")) for index in text.split(";")]
    except ValueError:
        message = f"entries must be all, sample or indices such as 2,2;0,1, got {shown(text)}"
        raise InputError(message) from None
    return Entries(wanted=tuple(indices))


def _found(index: Index, shape: Index) -> Index | None:
    """The full index meant by a full one or by one into space (of the first image and channel), if it exists."""
    if len(index) == len(shape) - 2:
        index = (0, 0, *index)
    inside = len(index) == len(shape) and all(0 <= place < size for place, size in zip(index, shape, strict=True))
    return index if inside else None
