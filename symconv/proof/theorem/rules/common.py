"""What every rule answers with, and how it refuses."""

from dataclasses import dataclass
from typing import TypeVar

from symconv.proof.theorem.conditions import Side
from symconv.proof.theorem.terms import RejectedError, Term

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The other side of an equation, and the side conditions under which the equation holds."""

    term: Term
    sides: tuple[Side, ...] = ()


def need(fits: bool, wanted: str) -> None:
    """Refuses a term that a rule is not for.

    Raises:
        RejectedError: it does not fit.
    """
    if not fits:
        raise RejectedError(f"the rule needs {wanted}")


def expected(term: object, kind: type[Kind], wanted: str) -> Kind:
    """The term, which must be of a kind.

    Raises:
        RejectedError: it is another.
    """
    if not isinstance(term, kind):
        raise RejectedError(f"the rule needs {wanted}")
    return term
