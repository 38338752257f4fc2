"""The layers that code was tried on, as a table in text and Markdown, and its parts."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from symconv.check.report import Row
from symconv.check.telling.spoken import message
from symconv.language.width import padded, width
from symconv.language.wording import Wording

SIGNS: Mapping[str, str] = MappingProxyType({"right": "✓", "wrong": "✗", "averaged": "÷N", "failed": "–"})


def as_text(rows: Sequence[Row], say: Wording) -> Iterator[str]:
    """A line for each layer, and below why the others were not tried."""
    head, body, left_out = parts(rows, say)
    widest = max((width(cells[0]) for cells in [head, *body]), default=0)
    for cells in [head, *body] if body else ():
        yield f"  {padded(cells[0], widest)}" + "".join(f"   {cell.ljust(2)}" for cell in cells[1:]).rstrip()
    for told, why in left_out:
        yield f"  {say.plain('check.not-tried', layer=told, why=why)}"


def as_markdown(rows: Sequence[Row], say: Wording) -> Iterator[str]:
    """A table, and a list of what was not tried."""
    head, body, left_out = parts(rows, say)
    if body:
        yield from ("", f"| {' | '.join(head)} |", f"| --- |{' :-: |' * (len(head) - 1)}")
        yield from (f"| {' | '.join(cells)} |" for cells in body)
    yield from (
        ["", *(f"- {say.plain('check.not-tried', layer=told, why=why)}" for told, why in left_out)] if left_out else []
    )


def parts(rows: Sequence[Row], say: Wording) -> tuple[list[str], list[list[str]], list[tuple[str, str]]]:
    """The heading, the rows of layers that were tried, and the others with the reason."""
    names = list(dict.fromkeys(name for row in rows for name in row.verdicts))
    body = [
        [message(say, row.told), *(SIGNS.get(row.verdicts.get(name, ""), "") for name in names)]
        for row in rows
        if not row.not_tried
    ]
    left_out = [(message(say, row.told), message(say, row.not_tried)) for row in rows if row.not_tried]
    return [say.plain("label.layer"), *names], body, left_out
