"""Limits that stand in the line below their Σ, each under its own: written behind it."""

from symconv.check.regex import regex

_BARE = regex(r"[Σ∑](?!\s*[_^{]|\s*(?:over|for)\b)")
_GROUP = regex(r"\S+(?: ?[,=] ?\S+)*")
_LIMITS = regex(r"\s*[A-Za-z]\w{0,2}(?:\s*=\s*-?\w{1,3})?(?:[,\s]+[A-Za-z]\w{0,2}(?:\s*=\s*-?\w{1,3})?)*\s*$")
NEAR = 4
"""Columns between a Σ and what stands under it."""


def are_limits(line: str, below: str) -> bool:
    """Whether what stands below a line are the limits of its sums."""
    return bool(_LIMITS.match(below) and _BARE.search(line))


def with_limits(text: str, start: int, end: int) -> str:
    """The formula between two offsets on one line."""
    first, *below = text[start:end].split("\n")
    indent = start - (text.rfind("\n", 0, start) + 1)
    written: list[str] = []
    held = " " * indent + first
    for line in below:
        if are_limits(held, line):
            held = _limited(held, line)
        else:
            written.append(held)
            held = line
    return "\n".join((*written, held))[indent:]


def _limited(line: str, below: str) -> str:
    """A line whose sums have the limits that stand under them."""
    sums = [found.start() for found in _BARE.finditer(line)]
    under: dict[int, list[str]] = {}
    for group in _GROUP.finditer(below):
        middle = (group.start() + group.end()) // 2
        nearest = min(sums, key=lambda place: abs(place - middle))
        if abs(nearest - middle) <= NEAR or len(sums) == 1:
            under.setdefault(nearest, []).append(group.group())
    for place in sorted(under, reverse=True):
        line = f"{line[: place + 1]}_{{{', '.join(under[place])}}}{line[place + 1 :]}"
    return line
