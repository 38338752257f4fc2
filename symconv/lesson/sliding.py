"""One filter slid over one map: what is slid over, what slides, what fills, and every place the window takes.

Of a long map a part around the decisive place is shown; of a volume, and of many channels, the first pairs of slices.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, pairwise, product

from symconv.algebra.tensors import Index
from symconv.lesson.blocks import Frame, Grid, Part, Picture, Stop, Words
from symconv.lesson.maps import WIDEST, Map, Places
from symconv.lesson.wording import Wording
from symconv.notation.tree import Cell, Dots, Node

MOST_PAIRS = 2
"""Pairs of slices or channels that are drawn."""

PART = WIDEST - 2
"""Places along an axis that are shown of one too long to be shown whole; one more where a filter fills them."""

BESIDE = 20
"""Columns of grids that are drawn beside each other; wider pairs stand below each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A pair of maps, the second of which slides over the first, each with its label."""

    over: Map
    slides: Map
    over_label: Words
    slides_label: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What is shown along one axis.

    Attributes:
        over: places of the map that is slid over.
        slides: places of what slides.
        fills: places of the result.
        starts: of the result the places at which the window lies in what is shown, with its first place and its size.
    """

    over: Places
    slides: Places
    fills: Places
    starts: dict[int, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sliding:
    """A slide that fills a result.

    Attributes:
        layers: the pairs of maps whose products are added up.
        fills: the result, its cells as they are when they are made.
        fills_label: what is written above it.
        step: from one place of the window to the next, along each axis.
        worked: the place of the result that is shown where nothing moves.
        formulas: what is made at a place of the result.
        say: the words.
        base: number of the first entry.
    """

    layers: tuple[Layer, ...]
    fills: Map
    fills_label: Words
    step: Index
    worked: Index
    formulas: Callable[[Index], tuple[Node, ...]]
    say: Wording
    base: int

    def picture(self, keys: frozenset[Index] = frozenset(), most: int = MOST_PAIRS, widest: int = WIDEST) -> Picture:
        """The slide as a picture.

        Args:
            keys: the places of the result where somebody who goes step by step stops, besides the worked and the last
                one; none stated is every place.
            most: pairs of slices or channels that are drawn.
            widest: places along an axis up to which all are shown.
        """
        views = [self._view(axis, widest) for axis in range(len(self.step))][-2:]
        pairs = [
            self._pair(layer, front, views, "+" if at else "")
            for at, (layer, front) in enumerate(islice(self._pairs(), most))
        ]
        result = self._result(views)
        wide = sum(len(grid.matrix.rows[0]) for pair in pairs for grid in pair) + len(result.matrix.rows[0])
        if wide <= BESIDE:
            rows: list[tuple[Grid, ...]] = [(*(grid for pair in pairs for grid in pair), result)]
        else:
            rows = [(*pairs[0], result), *pairs[1:]]
        stops = list(self._stops(views, rows, keys))
        if keys and stops:
            stops[-1] = replace(stops[-1], key=True)
        at = next((n for n, stop in enumerate(stops) if stop.now == self._shown(views, self.worked)), 0)
        return Picture(rows=tuple(rows), stops=tuple(stops), at=at)

    def left_out(self, most: int = MOST_PAIRS) -> int:
        """Pairs of slices or channels that are added up and not drawn."""
        return max(sum(1 for _ in self._pairs()) - most, 0)

    def _pairs(self) -> Iterator[tuple[Layer, Index]]:
        """Each layer with each slice of what slides that is not all zeros."""
        for layer in self.layers:
            for front in product(*(range(n) for n in layer.slides.size[:-2])):
                corner = layer.slides.cell_at((*front, *(0 for _ in layer.slides.size[-2:])))
                if not corner.mark:
                    yield layer, front

    def _pair(self, layer: Layer, front: Index, views: list[View], sign: str) -> tuple[Grid, ...]:
        lead = tuple(at * step + q for at, step, q in zip(self.worked[:-2], self.step[:-2], front, strict=True))
        over = layer.over.grid(
            *layer.over_label, front=lead, places=tuple(view.over for view in views), role="over", sign=sign
        )
        slides = layer.slides.grid(
            *layer.slides_label, front=front, places=tuple(view.slides for view in views), role="slides", sign="⋆"
        )
        return self._lying(over, layer.over, [view.over for view in views]), slides

    def _result(self, views: list[View]) -> Grid:
        places = [view.fills for view in views]
        grid = self.fills.grid(*self.fills_label, front=self.worked[:-2], places=tuple(places), role="fills", sign="=")
        return self._lying(grid, self.fills, places)

    def _lying(self, grid: Grid, whole: Map, places: list[Places]) -> Grid:
        """The grid, and of a long map which part of it is shown."""
        sizes = whole.size[-2:]
        if all(len(shown) == size for shown, size in zip(places, sizes, strict=True)):
            return grid
        parts = tuple(
            Part(first=shown[0] or 0, count=sum(place is not None for place in shown), size=size)
            for shown, size in zip(places, sizes, strict=True)
        )
        spans = [f"{part.first + self.base}–{part.first + part.count - 1 + self.base}" for part in parts]
        whole_size = "×".join(str(part.size) for part in parts)
        if len(spans) == 1:
            return replace(grid, parts=parts, lies=self.say("picture.lies.row", columns=spans[0], whole=whole_size))
        lies = self.say("picture.lies", rows=spans[0], columns=spans[1], whole=whole_size)
        return replace(grid, parts=parts, lies=lies)

    def _view(self, axis: int, widest: int) -> View:
        over, slides, fills = (each.size[axis] for each in (self.layers[0].over, self.layers[0].slides, self.fills))
        return view(over, slides, fills, self.step[axis], self.worked[axis], widest)

    def _shown(self, views: list[View], place: Index) -> tuple[int, int]:
        """Where a place of the result stands in its grid."""
        along = [view.fills.index(at) for view, at in zip(views, place[-2:], strict=True)]
        return (along[0], along[1]) if len(along) == 2 else (0, along[0])

    def _stops(self, views: list[View], rows: list[tuple[Grid, ...]], keys: frozenset[Index]) -> Iterator[Stop]:
        for place in product(*(view.starts for view in views)):
            spans = [view.starts[at] for view, at in zip(views, place, strict=True)]
            (row, tall), (column, wide) = spans if len(spans) == 2 else ((0, 1), spans[0])
            frame = Frame(row=row, column=column, rows=tall, columns=wide)
            full = (*self.worked[:-2], *place)
            yield Stop(
                frame=frame,
                now=self._shown(views, full),
                place=full,
                met=tuple(_meeting(rows, frame)),
                formulas=self.formulas(full),
                key=not keys or full in keys or full == self.worked,
            )


def _meeting(rows: list[tuple[Grid, ...]], frame: Frame) -> Iterator[tuple[int, int, int, int]]:
    """The cells whose product is not 0 where the window stands."""
    for line, grids in enumerate(rows):
        for at, (over, slides) in enumerate(pairwise(grids)):
            if slides.role != "slides":
                continue
            for r, c in product(range(len(slides.matrix.rows)), range(len(slides.matrix.rows[0]))):
                here = frame.row + r, frame.column + c
                if _counts(slides.matrix.rows[r][c]) and _counts(over.matrix.rows[here[0]][here[1]]):
                    yield line, at, *here
                    yield line, at + 1, r, c


def _counts(cell: Cell) -> bool:
    return not cell.mark and not isinstance(cell.node, Dots)


def view(over: int, slides: int, fills: int, step: int, worked: int, widest: int = WIDEST) -> View:
    """What is shown along one axis: all where it fits, else a part around the worked place."""
    starts = {at: step * at for at in range(fills)}
    if over <= widest:
        return View(
            over=range(over),
            slides=range(slides),
            fills=range(fills),
            starts={at: (start, slides) for at, start in starts.items()},
        )
    if slides > PART:
        return _corner(starts, starts[worked], over)
    part = max(PART, slides + 1)
    first = _from(starts[worked], part - slides, step, over - part)
    inside = {at: (s - first, slides) for at, s in starts.items() if first <= s <= first + part - slides}
    return View(over=range(first, first + part), slides=range(slides), fills=tuple(inside), starts=inside)


def _from(start: int, spare: int, step: int, last: int) -> int:
    """The first place of a part with ``spare`` places around the window: where a window starts, if there is room."""
    middle = min(max(start - spare // 2, 0), last)
    stepped = middle - middle % step
    return stepped if start - stepped <= spare else middle


def _corner(starts: dict[int, int], first: int, over: int) -> View:
    """Where what slides is too long itself: its beginning, from the worked place of the window on."""
    most, head = WIDEST - 1, WIDEST // 2
    under: Places = [*range(first, min(first + most, over)), *([None] if over > first + most else [])]
    inside = {at: (s - first, len(under) - s + first) for at, s in starts.items() if 0 <= s - first < most - head}
    return View(over=under, slides=[*range(head), None], fills=tuple(inside), starts=inside)
