"""A stride is not pooling: both keep one number for each window, and go back differently."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from symconv.algebra.chain_rule import differentiate
from symconv.algebra.tensors import Index
from symconv.axis import Axis
from symconv.lesson.blocks import Block, Bullets, Grid, Picture, Words
from symconv.lesson.maps import WIDEST, Map
from symconv.lesson.story import Story
from symconv.lesson.values import chosen, example
from symconv.notation.tree import ZERO, Cell, Node, Symbol, numeral
from symconv.pooled import PooledSpec
from symconv.spec import ConvSpec, positions

SIZE, WINDOW = 4, 2
PHASES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def chapter(story: Story) -> Iterator[Block]:
    """The comparison, and what it means that neighbours are not alike."""
    say = story.say
    yield say.heading(2, "pooling.title")
    yield say.told("pooling.alike")
    yield forward(story)
    yield say.told("pooling.differ")
    yield back(story)
    yield Bullets(items=tuple(points(story)))
    apart = phases(story)
    if apart:
        yield say.told("pooling.phases", x=story.paper.whole("input"))
        yield apart


def points(story: Story) -> Iterator[Words]:
    """What is shared and what is not."""
    for key in ("pooling.convolution", "pooling.maximum", "pooling.zeros"):
        yield story.say(key)


def forward(story: Story) -> Picture:
    """A 4x4 input, the largest of each window marked, beside what both layers make of it."""
    small = _small(story)
    whole = small.numbers("input")
    largest = _largest(small)

    def cell_at(place: Index) -> Cell:
        return replace(whole.cell_at(place), look="met") if place in largest.values() else whole.cell_at(place)

    maxima = replace(small.numbers("output"), cell_at=lambda at: Cell(_number(small, "input", largest[at])))
    return Picture(
        rows=(
            (
                replace(whole, cell_at=cell_at).grid(story.paper.whole("input")),
                _labelled(small.numbers("weight"), story.paper.whole("weight")),
                _labelled(small.numbers("output"), *story.say("pooling.strided")),
                _labelled(maxima, *story.say("pooling.pooled")),
            ),
        )
    )


def back(story: Story) -> Picture:
    """The same upstream gradient sent back through both."""
    small = _small(story)
    owners = {place: at for at, place in _largest(small).items()}

    def routed(place: Index) -> Cell:
        at = owners.get(place)
        return Cell(ZERO) if at is None else Cell(_number(small, "grad_output", at), look="met")

    through = replace(small.numbers("grad_input"), cell_at=routed)
    return Picture(
        rows=(
            (
                _labelled(small.numbers("grad_output"), story.paper.whole("grad_output")),
                _labelled(small.numbers("grad_input"), *story.say("pooling.strided.back")),
                _labelled(through, *story.say("pooling.pooled.back")),
            ),
        )
    )


def phases(story: Story) -> Picture | None:
    """X with a letter for each phase: entries with the same letter meet the same filter entries."""
    axes = story.spec.axes
    if not story.strided or len(axes) > 2 or max(axis.input_size for axis in axes) > WIDEST:
        return None
    names = dict(zip(positions(tuple(axis.stride for axis in axes)), PHASES, strict=False))
    whole = story.map("input")

    def cell_at(place: Index) -> Cell:
        phase = tuple(_phase(axis, at) for axis, at in zip(axes, place, strict=True))
        return Cell(Symbol(names.get(phase, "…")), look="met" if not any(phase) else "")

    return Picture(rows=((replace(whole, cell_at=cell_at).grid(story.paper.whole("input")),),))


def _phase(axis: Axis, place: int) -> int:
    return (place + axis.before) % axis.stride


def _small(story: Story) -> Story:
    """The layer of the comparison: input 4x4, kernel 2x2, stride 2, in the usual numbers."""
    spec = ConvSpec.of(input_size=(SIZE, SIZE), kernel_size=WINDOW, stride=WINDOW)
    found = differentiate(spec)
    write = replace(story.write, found=found, paper=replace(story.paper, spec=spec))
    return replace(story, write=write, example=example(found, chosen))


def _largest(small: Story) -> dict[Index, Index]:
    """Output → the place of the entry that max pooling takes of its window."""
    pooled = PooledSpec.of(pool="max", input_size=small.spec.input_size, kernel_size=small.spec.kernel_size)
    return {at: pooled.chosen(at, partial(_value, small))[1] for at in positions(pooled.output_size)}


def _value(small: Story, place: Index) -> int:
    assert small.example is not None  # noqa: S101 - built with one
    return int(small.example.value("input", (0, 0, *place)))


def _number(small: Story, tensor: str, place: Index) -> Node:
    assert small.example is not None  # noqa: S101 - as above
    return numeral(small.example.value(tensor, (0, 0, *place)))


def _labelled(map_: Map, *label: str | Node) -> Grid:
    return map_.grid(*label)
