"""Chapter 1: the question, the layer, and what is special about it."""

from collections.abc import Iterator
from typing import Any

from symconv.lesson.blocks import Block, Bullets, Words
from symconv.lesson.layer import by, each
from symconv.lesson.story import Story
from symconv.notation.tree import Equation
from symconv.sizes import Pair


def chapter(story: Story) -> Iterator[Block]:
    """The question and the layer it is asked of."""
    say = story.say
    yield say.heading(2, "lesson.question.title")
    if story.strided:
        yield say.told("lesson.question.strided", s=each(story.spec.stride))
    else:
        yield say.told("lesson.question.one")
    yield from setting(story)


def setting(story: Story) -> Iterator[Block]:
    """The layer, its channels where there are more, and what is special about it."""
    spec = story.spec
    yield the_layer(story, "lesson.layer")
    if spec.in_channels > 1 or spec.out_channels > 1 or spec.batch > 1:
        yield _channels(story)
    special = tuple(_special(story))
    if special:
        yield Bullets(items=special)


def the_layer(story: Story, sentence: str) -> Block:
    """The tensors of a layer of either kind with their sizes, and what is wanted."""
    layer, paper, entry = story.layer, story.paper, story.general.entry
    wanted = [paper.whole(f"grad_{name}") for name in story.wrt if name != "bias" or layer.bias]
    return story.say.told(
        sentence,
        F=paper.whole("weight"),
        k=by(layer.kernel_size),
        f=entry("weight"),
        X=paper.whole("input"),
        n=by(layer.input_size),
        x=entry("input"),
        s=each(layer.stride),
        O=paper.whole("output"),
        m=by(layer.output_size),
        o=entry("output"),
        L=paper.loss,
        given=paper.derivative("grad_output"),
        named=bool(paper.names.get("grad_output")),
        letter=story.general.upstream(),
        entry=story.general.gradient("output"),
        wanted=story.say.listed(wanted),
        base=paper.index_base,
    )


def counted(story: Story) -> dict[str, Any]:
    """How many images, channels and groups a layer of either kind has, as its sentence names them."""
    layer, say = story.layer, story.say
    counts = [
        *([say("setting.images", n=layer.batch)] if layer.batch > 1 else []),
        say("setting.inputs", n=layer.in_channels),
        say("setting.outputs", n=layer.out_channels),
    ]
    return {
        "counts": say.listed(counts),
        "grouped": layer.groups > 1,
        "groups": layer.groups,
        "images": layer.batch > 1,
        "image": story.general.letters["image"][0],
        "added": max(layer.batch, layer.in_channels // layer.groups, layer.out_channels // layer.groups) > 1,
    }


def _channels(story: Story) -> Block:
    """How many images and channels there are, and the upper indices that name them."""
    spec, letters = story.spec, story.general.letters
    return story.say.told(
        "setting.channels",
        **counted(story),
        outputs=spec.out_channels > 1,
        out=letters["out"][0],
        wide=story.general.width > 1,
        inputs=spec.in_channels > 1,
        channel=letters["in"][0],
        read=Equation((story.general.own_channel, story.general.read_channel)),
    )


def _special(story: Story) -> Iterator[Words]:
    """What the layer has beyond a kernel and a stride."""
    say, spec, axes = story.say, story.spec, story.spec.axes
    if any(map(any, spec.padding)):
        yield say("setting.padding", where=padding_told(story, spec.padding))
    if any(axis.dilation > 1 for axis in axes):
        reach = by(tuple(axis.effective_kernel for axis in axes))
        yield say("setting.dilation", d=each(spec.dilation), reach=reach)
    if any(axis.remainder for axis in axes):
        yield say("setting.remainder", r=each(tuple(axis.remainder for axis in axes)))
    untouched = sum(not chain for chain in story.write.found.grad_input)
    if untouched:
        yield say("setting.untouched", n=untouched)


def padding_told(story: Story, padding: tuple[Pair, ...]) -> Words:
    """How many entries there are before and after each axis."""
    say = story.say
    if len(set(padding)) == 1:
        before, after = padding[0]
        return say("setting.padding.each", before=before, after=after)
    numbered = enumerate(padding, story.paper.index_base)
    return say.series([say("setting.padding.axis", before=b, after=a, axis=axis) for axis, (b, a) in numbered])
