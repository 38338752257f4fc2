"""What points are given for: every statement, or the questions of a sheet."""

from collections.abc import Iterator, Sequence

from symconv.classroom.answers import Answer
from symconv.classroom.counted import Mark
from symconv.classroom.key import Sheet


def stated(given: Sequence[Answer]) -> Iterator[Mark]:
    """A mark for every statement that could be judged."""
    for answer in given:
        if answer.counts:
            yield Mark(what=answer.what, answer=answer, earns=answer.earns)


def asked(sheet: Sheet, given: Sequence[Answer]) -> Iterator[Mark]:
    """A mark for every question; of several answers to one question all must be right."""
    for target, entry in sheet.questions.items():
        found = [answer for answer in given if answer.target == target and answer.counts]
        wrong = [answer for answer in found if not answer.is_right]
        yield Mark(what=entry, answer=next(iter([*wrong, *found]), None), earns=bool(found) and not wrong)
