"""An exercise as questions with several answers: the right sum, and those that common mistakes lead to."""

from collections.abc import Iterator
from dataclasses import dataclass

from symconv.lesson.blocks import Words
from symconv.lesson.deck.lecture import Believed
from symconv.lesson.deck.quiz import wrong_sums
from symconv.lesson.exercise import told, written
from symconv.lesson.layer import layer_told
from symconv.lesson.mistaken import mistakes_of
from symconv.lesson.pooled.exercise import PooledSheet
from symconv.lesson.wording import Wording
from symconv.notation.tree import Node
from symconv.practice.exercises import Exercise
from symconv.practice.pooled import PooledExercise


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An answer to choose.

    Attributes:
        formula: the sum.
        why: the mistake that leads to it; empty for the right one.
    """

    formula: Node
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """A question with its answers, no two alike.

    Attributes:
        number: the place of the question on its sheet, from 1: those of one place are equally hard.
        student: whose sheet it is from.
        asked: paragraphs.
        choices: the answers.
    """

    number: int
    student: str
    asked: tuple[Words, ...]
    choices: tuple[Choice, ...]

    @property
    def answer(self) -> int:
        """The place of the right one."""
        return next(place for place, choice in enumerate(self.choices) if not choice.why)


def choices(say: Wording, exercise: Exercise, index_base: int, believed: Believed) -> Iterator[Choices]:
    """The questions of one sheet that some mistake answers otherwise than the chain rule."""
    write = written(exercise, index_base)
    paper = write.paper
    names = {letter: paper.whole(word) for letter, word in (("F", "weight"), ("X", "input"), ("O", "output"))}
    names |= {"L": paper.loss, "given": paper.whole("grad_output")}
    padded = any(map(any, exercise.spec.padding))
    setting = say(told(exercise), **names, layer=layer_told(say, exercise.spec), padded=padded)
    mistakes = mistakes_of(exercise.spec)
    for number, question in enumerate(exercise.questions, 1):
        claim, index = question.claim, question.index
        wrong = wrong_sums(write, believed, claim, index, mistakes[claim])
        answers = [Choice(formula=write.normal_form(form), why=say.plain(why)) for why, form in wrong.items()]
        truth = write.true_form(claim, index)
        answers.insert(sum(index) % (len(answers) + 1), Choice(formula=write.normal_form(truth)))
        asked = say("quiz.asked", g=paper.entry(claim, index))
        if wrong:
            yield Choices(
                number=number,
                student=exercise.student,
                asked=((*setting, " ", *say("exercise.base", base=index_base)), asked),
                choices=tuple(answers),
            )


def pooled_choices(say: Wording, exercise: PooledExercise, index_base: int) -> Iterator[Choices]:
    """The same of a pooling, by its own mistakes; of a max its numbers are told with each question."""
    sheet = PooledSheet.of(exercise, say, index_base)
    for number, question in enumerate(exercise.questions, 1):
        line, wrong = sheet.line(question), sheet.wrong(question)
        answers = [Choice(formula=formula, why=say.plain(why)) for why, formula in wrong.items()]
        answers.insert(sum(question.index) % (len(answers) + 1), Choice(formula=line.sides[1]))
        if wrong:
            asked = (sheet.told(), say("quiz.asked", g=line.sides[0]))
            yield Choices(number=number, student=exercise.student, asked=asked, choices=tuple(answers))
