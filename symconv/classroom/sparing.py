"""What cannot be told of one submission costs the others nothing: it is told as crashed, and the rest as it is."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from symconv.classroom.outcome import Outcome
from symconv.classroom.tally import Tally
from symconv.errors import SymconvError

T = TypeVar("T")
Outcomes = tuple[Outcome, ...]


def tellable(outcome: Outcome) -> Outcome:
    """The outcome, or that of a submission whose answers cannot be counted."""
    try:
        alone = Tally(outcomes=(outcome,))
        for counted in (alone.students, alone.mistakes, alone.entries, alone.alike):
            len(counted)
    except Exception as error:  # a bug of ours
        return _crashed(outcome, error)
    return outcome


def sparing(outcomes: Outcomes, write: Callable[[Outcomes], T]) -> T:
    """``write(outcomes)``; those on which that fails are told as crashed.

    Raises:
        SymconvError: as ``write`` does.
        Exception: it fails, but on no submission alone.
    """
    try:
        return write(outcomes)
    except SymconvError:
        raise
    except Exception:
        spared = tuple(_spared(one, write) for one in outcomes)
        if spared == outcomes:
            raise
        return write(spared)


def _spared(outcome: Outcome, write: Callable[[Outcomes], object]) -> Outcome:
    try:
        write((outcome,))
    except Exception as error:  # as above: now we know on which
        return _crashed(outcome, error)
    return outcome


def _crashed(outcome: Outcome, error: Exception) -> Outcome:
    message = f"telling it failed: {type(error).__name__}"
    return replace(outcome, verdict="crashed", message=message, report=None, earned=0, counted=0)
