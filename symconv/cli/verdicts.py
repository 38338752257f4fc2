"""Reports on single files as a document: JSON, SARIF, annotations, text, Markdown or a page."""

import json
from typing import Any

from symconv.cli.output import line_width


def document(
    reports: list[Any],
    format_: str,
    *,
    language: str,
    several: bool,
    hint: bool,
    points: float | None,
    rubric: bool,
    on_terminal: bool,
) -> str:
    """What is said of files, in a format.

    Args:
        reports: one for each file.
        format_: ``text, markdown, html, json, sarif`` or ``github``.
        language: of the words; data stays English.
        several: whether JSON is a list.
        hint: ask a question instead of showing the solution.
        points: for everything right.
        rubric: show the points of each statement.
        on_terminal: fit the lines to the terminal.
    """
    from symconv.check.telling import annotations, hints, pages, sarif, written
    from symconv.language.wording import Wording

    say = Wording("en" if format_ in ("json", "sarif") else language)
    if hint:
        reports = [hints.asked(report, say) for report in reports]
    if format_ == "json":
        found = [report.to_json() for report in reports]
        return json.dumps(found if several else found[0], ensure_ascii=False, indent=2) + "\n"
    if format_ == "sarif":
        return json.dumps(sarif.as_sarif(reports), ensure_ascii=False, indent=2) + "\n"
    if format_ == "github":
        return annotations.as_github(reports, say)
    if format_ == "text":
        told = "\n".join(written.as_text(report, say, points=points, rubric=rubric) for report in reports)
        return _fitted(told) if on_terminal else told
    if format_ == "markdown":
        return "\n".join(pages.as_markdown(report, say) for report in reports)
    from symconv.render.classroom import verdicts_document  # Jinja is loaded only where it is needed

    return verdicts_document(reports, say)


def _fitted(told: str) -> str:
    """Text on lines as wide as the terminal, at least 60 columns."""
    from symconv.render.wrapping import fitted  # loaded only where it is needed

    columns = line_width()
    return told if columns is None else fitted(told, max(columns, 60))
