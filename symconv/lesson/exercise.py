"""What a student is asked, and the key: words and entries, and no formula that could be taken for an answer."""

from collections.abc import Iterable, Iterator

from symconv.lesson.blocks import Block, Bullets, Paragraph, displayed
from symconv.lesson.formulas import Formulas
from symconv.lesson.layer import layer_told
from symconv.lesson.pooled.exercise import PooledSheet
from symconv.lesson.wording import Wording
from symconv.notation.paper import Paper
from symconv.notation.tree import Equation
from symconv.practice.exercises import Exercise
from symconv.practice.pooled import PooledExercise
from symconv.transposed import TransposedSpec

AnyExercise = Exercise | PooledExercise


def sheet(say: Wording, exercise: AnyExercise, index_base: int) -> Iterator[Block]:
    """The questions of one student."""
    yield say.heading(1, "exercise.title", student=exercise.student)
    if isinstance(exercise, PooledExercise):
        yield from PooledSheet.of(exercise, say, index_base).asked()
    else:
        yield from _asked(say, exercise, index_base)
    yield Bullets(items=tuple((line.sides[0],) for line in answers(exercise, index_base)))
    yield say.told("exercise.header")
    yield Paragraph(words=(exercise.header(index_base),), whole=True)


def _asked(say: Wording, exercise: Exercise, index_base: int) -> Iterator[Block]:
    """The layer, and what is to be written."""
    paper = written(exercise, index_base).paper
    whole = paper.whole
    yield say.told(
        told(exercise),
        F=whole("weight"),
        X=whole("input"),
        O=whole("output"),
        layer=layer_told(say, exercise.spec),
        L=paper.loss,
        given=whole("grad_output"),
        padded=any(map(any, exercise.spec.padding)),
    )
    names = {letter: whole(word) for letter, word in (("F", "weight"), ("X", "input"), ("given", "grad_output"))}
    if painting(exercise):
        yield say.told("exercise.painted.asked", **names, O=whole("output"), base=index_base)
    else:
        yield say.told("exercise.asked", **names, base=index_base)


def key(say: Wording, exercises: Iterable[AnyExercise], index_base: int) -> Iterator[Block]:
    """The answers of everybody."""
    yield say.heading(1, "exercise.key")
    for exercise in exercises:
        layer = layer_told(say, exercise.spec)
        yield say.heading(2, "exercise.key.title", student=exercise.student, layer=layer)
        yield displayed(*answers(exercise, index_base))


def answers(exercise: AnyExercise, index_base: int) -> list[Equation]:
    """The right answer to every question, in the order in which they are asked."""
    if isinstance(exercise, PooledExercise):
        pooled = PooledSheet.of(exercise, Wording(), index_base)
        return list(map(pooled.line, exercise.questions))
    write = written(exercise, index_base)
    return [write.line(question.claim, question.index) for question in exercise.questions]


def painting(exercise: Exercise) -> bool:
    """Whether the layer is a transposed one."""
    return isinstance(exercise.spec, TransposedSpec)


def told(exercise: Exercise) -> str:
    """The key of the words on the layer."""
    return "exercise.painted" if painting(exercise) else "exercise.layer"


def written(exercise: Exercise, index_base: int) -> Formulas:
    """What writes the formulas of an exercise, nothing left out."""
    return Formulas(exercise.gradients, Paper(spec=exercise.spec, index_base=index_base), shorten=False)
