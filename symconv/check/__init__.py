"""Somebody's own derivation against the truth."""

from symconv.check.checker import check_text
from symconv.check.report import Judgement, Report

__all__ = ["Judgement", "Report", "check_text"]
