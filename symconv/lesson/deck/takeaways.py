"""What to remember, and what it rests on."""

from collections.abc import Iterator

from symconv.lesson import operations, remember
from symconv.lesson.appendix.beyond import beyond_the_recipe
from symconv.lesson.blocks import Bullets, Words, displayed
from symconv.lesson.deck.lecture import Lecture
from symconv.lesson.slide import Slide

SECTION = "takeaways"


def section(lecture: Lecture) -> Iterator[Slide]:
    """The two formulas, the sentences to take home, and what was proven."""
    story, say = lecture.story, lecture.say
    yield Slide(
        section=SECTION,
        title=say.plain("remember.title"),
        blocks=(
            displayed(operations.backward(story), operations.to_filter(story)),
            Bullets(items=tuple(_points(lecture))),
            remember.proven(story),
        ),
        notes=(say("takeaways.note"), say("proven.note")),
    )


def _points(lecture: Lecture) -> Iterator[Words]:
    say = lecture.say
    yield from remember.sentences(lecture.story)
    if not lecture.story.folklore["recipe"].holds:
        yield say("takeaways.recipe.fails", what=say.listed(beyond_the_recipe(lecture.story)))
    else:
        yield say("takeaways.recipe.holds")
