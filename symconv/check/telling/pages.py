"""A report as Markdown and as a page of HTML."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from symconv.check.report import Judgement, Report
from symconv.check.telling import tried
from symconv.check.telling.written import cut, header, shown, summary


def as_markdown(report: Report) -> str:
    """A table of statements."""
    rows = [f"# {_cell(report.file)}", "", "| line | verdict | statement | |", "| ---: | --- | --- | --- |"]
    for part in report.statements:
        said = ". ".join(text for text in (*_said(part), *(f"right is `{right}`" for right in _right(part))) if text)
        cells = (str(part.place.line), part.verdict, f"`{_cell(_shown(part))}`", _cell(said))
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join([*rows, *tried.as_markdown(report.layers), "", summary(report), ""])


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


STYLE = """:root { color-scheme: light dark; --right: #1a7f47; --wrong: #b3261e; --open: #8a5a00; --line: #8884; }
body { max-width: 60rem; margin: 0 auto; padding: 1.5rem; font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; overflow-wrap: anywhere; }
article { border: 1px solid var(--line); border-left: .3rem solid var(--open); border-radius: .4rem;
  padding: .6rem .9rem; margin: .7rem 0; break-inside: avoid; }
article.right { border-left-color: var(--right); } article.wrong { border-left-color: var(--wrong); }
article b { color: var(--open); } .right b { color: var(--right); } .wrong b { color: var(--wrong); }
p, dl { margin: .2rem 0; overflow-wrap: anywhere; } .quiet { opacity: .7; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 .8rem; } dt { opacity: .7; } dd { margin: 0; }
code { font-family: "STIX Two Math", "Cambria Math", "DejaVu Sans Mono", monospace; white-space: pre-wrap; }
td { padding: .2rem .6rem; vertical-align: top; }"""


def as_html(report: Report) -> str:
    """A page with a block for each statement; everything from outside is escaped."""
    told = "\n".join(f'<p class="quiet">{escape(line)}</p>' for line in header(report, named=False) if line)
    blocks = "\n".join(_article(part, report.layer) for part in report.statements)
    layers = "\n".join(tried.as_html(report.layers))
    table = f"<table>\n{layers}\n</table>\n" if layers else ""
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(report.file)}</title>\n<style>\n{STYLE}\n</style></head>\n"
        f"<body><h1>{escape(report.file)}</h1>\n<p>{escape(summary(report))}</p>\n{told}\n{blocks}\n{table}</body></html>\n"
    )


def _article(part: Judgement, layer: Mapping[str, Any] | None) -> str:
    message, question, after, *_ = map(escape, _said(part))
    place = f"line {part.place.line}, column {part.place.column}"
    head = f'<p><b>{part.verdict}</b> <span class="quiet">{place}</span> {message}</p>'
    rows = "".join(f"<dt>{name}</dt><dd>{said}</dd>" for name, said in _rows(part, question, after, layer))
    return f'<article class="{part.verdict.split()[0]}">{head}<dl>{rows}</dl></article>'


def _rows(part: Judgement, question: str, after: str, layer: Mapping[str, Any] | None) -> Iterator[tuple[str, str]]:
    """What stands below a verdict: name and HTML."""
    told, code = part.told, "<code>{}</code>".format
    yield from [("read as", code(escape(cut(told.reading))))] if told.reading else [("source", escape(_shown(part)))]
    if part.assumptions:
        yield "assumed", escape("; ".join(part.assumptions))
    if after:
        yield "but", after
    if question:
        yield "question", question
    for right in _right(part):
        yield "right is", code(escape(right))
    yield from ((name, code(escape(said))) for name, said in shown(part, layer))
    for named in part.mistakes[:1]:
        others = "".join(f", or {escape(other.title)}" for other in part.mistakes[1:3])
        yield "probably", f"{escape(named.title)}{others}. {escape(named.explanation)}"
        yield "taught in", escape(named.taught)
