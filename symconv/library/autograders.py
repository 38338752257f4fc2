"""Folders that grade an exercise on other people's machines: for Gradescope, and a question for PrairieLearn."""

import json
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import cast
from uuid import NAMESPACE_URL, uuid5

from symconv.errors import InputError
from symconv.library.exercise_set import ExerciseSet
from symconv.pooled import PooledSpec
from symconv.render.shipped import shipped
from symconv.transposed import TransposedSpec

Files = Iterator[tuple[str, str]]
"""Path below the folder, and text."""

GRADED = "answer.md"
"""The file that is written in PrairieLearn's editor."""


def gradescope(drawn: ExerciseSet) -> Files:
    """What is zipped and uploaded as the autograder of a programming assignment.

    Raises:
        InputError: the layers are transposed, or poolings.
    """
    _check(drawn)
    for name in ("setup.sh", "run_autograder"):
        yield name, shipped("autograder/gradescope", name)
    yield from _grading(drawn, "")


def prairielearn(drawn: ExerciseSet) -> Files:
    """A question with an editor, which an external grader grades.

    Raises:
        InputError: there are several sheets, of which a question shows one, or the layers are transposed, or poolings.
    """
    _check(drawn)
    if len(drawn.exercises) != 1:
        raise InputError("a question of PrairieLearn shows one sheet; draw it with --students 1")
    yield "info.json", json.dumps(_info(drawn), indent=2) + "\n"
    yield "question.html", _question(drawn)
    yield "tests/run.sh", shipped("autograder/prairielearn", "run.sh")
    yield from _grading(drawn, "tests/")


def _check(drawn: ExerciseSet) -> None:
    if any(isinstance(one.spec, TransposedSpec | PooledSpec) for one in drawn.exercises):
        raise InputError("an autograder judges as check does, and check judges convolutions; a quiz has its answers")


def _grading(drawn: ExerciseSet, below: str) -> Files:
    yield f"{below}grade.py", shipped("autograder", "grade.py")
    yield f"{below}key.json", drawn.to_json()


def _info(drawn: ExerciseSet) -> dict[str, object]:
    options = {
        "enabled": True,
        "image": "python:3.12",
        "entrypoint": "/grade/tests/run.sh",
        "timeout": 120,
        "enableNetworking": True,
    }
    return {
        "uuid": str(uuid5(NAMESPACE_URL, drawn.to_json())),
        "title": "Gradients of a convolution layer",
        "topic": "Convolution",
        "type": "v3",
        "singleVariant": True,
        "gradingMethod": "External",
        "externalGradingOptions": options,
    }


def _question(drawn: ExerciseSet) -> str:
    """The sheet, an editor that begins with its header line, and what was found."""
    (one,) = drawn.exercises
    sheet = cast(str, drawn.to_document("markdown"))
    return (
        f"<pl-question-panel>\n<markdown>\n{sheet}</markdown>\n"
        f'<pl-file-editor file-name="{GRADED}" ace-mode="ace/mode/markdown">\n'
        f"{one.header(drawn.index_base)}\n</pl-file-editor>\n</pl-question-panel>\n"
        "<pl-submission-panel>\n<pl-external-grader-results></pl-external-grader-results>\n"
        "<pl-file-preview></pl-file-preview>\n</pl-submission-panel>\n"
    )


AUTOGRADERS: Mapping[str, Callable[[ExerciseSet], Files]] = MappingProxyType(
    {"gradescope": gradescope, "prairielearn": prairielearn}
)
"""Name → the files of its folder."""
