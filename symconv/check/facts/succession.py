"""Layers one after the other, as prose announces them: whose input a formula reads there, the check does not know."""

import re

from symconv.check.regex import regex

TOPIC = "layers one after the other"
"""What such statements are about."""
_COUNT = r"(?:[0-9]{1,3}|two|three|several|zwei|drei|mehrere|dos|tres|varias|deux|trois|plusieurs|duas|três|várias)"
_SAID = regex(
    rf"\b{_COUNT}\s+convolutions\b,?\s+one\s+after\s+the\s+other\b"
    rf"|\b{_COUNT}\s+faltungen\s+hintereinander\b"
    rf"|\b{_COUNT}\s+convoluciones,?\s+una\s+tras\s+otra\b"
    rf"|\b{_COUNT}\s+convolutions,?\s+l['’]une\s+après\s+l['’]autre"
    rf"|\b{_COUNT}\s+convoluções,?\s+uma\s+após\s+a\s+outra\b"
    r"|[0-9]{1,3}\s*个相继卷积|並ぶ\s*[0-9]{1,3}\s*個の畳み込み",
    re.IGNORECASE,
)


def succession(text: str) -> int | None:
    """Where a text announces layers one after the other; None where it does not."""
    said = _SAID.search(text)
    return said.start() if said else None
