r"""Accents: another letter is made of a letter, ``\hat{x}``, ``\ddot\delta``, ``\hat{\tilde{x}}``."""

import re

from symconv.notation.reader.signs import ACCENTS, GREEK, SILENT, WORDED

MOST = 4
"""Most accents above one letter."""

COMBINING = re.compile(r"[\u0300-\u036f]+")
"""Accents as they stand behind their letter in Unicode."""

_BELOW = re.compile(r"\s*(?P<brace>\{?)\s*(?:\\(?P<command>[A-Za-z]+)|(?P<letter>[A-Za-z])(?P<word>[A-Za-z]*))")
_CLOSING = re.compile(r"\s*\}")


def accented(source: str, place: int, accent: str) -> tuple[str, int] | None:
    """The letter below an accent, with its marks, and the offset behind it; None where something else stands there.

    Args:
        source: the formula.
        place: the offset behind the accent.
        accent: the command.
    """
    marks, braces = ACCENTS[accent], 0
    for _ in range(MOST):
        found = _BELOW.match(source, place)
        if found is None:
            return None
        place, braces = found.end(), braces + bool(found["brace"])
        command = found["command"]
        if command is None or f"\\{command}" not in ACCENTS.keys() | SILENT | WORDED:
            break
        marks = ACCENTS.get(f"\\{command}", "") + marks
    else:
        return None
    letter = GREEK.get(command) if command else found["letter"]
    if letter is None:
        return None
    if found["word"]:
        letter, place = (letter + found["word"], place) if found["brace"] else (letter, found.end("letter"))
    for _ in range(braces):
        closing = _CLOSING.match(source, place)
        if closing is None:
            return None
        place = closing.end()
    return letter + marks, place
