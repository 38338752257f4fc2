"""Dilate, pad, flip, slide: ∂L/∂X as a convolution, each step as a picture that changes."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from symconv.algebra.tensors import Index
from symconv.lesson import maps, operations
from symconv.lesson.blocks import Paragraph, Words, displayed
from symconv.lesson.deck.lecture import Lecture, proven
from symconv.lesson.deck.pictures import beginning, drawn, read, side_by_side, under_filter
from symconv.lesson.deck.strided import neighbours
from symconv.lesson.layer import by
from symconv.lesson.maps import Map
from symconv.lesson.slide import Frames, Slide
from symconv.lesson.story import Story
from symconv.notation.tree import Apply, Cell

SECTION = "recipe"


def section(lecture: Lecture) -> Iterator[Slide]:
    """The four steps, then the formula and what it was proven on."""
    if lecture.strided:
        yield dilate(lecture)
    yield pad(lecture)
    yield flip(lecture)
    yield slide(lecture)
    yield _formula(lecture)


def dilate(lecture: Lecture) -> Slide:
    """∂L/∂O before and after the zeros of the stride."""
    story, say, whole = lecture.story, lecture.say, lecture.story.paper.whole("grad_output")
    zeros = tuple(stride - 1 for stride in story.spec.stride)
    words = say("recipe.dilate.words", zeros=by(zeros)) if len(set(zeros)) > 1 else say("recipe.dilate", n=zeros[0])
    before = side_by_side(drawn(lecture, story.map("grad_output"), whole))
    after = side_by_side(drawn(lecture, _dilated(story), operations.upstream(story)))
    return Slide(
        section=SECTION,
        title=say.plain("recipe.dilate.title"),
        blocks=(Frames(pictures=((before, say("recipe.dilate.before", g=whole)), (after, words))),),
        notes=(say("recipe.dilate.note"),),
    )


def pad(lecture: Lecture) -> Slide:
    """The dilated map before and after its padding."""
    story, say = lecture.story, lecture.say
    before = side_by_side(drawn(lecture, _dilated(story), operations.upstream(story)))
    grown = beginning(prepared(story), maps.backward_padding(story.spec.axes)[0])
    after = side_by_side(drawn(lecture, grown, operations.prepared(story)))
    return Slide(
        section=SECTION,
        title=say.plain("recipe.pad.title"),
        blocks=(Frames(pictures=((before, _pads(lecture)), (after, say("recipe.pad.after")))),),
        notes=(say("recipe.pad.note"),),
    )


def _pads(lecture: Lecture) -> Words:
    """How many zeros come before and after, and that a negative number cuts off."""
    say, axes = lecture.say, lecture.story.spec.axes
    before, after = maps.backward_padding(axes)
    words = say(
        "recipe.pad",
        before=by(before[:1] if len(set(axes)) == 1 else before),
        after=by(after[:1] if len(set(axes)) == 1 else after),
    )
    return (*words, *say("recipe.pad.crop")) if min(*before, *after) < 0 else words


def flip(lecture: Lecture) -> Slide:
    """The filter, spread where the layer is dilated, turned around axis by axis."""
    story, say, whole = lecture.story, lecture.say, lecture.story.paper.whole("weight")
    pictures = [(side_by_side(drawn(lecture, story.map("weight"), whole)), say("recipe.flip.before", f=whole))]
    spread, named = _spread_filter(story), operations.turned(story)
    if any(d > 1 for d in story.spec.dilation) and isinstance(named, Apply):
        pictures.append((side_by_side(drawn(lecture, spread, named.arguments[0])), say("recipe.flip.dilated")))
    if len(spread.size) == 2:
        half = replace(spread, cell_at=partial(_mirrored, spread))
        pictures.append((side_by_side(drawn(lecture, half, *say("recipe.flip.half.label"))), say("recipe.flip.half")))
    pictures.append((side_by_side(drawn(lecture, spread.flipped(), named)), say("recipe.flip.after")))
    return Slide(
        section=SECTION,
        title=say.plain("recipe.flip.title"),
        blocks=(Frames(pictures=tuple(pictures)),),
        notes=(say("recipe.flip.note"),),
    )


def slide(lecture: Lecture) -> Slide:
    """The turned filter over the prepared map, at a few entries of X."""
    story, say = lecture.story, lecture.say
    return Slide(
        section=SECTION,
        title=say.plain("recipe.slide.title"),
        blocks=(
            Paragraph(words=say("recipe.slide")),
            slide_over(lecture, story, prepared(story), turned(story)),
        ),
        notes=(say("recipe.slide.note"),),
    )


def _formula(lecture: Lecture) -> Slide:
    story, say = lecture.story, lecture.say
    proof = proven(story, "grad_input", "textbook")
    strided = say("recipe.formula.strided") if lecture.strided else say("recipe.formula.one")
    return Slide(
        section=SECTION,
        title=say.plain("recipe.formula.title"),
        blocks=(
            displayed(operations.grad_input(story)),
            Paragraph(words=strided),
            Paragraph(words=say("proven.here", n=proof.entries)),
        ),
        notes=(say("recipe.formula.note"),),
    )


def slide_over(lecture: Lecture, story: Story, under: Map, filter_: Map) -> Frames:
    """The turned filter at a few entries of X, each with its line of the chain rule."""
    label = operations.prepared(story)
    fixed = drawn(lecture, filter_, operations.turned(story))
    return Frames(
        pictures=tuple(
            (
                side_by_side(drawn(lecture, read(under, under_filter(story, index[2:])), label), fixed),
                (story.write.gradient_line("input", index),),
            )
            for index in neighbours(story)
            if not any(index[:2])
        )
    )


def prepared(story: Story) -> Map:
    """The dilated and padded map of ∂L/∂O."""
    return story.spread("grad_output", story.spec.stride, *maps.backward_padding(story.spec.axes))


def turned(story: Story) -> Map:
    """The dilated filter, every axis turned around."""
    return _spread_filter(story).flipped()


def _dilated(story: Story) -> Map:
    nothing = (0,) * len(story.spec.stride)
    return story.spread("grad_output", story.spec.stride, nothing, nothing)


def _spread_filter(story: Story) -> Map:
    nothing = (0,) * len(story.spec.stride)
    return story.spread("weight", story.spec.dilation, nothing, nothing)


def _mirrored(map_: Map, place: Index) -> Cell:
    """A cell of the map turned around along its last axis."""
    return map_.cell_at((*place[:-1], map_.size[-1] - 1 - place[-1]))
