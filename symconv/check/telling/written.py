"""A report as text, in the manner of a compiler."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from symconv.check.judgement import Judgement
from symconv.check.regex import regex
from symconv.check.report import Report
from symconv.check.telling import tried
from symconv.check.telling.opening import opening
from symconv.check.telling.options import as_options, layer_in_words
from symconv.check.telling.spoken import message
from symconv.check.telling.verdicts import counted, told
from symconv.language.width import padded, width
from symconv.language.wording import Wording

WIDEST = 160


def as_text(report: Report, say: Wording, *, points: float | None = None, rubric: bool = False) -> str:
    """One block for each statement, the reading first, and a summary."""
    lines = [*header(report, say)]
    for judgement in report.statements:
        lines += [*_block(report, judgement, say), ""]
    lines += [*tried.as_text(report.layers, say), ""] if report.layers else []
    if points is not None:
        lines += list(_points(report, points, say, rubric=rubric))
    return "\n".join([*lines, *left_out(report, say), summary(report, say), ""])


def left_out(report: Report, say: Wording) -> Iterator[str]:
    """Formulas that are not judged, those of one reason in one line; where nothing is judged, all of them."""
    reasons: dict[str, dict[int, None]] = {}
    for one in report.left_out:
        if not (one.used and report.statements):
            reasons.setdefault(one.why, {})[one.line] = None
    for why, lines in reasons.items():
        listed, alone = ", ".join(map(str, lines)), len(lines) == 1
        yield f"{report.file}: " + say.plain("check.left-out", one=alone, lines=listed, why=message(say, why))
    if not report.statements and not reasons:
        yield f"{report.file}: " + say.plain("check.no-formula")


def summary(report: Report, say: Wording) -> str:
    """``12 statements: 10 right, 1 wrong, 1 unreadable; 1 could not be judged``."""
    total, open_ = len(report.statements), len(report.statements) - report.judged
    counts = counted(say, report.summary)
    said = say.plain("check.statements", n=total, judged=bool(counts), counts=counts)
    return said + say.plain("check.open", n=open_) if open_ else said


def header(report: Report, say: Wording, *, named: bool = True) -> Iterator[str]:
    """How a text was read, or how code was called.

    Args:
        report: what is said.
        say: the words.
        named: whether the file's name is told.
    """
    told = list(_called(report, say) if report.reading is None else opening(report.reading, say))
    if told and report.layer and report.layer.keys() & {"transposed", "padding_mode", "pool"}:
        told.append(say.plain("check.layer", layer=layer_in_words(report.layer, say)))
    if named and report.reading is not None and told:
        yield f"{report.file}: " + say.plain("check.read-as")
    mark = "" if not named else f"{report.file}: " if report.reading is None else "  "
    yield from (f"{mark}{line}" for line in told)
    if told:
        yield ""


def _called(report: Report, say: Wording) -> Iterator[str]:
    """How code was called, on which layer, and what was assumed of it."""
    roles = [f"{role} {name}" for role, name in report.binding.items() if role != "assumptions"]
    if roles:
        yield say.plain("check.roles", roles=", ".join(roles), based=False, base="")
    if report.layer:
        yield say.plain("check.layer", layer=layer_in_words(report.layer, say))
    yield from (say.plain("check.assumed", note=message(say, note)) for note in report.binding.get("assumptions", ()))


def _block(report: Report, judgement: Judgement, say: Wording) -> Iterator[str]:
    place, said = judgement.place, f": {message(say, judgement.message)}" if judgement.message else ""
    yield f"{report.file}:{place.line}:{place.column}: {told(say, judgement.verdict)}{said}"
    if judgement.verdict == "right":
        return
    yield from _quoted(judgement)
    label = _labels(say)
    if judgement.told.reading:
        yield label("label.read") + cut(judgement.told.reading)
    for note in judgement.assumptions:
        yield label("label.assumed") + message(say, note)
    if judgement.follows is not None:
        yield "  " + say.plain("check.follows", line=judgement.follows)
    if judgement.verdict == "wrong":
        yield from _help(judgement, report.layer, say)


def _labels(say: Wording) -> Callable[[str], str]:
    """Writes the names of what is told below each other, equally wide."""
    names = ("read", "assumed", "question", "right", "missing", "extra", "yours", "replay", "probably")
    widest = max(width(say.plain(f"label.{name}")) for name in names)
    return lambda key: f"  {padded(f'{say.plain(key)}:', widest + 2)}"


_LONG = regex(" {3,}")


def _quoted(judgement: Judgement) -> Iterator[str]:
    context = judgement.place.context.replace("\t", " ")
    caret = judgement.place.caret or judgement.place.column
    if len(context) > WIDEST:  # blanks are what became of the tags of a page
        before, behind = (_LONG.sub("  ", part) for part in (context[: caret - 1], context[caret - 1 :]))
        context, caret = before + behind, len(before) + 1
    start = max(caret - 60, 0) if len(context) > WIDEST else 0
    yield f"  {context[start : start + WIDEST]}"
    yield f"  {' ' * (caret - 1 - start)}^"


def _help(judgement: Judgement, layer: Mapping[str, Any] | None, say: Wording) -> Iterator[str]:
    label, parts = _labels(say), judgement.told
    if judgement.question:
        yield f"  {say.plain('label.question')}: {judgement.question}"
    if parts.expected:
        yield label("label.right") + cut(parts.expected)
    if parts.missing:
        yield label("label.missing") + cut(", ".join(parts.missing))
    if parts.extra:
        yield label("label.extra") + cut(", ".join(parts.extra))
    yield from (label(key) + said for key, said in shown(judgement, layer, say))
    for number, named in enumerate(judgement.mistakes):
        key = "label.or" if number else "label.probably"
        yield f"{label(key)}{message(say, named.title)} [{named.id}]"
    for named in judgement.mistakes[:1]:
        yield f"  {message(say, named.explanation)}"
        yield f"  {say.plain('label.taught')}: {message(say, named.taught)}"


def shown(judgement: Judgement, layer: Mapping[str, Any] | None, say: Wording) -> Iterator[tuple[str, str]]:
    """What a formula gives for the entry that is right, and on which layer, where that is not plain; by label."""
    example = judgement.told.counterexample
    if example and judgement.kind != "entry" and example["got"] not in judgement.message:
        yield "label.yours", message(say, cut(example["got"]))
    where = layer_in_words(example["layer"], say) if example else ""
    if where and (layer is None or where != layer_in_words(layer, say)):
        yield "label.on", where
        yield "label.replay", say.plain("check.options", options=as_options(example["layer"]))


def cut(written: str) -> str:
    """No more of it than can be looked at."""
    return written if len(written) <= WIDEST * 2 else f"{written[: WIDEST * 2 - 1]}…"


def _points(report: Report, most: float, say: Wording, *, rubric: bool) -> Iterator[str]:
    """Points for each statement that counts; one that only follows from an earlier error loses none."""
    earned, counts = report.score
    each = most / counts if counts else 0.0
    for part in report.statements if rubric else ():
        place = f"{report.file}:{part.place.line}:{part.place.column}"
        after = "" if part.follows is None else say.plain("check.after", line=part.follows)
        share = {"earned": f"{each * part.earns:.2f}", "whole": f"{each:.2f}"}
        worth = say.plain("check.worth", **share) if part.counts else say.plain("check.uncounted")
        yield f"{place}: {worth}: {told(say, part.verdict)}{after}"
    yield say.plain("check.points", earned=f"{each * earned:.2f}", whole=f"{most:g}")
