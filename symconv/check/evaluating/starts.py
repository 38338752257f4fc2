"""Where the indices of a claim start, and whether they tell the order of channels."""

from collections.abc import Sequence

from symconv.check.evaluating.places import Orders
from symconv.check.understanding.binding import Reference
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.context import Context
from symconv.check.understanding.layout import PLAIN, side_told
from symconv.notation.tree import BigSum, Limits, Number

TAPS = "the filter's indices start at {}, the others do not"
_LEADING = {"n": "n", "i": "io", "o": "io"}
"""An axis of images or channels → those that count like it."""


def tells_channels(known: Sequence[Reference], context: Context) -> bool:
    """Whether definitions, or the names of its indices, tell the order of channels."""
    fixed = "weight^2" in context.orders or any({"o", "i"} <= {*order} for order in context.orders.values())
    return fixed or {"o", "i"} <= {side_told(node) for part in known for node in part.index}


def starts(found: Claim, orders: Orders) -> dict[str, int]:
    """Where images, channels and taps start to count, as sums over them say: ``Σ_{c=1}^{C}`` beside places from 0."""
    limits = (part for node in found.nodes if isinstance(node, BigSum) for part in node.over)
    first = {
        part.letter: part.first.value
        for part in limits
        if isinstance(part, Limits) and isinstance(part.first, Number) and part.first.value in (0, 1)
    }
    found_at: dict[str, int] = {}
    for part in found.known:
        for axis, node in zip(orders.get((part.tensor, len(part.index)), ""), part.index, strict=False):
            if axis in _LEADING and node in first:
                found_at |= dict.fromkeys(_LEADING[axis], first[node])
            elif PLAIN[part.tensor] == "weight" and node in first:
                found_at["f"] = first[node]
    return found_at
