"""Arguments of commands that say nothing mathematical: left behind."""

import re

from symconv.notation.reader.piece import ReadError

_OPENING = re.compile(r"\s*\{")
_OPTIONAL = re.compile(r"\s*\[[^\[\]{}]{0,80}\]")
_BRACE = re.compile(r"[{}]")


def behind(source: str, place: int, count: int) -> int:
    """The offset behind an optional argument and so many in braces, or fewer where fewer stand there.

    Raises:
        ReadError: a brace is never closed.
    """
    if optional := _OPTIONAL.match(source, place):
        place = optional.end()
    for _ in range(count):
        opening = _OPENING.match(source, place)
        if opening is None:
            break
        depth, place = 1, opening.end()
        while depth:
            brace = _BRACE.search(source, place)
            if brace is None:
                raise ReadError("this brace is never closed", opening.end() - 1)
            depth += 1 if brace.group() == "{" else -1
            place = brace.end()
    return place
