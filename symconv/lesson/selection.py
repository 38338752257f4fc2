"""Which entries are written out: all, some of each kind, or the ones asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product

from symconv.algebra.tensors import Index
from symconv.errors import InputError
from symconv.sizes import shown
from symconv.spec import positions

FEW = 36
"""A tensor of at most this many entries is always written out in full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """The entries a reader asked for: everything, a sample, or indices of their own.

    Attributes:
        everything: ``--entries all``.
        wanted: ``--entries 2,2;0,1``: 0-based indices into space, or full indices.
    """

    everything: bool = False
    wanted: tuple[Index, ...] = ()

    def check(self, shapes: Mapping[str, Index]) -> None:
        """Refuses indices that no tensor has.

        Raises:
            InputError: an index asked for lies in none of the tensors of these shapes.
        """
        for index in self.wanted:
            if not any(_found(index, shape) for shape in shapes.values()):
                raise InputError(f"no tensor has an entry {','.join(map(str, index))} (counted from 0)")

    def of(self, shape: Index, untouched: Callable[[Index], bool]) -> list[Index]:
        """Full indices into a tensor of this shape, in reading order.

        A sample holds corners, edges, two neighbours in the interior (they may be of different phases) and the first
        entry that no output touches, of the first image and channel and of the last.

        """
        if self.wanted:
            return sorted({found for index in self.wanted if (found := _found(index, shape))})
        entries = list(positions(shape))
        if self.everything or len(entries) <= FEW:
            return entries
        space = shape[2:] if len(shape) > 1 else shape
        picks = [sorted({0, n // 2 - 1, n // 2, n - 1} & set(range(n))) for n in space]
        leads = sorted({(0,) * (len(shape) - len(space)), tuple(n - 1 for n in shape[: len(shape) - len(space)])})
        sample = {(*lead, *place) for lead, place in product(leads, product(*picks))}
        empty = next((index for index in entries if untouched(index)), None)
        return sorted(sample | ({empty} if empty else set()))


def entries_asked(text: str, index_base: int) -> Entries:
    """``all``, ``sample`` or indices such as ``2,2;0,1`` in the reader's own index base.

    Raises:
        InputError: the text is none of these.
    """
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
