"""Messages that a program says in English, in another language.

``check`` makes a message where something is found out, deep in the program; a language has a table of them, English
template → its own, with the same places. What stands in a place may be a message itself.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache

PLACE = re.compile(r"\{(\w+)\}")
NEXT = "; "
"""What stands between messages in a row."""


class Messages:
    """A table of messages, ready to be looked up.

    Attributes:
        table: English template → template. Of those that fit the same message the first is taken.
    """

    def __init__(self, table: Mapping[str, str]) -> None:
        self.table = table
        places = [english for english in table if "{" in english]
        self._long = [self._rule(english) for english in places if NEXT in english]
        self._short = [self._rule(english) for english in places if NEXT not in english]
        self._found = cache(self._looked_up)

    def __call__(self, english: str) -> str:
        """The message in the language of the table; what is not in it stays as it is."""
        found: str | None = self._found(english)
        return english if found is None else found

    def _rule(self, english: str) -> tuple[re.Pattern[str], str]:
        return re.compile(_pattern(english), re.DOTALL), self.table[english]

    def _looked_up(self, english: str) -> str | None:
        """A message as a whole, then as several in a row, then with something in its places."""
        if english in self.table:
            return self.table[english]
        ways: tuple[Callable[[], str | None], ...] = (
            lambda: self._filled(self._long, english),
            lambda: self._joined(english, NEXT),
            lambda: self._filled(self._short, english),
            lambda: self._joined(english, ". "),
            lambda: self._joined(english, ": "),
        )
        return next((told for way in ways if (told := way()) is not None), None)

    def _filled(self, rules: list[tuple[re.Pattern[str], str]], english: str) -> str | None:
        for pattern, template in rules:
            if match := pattern.fullmatch(english):
                return template.format(**{name: self(part) for name, part in match.groupdict().items()})
        return None

    def _joined(self, english: str, joint: str) -> str | None:
        """Messages that stand in a row; None where none of them is known."""
        parts = english.split(joint)
        told = [self(part) for part in parts] if len(parts) > 1 else parts
        return joint.join(told) if told != parts else None


def _pattern(english: str) -> str:
    """A template as a regular expression; a place that comes again holds the same."""
    seen: set[str] = set()
    written = ""
    for at, piece in enumerate(PLACE.split(english)):
        if at % 2 == 0:
            written += re.escape(piece)
        else:
            written += f"(?P={piece})" if piece in seen else f"(?P<{piece}>.+?)"
            seen.add(piece)
    return written
