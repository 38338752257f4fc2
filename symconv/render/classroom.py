"""Verdicts, class reports and feedback through Jinja; everything in them comes from outside and is escaped."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from symconv.check.judgement import Judgement
from symconv.check.report import Report
from symconv.check.telling.pages import rows
from symconv.check.telling.spoken import message
from symconv.check.telling.tried import parts
from symconv.check.telling.verdicts import told
from symconv.check.telling.written import header, summary
from symconv.classroom.counted import Student
from symconv.classroom.feedback import remark
from symconv.classroom.outcome import VERDICTS
from symconv.classroom.tally import Tally
from symconv.language.wording import Wording
from symconv.render.escapes import escape_markdown
from symconv.render.markup import SHIPPED
from symconv.render.palette import PALETTE
from symconv.render.theme import THEMES, themed
from symconv.render.typeset import typeset, worded

MOST_ROWS = 40
"""Rows of a table of entries or of similar answers that a page shows; JSON has all."""


def class_document(tally: Tally, format: str, say: Wording, theme: str = THEMES[0]) -> str:  # noqa: A002 - the option's name
    """The class report as ``html`` in a theme, ``markdown`` or ``text``, or the ``summary`` that the text ends with.

    Raises:
        InputError: there is no such theme.
    """
    if format == "summary":
        return _rendered("text", "_summary", say, tally=tally)
    return _rendered(format, "report", say, tally=tally, **_looks(theme))


def feedback_document(student: Student, max_points: float, say: Wording, *, hint: bool, theme: str = THEMES[0]) -> str:
    """What one student is told, as a page of HTML.

    Raises:
        InputError: there is no such theme.
    """
    given = {"student": student, "max_points": max_points, "hint": hint}
    return _rendered("html", "feedback", say, **given, **_looks(theme))


def verdicts_document(reports: Sequence[Report], say: Wording) -> str:
    """What is said about each text, as one page of HTML."""
    return _rendered("html", "verdicts", say, reports=reports, **_looks(THEMES[0]))


def verdicts_cell(reports: Sequence[Report], say: Wording) -> str:
    """The same as one element: a part of somebody else's page."""
    return _rendered("html", "cell", say, body="_verdicts.html.j2", reports=reports)


def judgement_cell(part: Judgement, say: Wording) -> str:
    """What is said of one statement, as one element."""
    return _rendered("html", "cell", say, body="_statement.html.j2", part=part, report=None)


def class_cell(tally: Tally, say: Wording) -> str:
    """The class report as one element."""
    return _rendered("html", "cell", say, body="_report.html.j2", tally=tally)


def _looks(theme: str) -> dict[str, str]:
    name, style = themed(theme)
    return {"theme": name, "style": style}


def _rendered(format_: str, name: str, say: Wording, **values: Any) -> str:
    ending, escaped = FORMATS[format_]
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(place / folder) for folder in ("class", "theme") for place in SHIPPED]),
        undefined=StrictUndefined,
        autoescape=escaped is None,  # noqa: S701 - Markdown and text are escaped by the ``plain`` filter
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "plain": escaped,
        "number": _number,
        "remark": partial(remark, say=say),
        "verdict_id": _verdict_id,
        "told": partial(told, say),
        "summary": partial(summary, say=say),
        "header": partial(header, say=say),
        "rows": partial(rows, say=say),
        "tried": partial(parts, say=say),
        "message": partial(message, say),
        "worded": lambda said: Markup(worded(str(said))),  # noqa: S704 - escaped by ``worded``
        "typeset": lambda written: Markup(typeset(str(written))),  # noqa: S704 - escaped by ``typeset``
    }
    environment.globals |= {"say": say.plain, "language": say.language}
    environment.globals |= {"most_rows": MOST_ROWS, "verdicts_told": VERDICTS, "palette": PALETTE}
    return environment.get_template(f"{name}.{ending}.j2").render(**values)


def _number(value: float) -> str:
    """At most two decimals, none that say nothing."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _verdict_id(verdict: str) -> str:
    """A verdict as the name of a style."""
    return verdict.partition(" ")[0] if verdict.startswith("right") else verdict.replace(" ", "-")


def _cell(words: object) -> str:
    """Plain words for a cell of a Markdown table."""
    return re.sub(r"([&~!])", r"\\\1", escape_markdown(" ".join(str(words).split())))


FORMATS: Mapping[str, tuple[str, Callable[[object], str] | None]] = MappingProxyType(
    {"html": ("html", None), "markdown": ("md", _cell), "text": ("txt", lambda words: " ".join(str(words).split()))}
)
"""Format → the ending of its templates, and what makes words safe in it; None leaves that to Jinja."""
