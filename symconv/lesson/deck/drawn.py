"""The pictures of a deck: one pair of slices where more would be small, and the places where the lecturer stops."""

from dataclasses import replace
from itertools import product

from symconv.algebra.tensors import Index
from symconv.lesson import pictures
from symconv.lesson.blocks import Picture, Stop
from symconv.lesson.one_entry import neighbours
from symconv.lesson.sliding import Sliding
from symconv.lesson.story import Story
from symconv.notation.tree import Equation, Partial

Cells = tuple[tuple[int, int, int, int], ...]


def slid(sliding: Sliding, keys: frozenset[Index]) -> Picture:
    """A slide with as many pairs as can be read from afar, of a volume one of its slices, from its first stop on."""
    picture = sliding.picture(keys)
    if len(picture.rows) > 1 or len(sliding.step) > 2:
        picture = sliding.picture(keys, most=1)
    return replace(picture, at=next((at for at, stop in enumerate(picture.stops) if stop.key), 0))


def forward(story: Story) -> Picture:
    """The filter over X, filling O."""
    size = story.spec.output_size
    return slid(pictures.forward(story, (0, 0, *(0 for _ in size))), _corner(size))


def backward(story: Story) -> Picture:
    """The flipped filter over the prepared map, filling ∂L/∂X."""
    worked = story.busiest("input")
    keys = {tuple(index[2:]) for index in neighbours(story)} | {(0,) * len(story.spec.input_size)}
    return slid(pictures.backward(story, worked), frozenset(keys))


def to_filter(story: Story) -> Picture:
    """The dilated gradient over X, filling ∂L/∂F."""
    return slid(pictures.to_filter(story, story.busiest("weight")), _corner(story.spec.kernel_size))


def _corner(size: Index) -> frozenset[Index]:
    """The first place, and a step further along the last axes."""
    lead = (0,) * (len(size) - 2)
    near = product((0, 1), repeat=min(len(size), 2))
    return frozenset((*lead, *at) for at in near if all(a < n for a, n in zip(at, size[-2:], strict=True)))


def windows_of(story: Story, index: Index) -> Picture:
    """Windows an entry of X lies in, with the filter entry that meets it in each, and the local derivative."""
    alphabet, links = story.write.found.alphabet, story.write.chain("input", index)
    first = alphabet.entry(links[0].upstream)[1]
    whole = slid(pictures.forward(story, first), frozenset())
    entry, stops = story.paper.entry("input", index), []
    shown = {stop.place: stop for stop in whole.stops}
    for link in links:
        output = alphabet.entry(link.upstream)[1]
        stop = shown.get(output[2:]) if output[:2] == first[:2] else None
        if stop is None:
            continue
        ((_, (rank,)),) = link.local
        line = Equation((Partial(story.write.output_of(link), entry), story.write.polynomial(link.local)))
        stops.append(replace(stop, met=_met(stop, story, alphabet.entry(rank)[1][2:]), formulas=(line,), key=True))
    return Picture(rows=whole.rows, stops=tuple(stops))


def _met(stop: Stop, story: Story, tap: Index) -> Cells:
    """The cell under the window that a filter entry meets, and that filter entry."""
    spread = [at * axis.dilation for at, axis in zip(tap, story.spec.axes, strict=True)][-2:]
    row, column = (spread[0], spread[1]) if len(spread) == 2 else (0, spread[0])
    return (0, 0, stop.frame.row + row, stop.frame.column + column), (0, 1, row, column)
