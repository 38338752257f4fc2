"""A piece of mathematics without what surrounds it: blanks, separators, environments, what its letters run over."""

import re

from symconv.check.marks import REMARK, SAID
from symconv.check.regex import regex
from symconv.check.stretches import MATH_ENVIRONMENTS

_ENVIRONMENTS = "|".join(sorted({*MATH_ENVIRONMENTS, "gathered"}, key=len, reverse=True))
_EDGE = regex(
    rf"(?:(?:{SAID})(?=\s)|(?:{REMARK})[:、。]*|"
    r"\s|&|[,;]|\\(?:quad|qquad|implies|Rightarrow|Longrightarrow|iff|Leftrightarrow|nonumber|notag|displaystyle)(?![a-z])"
    r"|\\(?:therefore|because)(?![a-z])|[∴∵]|(?:\\forall|∀)[^:=&]{1,40}:|\\[,;:!]|\{\s*align\w*\s*\}|\\text(?:bf|rm|it)?\{[^{}\n=]{1,40}\}\s*[:：]|\\text\{\s*(?:and|where|with|und|et)\s*\}"
    rf"|\\(?:begin|end)\{{(?:{_ENVIRONMENTS})\*?\}}(?:\{{\d\}})?)+"
)


_BRACKETED = regex(r"\(([^()\n=]*=[^()\n]*)\)[\s.,;]*$")


_RANGES = regex(r"(?:&|,|\\q?quad\b|\s)+[A-Za-z](?:'|\^\{?\\prime\}?)?\s*(?:\\in\b|∈)\s*[\[({][^&=]*\Z")
"""Behind an equation, what its letters run over: ``& x \\in [0, 2], y \\in [0, 1]``."""


_COMMENT = regex(r"(?:&|\\ )(?:&|\\ |\s)*//[^\n]*(?:\s*\\end\{\w+\*?\})*\s*\Z")
"""What is said behind a row, as behind a line of code."""


_FAR = 300
"""Signs before its end in which an equation tells what its letters run over."""


_NUMBERED = regex(r"(?:\\[ ,;]|\s|\\q?quad\b|~){2,}\(\d{1,3}[a-z]?\)\s*\Z")
"""A formula's number at the end of its row, without a command for it."""


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The piece without what surrounds it: blanks, separators, environments, what letters run over."""
    if (ranges := _RANGES.search(text, max(start, end - _FAR), end)) and "=" in text[start : ranges.start()]:
        end = ranges.start()
    if found := _EDGE.match(text, start, end):
        start = found.end()
    if found := _BRACKETED.match(text, start, end):
        return found.span(1)
    piece = _NUMBERED.sub("", _COMMENT.sub("", text[start:end]))
    piece = re.sub(
        r"(?:\s|[.,;&]|\\\\|\\(?:quad|qquad|nonumber|notag)|\\(?:label|tag\*?)\{[^{}]*\}|\\[,;:!]|\\end\{\w+\*?\}(?<!matrix\})(?<!array\})(?<!cases\}))+$",
        "",
        piece[-400:],
    )
    kept = max(len(text[start:end]) - 400, 0)
    return start, start + kept + len(piece)
