"""The lecture on a pooling, one idea a slide: the lesson's chapters, with windows that move."""

from collections.abc import Iterator

from symconv.lesson.blocks import Bullets, Paragraph, Words, displayed
from symconv.lesson.pooled import pictures, quiz
from symconv.lesson.pooled.chapters import (
    convolution,
    handed_out,
    one_entry,
    one_output,
    overlap,
    proven,
    question,
    remembered,
    summed,
    title,
)
from symconv.lesson.pooled.story import PooledStory
from symconv.lesson.slide import Shown, Slide


def slides(story: PooledStory) -> Iterator[Slide]:
    """The question, forward, one entry, every window going back, how it is a convolution, what to remember, a quiz."""
    say = story.say
    author = (Paragraph(words=(story.author,)),) if story.author else ()
    _, *asked = question(story)
    yield _slide(story, "opening", story.title or title(say, story.spec), *asked, *author, note="opening.note")
    yield from _forward(story)
    yield from _back(story)
    _, *told = convolution(story)
    yield _slide(story, "recipe", say.plain("pool.conv.title"), *told)
    yield _slide(
        story,
        "takeaways",
        say.plain("remember.title"),
        Bullets(items=tuple(remembered(story))),
        proven(story),
        note="takeaways.note",
    )
    yield from quiz.section(story)


def _forward(story: PooledStory) -> Iterator[Slide]:
    worked, heading = story.busiest("output"), story.say.plain("pool.forward.title")
    yield _slide(story, "layer", heading, *summed(story), note="layer.kinds.note")
    moving = pictures.sliding(story, worked)
    still = (one_output(story, worked), pictures.forward(story, worked), displayed(story.output_line(worked)))
    yield _slide(story, "layer", heading, *((moving,) if moving.stops else still), note="numbers.note")


def _back(story: PooledStory) -> Iterator[Slide]:
    worked, heading = story.busiest("input"), story.say.plain("pool.input.title")
    yield _slide(story, "question", heading, *handed_out(story), *overlap(story))
    told, picture = list(one_entry(story, worked)), pictures.back(story, worked)
    for blocks in ((*told, picture),) if story.largest else (told, (picture,)):  # fractions are high
        yield _slide(story, "question", story.say.plain("lesson.entry.title"), *blocks)
    moving = pictures.given_back(story)
    if moving.stops:
        yield _slide(story, "recipe", heading, story.say.told("pool.each", d=story.paper.whole("grad_output")), moving)


def _slide(story: PooledStory, section: str, heading: str, *blocks: Shown, note: str = "") -> Slide:
    notes: tuple[Words, ...] = (story.say(note),) if note else tuple(remembered(story))[:2]
    return Slide(section=section, title=heading, blocks=blocks, notes=notes)
