"""A report as text, in the manner of a compiler."""

from collections.abc import Iterator, Mapping
from typing import Any

from symconv.check.report import Judgement, Report
from symconv.check.telling import tried
from symconv.check.telling.opening import opening
from symconv.check.telling.options import as_options, layer_in_words

WIDEST = 160


def as_text(report: Report, *, points: float | None = None, rubric: bool = False) -> str:
    """One block for each statement, the reading first, and a summary."""
    lines = [*header(report)]
    for judgement in report.statements:
        lines += [*_block(report, judgement), ""]
    lines += [*tried.as_text(report.layers), ""] if report.layers else []
    if points is not None:
        lines += list(_points(report, points, rubric=rubric))
    return "\n".join([*lines, *left_out(report), summary(report), ""])


def left_out(report: Report) -> Iterator[str]:
    """Formulas that are not judged, those of one reason in one line; where nothing is judged, all of them."""
    reasons: dict[str, dict[int, None]] = {}
    for one in report.left_out:
        if not (one.used and report.statements):
            reasons.setdefault(one.why, {})[one.line] = None
    for why, lines in reasons.items():
        yield f"{report.file}: left out, line{'s' * (len(lines) > 1)} {', '.join(map(str, lines))}: {why}"
    if not report.statements and not reasons:
        yield f"{report.file}: no formula with a relation was found in it"


def summary(report: Report) -> str:
    """``12 statements: 10 right, 1 wrong, 1 unreadable; 1 could not be judged``."""
    counted = [f"{number} {verdict}" for verdict, number in report.summary.items() if number]
    total, open_ = len(report.statements), len(report.statements) - report.judged
    said = f"{total} statement{'' if total == 1 else 's'}" + (": " + ", ".join(counted) if counted else "")
    return f"{said}; {open_} could not be judged and count{'s' if open_ == 1 else ''} neither way" if open_ else said


def header(report: Report, *, named: bool = True) -> Iterator[str]:
    """How a text was read, or how code was called.

    Args:
        report: what is said.
        named: whether the file's name is told.
    """
    told = list(_called(report) if report.reading is None else opening(report.reading))
    if named and report.reading is not None and told:
        yield f"{report.file}: read as"
    mark = "" if not named else f"{report.file}: " if report.reading is None else "  "
    yield from (f"{mark}{line}" for line in told)
    if told:
        yield ""


def _called(report: Report) -> Iterator[str]:
    """How code was called, on which layer, and what was assumed of it."""
    roles = [f"{role} {name}" for role, name in report.binding.items() if role != "assumptions"]
    if roles:
        yield f"read as {', '.join(roles)}"
    if report.layer:
        yield f"layer {layer_in_words(report.layer)}"
    yield from (f"assumed: {note}" for note in report.binding.get("assumptions", ()))


def _block(report: Report, judgement: Judgement) -> Iterator[str]:
    place, said = judgement.place, f": {judgement.message}" if judgement.message else ""
    yield f"{report.file}:{place.line}:{place.column}: {judgement.verdict}{said}"
    if judgement.verdict == "right":
        return
    yield from _quoted(judgement)
    if judgement.told.reading:
        yield f"  read as:  {cut(judgement.told.reading)}"
    for note in judgement.assumptions:
        yield f"  assumed:  {note}"
    if judgement.follows is not None:
        yield f"  follows from line {judgement.follows}, which is wrong"
    if judgement.verdict == "wrong":
        yield from _help(judgement, report.layer)


def _quoted(judgement: Judgement) -> Iterator[str]:
    context = judgement.place.context.replace("\t", " ")
    caret = judgement.place.caret or judgement.place.column
    start = max(caret - 60, 0) if len(context) > WIDEST else 0
    yield f"  {context[start : start + WIDEST]}"
    yield f"  {' ' * (caret - 1 - start)}^"


def _help(judgement: Judgement, layer: Mapping[str, Any] | None) -> Iterator[str]:
    told = judgement.told
    if judgement.question:
        yield f"  question: {judgement.question}"
    if told.expected:
        yield f"  right is: {cut(told.expected)}"
    if told.missing:
        yield f"  missing:  {cut(', '.join(told.missing))}"
    if told.extra:
        yield f"  extra:    {cut(', '.join(told.extra))}"
    yield from (f"  {f'{name}:':9} {said}" for name, said in shown(judgement, layer))
    for number, named in enumerate(judgement.mistakes):
        yield f"  {'or:      ' if number else 'probably:'} {named.title} [{named.id}]"
    for named in judgement.mistakes[:1]:
        yield f"  {named.explanation}"
        yield f"  taught in: {named.taught}"


def shown(judgement: Judgement, layer: Mapping[str, Any] | None) -> Iterator[tuple[str, str]]:
    """What a formula gives for the entry that is right, and on which layer, where that is not plain already."""
    example = judgement.told.counterexample
    if example and judgement.kind != "entry" and example["got"] not in judgement.message:
        yield "yours is", cut(example["got"])
    where = layer_in_words(example["layer"]) if example else ""
    if where and (layer is None or where != layer_in_words(layer)):
        yield "on", where
        yield "replay", f"with {as_options(example['layer'])}"


def cut(written: str) -> str:
    """No more of it than can be looked at."""
    return written if len(written) <= WIDEST * 2 else f"{written[: WIDEST * 2 - 1]}…"


def _points(report: Report, most: float, *, rubric: bool) -> Iterator[str]:
    """Points for each statement that counts; one that only follows from an earlier error loses none."""
    earned, counted = report.score
    each = most / counted if counted else 0.0
    for part in report.statements if rubric else ():
        place = f"{report.file}:{part.place.line}:{part.place.column}"
        after = "" if part.follows is None else f", but follows from line {part.follows}"
        worth = f"{each * part.earns:.2f} of {each:.2f}" if part.counts else "not counted"
        yield f"{place}: {worth}: {part.verdict}{after}"
    yield f"{each * earned:.2f} of {most:g} points"
