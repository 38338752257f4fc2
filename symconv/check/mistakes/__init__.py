"""Misconceptions as functions: each computes its own wrong gradient, and a diagnosis asks which of them is yours."""

from symconv.check.mistakes.diagnose import VAGUE, diagnose, fits
from symconv.check.mistakes.slips import Line, altered
from symconv.check.mistakes.table import MISTAKES, Mistake

__all__ = ["MISTAKES", "VAGUE", "Line", "Mistake", "altered", "diagnose", "fits"]
