"""What entries with numbers for indices tell: the index base, and the layer they belong to."""

from contextlib import suppress
from typing import Any

from symconv.check.claims import Claim
from symconv.check.context import Context, all_references
from symconv.check.layout import PLAIN
from symconv.errors import SpecError
from symconv.notation.tree import BigSum, Limits, Number
from symconv.notation.walk import walk
from symconv.spec import ConvSpec


def numeric_base(claims: list[Claim], context: Context) -> int | None:
    """The index base that explicit numbers tell: a 0 anywhere is base 0, a sum from 1 or a last index base 1."""
    lowest: set[int] = set()
    for found in claims:
        for part in all_references(found, context.binding):
            lowest |= {node.value for node in part.index if isinstance(node, Number)}
    starts = {
        part.first.value
        for found in claims
        for side in found.sides
        for node in walk(side)
        if isinstance(node, BigSum)
        for part in node.over
        if isinstance(part, Limits) and isinstance(part.first, Number)
    }
    if 0 in lowest or 0 in starts:
        return 0
    if 1 in starts or (1 in lowest and _many_numbers(claims, context)):
        return 1
    return None


def _many_numbers(claims: list[Claim], context: Context) -> bool:
    """Whether enough entries are written out that a missing 0 tells something."""
    count = sum(
        1
        for found in claims
        for part in all_references(found, context.binding)
        if part.index and all(isinstance(node, Number) for node in part.index)
    )
    return count >= 6


def written_out(claims: list[Claim], context: Context, base: int) -> ConvSpec | None:
    """The layer whose entries are written out: as many taps and outputs as are named, and the inputs they reach."""
    largest: dict[str, list[int]] = {}
    for found in claims:
        axes = context.axes(found)
        for part in all_references(found, context.binding):
            numbers = [node.value for node in part.index[-axes:] if isinstance(node, Number)]
            if len(numbers) == axes:
                known = largest.setdefault(PLAIN[part.tensor], [0] * axes)
                largest[PLAIN[part.tensor]] = [max(a, b + 1 - base) for a, b in zip(known, numbers, strict=False)]
    if not {"weight", "output"} <= largest.keys():
        return None
    layer: dict[str, Any] = {"kernel_size": largest["weight"], **context.given}
    with suppress(SpecError):
        along = ConvSpec.of(**{**layer, "input_size": [99] * len(largest["weight"])}).axes
        needed = [
            axis.stride * (outputs - 1) + axis.effective_kernel - axis.before - axis.after
            for axis, outputs in zip(along, largest["output"], strict=True)
        ]
        sizes = [max(pair) for pair in zip(needed, largest.get("input", needed), strict=True)]
        return ConvSpec.of(**{**layer, "input_size": sizes})
    return None
