"""Systems of equations, ``{ a = b, c = d``, set with a brace, ``cases`` or ``array``: their rows stand on their own."""

import re

from symconv.check.regex import regex

_SYSTEM = regex(
    r"(?P<brace>\\left\s*(?:\\\{|\\lbrace\b)\s*)?\\begin\{(?P<environment>cases|array|aligned|split|gathered|matrix)\}"
    r"(?:\{[^{}\n]{0,20}\})?"
)
_INNER = regex(r"\\begin\{(\w+)\}.{0,4000}?\\end\{\1\}", re.DOTALL)
_JOINED = regex(r"(?:[=+\-*(,^_{]|\\(?:cdot|times|star|ast|left\s*[(\[.|]))\s*$")
LONGEST = 20_000


def unbraced(text: str) -> str:
    """The text with the frames of systems of equations blanked, each sign at its place.

    What stands behind ``=`` or another sign is one formula, as in ``f = { a if …``, and stays.
    """
    pieces: list[str] = []
    place = 0
    while found := _SYSTEM.search(text, place):
        closer = f"\\end{{{found['environment']}}}"
        end = text.find(closer, found.end(), found.end() + LONGEST)
        if end < 0 or not _is_system(text[max(found.start() - 40, 0) : found.start()], text[found.end() : end]):
            pieces.append(text[place : found.end()])
            place = found.end()
            continue
        right = regex(r"\s*\\right\s*\.").match(text, end + len(closer)) if found["brace"] else None
        last = right.end() if right else end + len(closer)
        frames = (text[found.start() : found.end()], text[end:last])
        before, after = (re.sub(r"[^\n]", " ", frame) for frame in frames)
        pieces += (text[place : found.start()], before, text[found.end() : end], after)
        place = last
    return "".join((*pieces, text[place:]))


def _is_system(before: str, body: str) -> bool:
    """Whether every row is an equation, and nothing before joins them to one formula."""
    rows = re.split(r"\\\\\*?(?:\[[^\]\n]{0,12}\])?", _INNER.sub(" ", body))
    filled = [row for row in rows if row.strip(" \t\n&")]
    return len(filled) > 0 and all("=" in row for row in filled) and not _JOINED.search(before)
