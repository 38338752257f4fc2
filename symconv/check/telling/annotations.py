"""Reports as workflow commands of GitHub Actions, which it shows beside the lines of a change."""

from collections.abc import Iterable, Iterator

from symconv.check.judgement import Judgement
from symconv.check.report import Report
from symconv.check.telling.spoken import message
from symconv.check.telling.verdicts import told
from symconv.language.wording import Wording

LEVELS = {"wrong": "error", "ambiguous": "warning", "schematic": "notice", "unreadable": "notice"}


def as_github(reports: Iterable[Report], say: Wording) -> str:
    """A line for all that is not right."""
    return "".join(f"{line}\n" for report in reports for line in _lines(report, say))


def _lines(report: Report, say: Wording) -> Iterator[str]:
    for part in report.statements:
        if part.verdict in LEVELS:
            where = {"file": report.file, "line": part.place.line, "col": part.place.column}
            where |= {"title": told(say, part.verdict) + "".join(f" [{one.id}]" for one in part.mistakes[:1])}
            properties = ",".join(f"{name}={_property(str(value))}" for name, value in where.items())
            yield f"::{LEVELS[part.verdict]} {properties}::{_data(_said(part, say))}"


def _said(part: Judgement, say: Wording) -> str:
    """What is said of a statement, a line each: what is wrong, what is asked, what is right, and the mistake."""
    right = f"{say.plain('label.right')}: {part.told.expected}" if part.told.expected else ""
    why = message(say, part.mistakes[0].explanation) if part.mistakes and not part.question else ""
    notes = (message(say, note) for note in part.assumptions)
    lines = (message(say, part.message), part.question, right, *notes, why)
    return "\n".join(line for line in lines if line) or part.told.reading or part.place.source


def _data(words: str) -> str:
    """Words as the runner takes them after the last ``::``."""
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    """The same between the commas, where a comma and a colon mean something, too."""
    return _data(words).replace(":", "%3A").replace(",", "%2C")
