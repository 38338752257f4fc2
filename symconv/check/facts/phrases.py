"""Sizes that prose states as a condition: ``for stride 1``, ``if s = 1 and p = 0``, ``without padding``."""

import re
from collections.abc import Mapping

from symconv.check.regex import regex

FAR = 120
"""Signs behind a formula that are looked at."""

_NAMES: Mapping[str, str] = {
    "stride": r"[Ss]trides?(?:\s+size)?|[Ss]tep\s+size|Schrittweite|步长|步幅|[sS](?=\s*=)",
    "padding": r"(?:zero[- ])?[Pp]adding|填充|[pP](?=\s*=)",
    "dilation": r"[Dd]ilation|膨胀率|[dD](?=\s*=)",
}
_NONE: Mapping[str, int] = {"stride": 1, "padding": 0, "dilation": 1}
_NUMBERS: Mapping[str, int] = {"zero": 0, "one": 1, "two": 2, "three": 3}
_NUMBER = r"(?:\d{1,2}|zero|one|two|three)(?![\w×]|[.:]\d|\s*[x×*]\s*\d)"
_STATED = "|".join(rf"(?P<{name}>{words})" for name, words in _NAMES.items())
_SIZE = regex(
    rf"(?:(?:{_STATED})\s*(?:is\s+equal\s+to|equals|of|is|=|:|-|为)?\s*(?P<number>{_NUMBER})"
    r"|(?P<unit>unit[- ])stride\b"
    r"|(?:no|without|(?<!of\s)(?<!the\s)zero(?=\s+\w+\s*(?:[.,;:)]|and\b|$)))\s+(?P<none>stride|padding|dilation)\b)"
)
_JOINED = regex(r"\s*(?:,|and|und|&|\()?\s*(?:the\s+|with\s+)?")
_LEAD = regex(
    r"(?:\b(?:at|for|if|when|whenever|where|assuming|supposing|suppose|given|provided|in\s+the\s+case|bei|für|wenn"
    r"|falls|pour|si|para|cuando)\b|对于|当|若|如果)\s*"
    r"(?:(?:that|of|the|a|an|we|have|use|layer|layers|convolution|convolutions|with|there|is|only|case|special)\s+)*",
    re.IGNORECASE,
)
_ELSEWHERE = regex(r"(?:\b(?:unlike|as|like|than|not|both|only|even|compared?|besides|except)\s+)$", re.IGNORECASE)
_STARTING = regex(r"[\s\d.)(─#]*(?:(?:the|special|case)\s+)*[\d.:]*\s*", re.IGNORECASE)
_WITHOUT = regex(r"(?<!\w)[Ww]ithout\s+(?P<none>stride|padding|dilation)\b")
_BEHIND = regex(r"\s*[,;]?\s*\(?\s*")
_MARKUP = regex(
    r"\\\(|\\\)|\\(?:text|mathrm|textbf|emph)\b|\\q?quad\b|\\[,;:! ]"
    r"|(?<!\d)(?<!\d[ \\])\*|\*(?!\s*\d)|[${}~]"
)


def plain(text: str) -> str:
    """Prose with the signs that set formulas in it blanked: ``for $s = 1$`` is ``for  s = 1 ``."""
    return _MARKUP.sub(lambda found: " " * len(found.group()), text)


def conditions(prose: str, *, starting: bool = False) -> dict[str, int]:
    """The sizes that a sentence states as a condition; none that it states in two ways.

    Args:
        prose: the sentence.
        starting: whether a size at its very start is one, as in the heading ``Stride 1``.
    """
    starts = [lead.end() for lead in _LEAD.finditer(prose) if not _ELSEWHERE.search(prose[: lead.start()])]
    starts += [found.start() for found in _WITHOUT.finditer(prose)]
    if starting and (first := _STARTING.match(prose)):
        starts.append(first.end())
    found: dict[str, set[int]] = {}
    for start in starts:
        for name, number in _listed(prose, start)[0]:
            found.setdefault(name, set()).add(number)
    for size in _SIZE.finditer(prose) if found else ():  # "if s = 1 it is easy, but we take s = 2" states nothing
        for name, number in _listed(prose, size.start())[0]:
            found.get(name, set()).add(number)
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1}


def _listed(prose: str, start: int) -> tuple[list[tuple[str, int]], int]:
    """``stride 1 and no padding``, from one place on, and where it ends."""
    found: list[tuple[str, int]] = []
    end = start
    while size := _SIZE.match(prose, start):
        name = "stride" if size["unit"] else size["none"] or next(name for name in _NAMES if size[name])
        written, end = size["number"], size.end()
        found.append((name, _NONE[name] if written is None else int(_NUMBERS.get(written, written))))
        joined = _JOINED.match(prose, end)
        start = joined.end() if joined else end
    return found, end


_OPENING = regex(r"[,;\s]*(?:\(|(?=\b(?:for|if|when|where|at|with)\s))", re.IGNORECASE)
_ENDING = regex(r"[\s).]*$")


def trailing(text: str) -> int | None:
    """Where a condition at the end of a formula starts, ``… for s = 1``; None where there is none."""
    tail = plain(text[-FAR:])
    for found in _OPENING.finditer(tail):
        lead = _LEAD.match(tail, found.end())
        sizes, end = _listed(tail, lead.end() if lead else found.end())
        if sizes and _ENDING.match(tail, end):
            return len(text) - len(tail) + found.start()
    return None


def behind(line: str) -> dict[str, int]:
    """What stands behind a formula in its line: ``, s = 1`` or ``for stride 1``."""
    start = _BEHIND.match(line)
    place = start.end() if start else 0
    return conditions(line[place:], starting=True) if _LEAD.match(line, place) or _SIZE.match(line, place) else {}
