"""What to remember, and what it rests on."""

from collections.abc import Iterator

from symconv.lesson import operations
from symconv.lesson.blocks import Bullets, Paragraph, Table, Words, displayed
from symconv.lesson.deck.lecture import Lecture
from symconv.lesson.slide import Slide
from symconv.lesson.takeaways import beyond_the_recipe

SECTION = "takeaways"


def section(lecture: Lecture) -> Iterator[Slide]:
    """The two formulas, the sentences to take home, the verdicts."""
    story, say = lecture.story, lecture.say
    yield Slide(
        section=SECTION,
        title=say.plain("takeaways.title"),
        blocks=(
            displayed(operations.grad_input(story), operations.grad_weight(story)),
            Bullets(items=tuple(_points(lecture))),
        ),
        notes=(say("takeaways.note"),),
    )
    yield _verdicts(lecture)


def _points(lecture: Lecture) -> Iterator[Words]:
    say = lecture.say
    yield say("takeaways.relation")
    yield say("takeaways.zeros") if lecture.strided else say("takeaways.one")
    yield say("takeaways.flip")
    if not lecture.story.folklore["recipe"].holds:
        yield say("takeaways.recipe.fails", what=say.listed(beyond_the_recipe(lecture.story)))
    else:
        yield say("takeaways.recipe.holds")


def _verdicts(lecture: Lecture) -> Slide:
    story, say = lecture.story, lecture.say
    rows: tuple[tuple[Words, ...], ...] = tuple(
        (
            (story.paper.whole(proof.claim),),
            (proof.route,),
            (str(proof.entries),),
            say("proven.yes" if proof.holds else "proven.no"),
        )
        for proof in story.proofs
    )
    header = (say("proven.claim"), say("proven.route"), say("proven.entries"), say("proven.verdict"))
    return Slide(
        section=SECTION,
        title=say.plain("proven.title"),
        blocks=(Paragraph(words=say("proven.how")), Table(header=header, rows=rows)),
        notes=(say("proven.note"),),
    )
