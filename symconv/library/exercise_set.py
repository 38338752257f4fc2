"""Exercises for a class as one pipeline: draw → ask → key."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from symconv.classroom.feedback import file_names
from symconv.errors import InputError
from symconv.lesson.choices import Choices, choices, pooled_choices
from symconv.lesson.exercise import AnyExercise, answers, key, sheet
from symconv.lesson.wording import Wording
from symconv.library.believed import believed_of
from symconv.notation.text import text
from symconv.practice.exercises import exercises
from symconv.practice.layers import LEVELS, hard
from symconv.practice.pooled import PooledExercise, pooled_exercises
from symconv.render.documents import Document, finished
from symconv.sizes import shown

VERSION = 1
REMARKS = {
    "text": "{}\n\n",
    "markdown": "<!-- {} -->\n\n",
    "latex": "% {}\n",
    "html": "<!-- {} -->\n",
    "typst": "// {}\n",
}
"""Format that answers are written into → a header line that is not shown, so that they have it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseSet:
    """The exercises of a class. Build it with :func:`exercise`.

    Attributes:
        seed: what they were drawn by.
        level: how hard they are.
        index_base: number of the first entry.
        say: the words.
        exercises: one for each student.
    """

    seed: int
    level: int
    index_base: int
    say: Wording
    exercises: tuple[AnyExercise, ...]

    def sheets(self, format: str) -> Iterator[tuple[str, Document]]:  # noqa: A002 - the option's name
        """For each student a name that is safe as a file's, and the sheet in this format."""
        for name, one in zip(file_names(each.student for each in self.exercises), self.exercises, strict=True):
            yield name, self._sheet(one, format)

    def _sheet(self, one: AnyExercise, format_: str) -> Document:
        made = finished(sheet(self.say, one, self.index_base), format_, language=self.say.language)
        remark = REMARKS.get(format_, "").format(one.header(self.index_base))
        return remark + made if isinstance(made, str) else made

    def key(self, format: str) -> Document:  # noqa: A002 - the option's name
        """The answers of everybody."""
        return finished(key(self.say, self.exercises, self.index_base), format, language=self.say.language)

    def to_document(self, format: str = "text", **looks: Any) -> Document:  # noqa: A002 - the option's name
        """All sheets as one document, a page for each student; the key is never among them.

        Args:
            format: of the document.
            looks: ``width``, the signs on a line of text.
        """
        blocks = [block for one in self.exercises for block in sheet(self.say, one, self.index_base)]
        return finished(blocks, format, language=self.say.language, **looks)

    def quiz(self, format: str) -> str | bytes:  # noqa: A002 - the option's name
        """The questions with answers to choose from, as ``moodle`` (XML) or ``qti`` (a package, version 2.1).

        Wrong answers are computed by common mistakes; none equals the right one or another.
        """
        from symconv.render.quizzes import QUIZZES  # loaded only where it is asked for

        asked = [question for one in self.exercises for question in self._choices(one)]
        return QUIZZES[format](asked, f"symconv {self.seed}")

    def _choices(self, one: AnyExercise) -> Iterator[Choices]:
        if isinstance(one, PooledExercise):
            return pooled_choices(self.say, one, self.index_base)
        return choices(self.say, one, self.index_base, believed_of(one.gradients))

    def to_json(self) -> str:
        """The key as data: of every student the header line, the layer, and every question with its answer."""
        sheets = [
            {
                "student": one.student,
                "header": one.header(self.index_base),
                "layer": one.spec.to_json(),
                **({"input": list(one.numbers.values())} if isinstance(one, PooledExercise) and one.numbers else {}),
                "questions": [
                    {
                        "entry": text(line.sides[0]),
                        "tensor": question.claim,
                        "index": list(question.index),
                        "terms": question.terms,
                        "answer": text(line),
                    }
                    for question, line in zip(one.questions, answers(one, self.index_base), strict=True)
                ],
            }
            for one in self.exercises
        ]
        told = {"version": VERSION, "seed": self.seed, "level": self.level, "index_base": self.index_base}
        return json.dumps({**told, "sheets": sheets}, ensure_ascii=False, indent=2) + "\n"


NOT_ASKED = ("batch_size", "bias")


def exercise(
    seed: int,
    students: int | Sequence[str] = 1,
    *,
    level: int | None = None,
    index_base: int = 0,
    language: str = "en",
    layer: Mapping[str, Any] | None = None,
) -> ExerciseSet:
    """Draws an exercise for each student: different layers of one difficulty, and equally many terms to write.

    Args:
        seed: any number; the same one gives the same exercises.
        students: how many, or their names.
        level: how many of stride, padding, remainder and dilation a layer has, 1 to 3. None takes 2, or what there is
            with what ``layer`` says; where nothing is, all are asked about the layer that it tells.
        index_base: 0 or 1, the number of the first entry.
        language: of the words.
        layer: what ``layer_of`` takes that holds for all of them; ``transposed`` draws transposed layers, of which
            entries of the output are asked, too, and ``pool`` poolings, of a max with numbers.

    Raises:
        SpecError: no layer can have what is given.
        InputError: there are no students, no such level or language, or no small layer has what is given.
    """
    names = list(students) if not isinstance(students, int) else _numbered(students)
    if not names or len(set(names)) < len(names):
        raise InputError("exercises need students with different names" if names else "exercises need a student")
    if level is not None and level not in LEVELS:
        raise InputError(f"level must be {LEVELS[0]} to {LEVELS[-1]}, got {shown(level)}")
    for name in NOT_ASKED:
        if name in (layer or {}):
            raise InputError(f"an exercise has one image and no bias; leave out {name.replace('_', '-')}")
    draw = pooled_exercises if "pool" in (layer or {}) else exercises
    drawn: Iterator[AnyExercise] = iter(draw(seed, names, level, layer or {}))
    say = Wording(language)
    found = tuple(drawn)
    told = len(hard(found[0].spec)) if level is None else level
    return ExerciseSet(seed=seed, level=told, index_base=index_base, say=say, exercises=found)


def _numbered(count: int) -> list[str]:
    """``student-01`` and so on, in the order of their names."""
    return [f"student-{number:0{len(str(count))}}" for number in range(1, count + 1)]
