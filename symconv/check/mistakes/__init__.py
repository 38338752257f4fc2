"""Misconceptions as functions: each computes its own wrong gradient; ``diagnose.py`` asks which is yours."""

from symconv.check.mistakes.table import MISTAKES, Mistake

__all__ = ["MISTAKES", "Mistake"]
