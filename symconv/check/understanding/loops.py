"""The loops around a line of code: how far each letter runs, where it can be read."""

from collections.abc import Iterator

from symconv.check.regex import regex
from symconv.check.sources import Source
from symconv.notation.reader import ReadError, read
from symconv.notation.tree import Apply, Equation, Limits, Node, Number, Sum, Symbol, negative

Over = tuple[Node, ...]
_FOR = regex(r"\s*for\b(?P<head>.*)")
_WHOLE = regex(r"\s*(?:all\s+|each\s+)?[A-Za-z](?:\s*,\s*[A-Za-z])*\s*:?\s*$")
_RANGE = regex(r"\s*(?P<letter>[A-Za-z]\w*)\s+in\s+x?range\s*\((?P<bounds>.*)\)\s*:\s*(?:#.*)?$")


def loops(found: Source, offset: int) -> Over | None:
    """What the letters at an offset run over; None where a loop around it cannot be read."""
    over: list[Node] = []
    for head in _heads(found, offset):
        if _WHOLE.match(head):
            continue
        written = _RANGE.match(head)
        limits = _limits(written["letter"], written["bounds"]) if written else None
        if limits is None:
            return None
        over = [*limits, *over]
    return tuple(over)


def _heads(found: Source, offset: int) -> Iterator[str]:
    """The heads of the loops around an offset, the innermost first."""
    row = found.text.count("\n", 0, offset)
    lines = found.text.split("\n")[max(row - 60, 0) : row + 1]
    depth, above = _indent(lines[-1]), True
    for line in reversed(lines[:-1]):
        if line.strip().startswith("```"):
            return
        head = _FOR.match(line)
        if head and (above or _indent(line) < depth):
            yield head["head"]
        elif line.strip():
            above = False
        if line.strip():
            depth = min(depth, _indent(line))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _limits(letter: str, bounds: str) -> list[Node] | None:
    """``range(first, stop, step)`` as limits, and a condition where a step is written."""
    try:
        told = read(f"x[{bounds}]", tex=False)
    except ReadError:
        return None
    parts = told.index if isinstance(told, Symbol) else ()
    if not 1 <= len(parts) <= 3:
        return None
    first, stop = (Number(0), parts[0]) if len(parts) == 1 else parts[:2]
    run: list[Node] = [Limits(Symbol(letter), first, Sum((stop, Number(-1))))]
    if len(parts) == 3:
        step = Apply("mod", (Sum((Symbol(letter), negative(first))), parts[2]))
        run.append(Equation((step, Number(0))))
    return run
