"""What introduces each line of a text: the sentence before its formulas, and the heading above it."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from symconv.check.facts.headings import headings
from symconv.check.facts.phrases import conditions, plain, trailing
from symconv.check.regex import regex
from symconv.check.sources import Source
from symconv.check.statements import Statement

_SETTING = regex(r"\\(?:begin|end|label)\*?\{[^{}]*\}(?:\{\d*\})?|\\[A-Za-z]+|```\s*\w*")
_WORD = regex(r"[^\W\d_]{2,}")
_SENTENCE = regex(r"(?<=[.!?。])\s+(?!$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """What stands before a formula.

    Attributes:
        paragraph: the last paragraph of prose, without the marks of formulas in it.
        sentence: its last sentence.
        heading: the heading above.
    """

    paragraph: str = ""
    sentence: str = ""
    heading: str = ""


class Introductions:
    """The introductions of a text's statements."""

    def __init__(self, found: Source, read: Iterable[Statement]) -> None:
        text = found.text
        self._ends = [place.end() for place in re.finditer(r"\n|$", text)]
        spans = [(self._row(one.start), self._row(one.end)) for one in read if not _only_says(one)]
        formulas = {row for first, last in spans for row in range(first, last + 1)}
        self._told: list[Introduction] = []
        heading, paragraph, going = "", "", False
        titles = {self._row(place): title for place, title in headings(text)}
        for row, line in enumerate(text.split("\n")):
            title = titles.get(row)
            if title is not None:
                heading, paragraph, going = title, "", False
            elif row not in formulas and _speaks(line):
                paragraph, going = (f"{paragraph} {line}" if going else line)[-_LONGEST:], True
            else:
                going = False
            self._told.append(Introduction(paragraph=paragraph, heading=heading))

    def before(self, found: Source, statement: Statement) -> Introduction:
        """What introduces a statement; words before it in its own line count first."""
        row = self._row(statement.start)
        start = self._ends[row - 1] if row else 0
        own = plain(found.text[max(start, statement.start - _LONGEST) : statement.start])
        told = self._told[row]
        paragraph = own if _speaks(own) else plain(told.paragraph)
        sentence = _SENTENCE.split(paragraph.strip())[-1]
        return Introduction(paragraph=paragraph, sentence=sentence, heading=plain(told.heading))

    def _row(self, offset: int) -> int:
        return min(bisect_right(self._ends, offset), len(self._ends) - 1)


_LONGEST = 600


def _only_says(statement: Statement) -> bool:
    """Whether what was read as a formula is prose: ``If s = 1 and p = 0:``."""
    said = (
        not (statement.tells or statement.worded)
        and len(statement.text) <= _LONGEST
        and trailing(statement.text) is None
    )
    return said and bool(conditions(plain(statement.text), starting=True))


def _speaks(line: str) -> bool:
    """Whether words stand in a line, beside what only sets formulas."""
    return bool(_WORD.search(_SETTING.sub(" ", line)))
