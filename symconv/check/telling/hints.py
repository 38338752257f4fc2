"""A report for a student who is to find the mistakes: each becomes a question, and no format holds the solution."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from symconv.check.report import Judgement, Report

ELSE: Mapping[str, str] = MappingProxyType(
    {
        "grad_input": "Which windows reach this entry, and through which tap of the filter?",
        "grad_weight": "Which input does this tap meet in each window?",
        "grad_bias": "Which outputs does the bias reach?",
        "output": "Which inputs does this window cover?",
    }
)
"""Tensor → what to ask where no mistake is known."""


def asked(report: Report) -> Report:
    """The report with a question in place of every solution."""
    return replace(report, statements=tuple(map(_asked, report.statements)))


def _asked(judgement: Judgement) -> Judgement:
    if judgement.verdict != "wrong":
        return judgement
    known = judgement.mistakes[0].question if judgement.mistakes else ""
    told = replace(judgement.told, expected="", missing=(), extra=(), counterexample={}, message="")
    question = known or ELSE.get(str(judgement.told.target.get("tensor")), "Does it hold for one entry, written out?")
    return replace(judgement, told=told, message="", mistakes=(), question=question)
