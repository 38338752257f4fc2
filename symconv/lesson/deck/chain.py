"""What both the warm-up and the layer itself show: windows, local derivatives, and their sum."""

from collections.abc import Iterator
from dataclasses import replace

from symconv.algebra.tensors import Index
from symconv.lesson.blocks import Display, Paragraph, displayed
from symconv.lesson.deck.lecture import Lecture
from symconv.lesson.deck.pictures import drawn, few_windows, padded_input, read, side_by_side, window_of
from symconv.lesson.operations import padded_input as padded_name
from symconv.lesson.slide import Frames, Slide
from symconv.lesson.story import Story
from symconv.notation.tree import Dots, Node

MOST_LINES = 5
MOST_TERMS = 9
MOST_LINKS = 4


def windows(lecture: Lecture, story: Story) -> Frames:
    """The forward window at a few places, each with the output it makes."""
    padded, name = padded_input(story), padded_name(story)
    write = replace(story.write, longest=MOST_TERMS)
    return Frames(
        pictures=tuple(
            (
                side_by_side(drawn(lecture, read(padded, window_of(story, place)), name)),
                (write.output_line((0, story.drawn_channel, *place)),),
            )
            for place in few_windows(story)
        )
    )


def one_entry(lecture: Lecture, story: Story, section: str) -> Iterator[Slide]:
    """The busiest entry of X: the outputs it takes part in, and the chain rule that adds them up."""
    say, index = lecture.say, story.busiest("input")
    links = len(story.write.chain("input", index))
    entry, gradient = story.paper.entry("input", index), story.write.gradient_entry("input", index)
    if not links:
        blocks = (Paragraph(words=say("chain.nothing", x=story.paper.whole("input"))),)
        yield Slide(section=section, title=say.plain("chain.nothing.title"), blocks=blocks)
        return
    yield Slide(
        section=section,
        title=say.plain("chain.local.title", n=links),
        blocks=(Paragraph(words=say("chain.local", x=entry, n=links)), _local(story, index)),
        notes=(say("chain.local.note", x=entry),),
    )
    yield Slide(
        section=section,
        title=say.plain("chain.sum.title"),
        blocks=(Paragraph(words=say("chain.sum", n=links, x=entry)), _sum(story, index)),
        notes=(say("chain.sum.note", g=gradient),),
    )


def _local(story: Story, index: Index) -> Display:
    return displayed(*few(story.write.local_lines("input", index)))


def _sum(story: Story, index: Index) -> Display:
    chain = replace(story.write, longest=MOST_LINKS).chain_line("input", index)
    return displayed(chain, story.write.gradient_line("input", index))


def few(lines: list[Node], most: int = MOST_LINES) -> list[Node]:
    """The lines; of many the first, dots and the last."""
    kept: list[Node] = [line for line in lines if not isinstance(line, Dots)]
    return kept if len(kept) == len(lines) <= most else [*kept[: most - 2], Dots("⋮"), kept[-1]]
