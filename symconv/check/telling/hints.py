"""A report for a student who is to find the mistakes: each becomes a question, and no format holds the solution."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from symconv.check.judgement import Judgement
from symconv.check.report import Report
from symconv.check.telling.spoken import message
from symconv.language.wording import Wording

ELSE: Mapping[str, str] = MappingProxyType(
    {"grad_input": "hint.input", "grad_weight": "hint.weight", "grad_bias": "hint.bias", "output": "hint.output"}
)
"""Tensor → the key of what is asked where no mistake is known."""


def asked(report: Report, say: Wording) -> Report:
    """The report with a question in place of every solution."""
    return replace(report, statements=tuple(_asked(one, say) for one in report.statements))


def _asked(judgement: Judgement, say: Wording) -> Judgement:
    if judgement.verdict != "wrong":
        return judgement
    known = message(say, judgement.mistakes[0].question) if judgement.mistakes else ""
    told = replace(judgement.told, expected="", missing=(), extra=(), counterexample={}, message="")
    question = known or say.plain(ELSE.get(str(judgement.told.target.get("tensor")), "hint.else"))
    return replace(judgement, told=told, message="", mistakes=(), question=question)
