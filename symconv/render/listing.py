"""Which formulas stand beside each other rather than below: short ones that say what single entries are."""

from symconv.notation.tree import Dots, Equation, Node, Symbol

FEW = 2
"""Formulas that are never listed beside each other."""


def listable(formulas: tuple[Node, ...]) -> bool:
    """Whether there are more than a few, and each says what a single entry is, or stands for such formulas."""
    return len(formulas) > FEW and all(
        isinstance(formula, Dots) or (isinstance(formula, Equation) and isinstance(formula.sides[-1], Symbol))
        for formula in formulas
    )
