"""A transposed layer, chapter by chapter, in three lengths."""

from collections.abc import Iterator

from symconv.lesson import activation, numbers, operations, pictures
from symconv.lesson.appendix import verdicts
from symconv.lesson.asked import asked_for, gradients
from symconv.lesson.blocks import Block, Bullets, Words, displayed
from symconv.lesson.entries import listed
from symconv.lesson.filter_gradient import bias_chapter
from symconv.lesson.layer import by, each
from symconv.lesson.remember import proven
from symconv.lesson.story import Story
from symconv.lesson.transposed import setting
from symconv.lesson.transposed.painted import board, painted, reaching, uneven
from symconv.transposed import TransposedSpec


def told(story: Story, layer: TransposedSpec) -> Iterator[Block]:
    """One page, the lesson, or the lesson and its appendix."""
    if story.length == "brief":
        yield from brief(story, layer)
        return
    yield from lesson(story, layer)
    if story.length == "full":
        yield from appendix(story)


def lesson(story: Story, layer: TransposedSpec) -> Iterator[Block]:
    """The question, forward as a scatter, the gradients, numbers, what to remember."""
    yield from setting.chapter(story, layer)
    yield from forward(story)
    if "input" in story.wrt:
        yield from grad_input(story)
        if story.activation:
            yield from activation.chapter(story, story.activation.name)
    if "weight" in story.wrt:
        yield from grad_weight(story)
    if "bias" in story.wrt and story.layer.bias:
        yield from bias_chapter(story)
    yield from asked_for(story)
    yield from numbers.chapter(story)
    yield from remember(story)


def brief(story: Story, layer: TransposedSpec) -> Iterator[Block]:
    """A handout: the layer, how it is computed, both gradients, and what to remember."""
    yield from setting.setting(story, layer)
    yield displayed(story.general.output(), operations.backward(story))
    if "input" in story.wrt:
        yield input_slides(story)
        yield displayed(operations.forward(story))
        yield from pictures.told(story, pictures.forward(story, story.busiest("input")))
    if "weight" in story.wrt:
        yield filter_collects(story)
        yield displayed(operations.to_filter(story))
    if "bias" in story.wrt and story.layer.bias:
        yield displayed(story.general.grad_bias())
    yield from remember(story)


def appendix(story: Story) -> Iterator[Block]:
    """Every entry of every tensor, and the verdicts."""
    yield story.say.heading(2, "every.output")
    yield from listed(story, "output", story.write.output_line)
    titles = {"weight": "every.weight", "bias": "every.bias", "input": "every.input"}
    for tensor in story.wrt:
        lines = list(gradients(story, tensor)) if tensor != "bias" or story.layer.bias else []
        if lines:
            yield story.say.heading(2, titles[tensor])
            yield from lines
    yield from verdicts.chapter(story)


def forward(story: Story) -> Iterator[Block]:
    """Every input paints a window; an output adds up what reaches it; how much that is."""
    say, worked = story.say, story.busiest("output")
    made = story.paper.entry("output", worked)
    yield say.heading(2, "transposed.forward.title")
    met = reaching(story, worked)
    if not met:
        yield say.told("transposed.nothing", o=story.paper.whole("output"))
        return
    yield say.told("transposed.forward", o=story.paper.whole("output"))
    yield painted(story, worked)
    yield say.told("transposed.collected", o=made, bias=story.layer.bias)
    yield displayed(*pictures.lines(story, "output", worked), story.general.output())
    yield say.told("transposed.same", x=story.paper.whole("input"), bias=story.layer.bias)
    yield displayed(operations.backward(story))
    yield from pictures.told(story, pictures.backward(story, worked))
    yield say.heading(3, "transposed.board.title")
    yield say.told("transposed.board.uneven") if uneven(story) else say.told("transposed.board.even")
    yield board(story)


def grad_input(story: Story) -> Iterator[Block]:
    """One entry by the chain rule, and the strided correlation that makes all of them."""
    say, worked = story.say, story.busiest("input")
    links, x = len(story.write.chain("input", worked)), story.paper.entry("input", worked)
    yield say.heading(2, "transposed.input.title")
    yield say.told("transposed.input", x=x, n=links)
    if links:
        yield displayed(*story.write.local_lines("input", worked))
        yield say.told("transposed.input.sum", x=x)
        yield displayed(*pictures.lines(story, "grad_input", worked), story.general.grad_input())
    yield input_slides(story)
    yield displayed(operations.forward(story))
    yield from pictures.told(story, pictures.forward(story, worked))


def grad_weight(story: Story) -> Iterator[Block]:
    """Every filter entry collects from all inputs."""
    yield story.say.heading(2, "weight.title")
    yield filter_collects(story)
    yield window_told(story)
    yield from pictures.told(story, pictures.to_filter(story, story.busiest("weight")))
    yield displayed(story.general.grad_weight()[1], operations.to_filter(story))


def remember(story: Story) -> Iterator[Block]:
    """Three sentences, and what they rest on."""
    yield story.say.heading(2, "remember.title")
    yield Bullets(items=tuple(sentences(story)))
    yield proven(story)


def sentences(story: Story) -> Iterator[Words]:
    """What meets what, which roles are exchanged, and where the flip is."""
    say, whole = story.say, story.paper.whole
    yield say("remember.relation", relation=say.series(list(story.general.relation)))
    yield say("transposed.remember.exchanged")
    yield say("transposed.remember.flip", gx=whole("grad_input"), gf=whole("grad_weight"))


def input_slides(story: Story) -> Block:
    """What slides over what, and how far."""
    return story.say.told(
        "transposed.input.slide",
        d=story.paper.whole("grad_output"),
        padded=max(map(max, story.spec.padding)) > 0,
        dilated=any(d > 1 for d in story.layer.dilation),
        s=each(story.layer.stride),
    )


def window_told(story: Story) -> Block:
    """Which filter entry's gradient is shown in the making."""
    return story.say.told("transposed.weight.window", made=story.paper.entry("weight", story.busiest("weight")))


def filter_collects(story: Story) -> Block:
    """What a filter entry collects, and what of the result is kept."""
    layer = story.layer
    return story.say.told(
        "transposed.weight",
        f=story.general.entry("weight"),
        x=story.paper.whole("input"),
        d=story.paper.whole("grad_output"),
        strided=story.strided,
        padded=max(map(max, story.spec.padding)) > 0,
        dilated=any(d > 1 for d in layer.dilation),
        distance=each(layer.dilation),
        trimmed=operations.trims(story),
        k=by(layer.kernel_size),
        many=layer.in_channels > 1 or layer.out_channels > 1 or layer.batch > 1,
    )
