"""Reports as SARIF 2.1.0, which code hosts show beside the lines."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from symconv.check.judgement import Judgement
from symconv.check.mistakes import MISTAKES
from symconv.check.report import Report

LEVELS = {"wrong": "error", "ambiguous": "warning", "schematic": "note", "unreadable": "note"}
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_sarif(reports: Iterable[Report]) -> dict[str, Any]:
    """All that is not right, with the mistake's id as the rule."""
    results = [_result(report, part) for report in reports for part in report.statements if part.verdict in LEVELS]
    rules = [
        {"id": row.id, "shortDescription": {"text": row.title}, "fullDescription": {"text": row.explanation}}
        for row in MISTAKES.values()
    ]
    driver = {"name": "symconv", "rules": rules}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}


def _result(report: Report, part: Judgement) -> dict[str, Any]:
    said = ". ".join(text for text in (part.verdict, part.message, part.question, part.told.expected) if text)
    location = {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(report.file)},
            "region": {"startLine": part.place.line, "startColumn": part.place.column},
        }
    }
    result = {"level": LEVELS[part.verdict], "message": {"text": said}, "locations": [location]}
    return result | ({"ruleId": part.mistakes[0].id} if part.mistakes else {})
