"""Markdown tables → what their cells state: a formula for what the row names, or a local derivative ∂o/∂v."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise

from symconv.check.facts.lexicon import one_of
from symconv.check.sources import Source
from symconv.check.understanding.binding import LOSS
from symconv.check.understanding.names import PREFERRED, plain
from symconv.notation.reader import ReadError, read
from symconv.notation.tree import Node, Partial, Symbol

_GRADIENTS = re.compile(one_of("gradient"), re.IGNORECASE)
"""What heads a column of gradients: then the other one tells of what."""
_CELL = re.compile(r"(?:\\.|\$[^$\n]*\$|[^|\n\\])+")
_RULE = re.compile(r"[\s|:-]+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A cell, and what it is said to be equal to."""

    left: Node
    start: int
    end: int


def tables(found: Source) -> Iterator[Stated]:
    """Every cell that states something."""
    rows: list[list[tuple[int, int]]] = []
    place = 0
    for line in found.text.splitlines(keepends=True):
        if line.lstrip().startswith("|"):
            if not _RULE.match(line):
                rows.append(
                    [(cell.start(), cell.end()) for cell in _CELL.finditer(found.text, place, place + len(line))]
                )
        else:
            yield from _stated(found, rows)
            rows = []
        place += len(line)
    yield from _stated(found, rows)


def _stated(found: Source, rows: list[list[tuple[int, int]]]) -> Iterator[Stated]:
    cells = [[_inside(found.text, *cell) for cell in row if found.text[cell[0] : cell[1]] != "\n"] for row in rows]
    heads = [_entry(found.text, cell) for cell in cells[0][1:]] if cells else []
    if len(heads) > 1 and all(heads):
        for first, *others in cells[1:]:
            yield from _derivatives(found.text, _entry(found.text, first), heads, others)
        return
    named = bool(cells) and len(cells[0]) == 2 and _GRADIENTS.search(found.text[slice(*cells[0][1])])
    for row in cells:
        pairs = [pair for pair in pairwise(row) if all(_is_formula(found.text, cell) for cell in pair)]
        for (start, end), told in pairs if len(pairs) == 1 else ():
            with suppress(ReadError):
                left = read(found.text[start:end])
                of_entry = named and isinstance(left, Symbol) and left.index
                if len(row) == 2 or isinstance(left, Symbol | Partial):
                    yield Stated(left=Partial(LOSS, left) if of_entry else left, start=told[0], end=told[1])


def _is_formula(text: str, cell: tuple[int, int]) -> bool:
    """Whether a cell is one formula that relates nothing."""
    start, end = cell
    inside = text[start:end]
    return start < end and text[start - 1] == "$" == text[end : end + 1] and not set("=$") & set(inside)


def _derivatives(
    text: str, row: Symbol | None, heads: list[Symbol | None], cells: list[tuple[int, int]]
) -> Iterator[Stated]:
    """One row of a table of local derivatives; an output's name tells whether rows or columns are the outputs."""
    for head, (start, end) in zip(heads, cells, strict=False):
        if row is not None and head is not None:
            turned = _is_output(row) and not _is_output(head)
            yield Stated(left=Partial(row, head) if turned else Partial(head, row), start=start, end=end)


def _is_output(symbol: Symbol) -> bool:
    return plain(symbol.name).lower() in PREFERRED["output"]


def _entry(text: str, cell: tuple[int, int]) -> Symbol | None:
    """An indexed letter, which heads a row or a column."""
    with suppress(ReadError):
        found = read(text[slice(*cell)])
        return found if isinstance(found, Symbol) and found.index else None
    return None


def _inside(text: str, start: int, end: int) -> tuple[int, int]:
    """A cell without blanks and dollars around it."""
    found = re.compile(r"[\s$`]*(.*?)[\s$`]*$", re.DOTALL).match(text[start:end])
    return (start + found.start(1), start + found.end(1)) if found else (start, end)
