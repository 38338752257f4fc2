"""Maps at the size of a slide, with what a window reads marked on them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, product

from symconv.algebra.tensors import Index
from symconv.lesson.blocks import Panel, Panels
from symconv.lesson.deck.lecture import Lecture
from symconv.lesson.maps import CellAt, Map
from symconv.lesson.story import Story
from symconv.notation.tree import Cell, Node
from symconv.spec import positions

WIDEST = 9
"""Rows and columns that a slide shows without leaving any out."""
MOST_SLICES = 2
MOST_READ = 6
"""Places of one window, along one axis, that are shown."""


def drawn(lecture: Lecture, map_: Map, *label: str | Node) -> tuple[Panel, ...]:
    """A map under its label; of a volume the first slices, or those its window lies in."""
    say, base = lecture.say, lecture.story.paper.index_base
    fronts = map_.fronts if map_.fronts is not None else tuple(islice(positions(map_.size[:-2]), MOST_SLICES))
    panels = []
    for front in fronts:
        (panel,) = replace(map_, widest=WIDEST, fronts=(front,)).panels()
        place = ",".join(str(at + base) for at in front)
        panels.append(replace(panel, label=(*label, *say("picture.slice", place=place)) if front else label))
    return tuple(panels)


def side_by_side(*groups: Iterable[Panel]) -> Panels:
    """Panels of several maps as one picture."""
    return Panels(panels=tuple(panel for group in groups for panel in group))


def read(map_: Map, places: Sequence[Sequence[int]]) -> Map:
    """The map with these places, along each axis, marked as read by a window."""
    chosen = [frozenset(along) for along in places]
    around = tuple(_beginning_and_end(range(min(along), max(along) + 1)) for along in places[-2:])
    fronts = tuple(islice(product(*places[:-2]), MOST_SLICES))
    return replace(map_, cell_at=_marked(map_.cell_at, chosen), around=around, fronts=fronts, ends=False)


def beginning(map_: Map, before: Index) -> Map:
    """The map, where large, shown around the place where what was padded begins."""
    starts = [max(at, 0) for at in before]
    around = tuple(range(max(at - 2, 0), min(at + 4, n)) for at, n in zip(starts[-2:], map_.size[-2:], strict=True))
    inside = [range(min(at, n - 1), min(at + MOST_SLICES, n)) for at, n in zip(starts, map_.size[:-2], strict=False)]
    return replace(map_, around=around, fronts=tuple(islice(product(*inside), MOST_SLICES)), ends=False)


def _marked(cell_at: CellAt, chosen: list[frozenset[int]]) -> CellAt:
    def marked(place: Index) -> Cell:
        cell = cell_at(place)
        inside = all(at in along for at, along in zip(place, chosen, strict=True))
        return Cell(cell.node, "window") if inside else cell

    return marked


def _beginning_and_end(places: range) -> tuple[int, ...]:
    return tuple(places) if len(places) <= MOST_READ else (*places[: MOST_READ - 2], places[-1])


def padded_input(story: Story) -> Map:
    """X with the zeros of the forward pass around it."""
    before, after = (tuple(pads) for pads in zip(*story.spec.padding, strict=True))
    return story.spread("input", (1,) * len(before), before, after)


def window_of(story: Story, output: Index) -> list[list[int]]:
    """Where the window of an output lies on the padded input, along each axis."""
    return [
        [axis.position(at, tap) + axis.before for tap in range(axis.kernel_size)]
        for axis, at in zip(story.spec.axes, output, strict=True)
    ]


def few_windows(story: Story) -> Iterator[Index]:
    """Places of the output: the first, a step further along the last and the first axis, and the last."""
    size = story.spec.output_size
    origin = (0,) * len(size)
    wanted = [origin, (*origin[:-1], 1), (1, *origin[1:]), tuple(n - 1 for n in size)]
    yield from dict.fromkeys(place for place in wanted if all(at < n for at, n in zip(place, size, strict=True)))


def under_filter(story: Story, place: Index) -> list[list[int]]:
    """Where the turned filter lies on the prepared map of the way back when it stands at an entry of X."""
    return [[at + i for i in range(axis.effective_kernel)] for at, axis in zip(place, story.spec.axes, strict=True)]


def met_by(story: Story, tap: Index) -> list[list[int]]:
    """Where on the padded input a filter entry meets the outputs, along each axis."""
    return [
        [axis.position(output, at) + axis.before for output in range(axis.output_size)]
        for axis, at in zip(story.spec.axes, tap, strict=True)
    ]
