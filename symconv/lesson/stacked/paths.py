"""One entry of X through all layers: which outputs it reaches, and which paths lead from it to the loss."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise

from symconv.algebra.tensors import Index
from symconv.lesson.blocks import Block, Grid, Picture, side_by_side
from symconv.lesson.maps import Map, Places
from symconv.lesson.stacked.story import StackStory
from symconv.lesson.story import Story
from symconv.notation.tree import Cell, Equation, Look, Node, Number, Product

WIDEST = 11
"""Places along an axis that are drawn; of more, those around what is marked."""


def reaching(story: StackStory) -> Picture:
    """The paths from every entry of X, and what the worked entry reaches in every layer."""
    worked = story.worked
    grids = [_counted(story, worked, lambda index: story.paths(index), [worked], "now")]
    for layer, marked in zip(story.layers, story.reached(worked), strict=True):
        grids.append(_marked(layer, "output", marked, "met"))
    return side_by_side(*grids)


def field(story: StackStory) -> Picture:
    """What an output depends on in every layer: paths to it from every entry of X."""
    output = story.reached(story.worked)[-1][0]
    reads = [*reversed(story.read(output))]
    lead = (reads[0] or [story.worked])[0]
    grids = [_counted(story, lead, lambda index: story.paths(index, output), reads[0], "met")]
    for layer, marked in zip(story.layers, [*reads[1:], [output]], strict=True):
        grids.append(_marked(layer, "output", marked, "met" if marked != [output] else "now"))
    return side_by_side(*grids)


def field_told(story: StackStory) -> Block:
    """Which output it is whose field is drawn."""
    output = story.layers[-1].paper.entry("output", story.reached(story.worked)[-1][0])
    return story.say.told("stack.field.picture", o=output, x=story.layers[0].paper.whole("input"))


def steps(story: StackStory) -> Iterator[Node]:
    """``∂L/∂x`` of the first layer's δ, and each of these δ of the next layer's."""
    worked = story.worked
    yield story.layers[0].write.gradient_line("input", worked)
    for (layer, after), places in zip(pairwise(story.layers), story.reached(worked), strict=False):
        yield from layer.write.shortened(places, partial(_delta, story, layer, after))


def whole(story: StackStory) -> Node:
    """``∂L/∂x`` as a sum over all paths."""
    gradient = story.layers[0].write.gradient_entry("input", story.worked)
    return Equation((gradient, story.polynomial(story.gradient(("input", 1), story.worked))))


def _delta(story: StackStory, layer: Story, after: Story, index: Index) -> Node:
    """``δ^(1)_11 = f′(o^(1)_11)(δ^(2)_00 f^(2)_11 + …)``."""
    total = after.write.gradient_line("input", index).sides[1]
    left = layer.paper.entry("grad_output", index)
    if total == Number(0):
        return Equation((left, total))
    factors = total.factors if isinstance(total, Product) else (total,)
    return Equation((left, Product((story.slope(layer.paper.entry("output", index)), *factors))))


def _counted(story: StackStory, lead: Index, count: Callable[[Index], int], marked: list[Index], look: Look) -> Grid:
    """One channel of X, of every entry the number of paths."""
    layer, (image, channel) = story.layers[0], lead[:2]

    def cell_at(place: Index) -> Cell:
        index = (image, channel, *place)
        return Cell(Number(count(index)), look=look if index in marked else "")

    shown = [index[2:] for index in marked if index[:2] == lead[:2]] or [lead[2:]]
    return _grid(replace(layer.map("input", lead[:2]), cell_at=cell_at), layer.paper.whole("input", lead[:2]), shown)


def _marked(layer: Story, tensor: str, marked: list[Index], look: Look) -> Grid:
    """One channel of a tensor, with some entries marked."""
    lead = marked[0][:2] if marked else (0, 0)
    plain, places = layer.map(tensor, lead), {index[2:] for index in marked if index[:2] == lead}

    def cell_at(place: Index) -> Cell:
        cell = plain.cell_at(place)
        return replace(cell, look=look) if place in places else cell

    label = layer.paper.whole(tensor, lead)
    return _grid(replace(plain, cell_at=cell_at), label, sorted(places) or [(0,) * len(plain.size)])


def _grid(map_: Map, label: Node, marked: list[Index]) -> Grid:
    """A slice of a map around what is marked."""
    front = marked[0][:-2]
    along = zip(map_.size[-2:], zip(*(place[-2:] for place in marked), strict=True), strict=True)
    return map_.grid(label, front=front, places=tuple(_around(size, min(at)) for size, at in along))


def _around(size: int, first: int) -> Places:
    """All places of an axis, or so many from a little before the first that is marked."""
    if size <= WIDEST:
        return range(size)
    start = max(min(first - 1, size - WIDEST), 0)
    before, after = ((None,) if start else ()), ((None,) if start + WIDEST < size else ())
    return (*before, *range(start, start + WIDEST), *after)
