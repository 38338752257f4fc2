"""The question, the layer, and its sizes."""

from collections.abc import Iterator

from symconv.lesson.blocks import Block, Bullets, Words, displayed
from symconv.lesson.formulas import minus
from symconv.lesson.layer import by, each
from symconv.lesson.question import counted, padding_told, the_layer
from symconv.lesson.story import Story
from symconv.notation.tree import Equation, Node, Number, Product, Sum, Symbol, negative
from symconv.transposed import TransposedSpec

N, M, S, E, R = map(Symbol, "NMser")
BEFORE, AFTER = Symbol("p₋"), Symbol("p₊")


def chapter(story: Story, layer: TransposedSpec) -> Iterator[Block]:
    """The question, and the layer it is asked of."""
    yield story.say.heading(2, "lesson.question.title")
    yield story.say.told("transposed.question", s=each(layer.stride))
    yield from setting(story, layer)


def setting(story: Story, layer: TransposedSpec) -> Iterator[Block]:
    """The layer, its channels where there are more, its sizes, and what is special about it."""
    yield the_layer(story, "transposed.layer")
    if layer.in_channels > 1 or layer.out_channels > 1 or layer.batch > 1:
        yield _channels(story)
    padded = story.length == "full" or any(map(any, layer.padding))
    extra = story.length == "full" or any(layer.output_padding)
    told = {"M": M, "N": N, "s": S, "e": E, "before": BEFORE, "after": AFTER, "r": R}
    yield story.say.told("transposed.sizes", **told, padded=padded, extra=extra)
    cut = (*([negative(BEFORE), negative(AFTER)] if padded else []), *([R] if extra else []))
    yield displayed(*_sizes(layer, cut, story.paper.index_base))
    special = tuple(_special(story, layer))
    if special:
        yield Bullets(items=special)


def _channels(story: Story) -> Block:
    """How many images and channels there are, and the upper indices that name them."""
    layer, letters = story.layer, story.general.letters
    return story.say.told(
        "transposed.channels",
        **counted(story),
        inputs=layer.in_channels > 1,
        channel=letters["out"][0],
        wide=story.general.width > 1,
        out=letters["in"][0],
        made=story.general.read_channel,
    )


def _sizes(layer: TransposedSpec, cut: tuple[Node, ...], base: int) -> Iterator[Node]:
    """The rule with what is cut off or added, then the numbers: beside it where all axes are alike."""
    rule = (N, Sum((Product((minus(M, Number(1)), S)), E, *cut)))
    axes = list(zip(layer.axes, layer.input_size, layer.padding, layer.output_padding, strict=True))
    for number, (axis, m, (before, after), extra) in enumerate(axes, base):
        total = Sum(
            (
                Product((Number(m - 1), Number(axis.stride))),
                Number(axis.effective_kernel),
                *(Number(-n) for n in (before, after) if n),
                *([Number(extra)] if extra else []),
            )
        )
        if len(set(axes)) == 1:
            yield Equation((*rule, total, Number(axis.input_size)))
            return
        yield from [Equation(rule)] if number == base else []
        yield Equation((Symbol("N", (Number(number),)), total, Number(axis.input_size)))


def _special(story: Story, layer: TransposedSpec) -> Iterator[Words]:
    """What the layer has beyond a kernel and a stride."""
    say = story.say
    if any(map(any, layer.padding)):
        where = padding_told(story, layer.padding)
        yield say("transposed.padding", where=where, o=story.paper.whole("output"), d=story.paper.whole("grad_output"))
    if any(layer.output_padding):
        same = all(extra < stride for extra, stride in zip(layer.output_padding, layer.stride, strict=True))
        yield say("transposed.extra", r=each(layer.output_padding), same=same)
    if any(axis.dilation > 1 for axis in layer.axes):
        reach = by(tuple(axis.effective_kernel for axis in layer.axes))
        yield say("transposed.dilation", d=each(layer.dilation), reach=reach)
    untouched = sum(len(row) == int(layer.bias) for row in story.write.found.output)
    if untouched:
        yield say("transposed.untouched", n=untouched, bias=layer.bias)
