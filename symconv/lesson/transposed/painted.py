"""Forward as a scatter: what single inputs add to the output, and how many products every output adds up."""

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from math import prod

from symconv.algebra.tensors import Index
from symconv.lesson.blocks import Grid, Picture, side_by_side
from symconv.lesson.maps import CellAt, Map, shown
from symconv.lesson.sliding import BESIDE
from symconv.lesson.story import Story
from symconv.notation.tree import ZERO, Cell, Number

PAINTED = 2
"""Inputs whose windows are drawn."""


def painted(story: Story, worked: Index) -> Picture:
    """What the first inputs that reach an output add, a window each; where windows overlap, cells are marked."""
    grids = [_window(story, worked, at) for at in reaching(story, worked)[:PAINTED]]
    grids[1:] = [replace(grid, sign="+") for grid in grids[1:]]
    wide = sum(len(grid.matrix.rows[0]) for grid in grids) > BESIDE
    return Picture(rows=tuple((grid,) for grid in grids)) if wide else side_by_side(*grids)


def reaching(story: Story, output: Index) -> list[Index]:
    """The inputs of the first channel that an output adds up; if it is one, also the next along the last axis."""
    channel = story.layer.reads(output[1])[0][0]
    pairs = [axis.reaching(at) for axis, at in zip(story.layer.axes, output[2:], strict=True)]
    met = [(output[0], channel, *(m for _, m in each)) for each in product(*pairs)]
    beside = (*met[0][:-1], met[0][-1] + 1) if met else ()
    return [*met, beside] if len(met) == 1 and beside[-1] < story.layer.input_size[-1] else met


def _window(story: Story, worked: Index, at: Index) -> Grid:
    """The output as one input paints it: the filter in its window, 0 elsewhere; what others reach, too, is marked."""
    layer, (channel, lead) = story.layer, next(each for each in story.layer.reads(worked[1]) if each[0] == at[1])

    def cell_at(place: Index) -> Cell:
        pairs = [axis.reaching(i) for axis, i in zip(layer.axes, place, strict=True)]
        taps = [{source: tap for tap, source in along}.get(m) for along, m in zip(pairs, at[2:], strict=True)]
        if None in taps:
            return Cell(ZERO)
        cell = shown(story.paper.entry("weight", (*lead, *(tap for tap in taps if tap is not None))))
        return replace(cell, look="met" if prod(map(len, pairs)) > 1 else "window")

    label = story.say("transposed.painted", x=story.paper.entry("input", (at[0], channel, *at[2:])))
    return _output(story, cell_at).grid(*label, front=worked[2:-2])


def board(story: Story) -> Picture:
    """How many products each output adds up, for each pair of channels; the most are marked."""
    most = max(map(_count(story), product(*map(range, story.layer.output_size))))

    def cell_at(place: Index) -> Cell:
        count = _count(story)(place)
        return Cell(Number(count), look="met" if count == most else "")

    label = story.say("transposed.board.label", o=story.paper.whole("output"))
    return side_by_side(_output(story, cell_at).grid(*label, front=story.busiest("output")[2:-2]))


def uneven(story: Story) -> bool:
    """Whether the phases of the stride have different numbers of taps along some axis."""
    axes = story.layer.axes
    return any(len({len(axis.phase(number)) for number in range(axis.stride)}) > 1 for axis in axes)


def _output(story: Story, cell_at: CellAt) -> Map:
    return replace(story.map("output"), cell_at=cell_at)


def _count(story: Story) -> Callable[[Index], int]:
    return lambda place: prod(len(axis.reaching(i)) for axis, i in zip(story.layer.axes, place, strict=True))
