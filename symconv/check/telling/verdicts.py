"""Verdicts by the keys of their words."""

from collections.abc import Mapping
from types import MappingProxyType

from symconv.language.wording import Wording

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "right": "verdict.right",
        "right under an assumption": "verdict.assumed",
        "wrong": "verdict.wrong",
        "ambiguous": "verdict.ambiguous",
        "schematic": "verdict.schematic",
        "unreadable": "verdict.unreadable",
        "unclear": "verdict.unclear",
        "empty": "verdict.empty",
        "refused": "verdict.refused",
        "timed out": "verdict.late",
        "crashed": "verdict.crashed",
        "skipped": "verdict.skipped",
    }
)
"""Verdict on a statement or on a file → the key of its word."""


def told(say: Wording, verdict: str) -> str:
    """A verdict in words."""
    return say.plain(WORDS[verdict])


def counted(say: Wording, verdicts: Mapping[str, int]) -> str:
    """``10 right, 1 wrong``; those that did not occur are not told."""
    parts = [
        say.plain("check.counted", number=number, verdict=told(say, verdict))
        for verdict, number in verdicts.items()
        if number
    ]
    return "".join(map(str, say.series(list(parts))))
