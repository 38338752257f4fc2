"""Messages that a program says in English, in another language.

``check`` makes a message where something is found out, deep in the program; a language has a table of them, English
template → its own, with the same places. What stands in a place may be a message itself.
"""

import re
from collections.abc import Mapping
from functools import cache

PLACE = re.compile(r"\{(\w+)\}")
JOINTS = ("; ", ". ", ": ")
"""What joins messages to longer ones."""


class Messages:
    """A table of messages, ready to be looked up.

    Attributes:
        table: English template → template.
    """

    def __init__(self, table: Mapping[str, str]) -> None:
        self.table = table
        places = sorted((english for english in table if "{" in english), key=_letters, reverse=True)
        self._patterns = [(re.compile(_pattern(english), re.DOTALL), table[english]) for english in places]
        self._found = cache(self._looked_up)

    def __call__(self, english: str) -> str:
        """The message in the language of the table; what is not in it stays as it is."""
        found: str | None = self._found(english)
        return english if found is None else found

    def _looked_up(self, english: str) -> str | None:
        if english in self.table:
            return self.table[english]
        for pattern, template in self._patterns:
            if match := pattern.fullmatch(english):
                parts = {name: self(part) for name, part in match.groupdict().items()}
                return template.format(**parts)
        return self._joined(english)

    def _joined(self, english: str) -> str | None:
        """Messages that stand in a row; None where none of them is known."""
        for joint in JOINTS:
            parts = english.split(joint)
            told = [self(part) for part in parts] if len(parts) > 1 else parts
            if told != parts:
                return joint.join(told)
        return None


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


def _letters(english: str) -> int:
    """How much of a template is fixed."""
    return len(PLACE.sub("", english))
