"""A report as Markdown, and what a page says on a statement."""

from collections.abc import Iterator, Mapping
from typing import Any

from symconv.check.report import Judgement, Report
from symconv.check.telling import tried
from symconv.check.telling.written import cut, header, left_out, shown, summary


def as_markdown(report: Report) -> str:
    """A table of statements."""
    read = [f"- {_cell(line)}" for line in header(report, named=False) if line]
    table = [
        f"# {_cell(report.file)}",
        "",
        *read,
        *([""] if read else []),
        "| line | verdict | statement | |",
        "| ---: | --- | --- | --- |",
    ]
    for part in report.statements:
        said = ". ".join(text for text in (*_said(part), *(f"right is `{right}`" for right in _right(part))) if text)
        cells = (str(part.place.line), part.verdict, f"`{_cell(_shown(part))}`", _cell(said))
        table.append(f"| {' | '.join(cells)} |")
    return "\n".join(
        [*table, *tried.as_markdown(report.layers), "", *map(_cell, left_out(report)), summary(report), ""]
    )


def _shown(part: Judgement) -> str:
    return cut(part.told.reading or part.place.source)


def _right(part: Judgement) -> Iterator[str]:
    if part.told.expected:
        yield cut(part.told.expected)


def _said(part: Judgement) -> tuple[str, ...]:
    """The sentences on a statement, without formulas of their own."""
    titles = "; ".join(named.title for named in part.mistakes[:3])
    after = "" if part.follows is None else f"follows from line {part.follows}, which is wrong"
    return part.message, part.question, after, titles, "; ".join(part.assumptions)


def _cell(written: str) -> str:
    return " ".join(written.replace("|", "\\|").replace("`", "'").split())


def rows(part: Judgement, layer: Mapping[str, Any] | None) -> Iterator[tuple[str, str, bool]]:
    """What stands below a verdict: its name, what is said, and whether that is a formula."""
    told, (_, question, after, *_) = part.told, _said(part)
    yield ("read as", cut(told.reading), True) if told.reading else ("source", _shown(part), False)
    for name, said in (("assumed", "; ".join(part.assumptions)), ("but", after), ("question", question)):
        if said:
            yield name, said, False
    for right in _right(part):
        yield "right is", right, True
    yield from ((name, said, True) for name, said in shown(part, layer))
    for named in part.mistakes[:1]:
        others = "".join(f", or {other.title}" for other in part.mistakes[1:3])
        yield "probably", f"{named.title}{others}. {named.explanation}", False
        yield "taught in", named.taught, False
