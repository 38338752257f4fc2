"""Where the padding comes from, and where its gradient goes back to: X beside the padded input, cell by cell."""

from collections.abc import Callable
from dataclasses import replace

from symconv.algebra.tensors import Index
from symconv.folded import FoldedSpec
from symconv.lesson.blocks import Picture, side_by_side
from symconv.lesson.folded.padded import copies, source
from symconv.lesson.maps import shown
from symconv.lesson.story import Story
from symconv.notation.tree import Apply, Cell


def around(story: Story, layer: FoldedSpec, inner: Story) -> Picture:
    """X, and the padded input with the entries of X that stand in it; what stands in the padding is marked."""

    def cell_at(place: Index) -> Cell:
        cell = shown(story.paper.entry("input", source(layer, (0, 0, *place))))
        return replace(cell, look="" if _inside(layer, place) else "met")

    whole = story.paper.whole("input", (0, 0))
    front = (0,) * (len(layer.input_size) - 2)
    padded = replace(inner.map("input"), cell_at=cell_at)
    return side_by_side(
        story.map("input").grid(whole, front=front),
        padded.grid(Apply(layer.padding_mode, (whole,)), front=tuple(axis.before for axis in layer.axes[:-2])),
    )


def back(story: Story, layer: FoldedSpec, inner: Story, index: Index) -> Picture:
    """∂L/∂Y beside ∂L/∂X: what is added to one entry, and that entry, are marked."""
    places = {place[2:] for place in copies(layer, index)}
    front = index[2:-2]
    padded = inner.numbers("grad_input")
    around = tuple(at + axis.before for at, axis in zip(front, layer.axes, strict=False))
    whole = story.numbers("grad_input")
    return side_by_side(
        replace(padded, cell_at=_marked(padded.cell_at, places)).grid(*inner.label("grad_input"), front=around),
        replace(whole, cell_at=_marked(whole.cell_at, {index[2:]})).grid(*story.label("grad_input"), front=front),
    )


def _inside(layer: FoldedSpec, place: Index) -> bool:
    along = zip(layer.axes, place, strict=True)
    return all(0 <= at - axis.before < axis.input_size for axis, at in along)


def _marked(cell_at: Callable[[Index], Cell], places: set[Index]) -> Callable[[Index], Cell]:
    return lambda place: replace(cell_at(place), look="met") if place in places else cell_at(place)
