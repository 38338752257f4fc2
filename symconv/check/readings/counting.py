"""What the indices of claims tell: how many axes there are, and where counting starts."""

from collections.abc import Iterable, Iterator

from symconv.check.understanding.binding import Reference
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.layout import PLAIN
from symconv.notation.tree import BigSum, Fraction, Limits, Node, Number, Sum


def axes_told(known: tuple[Reference, ...]) -> int:
    """Spatial axes, as many as the indices tell."""
    counts = {PLAIN[part.tensor]: len(part.index) for part in known if part.index}
    weight, image = counts.get("weight"), counts.get("input") or counts.get("output")
    if weight is not None:
        met = max(sum(map(_is_sum, part.index)) for part in known)
        if weight == 3 and 0 < met <= 3:
            return met
        return 1 if weight == 1 or (weight == 3 and ((image or 0) <= 2 or _several_signals(known))) else 2
    return 1 if image == 1 else 2


def _several_signals(known: tuple[Reference, ...]) -> bool:
    """``x[b, c, t]`` beside ``w[o, c, k]``: the filter has the second letter, and the first counts signals."""
    filters = {node for part in known if PLAIN[part.tensor] == "weight" for node in part.index}
    images = [part.index for part in known if PLAIN[part.tensor] in ("input", "output") and len(part.index) == 3]
    return bool(images) and all(index[0] not in filters and index[1] in filters for index in images)


def _is_sum(node: Node) -> bool:
    """``i + a``: two letters meet, which they do along spatial axes only."""
    return isinstance(node, Sum | Fraction)


def _entries(claims: Iterable[Claim]) -> list[Reference]:
    """The tensors with indices; none written out beyond its array, as ``w_{0,−1}``, nor with a map's label, ``y_0``."""
    known = [part for found in claims for part in _inside(found)]
    longest: dict[str, int] = {}
    for part in known:
        longest[part.tensor] = max(len(part.index), longest.get(part.tensor, 0))
    return [part for part in known if len(part.index) == longest[part.tensor]]


def _inside(found: Claim) -> Iterator[Reference]:
    beyond = {part.tensor for part in found.known if any(_is_negative(node) for node in part.index)}
    return (part for part in found.known if part.tensor not in beyond)


def _is_negative(node: Node) -> bool:
    return isinstance(node, Number) and node.value < 0


ENOUGH = 6
"""Entries written in numbers, of which none has a 0, that tell that counting starts at 1."""


def numeric_base(claims: Iterable[Claim]) -> int | None:
    """The index base that explicit numbers speak for: a 0 is base 0, a sum from 1 or many numbers without 0 base 1."""
    known = list(claims)
    parts = _entries(known)
    lowest = {node.value for part in parts for node in part.index if isinstance(node, Number)}
    over = [part for found in known for node in found.nodes if isinstance(node, BigSum) for part in node.over]
    starts = {part.first.value for part in over if isinstance(part, Limits) and isinstance(part.first, Number)}
    if 0 in lowest or 0 in starts:
        return 0
    written = sum(1 for part in parts if part.index and all(isinstance(node, Number) for node in part.index))
    return 1 if 1 in starts or (1 in lowest and written >= ENOUGH) else None
