"""What parts a stretch of mathematics: rows, words between equations, commas; and how deep in brackets each stands."""

import re
from collections.abc import Iterator

from symconv.check.regex import regex
from symconv.notation.reader.patterns import SPOKEN_SIGNS
from symconv.notation.reader.signs import CASES, MATRICES

TABLES = MATRICES | CASES
"""Environments whose rows and cells belong to one formula."""


WORDS = (
    r"q?quad|therefore|because|implies|Rightarrow|Longrightarrow|iff|Leftrightarrow"
    r"|text\{\s*(?:and|where|with|und|et)\s*\}"
)
REMARK = (
    rf"//(?=[^\n]{{0,40}}{SPOKEN_SIGNS})"
    rf"|(?<![=+*/·_^{{-])(?<![=+*/·-] ){SPOKEN_SIGNS}++(?!\s*[=_^+*/-])"
)
"""Words without blanks between them beside a formula, unless they are a term of it."""
SAID = "where|with|and|since|because|hence|therefore|so|wobei|mit|und|weil|donde|con|où|avec"
"""Words of plain text between two equations."""

ROW_END = r"\\\\\*?(?:\[[^\]\n]{0,12}\])?(?:\\(?=[ \t]*\n))?|\\(?=[ \t]*\n)"
"""``\\\\``, or what Markdown leaves of it at the end of a line."""
_MARK = regex(
    r"\\(?P<which>begin|end)\{(?P<environment>\w+)\*?\}"
    rf"|(?P<row>{ROW_END})"
    r"|\\[{},;:! ]"
    rf"|\\(?P<apart>{WORDS})"
    rf"|(?P<said>{REMARK}|(?<=\s)(?:{SAID})(?=\s)|(?<=\s)\((?=[^()\n=]*=[^()\n]*\)\W{{0,20}}$))"
    r"|(?P<fence>\\(?:left|right)\s*\\?[(){}\[\].])|(?P<open>[({\[⟨]|\\langle\b)|(?P<close>[)}\]⟩]|\\rangle\b)|(?P<list>[,;](?=[\s~]|\\))"
)


def marks(text: str, start: int, end: int) -> Iterator[tuple[re.Match[str], int]]:
    """Everything that opens, closes or separates, with the depth it stands at."""
    depth = 0
    for found in _MARK.finditer(text, start, end):
        if found["which"]:
            depth += (1 if found["which"] == "begin" else -1) if found["environment"] in TABLES else 0
        elif found["fence"]:
            depth = depth + 1 if found["fence"].startswith(r"\left") else max(depth - 1, 0)
        elif found["open"]:
            depth += 1
        elif found["close"]:
            depth = max(depth - 1, 0)
        else:
            yield found, depth
