"""Statements that their text does not make: it denies them, asks for them, or shows them as a mistake."""

import re

from symconv.check.facts.parts import Part
from symconv.check.regex import regex
from symconv.check.understanding.claims import Claim

DENIED = "the text says that it does not hold, or shows it as a mistake"
NEAR = 160
"""Signs before a statement in which it may be denied."""
_DENIES = regex(
    r"(?:\bnot\s+(?:true|right|correct|hold|the\s+case|have|equal)|\bnot\*+\s+(?:true|hold|have)|\b(?:untrue|false|incorrect|wrong(?:ly)?)\b"
    r"|\bmistakes?\b|\bnever\s+holds?|\bgilt\s+nicht|\bfalsch|\bno\s+(?:se\s+cumple|es\s+(?:cierto|verdad))|\bfalso|\bfaux|\berron[ée]\w*"
    r"|\bnão\s+(?:vale|é\s+verdade)|неверно|неправильн|не\s+верно|не\s+выполняется|不成立|错误|不正确|不对|誤り|間違い|正しくない|成り立たない"
    r"|틀린|성립하지\s*않)[^.。!?\n]{0,60}(?::\s*)?[\s$`\[(\\{]*$",
    re.IGNORECASE,
)

_DENIED = regex(
    r"[\s$`\])}\\]*(?:\?|(?:is|are|ist|es|est|é)\s+(?:\*\*)?(?:false|wrong|incorrect|not\s+(?:true|right|correct)|falsch|falso|faux)\b"
    r"|不成立|是错|は誤り|неверно)",
    re.IGNORECASE,
)
"""How a text goes on behind a statement that it does not make."""


def denied(found: Claim, part: Part) -> str:
    """That the words before a claim deny it; empty where they do not."""
    start = found.statement.start - part.start
    end = start + len(found.statement.text)
    before, behind = part.text[max(start - NEAR, 0) : start], part.text[end : end + NEAR]
    return DENIED if _DENIES.search(before) or _DENIED.match(behind) else ""
