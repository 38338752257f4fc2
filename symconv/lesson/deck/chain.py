"""One entry of X on slides: the windows it lies in, and the chain rule that adds them up."""

from collections.abc import Iterator

from symconv.algebra.tensors import Index
from symconv.lesson import pictures
from symconv.lesson.blocks import Block, Paragraph, displayed
from symconv.lesson.deck.drawn import windows_of
from symconv.lesson.deck.lecture import Lecture
from symconv.lesson.slide import Slide
from symconv.lesson.story import Story
from symconv.notation.tree import Equation

MOST_LINKS = 4
"""Links of a chain that are written out on a slide; more are a sum with letters."""


def one_entry(lecture: Lecture, story: Story, section: str) -> Iterator[Slide]:
    """The busiest entry of X: the outputs it takes part in, and the chain rule that adds them up."""
    say, index = lecture.say, story.busiest("input")
    links = len(story.write.chain("input", index))
    if not links:
        blocks = (Paragraph(words=say("chain.nothing", x=story.paper.whole("input"))),)
        yield Slide(section=section, title=say.plain("chain.nothing.title"), blocks=blocks)
        return
    yield local(lecture, story, section)
    yield _sum(lecture, story, section, index)


def local(lecture: Lecture, story: Story, section: str) -> Slide:
    """Each window the entry lies in, with the filter entry that meets it there."""
    say, index = lecture.say, story.busiest("input")
    outputs = story.spec.out_channels // story.spec.groups
    links, entry = len(story.write.chain("input", index)), story.paper.entry("input", index)
    told = say("chain.local", x=entry, n=links // outputs, many=outputs > 1, outputs=outputs)
    return Slide(
        section=section,
        title=say.plain("chain.local.title", n=links),
        blocks=(Paragraph(words=told), windows_of(story, index)),
        notes=(say("chain.local.note", x=entry),),
    )


def _sum(lecture: Lecture, story: Story, section: str, index: Index) -> Slide:
    say, entry = lecture.say, story.paper.entry("input", index)
    links = len(story.write.chain("input", index))
    figures = pictures.in_numbers(story, "grad_input", index)
    numbers: tuple[Block, ...] = (Paragraph(words=say("lesson.figures")), displayed(*figures)) if figures else ()
    gradient = story.write.gradient_entry("input", index)
    explicit = links <= MOST_LINKS or story.spec.batch > 1  # a letter for the image would be any image
    chain = story.write.chain_line("input", index) if explicit else Equation((gradient, story.general.chain(entry)))
    return Slide(
        section=section,
        title=say.plain("chain.sum.title"),
        blocks=(
            Paragraph(words=say("chain.sum", n=links, x=entry)),
            displayed(chain, story.write.gradient_line("input", index)),
            *numbers,
        ),
        notes=(say("chain.sum.note", g=gradient),),
    )
