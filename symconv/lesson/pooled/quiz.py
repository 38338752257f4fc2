"""A quiz on a pooling: what an entry gets, and what common mistakes make of it."""

from collections.abc import Iterator, Mapping

from symconv.algebra.tensors import Index
from symconv.lesson.blocks import Picture, side_by_side
from symconv.lesson.deck.quiz import MOST_CHOICES, MOST_ENTRIES, slide
from symconv.lesson.pooled.exercise import PooledSheet
from symconv.lesson.pooled.story import PooledStory
from symconv.lesson.slide import Slide
from symconv.practice.exercises import Question
from symconv.practice.pooled import PooledExercise
from symconv.spec import positions


def section(story: PooledStory) -> Iterator[Slide]:
    """One question; of a max with the numbers that choose, without which there is none."""
    if story.largest and not story.example:
        return
    exercise = PooledExercise(student="", spec=story.spec, numbers=_numbers(story), questions=())
    sheet = PooledSheet(exercise=exercise, say=story.say, paper=story.paper)
    entries = sorted(story.chosen(), key=lambda index: -len(exercise.received(index)))[:MOST_ENTRIES]
    asked = [Question(claim="grad_input", index=index, terms=len(exercise.received(index))) for index in entries]
    question = max(asked, key=lambda one: len(sheet.wrong(one)))
    line, wrong = sheet.line(question), list(sheet.wrong(question).items())[: MOST_CHOICES - 1]
    if wrong:
        which = story.say("quiz.asked", g=line.sides[0])
        yield slide(story.say, which, line.sides[1], wrong, 1, *_shown(story, sheet, question.index))


def _numbers(story: PooledStory) -> Mapping[Index, int]:
    """Of a max, X."""
    if not story.example or not story.largest:
        return {}
    return {index: int(story.example.value("input", index)) for index in positions(story.spec.input_shape)}


def _shown(story: PooledStory, sheet: PooledSheet, index: Index) -> Iterator[Picture]:
    """Of a max the channel and slice that the entry is of."""
    if story.largest:
        channels = list(positions((*story.spec.input_shape[:2], *story.spec.input_size[:-2])))
        yield side_by_side(sheet.grids()[channels.index((*index[:2], *index[2:-2]))])
