"""What both the warm-up and the layer itself show: windows, local derivatives, and their sum."""

from collections.abc import Iterator
from dataclasses import replace

from symconv.algebra.chain_rule import Link
from symconv.algebra.tensors import Index
from symconv.lesson.blocks import Display, Paragraph, displayed
from symconv.lesson.deck.lecture import Lecture
from symconv.lesson.deck.pictures import drawn, few_windows, padded_input, read, side_by_side, window_of
from symconv.lesson.operations import padded_input as padded_name
from symconv.lesson.slide import Frames, Slide
from symconv.lesson.story import Story
from symconv.notation.tree import Equation, Partial

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
        blocks=(Paragraph(words=say("chain.local", x=entry, n=links)), _local(lecture, story, index)),
        notes=(say("chain.local.note", x=entry),),
    )
    yield Slide(
        section=section,
        title=say.plain("chain.sum.title"),
        blocks=(Paragraph(words=say("chain.sum", n=links, x=entry)), _sum(story, index)),
        notes=(say("chain.sum.note", g=gradient),),
    )


def _local(lecture: Lecture, story: Story, index: Index) -> Frames:
    """Each window the entry lies in beside the filter entry that meets it there, and the local derivative."""
    alphabet, padded = story.write.found.alphabet, padded_input(story)
    entry, pictures = story.paper.entry("input", index), []
    for link in few(story.write.chain("input", index)):
        _, output = alphabet.entry(link.upstream)
        ((_, (rank,)),) = link.local
        _, tap = alphabet.entry(rank)
        window = drawn(lecture, read(padded, window_of(story, output[2:])), padded_name(story))
        here = story.at_channel(tap[0])
        filter_ = drawn(lecture, read(here.map("weight"), [(at,) for at in tap[2:]]), story.paper.whole("weight"))
        line = Equation((Partial(story.write.output_of(link), entry), story.write.polynomial(link.local)))
        pictures.append((side_by_side(window, filter_), (line,)))
    return Frames(pictures=tuple(pictures))


def _sum(story: Story, index: Index) -> Display:
    chain = replace(story.write, longest=MOST_LINKS).chain_line("input", index)
    return displayed(chain, story.write.gradient_line("input", index))


def few(links: tuple[Link, ...]) -> tuple[Link, ...]:
    """The links; of many the first and the last."""
    return links if len(links) <= MOST_LINKS else (*links[: MOST_LINKS - 1], links[-1])
