"""What a pooling takes of its windows, and what it gives back, cell by cell."""

from collections.abc import Callable
from dataclasses import replace

from symconv.algebra.tensors import Index
from symconv.lesson.blocks import Frame, Picture, Role, Stop, Words, side_by_side
from symconv.lesson.maps import HEAD, WIDEST, Map, shown
from symconv.lesson.pooled.story import PooledStory, number
from symconv.notation.tree import Cell, Look
from symconv.spec import positions


def forward(story: PooledStory, worked: Index) -> Picture:
    """X, with the window of one output framed and all that a max chose, beside O."""
    window = {place for _, place in story.spec.window(worked[2:])}
    lead, front, base = worked[:2], _front(story, worked), worked[2:-2]
    chosen = _chosen(story, lead)
    framed = _framed(story, worked, [place for place in window if place[:-2] == front])

    def look(place: Index) -> Look:
        return "chosen" if place in chosen else "window" if place in window and not framed else ""

    now: Callable[[Index], Look] = lambda place: "now" if place == worked[2:] else ""  # noqa: E731 - a short look
    x, o = story.paper.whole("input", lead), story.paper.whole("output", lead)
    over: Role = "over" if framed else ""
    grids = (
        _map(story, "input", lead, look).grid(x, front=front, role=over),
        _map(story, "output", lead, now).grid(o, front=base),
    )
    return Picture(rows=(grids,), stops=framed)


def _framed(story: PooledStory, worked: Index, places: list[Index]) -> tuple[Stop, ...]:
    """The window on these places of a slice, where all of them are shown beside each other."""
    sizes = story.spec.input_size[-2:]
    heads = [size if size <= WIDEST else HEAD for size in sizes]
    seen = all(at < head for place in places for at, head in zip(place[-2:], heads, strict=True))
    if not places or not seen:
        return ()
    return (Stop(frame=_frame(places), now=_cell(worked[2:])[2:], place=worked[2:]),)


def sliding(story: PooledStory, worked: Index) -> Picture:
    """X, over which the window goes, beside O, which it fills; what a max chooses is marked as it is chosen."""
    lead, front, base = worked[:2], _front(story, worked), worked[2:-2]
    chosen = story.example.chosen if story.largest and story.example else {}
    stops = []
    for stop in _stops(story, worked, front):
        taken = _taken(chosen.get((*lead, *stop.place)), front, grid=0)
        stops.append(replace(stop, met=taken, formulas=tuple(story.made((*lead, *stop.place)))))
    plain: Callable[[Index], Look] = lambda _: ""  # noqa: E731 - a short look
    x, o = story.paper.whole("input", lead), story.paper.whole("output", lead)
    grids = (
        _map(story, "input", lead, plain).grid(x, front=front, role="over"),
        _map(story, "output", lead, plain).grid(o, front=base, role="fills", sign="="),
    )
    return Picture(rows=(grids,), stops=tuple(stops))


def given_back(story: PooledStory) -> Picture:
    """∂L/∂O beside ∂L/∂X, over which every window goes once more: where each entry of ∂L/∂O is handed out."""
    worked = story.busiest("output")
    lead, front = worked[:2], _front(story, worked)
    chosen = story.example.chosen if story.largest and story.example else {}
    stops = []
    for stop in _stops(story, worked, front):
        into = chosen.get((*lead, *stop.place))
        taken = _taken(into, front, grid=1)
        formulas = story.local((*lead, *stop.place), into)
        stops.append(replace(stop, met=(_cell(stop.place), *taken), formulas=(formulas,)))
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


def _taken(chosen: Index | None, front: Index, grid: int) -> tuple[tuple[int, int, int, int], ...]:
    """The cell of what a window chose, where that lies in the slice that is shown."""
    if chosen is None or chosen[2:-2] != front:
        return ()
    return ((0, grid, *_cell(chosen[2:])[2:]),)


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
