"""Sizes that stand beside the name of a mode: ``valid: H − k + 1``, ``full padding: H + k − 1``."""

import re
from collections.abc import Mapping
from typing import Any

from symconv.check.facts.full import filled
from symconv.check.regex import regex
from symconv.check.shapes.claims import ShapeClaim
from symconv.check.shapes.comparing import Found, compared
from symconv.check.shapes.excused import ASSUMED, RIGHT
from symconv.check.shapes.layers import RANGES, USUAL, grid
from symconv.notation.tree import Node

NOTES = {
    "valid": "valid means no padding, and what the formula has no letter for is 1",
    "full": "full means padding k − 1, and what the formula has no letter for is 1",
}
_MODE = regex(r"\b(?P<mode>valid|full)\b", re.IGNORECASE)
_PARAGRAPH = regex(r"\n\s*\n|\n\s*(?=[-*+•]\s)")


def of_mode(found: ShapeClaim, side: Node, named: frozenset[str], above: str, given: Mapping[str, Any]) -> Found | None:
    """What is said of a side that holds in the mode that its own paragraph names last; None for any other.

    Args:
        found: the claim.
        side: one of its sides.
        named: the sizes that the formula has letters for.
        above: what stands before it.
        given: what is known of the layer.
    """
    modes = [one["mode"].lower() for one in _MODE.finditer(_PARAGRAPH.split(above)[-1])]
    if not modes or "padding" in named:
        return None
    choices = {name: RANGES[name] if name in named else (usual,) for name, usual in USUAL.items()}
    layers = grid([found.quantity, *found.meanings.values()], given, choices)
    if modes[-1] == "full":
        layers = list(dict.fromkeys(map(filled, layers)))
    holds = compared(found, side, layers).word in RIGHT
    return Found(word=ASSUMED, assumptions=(NOTES[modes[-1]],)) if holds else None
