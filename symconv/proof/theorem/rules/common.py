"""What every rule answers with, and how it refuses."""

from dataclasses import dataclass
from typing import TypeVar

from symconv.proof.theorem.conditions import Side
from symconv.proof.theorem.definitions import Definition
from symconv.proof.theorem.terms import RejectedError, Term

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The other side of an equation, and what it rests on.

    Attributes:
        term: the other side.
        sides: the side conditions under which the equation holds.
        defines: the definition by which it holds; whether that may be made is for the derivation to say.
    """

    term: Term
    sides: tuple[Side, ...] = ()
    defines: Definition | None = None


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
