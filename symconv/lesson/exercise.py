"""What a student is asked, and the key: words and entries, and no formula that could be taken for an answer."""

from collections.abc import Iterable, Iterator

from symconv.lesson.blocks import Block, Bullets, Heading, displayed, told
from symconv.lesson.formulas import Formulas
from symconv.lesson.layer import layer_told
from symconv.lesson.wording import Wording
from symconv.notation.paper import Paper
from symconv.notation.tree import Equation
from symconv.practice.exercises import Exercise


def sheet(exercise: Exercise, index_base: int) -> Iterator[Block]:
    """The questions of one student."""
    write = _formulas(exercise, index_base)
    paper = write.paper
    yield Heading(level=1, title=f"Exercise: {exercise.student}")
    yield told(
        *("A filter ", paper.whole("weight"), " slides over an input ", paper.whole("input"), " and leaves an output "),
        *(paper.whole("output"), f": {_layer(exercise)}. Entries outside the input are 0. A loss ", paper.loss),
        *(" is computed from the output, and ", paper.whole("grad_output"), " is given."),
    )
    yield told(
        *("Write each of these as a sum of products of entries of ", paper.whole("grad_output"), " with entries of "),
        *(paper.whole("weight"), " or ", paper.whole("input"), f". Indices count from {index_base}."),
    )
    yield Bullets(items=tuple((line.sides[0],) for line in answers(exercise, index_base)))
    yield told("Begin your answer with this line; it says which layer is meant:")
    yield told(exercise.header(index_base))


def key(exercises: Iterable[Exercise], index_base: int) -> Iterator[Block]:
    """The answers of everybody."""
    yield Heading(level=1, title="Key")
    for exercise in exercises:
        yield Heading(level=2, title=f"{exercise.student}: {_layer(exercise)}")
        yield displayed(*answers(exercise, index_base))


def answers(exercise: Exercise, index_base: int) -> list[Equation]:
    """The right answer to every question, in the order in which they are asked."""
    write = _formulas(exercise, index_base)
    return [write.gradient_line(question.tensor, question.index) for question in exercise.questions]


def _formulas(exercise: Exercise, index_base: int) -> Formulas:
    return Formulas(exercise.gradients, Paper(spec=exercise.spec, index_base=index_base), shorten=False)


def _layer(exercise: Exercise) -> str:
    return layer_told(Wording(), exercise.spec)
