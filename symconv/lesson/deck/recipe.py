"""Dilate, pad, flip, slide: ∂L/∂X as a convolution, each step as a picture that changes."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from symconv.algebra.tensors import Index
from symconv.lesson import maps, operations, pictures
from symconv.lesson.blocks import Grid, Paragraph, Words, opened, side_by_side
from symconv.lesson.deck.drawn import backward
from symconv.lesson.deck.lecture import Lecture
from symconv.lesson.layer import by
from symconv.lesson.maps import Map
from symconv.lesson.pads import short
from symconv.lesson.slide import Frames, Slide
from symconv.lesson.story import Story
from symconv.notation.tree import Apply, Cell, Node

SECTION = "recipe"


def section(lecture: Lecture) -> Iterator[Slide]:
    """The four steps."""
    if lecture.strided:
        yield dilate(lecture)
    yield pad(lecture)
    yield flip(lecture)
    yield slide(lecture)


def dilate(lecture: Lecture) -> Slide:
    """∂L/∂O before and after the zeros of the stride."""
    story, say, whole = lecture.story, lecture.say, lecture.story.paper.whole("grad_output")
    zeros = tuple(stride - 1 for stride in story.spec.stride)
    words = say("recipe.dilate.words", zeros=by(zeros)) if len(set(zeros)) > 1 else say("recipe.dilate", n=zeros[0])
    before = _front(story.map("grad_output"), whole)
    after = _front(pictures.dilated(story), operations.dilated(story))
    return Slide(
        section=SECTION,
        title=say.plain("recipe.dilate.title"),
        blocks=(_filling((before, say("recipe.dilate.before", g=whole)), (after, words)),),
        notes=(say("recipe.dilate.note"),),
    )


def pad(lecture: Lecture) -> Slide:
    """The dilated map before and after its padding."""
    story, say = lecture.story, lecture.say
    before = _front(pictures.dilated(story), operations.dilated(story))
    return Slide(
        section=SECTION,
        title=say.plain("recipe.pad.title"),
        blocks=(_filling((before, short(story)), (_beginning(story), say("recipe.pad.after"))),),
        notes=(say("recipe.pad.note"),),
    )


def flip(lecture: Lecture) -> Slide:
    """The filter, spread where the layer is dilated, turned around axis by axis."""
    story, say, whole = lecture.story, lecture.say, lecture.story.paper.whole("weight")
    spread, named = _spread_filter(story), operations.turned(story)
    if any(d > 1 for d in story.spec.dilation) and isinstance(named, Apply):
        shown = [(_front(spread, named.arguments[0]), say("recipe.flip.dilated"))]
    else:
        shown = [(_front(spread, whole), say("recipe.flip.before", f=whole))]
    if len(spread.size) == 2:
        half = replace(spread, cell_at=partial(_mirrored, spread))
        shown.append((_front(half, *say("recipe.flip.half.label")), say("recipe.flip.half")))
    shown.append((_front(spread.flipped(), named), say("recipe.flip.after")))
    return Slide(
        section=SECTION,
        title=say.plain("recipe.flip.title"),
        blocks=(_filling(*shown),),
        notes=(say("recipe.flip.note"),),
    )


def _filling(*shown: tuple[Grid, Words]) -> Frames:
    """Grids beside each other, each made a step after the one before it."""
    grids = [grid for grid, _ in shown]
    return Frames(
        pictures=tuple(
            (side_by_side(*grids[: at + 1], *map(opened, grids[at + 1 :])), words)
            for at, (_, words) in enumerate(shown)
        )
    )


def slide(lecture: Lecture) -> Slide:
    """The flipped filter over the prepared map, filling ∂L/∂X, and the whole in one line."""
    story, say = lecture.story, lecture.say
    many = story.spec.out_channels > story.spec.groups
    told = say("recipe.slide", whole=operations.backward(story), many=many)
    return Slide(
        section=SECTION,
        title=say.plain("recipe.slide.title"),
        blocks=(Paragraph(words=told), backward(story)),
        notes=(say("recipe.sign", sign="⋆"), say("recipe.slide.note"), say("recipe.formula.note")),
    )


def _front(map_: Map, *label: str | Node) -> Grid:
    """The first slice of a map."""
    return map_.grid(*label, front=(0,) * len(map_.size[:-2]))


def _beginning(story: Story) -> Grid:
    """The prepared map, where long, around the place where what was padded begins."""
    map_, before = pictures.prepared(story), maps.backward_padding(story.spec.axes)[0]
    front = tuple(min(max(at, 0), n - 1) for at, n in zip(before[:-2], map_.size[:-2], strict=True))
    places = tuple(
        range(n) if n <= maps.WIDEST else range(min(max(at - 2, 0), n - maps.WIDEST), n)[: maps.WIDEST]
        for at, n in zip(before[-2:], map_.size[-2:], strict=True)
    )
    return map_.grid(operations.prepared(story), front=front, places=places)


def _spread_filter(story: Story) -> Map:
    nothing = (0,) * len(story.spec.stride)
    return story.spread("weight", story.spec.dilation, nothing, nothing)


def _mirrored(map_: Map, place: Index) -> Cell:
    """A cell of the map turned around along its last axis."""
    return map_.cell_at((*place[:-1], map_.size[-1] - 1 - place[-1]))
