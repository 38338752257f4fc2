"""What a pooling takes of its windows, and what it gives back, cell by cell."""

from collections.abc import Callable
from dataclasses import replace

from symconv.algebra.tensors import Index
from symconv.lesson.blocks import Frame, Picture, Role, Stop, Words, side_by_side
from symconv.lesson.maps import WIDEST, Map, shown
from symconv.lesson.pooled.story import PooledStory, number
from symconv.notation.tree import Cell, Look
from symconv.spec import positions


def forward(story: PooledStory, worked: Index, *, moving: bool = False) -> Picture:
    """X, with the window of one output and what a max chose, beside O; where it moves, one output after the other."""
    window = {place for _, place in story.spec.window(worked[2:])}
    chosen = _chosen(story, worked[:2])
    lead, front, base = worked[:2], _front(story, worked), worked[2:-2]
    stops = _stops(story, worked, front) if moving else ()

    def look(place: Index) -> Look:
        return "met" if place in chosen else "window" if place in window and not stops else ""

    now: Callable[[Index], Look] = lambda place: "now" if place == worked[2:] and not stops else ""  # noqa: E731
    x, o = story.paper.whole("input", lead), story.paper.whole("output", lead)
    over: Role = "over" if stops else ""
    filled: Role = "fills" if stops else ""
    grids = (
        _map(story, "input", lead, look).grid(x, front=front, role=over),
        _map(story, "output", lead, now).grid(o, front=base, role=filled, sign="=" if stops else ""),
    )
    made = tuple(replace(stop, formulas=tuple(story.made((*lead, *stop.place)))) for stop in stops)
    return Picture(rows=(grids,), stops=made)


def given_back(story: PooledStory) -> Picture:
    """∂L/∂O beside ∂L/∂X, over which every window goes once more: where each entry of ∂L/∂O is handed out."""
    worked = story.busiest("output")
    lead, front = worked[:2], _front(story, worked)
    chosen = story.example.chosen if story.largest and story.example else {}
    stops = []
    for stop in _stops(story, worked, front):
        into = chosen.get((*lead, *stop.place))
        cells = [_cell(stop.place)] if into is None else [_cell(stop.place), (0, 1, *_cell(into[2:])[2:])]
        formulas = story.local((*lead, *stop.place), into)
        stops.append(replace(stop, met=tuple(cells), formulas=(formulas,)))
    plain: Callable[[Index], Look] = lambda _: ""  # noqa: E731 - a short look
    grids = (
        _map(story, "grad_output", lead, plain).grid(story.paper.whole("grad_output", lead), front=worked[2:-2]),
        _map(story, "grad_input", lead, plain).grid(story.paper.whole("grad_input", lead), front=front, role="over"),
    )
    return Picture(rows=(grids,), stops=tuple(stops))


def _stops(story: PooledStory, worked: Index, front: Index) -> tuple[Stop, ...]:
    """The windows of a slice, those that lie in the padding alone left out; none where a map is shown in part."""
    spec = story.spec
    if max(*spec.input_size[-2:], *spec.output_size[-2:]) > WIDEST:
        return ()
    outputs = (m for m in positions(spec.output_size) if m[:-2] == worked[2:-2])
    held = ((m, [place for _, place in spec.window(m) if place[:-2] == front]) for m in outputs)
    stops = [Stop(frame=_frame(places), now=_cell(m)[2:], place=m) for m, places in held if places]
    halts = {worked[2:], stops[-1].place}
    return tuple(replace(stop, key=stop.place in halts or max(stop.place[-2:]) < 2) for stop in stops)


def _frame(places: list[Index]) -> Frame:
    """The smallest rectangle around the places of a window in a slice."""
    rows, columns = zip(*(_cell(place)[2:] for place in places), strict=True)
    first = min(rows), min(columns)
    return Frame(row=first[0], column=first[1], rows=max(rows) - first[0] + 1, columns=max(columns) - first[1] + 1)


def _cell(place: Index) -> tuple[int, int, int, int]:
    """A place in the first grid; one axis is one row."""
    row = place[-2] if len(place) > 1 else 0
    return 0, 0, row, place[-1]


def back(story: PooledStory, worked: Index) -> Picture:
    """∂L/∂O, of which the outputs whose windows hold the worked entry are marked, beside ∂L/∂X."""
    spec, lead = story.spec, worked[:2]
    outputs = [_place(story, link.upstream) for link in story.found.grad_input[_flat(story, worked)]]
    chosen = _chosen(story, lead)
    now: Callable[[Index], Look] = lambda at: "now" if at == worked[2:] else "met" if at in chosen else ""  # noqa: E731
    met: Callable[[Index], Look] = lambda at: "met" if at in outputs else ""  # noqa: E731
    front = outputs[0][: max(len(spec.input_size) - 2, 0)] if outputs else (0,) * max(len(spec.input_size) - 2, 0)
    return side_by_side(
        _map(story, "grad_output", lead, met).grid(story.paper.whole("grad_output", lead), front=front),
        _map(story, "grad_input", lead, now).grid(
            story.paper.whole("grad_input", lead), front=worked[2 : len(worked) - 2]
        ),
    )


def _map(story: PooledStory, tensor: str, lead: Index, look: Callable[[Index], Look]) -> Map:
    """One channel of a tensor: in numbers, or its entries."""
    size = story.spec.input_size if tensor.endswith("input") else story.spec.output_size

    def cell_at(place: Index) -> Cell:
        index, example = (*lead, *place), story.example
        cell = Cell(number(example.value(tensor, index))) if example else shown(story.paper.entry(tensor, index))
        return replace(cell, look=look(place))

    return Map(tensor=tensor, size=size, cell_at=cell_at, at=lambda front: _at(story, front))


def _at(story: PooledStory, front: Index) -> Words:
    return story.say("picture.slice", place=", ".join(str(at + story.paper.index_base) for at in front))


def _chosen(story: PooledStory, lead: Index) -> set[Index]:
    """What a max chose of a channel."""
    if not (story.largest and story.example):
        return set()
    return {place[2:] for output, place in story.example.chosen.items() if output[:2] == lead}


def _front(story: PooledStory, worked: Index) -> Index:
    """Of a volume the slice in which the window of an output begins."""
    window = story.spec.window(worked[2:])
    return window[0][1][:-2] if window else (0,) * max(len(worked) - 4, 0)


def _place(story: PooledStory, rank: int) -> Index:
    return story.found.alphabet.entry(rank)[1][2:]


def _flat(story: PooledStory, worked: Index) -> int:
    alphabet = story.found.alphabet
    return alphabet.rank("input", worked) - alphabet.starts["input"]
