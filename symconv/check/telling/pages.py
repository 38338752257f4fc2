"""A report as Markdown, and what a page says on a statement."""

from collections.abc import Iterator, Mapping
from typing import Any

from symconv.check.judgement import Judgement
from symconv.check.report import Report
from symconv.check.telling import tried
from symconv.check.telling.spoken import message
from symconv.check.telling.verdicts import told
from symconv.check.telling.written import cut, header, left_out, shown, summary
from symconv.language.wording import Wording


def as_markdown(report: Report, say: Wording) -> str:
    """A table of statements."""
    read = [f"- {_cell(line)}" for line in header(report, say, named=False) if line]
    head = [say.plain("label.line"), say.plain("label.verdict"), say.plain("label.statement"), ""]
    above = [f"# {_cell(report.file)}", "", *read, *([""] if read else [])]
    table = [*above, f"| {' | '.join(head).rstrip()} |", "| ---: | --- | --- | --- |"]
    for part in report.statements:
        cells = (str(part.place.line), told(say, part.verdict), f"`{_cell(_shown(part))}`", _remarks(part, say))
        table.append(f"| {' | '.join(cells)} |")
    below = [*tried.as_markdown(report.layers, say), "", *map(_cell, left_out(report, say)), summary(report, say), ""]
    return "\n".join([*table, *below])


def statement_markdown(part: Judgement, say: Wording) -> str:
    """One statement: its verdict, what is written, and what is said of it."""
    remarks = _remarks(part, say)
    return f"**{told(say, part.verdict)}** `{_cell(_shown(part))}`" + (f"  \n{remarks}\n" if remarks else "\n")


def _remarks(part: Judgement, say: Wording) -> str:
    right = (f"{say.plain('label.right')} `{right}`" for right in _right(part))
    return _cell(". ".join(text for text in (*_said(part, say), *right) if text))


def _shown(part: Judgement) -> str:
    return cut(part.told.reading or part.place.source)


def _right(part: Judgement) -> Iterator[str]:
    if part.told.expected:
        yield cut(part.told.expected)


def _said(part: Judgement, say: Wording) -> tuple[str, ...]:
    """The sentences on a statement, without formulas of their own."""
    titles = "; ".join(message(say, named.title) for named in part.mistakes[:3])
    after = "" if part.follows is None else say.plain("check.follows", line=part.follows)
    assumed = "; ".join(message(say, note) for note in part.assumptions)
    return message(say, part.message), part.question, after, titles, assumed


def _cell(written: str) -> str:
    return " ".join(written.replace("|", "\\|").replace("`", "'").split())


def rows(part: Judgement, layer: Mapping[str, Any] | None, say: Wording) -> Iterator[tuple[str, str, bool]]:
    """What stands below a verdict: its name, what is said, and whether that is a formula."""
    _, question, after, _, assumed = _said(part, say)
    reading = part.told.reading
    words = part.kind == "code"  # returned[0] is ∂L/∂X
    yield (
        (say.plain("label.read"), cut(reading), not words)
        if reading
        else (say.plain("label.source"), _shown(part), False)
    )
    for name, said in (("label.assumed", assumed), ("label.but", after), ("label.question", question)):
        if said:
            yield say.plain(name), said, False
    for right in _right(part):
        yield say.plain("label.right"), right, True
    yield from ((say.plain(key), said, key == "label.yours") for key, said in shown(part, layer, say))
    for named in part.mistakes[:1]:
        others = (say.plain("check.or", title=message(say, other.title)) for other in part.mistakes[1:3])
        probably = f"{message(say, named.title)}{''.join(others)}. {message(say, named.explanation)}"
        yield say.plain("label.probably"), probably, False
        yield say.plain("label.taught"), message(say, named.taught), False
