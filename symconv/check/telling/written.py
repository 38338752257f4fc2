"""A report as text, in the manner of a compiler, and as Markdown and HTML."""

from collections.abc import Iterator
from html import escape

from symconv.check.report import Judgement, Report
from symconv.check.telling import tried
from symconv.check.telling.layer import layer_in_words

WIDEST = 160
GIVEN = ("the options", "the header line")
"""Where a layer comes from that need not be found."""


def as_text(report: Report, *, hint: bool = False, points: float | None = None, rubric: bool = False) -> str:
    """One block for each statement, the reading first, and a summary."""
    lines = [*_header(report)]
    for judgement in report.statements:
        lines += [*_block(report.file, judgement, hint=hint), ""]
    lines += [*tried.as_text(report.layers), ""] if report.layers else []
    if points is not None:
        lines += list(_points(report, points, rubric=rubric))
    return "\n".join([*lines, summary(report), ""])


def summary(report: Report) -> str:
    """``12 statements: 10 right, 1 wrong, 1 unreadable; 1 could not be judged``."""
    counted = [f"{number} {verdict}" for verdict, number in report.summary.items() if number]
    total, open_ = len(report.statements), len(report.statements) - report.judged
    said = f"{total} statement{'' if total == 1 else 's'}" + (": " + ", ".join(counted) if counted else "")
    return f"{said}; {open_} could not be judged and count{'s' if open_ == 1 else ''} neither way" if open_ else said


def _header(report: Report) -> Iterator[str]:
    binding = report.binding
    roles = [f"{role} {name}" for role, name in binding.items() if role not in ("index_base", "assumptions")]
    base = binding.get("index_base")
    layer = report.layer
    if roles:
        yield f"{report.file}: read as " + ", ".join(roles) + ("" if base is None else f", indices from {base}")
    inferred = _inferred(report)
    if layer and not inferred:
        yield f"{report.file}: layer {layer_in_words(layer)}"
    for told, where in inferred:
        yield f"{report.file}: judged on {told}, from {where}"
    for note in binding.get("assumptions", ()):
        yield f"{report.file}: assumed: {note}"
    if roles or layer:
        yield ""


def _inferred(report: Report) -> dict[tuple[str, str], None]:
    """The layers that were not given but found in the text, and where."""
    on = (part.told.judged_on for part in report.statements)
    found = ((layer_in_words(one["layer"]), one["from"]) for one in on if "layer" in one and one["from"] not in GIVEN)
    return dict.fromkeys(found)


def _block(file: str, judgement: Judgement, *, hint: bool) -> Iterator[str]:
    said = "" if hint and judgement.verdict == "wrong" else judgement.message
    yield f"{file}:{judgement.place.line}:{judgement.place.column}: {judgement.verdict}" + (f": {said}" if said else "")
    if judgement.verdict == "right":
        return
    yield from _quoted(judgement)
    if judgement.told.reading:
        yield f"  read as: {_cut(judgement.told.reading)}"
    for note in judgement.assumptions:
        yield f"  assumed: {note}"
    if judgement.follows is not None:
        yield f"  follows from line {judgement.follows}, which is wrong"
    if judgement.verdict == "wrong":
        yield from _help(judgement, hint=hint)


def _quoted(judgement: Judgement) -> Iterator[str]:
    context = judgement.place.context.replace("\t", " ")
    caret = judgement.place.caret or judgement.place.column
    start = max(caret - 60, 0) if len(context) > WIDEST else 0
    yield f"  {context[start : start + WIDEST]}"
    yield f"  {' ' * (caret - 1 - start)}^"


def _help(judgement: Judgement, *, hint: bool) -> Iterator[str]:
    if hint:
        for named in judgement.mistakes[:1]:
            yield f"  question: {named.question}"
        return
    if judgement.told.expected:
        yield f"  right is: {_cut(judgement.told.expected)}"
    if judgement.told.missing:
        yield f"  missing:  {_cut(', '.join(judgement.told.missing))}"
    if judgement.told.extra:
        yield f"  extra:    {_cut(', '.join(judgement.told.extra))}"
    if judgement.told.counterexample:
        layer = judgement.told.counterexample["layer"]
        yield f"  shown by: {layer_in_words(layer)}: {_cut(judgement.told.counterexample['got'])}"
    for number, named in enumerate(judgement.mistakes):
        yield f"  {'or' if number else 'probably'}: {named.title} [{named.id}]"
    for named in judgement.mistakes[:1]:
        yield f"  {named.explanation}"
        yield f"  taught in: {named.taught}"


def _cut(written: str) -> str:
    return written if len(written) <= WIDEST * 2 else f"{written[: WIDEST * 2 - 1]}…"


def _points(report: Report, most: float, *, rubric: bool) -> Iterator[str]:
    """Points for each statement that counts; one that only follows from an earlier error loses none."""
    earned, counted = report.score
    each = most / counted if counted else 0.0
    for part in report.statements if rubric else ():
        if part.counts:
            yield f"{part.place.line}:{part.place.column}: {each * part.earns:.2f} of {each:.2f}, {part.verdict}"
    yield f"{each * earned:.2f} of {most:g} points"


def as_markdown(report: Report, *, hint: bool = False) -> str:
    """A table of statements."""
    rows = [f"# {_cell(report.file)}", "", "| line | verdict | statement | |", "| ---: | --- | --- | --- |"]
    for part in report.statements:
        cells = (str(part.place.line), part.verdict, f"`{_cell(_shown(part))}`", _cell(_said(part, hint)))
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join([*rows, *tried.as_markdown(report.layers), "", summary(report), ""])


def _shown(part: Judgement) -> str:
    return _cut(part.told.reading or part.place.source)


def _said(part: Judgement, hint: bool) -> str:
    if hint and part.verdict == "wrong":
        return part.mistakes[0].question if part.mistakes else ""
    titles = "; ".join(named.title for named in part.mistakes[:3])
    return ". ".join(text for text in (part.message, titles, "; ".join(part.assumptions)) if text)


def _cell(written: str) -> str:
    return " ".join(written.replace("|", "\\|").replace("`", "'").split())


def as_html(report: Report, *, hint: bool = False) -> str:
    """A page with one table; everything from outside is escaped."""
    rows = "\n".join(
        f'<tr class="{part.verdict.split()[0]}"><td>{part.place.line}</td><td>{part.verdict}</td>'
        f"<td><code>{escape(_shown(part))}</code></td><td>{escape(_said(part, hint))}</td></tr>"
        for part in report.statements
    )
    layers = "\n".join(tried.as_html(report.layers))
    if layers:
        rows += f"\n</table>\n<table>\n{layers}"
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(report.file)}</title>"
        "<style>body{font-family:sans-serif}td{padding:.2em .6em;vertical-align:top}.wrong{background:#fdd}"
        ".right{background:#efe}</style></head>\n"
        f"<body><h1>{escape(report.file)}</h1>\n<table>\n{rows}\n</table>\n<p>{escape(summary(report))}</p></body></html>\n"
    )
