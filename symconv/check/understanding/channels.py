"""How many channels the layers of a claim need: as its indices, below and above, tell."""

from collections.abc import Iterable

from symconv.check.understanding.above import may_count_channels
from symconv.check.understanding.binding import Reference
from symconv.check.understanding.layout import PLAIN
from symconv.notation.tree import Node, Number

Counts = tuple[int, int, int]
"""Input channels, output channels, groups."""

SINGLE: Counts = (1, 1, 1)
SEVERAL: Counts = (2, 3, 1)
ALIKE: Counts = (2, 2, 1)


def channel_counts(known: Iterable[Reference], axes: int, *, above: bool) -> Counts:
    """Two input and three output channels, or one where nothing counts them; depthwise where one letter counts both.

    Args:
        known: the tensors of a claim, or of several.
        axes: spatial axes.
        above: whether what stands above counts channels.
    """
    counted: dict[str, set[tuple[Node, ...]]] = {"input": set(), "weight": set(), "output": set()}
    for part in known:
        plain = PLAIN[part.tensor]
        channels = _channels(part, axes, above)
        if plain in counted and (part.index or channels):
            counted[plain].add(channels)
    widths = {plain: max(map(len, found), default=0) for plain, found in counted.items()}
    if widths["weight"] != 1 or not counted["input"] or not counted["output"]:
        return SEVERAL
    if widths["input"] and widths["output"]:
        return (2, 2, 2) if counted["input"] == counted["output"] == counted["weight"] else SEVERAL
    return (2, 1, 1) if widths["input"] else (1, 3, 1) if widths["output"] else SEVERAL


def named_channels(known: Iterable[Reference], axes: int) -> tuple[int, int] | None:
    """How many input and output channels are called by their numbers above a letter; None where letters count them."""
    called: dict[str, set[int]] = {"input": set(), "output": set()}
    for part in known:
        if PLAIN[part.tensor] in called and len(part.index) <= axes and (part.index or part.upper):
            numbers = [node.value for node in part.upper if isinstance(node, Number) and isinstance(node.value, int)]
            if len(numbers) != 1 or len(part.upper) != 1:
                return None
            called[PLAIN[part.tensor]].update(numbers)
    inputs, outputs = (len(found) for found in called.values())
    return (inputs, outputs) if inputs > 1 or outputs > 1 else None


def _channels(part: Reference, axes: int, above: bool) -> tuple[Node, ...]:
    """The indices of a tensor that count its channels."""
    beside = part.index[: len(part.index) - axes] if len(part.index) > axes else ()
    return (*(part.upper if above and may_count_channels(part) else ()), *beside)
