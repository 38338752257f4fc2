"""Check: what somebody wrote, judged line by line, with what was understood of it."""

from collections.abc import Mapping
from typing import Any

from symconv.check.checker import check_text
from symconv.check.judgement import Judgement
from symconv.check.report import Report
from symconv.check.telling.hints import asked
from symconv.check.telling.opening import opening
from symconv.check.telling.pages import rows
from symconv.check.telling.spoken import message
from symconv.check.telling.verdicts import told
from symconv.check.telling.written import summary
from symconv.language.wording import Wording
from symconv.page.request import Request
from symconv.render.typeset import typeset, worded
from symconv.spec import ConvSpec
from symconv.transposed import convolution, layer_of

LONGEST_TEXT = 20_000
"""Signs of a text that is judged while somebody types; the command line takes longer ones."""


def check(request: Request) -> dict[str, Any]:
    """Every statement of a text with its verdict.

    Request: ``text``; ``layer``, where the text does not tell it (without ``input_size`` its other options hold for
    all layers); ``names``, role → letter; ``hints``, whether questions are asked instead of showing solutions;
    ``language``.

    Answer: ``statements`` with ``line, column, tone`` (``right, wrong, open``), ``verdict``, ``html`` (what was
    understood), ``message`` and ``rows`` of name and HTML; ``left_out``; ``letters``, role → letter; ``read``,
    sentences on how the text was read; ``summary``.

    Raises:
        InputError: the text is too long, or something else cannot be used.
        SpecError: there is no such layer.
    """
    say, text = Wording(request.language), request.text("text", LONGEST_TEXT)
    report = judged(request, text)
    if request.flag("hints"):
        report = asked(report, say)
    reading = report.reading
    return {
        "statements": [_statement(one, report.layer, say) for one in report.statements],
        "left_out": [{"line": one.line, "message": worded(message(say, one.why))} for one in report.left_out],
        "letters": {role: str(fact.value) for role, fact in reading.letters.items()} if reading else {},
        "read": [worded(line) for line in opening(reading, say)] if reading else [],
        "summary": summary(report, say),
    }


def judged(request: Request, text: str) -> Report:
    """The report on a text, for the layer and the letters of a request."""
    stated = request.stated
    spec: ConvSpec | None = None
    if stated:
        whole = convolution(layer_of(stated), "a check")
        spec = whole if "input_size" in stated else None
    names = {role: str(letter) for role, letter in request.object("names").items() if letter}
    return check_text(text, spec, given=stated, name="text.md", names=names)


def _statement(one: Judgement, layer: Mapping[str, Any] | None, say: Wording) -> dict[str, Any]:
    """A statement as the page shows it. What was understood is set as mathematics, and shown above the rows."""
    understood = one.told.reading or one.place.source
    below = [(name, said, formula) for name, said, formula in rows(one, layer, say) if said != understood]
    return {
        "line": one.place.line,
        "column": one.place.column,
        "tone": "right" if one.verdict.startswith("right") else "wrong" if one.verdict == "wrong" else "open",
        "verdict": told(say, one.verdict),
        "html": typeset(understood),
        "message": worded(message(say, one.message)),
        "mistakes": [mistake.id for mistake in one.mistakes],
        "rows": [[name, typeset(said) if formula else worded(said)] for name, said, formula in below],
    }
