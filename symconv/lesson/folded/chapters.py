"""A layer with folded padding, chapter by chapter, in three lengths."""

from collections.abc import Iterator

from symconv.algebra.tensors import Index
from symconv.folded import FoldedSpec
from symconv.lesson import activation, channels, filter_gradient, numbers, operations, pictures
from symconv.lesson import forward as forward_
from symconv.lesson.asked import asked_for
from symconv.lesson.blocks import Block, Bullets, Words, displayed
from symconv.lesson.dilate_pad_flip_slide import steps_told
from symconv.lesson.folded.padded import collected, copies, folded, named, of_padded, worked
from symconv.lesson.folded.pictured import around, back
from symconv.lesson.question import padding_told, setting
from symconv.lesson.remember import proven
from symconv.lesson.story import Story
from symconv.lesson.transposed.chapters import appendix

MODES = {"reflect": "folded.reflect", "replicate": "folded.replicate", "circular": "folded.circular"}
"""Padding mode → the key of what it does."""


def told(story: Story, layer: FoldedSpec) -> Iterator[Block]:
    """One page, the lesson, or the lesson and its appendix."""
    inner = of_padded(story, layer)
    if story.length == "brief":
        yield from brief(story, layer, inner)
        return
    yield from lesson(story, layer, inner)
    if story.length == "full":
        yield from appendix(story)


def lesson(story: Story, layer: FoldedSpec, inner: Story) -> Iterator[Block]:
    """The question, where the padding comes from, forward, back and folded, the filter, numbers, what to remember."""
    yield story.say.heading(2, "lesson.question.title")
    yield story.say.told("folded.question")
    yield from layer_told(story, layer)
    yield from padding(story, layer, inner)
    yield from forward_.chapter(inner)
    if "input" in story.wrt:
        yield from grad_input(story, layer, inner)
        if story.activation:
            yield from activation.chapter(story, story.activation.name)
    if "weight" in story.wrt:
        yield from filter_gradient.chapter(inner)
        yield story.say.told("folded.weight", y=inner.paper.whole("input"))
    if "bias" in story.wrt and layer.bias:
        yield from filter_gradient.bias_chapter(inner)
    yield from channels.chapter(story)
    yield from asked_for(story)
    yield from numbers.chapter(story)
    yield from remember(story, inner)


def brief(story: Story, layer: FoldedSpec, inner: Story) -> Iterator[Block]:
    """A handout: the layer, the padded input, both gradients, and what to remember."""
    yield from layer_told(story, layer)
    yield around(story, layer, inner)
    yield displayed(named(story, layer, inner), inner.general.output())
    if "input" in story.wrt:
        index = worked(story, layer)
        yield story.say.told("folded.back", y=inner.paper.whole("input"))
        yield displayed(operations.backward(inner))
        yield fold_told(story, layer, index)
        yield displayed(folded(story, inner), *collected(story, layer, inner, index))
    if "weight" in story.wrt:
        yield story.say.told("folded.weight", y=inner.paper.whole("input"))
        yield displayed(operations.to_filter(inner))
    if "bias" in story.wrt and layer.bias:
        yield displayed(inner.general.grad_bias())
    yield from remember(story, inner)


def layer_told(story: Story, layer: FoldedSpec) -> Iterator[Block]:
    """The layer, what is special about it, and what stands in its padding."""
    yield from setting(story)
    where = padding_told(story, layer.padding)
    yield Bullets(items=(story.say("folded.padding", where=where, mode=story.say(MODES[layer.padding_mode])),))


def padding(story: Story, layer: FoldedSpec, inner: Story) -> Iterator[Block]:
    """Where each entry of the padding comes from."""
    yield story.say.heading(2, "folded.around.title")
    yield story.say.told("folded.around", x=story.paper.whole("input"), y=inner.paper.whole("input"))
    yield around(story, layer, inner)
    yield displayed(named(story, layer, inner))


def grad_input(story: Story, layer: FoldedSpec, inner: Story) -> Iterator[Block]:
    """One entry by the chain rule; the padded input's gradient, which slides; and the fold."""
    say, index = story.say, worked(story, layer)
    links, x = len(story.write.chain("input", index)), story.paper.entry("input", index)
    yield say.heading(2, "folded.input.title")
    yield entry_told(story, layer, index)
    if links:
        yield displayed(*story.write.local_lines("input", index))
        yield say.told("lesson.entry.sum", x=x, links=links)
        yield displayed(*pictures.lines(story, "grad_input", index))
    yield say.told("folded.back", y=inner.paper.whole("input"))
    yield displayed(operations.backward(inner))
    yield Bullets(items=tuple(steps_told(inner)))
    yield from pictures.told(inner, pictures.backward(inner, copies(layer, index)[0]))
    yield fold_told(story, layer, index)
    yield displayed(folded(story, inner), *collected(story, layer, inner, index))
    yield back(story, layer, inner, index)


def entry_told(story: Story, layer: FoldedSpec, index: Index) -> Block:
    """At how many places the worked entry stands."""
    return story.say.told("folded.entry", x=story.paper.entry("input", index), n=len(copies(layer, index)))


def fold_told(story: Story, layer: FoldedSpec, index: Index) -> Block:
    """What is added to what."""
    return story.say.told("folded.fold", x=story.paper.entry("input", index), n=len(copies(layer, index)))


def remember(story: Story, inner: Story) -> Iterator[Block]:
    """Three sentences, and what they rest on."""
    yield story.say.heading(2, "remember.title")
    yield Bullets(items=tuple(sentences(story, inner)))
    yield proven(story)


def sentences(story: Story, inner: Story) -> Iterator[Words]:
    """What is copied is added; the convolution of the padded input; the filter."""
    say, whole = story.say, story.paper.whole
    yield say("folded.remember.copy", gx=whole("grad_input"))
    yield say("folded.remember.inner", y=inner.paper.whole("input"))
    yield say("remember.flip", gx=inner.paper.whole("grad_input"), gf=whole("grad_weight"))
