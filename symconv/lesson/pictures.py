"""The three slides of a layer: forward, back to the input, back to the filter; and the tensors beside each other.

Said of the layer's form: a transposed layer goes back to make its output, and forward to its gradient.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice, product

from symconv.algebra.tensors import Index
from symconv.lesson import maps, operations
from symconv.lesson.blocks import Block, Grid, Picture, side_by_side
from symconv.lesson.sliding import MOST_PAIRS, Layer, Sliding
from symconv.lesson.story import Story
from symconv.notation.tree import Cell, Equation, Node
from symconv.transposed import held, made


def forward(story: Story, worked: Index) -> Sliding:
    """The filter over what stands in X, padded, filling what is made in G; ``worked`` is an entry of it."""
    given = held(story.layer)[0]
    spec, (image, out, *place) = story.spec, worked
    before, after = _padding(story)
    layers = tuple(
        Layer(
            over=story.spread(given, _ones(story), before, after, (image, spec.input_channel(out, channel))),
            slides=story.spread("weight", spec.dilation, _zeros(story), _zeros(story), (out, channel)),
            over_label=(operations.padded(story, (image, spec.input_channel(out, channel))),),
            slides_label=(operations.filter_dilated(story, (out, channel)),),
        )
        for channel in range(spec.weight_shape[1])
    )
    return _sliding(story, made(story.layer)[1], layers, spec.stride, (image, out, *place))


def backward(story: Story, worked: Index) -> Sliding:
    """The flipped filter over what stands in G, prepared, filling what is made in X; ``worked`` is an entry of it."""
    spec, (image, channel, *place) = story.spec, worked
    share = spec.out_channels // spec.groups
    group, inner = divmod(channel, spec.weight_shape[1])
    layers = tuple(
        Layer(
            over=prepared(story, (image, out)),
            slides=turned(story, (out, inner)),
            over_label=(operations.prepared(story, (image, out)),),
            slides_label=(operations.turned(story, (out, inner)),),
        )
        for out in range(group * share, (group + 1) * share)
    )
    return _sliding(story, made(story.layer)[0], layers, _ones(story), (image, channel, *place))


def to_filter(story: Story, worked: Index) -> Sliding:
    """What stands in G, dilated, over what stands in X, padded, filling ∂L/∂F; ``worked`` is a filter entry."""
    given = held(story.layer)[0]
    spec, (out, inner, *place) = story.spec, worked
    before, after = _padding(story)
    channel = spec.input_channel(out, inner)
    layers = tuple(
        Layer(
            over=story.spread(given, _ones(story), before, after, (image, channel)),
            slides=dilated(story, (image, out)),
            over_label=(operations.padded(story, (image, channel)),),
            slides_label=(operations.dilated(story, (image, out)),),
        )
        for image in range(spec.batch)
    )
    return _sliding(story, "grad_weight", layers, spec.dilation, (out, inner, *place))


def told(story: Story, sliding: Sliding) -> Iterator[Block]:
    """A slide where it is worked, of one pair unless all is told; of a volume, how many more pairs there are."""
    most = MOST_PAIRS if story.length == "full" else 1
    yield sliding.picture(most=most)
    left_out = sliding.left_out(most)
    if left_out and len(story.spec.stride) > 2:
        yield story.say.told("picture.pairs", n=left_out)


def _sliding(story: Story, what: str, layers: tuple[Layer, ...], step: Index, worked: Index) -> Sliding:
    lead = worked[:2]
    return Sliding(
        layers=layers,
        fills=story.numbers(what, lead),
        fills_label=story.label(what, lead),
        step=step,
        worked=worked[2:],
        formulas=lambda place: lines(story, what, (*lead, *place)),
        say=story.say,
        base=story.paper.index_base,
    )


def lines(story: Story, made: str, index: Index) -> tuple[Node, ...]:
    """What is made of an entry: in symbols, and in numbers where there are any."""
    write, own = story.write, made.removeprefix("grad_")
    symbols = write.output_line(index) if made == "output" else write.gradient_line(own, index)
    return (symbols, *in_numbers(story, made, index))


def in_numbers(story: Story, made: str, index: Index) -> tuple[Equation, ...]:
    """``∂L/∂x_00 = 3·(−2) + … = 1``: the sum of an entry in numbers; nothing without numbers, and of an empty sum."""
    example, write = story.example, story.write
    products = example.terms(made, index) if example else []
    if example is None or not products:
        return ()
    entry = story.paper.entry(made, index) if made == "output" else write.gradient_entry(made[len("grad_") :], index)
    return (Equation((entry, write.sum_of(products, example.written), example.node(made, index))),)


def prepared(story: Story, lead: Index = (0, 0)) -> maps.Map:
    """The dilated and padded map of what stands in G."""
    return story.spread(held(story.layer)[1], story.spec.stride, *maps.backward_padding(story.spec.axes), lead)


def dilated(story: Story, lead: Index = (0, 0)) -> maps.Map:
    """What stands in G, with the zeros of the stride."""
    return story.spread(held(story.layer)[1], story.spec.stride, _zeros(story), _zeros(story), lead)


def turned(story: Story, lead: Index = (0, 0)) -> maps.Map:
    """The dilated filter, every axis turned around."""
    return story.spread("weight", story.spec.dilation, _zeros(story), _zeros(story), lead).flipped()


def padded(story: Story) -> maps.Map:
    """What stands in X, with the zeros of the padding around it."""
    return story.spread(held(story.layer)[0], _ones(story), *_padding(story))


def tensors(story: Story, names: Iterable[str], *, numbers: bool = False, slices: int = maps.MOST_SLICES) -> Picture:
    """Tensors beside each other, the first image and channel of each, of a volume the first ``slices``."""
    grids: list[Grid] = []
    for name in names:
        shown = (
            story.numbers(name).grids(*story.label(name))
            if numbers
            else story.map(name).grids(story.paper.whole(name, (0, 0)))
        )
        grids += islice(shown, slices)
    return side_by_side(*grids)


def _padding(story: Story) -> tuple[Index, Index]:
    before, after = zip(*story.spec.padding, strict=True)
    return before, after


def _zeros(story: Story) -> Index:
    return (0,) * len(story.spec.stride)


def _ones(story: Story) -> Index:
    return (1,) * len(story.spec.stride)


def starts(story: Story) -> Picture:
    """Where the windows of neighbouring outputs start on X, beside ∂L/∂O, whose entries touch."""
    axes = story.spec.axes
    first = {tuple(axis.position(m, 0) + axis.before for axis, m in zip(axes, at, strict=True)) for at in _near(story)}
    around = padded(story)

    def cell_at(place: Index) -> Cell:
        cell = around.cell_at(place)
        return replace(cell, look="met") if place in first else cell

    front = (0,) * (len(axes) - 2)
    marked = replace(around, cell_at=cell_at).grid(operations.padded(story), front=front)
    return side_by_side(marked, story.map("grad_output").grid(story.paper.whole("grad_output"), front=front))


def _near(story: Story) -> Iterable[Index]:
    """The outputs, as far as they are drawn."""
    return product(*(range(min(n, maps.HEAD)) for n in story.spec.output_size))
