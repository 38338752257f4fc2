"""Figures on their own, for those who write their own slides: what a deck shows step by step, by name."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from symconv.errors import InputError
from symconv.folded import FoldedSpec
from symconv.lesson import pictures
from symconv.lesson.blocks import side_by_side
from symconv.lesson.deck import recipe
from symconv.lesson.deck.lecture import Lecture
from symconv.lesson.folded.padded import of_padded
from symconv.lesson.forward import second_output
from symconv.lesson.slide import Frames, Slide
from symconv.lesson.sliding import Sliding
from symconv.lesson.story import Story
from symconv.sizes import shown
from symconv.transposed import TransposedSpec


def figure(story: Story, name: str = "") -> Frames:
    """A figure of a layer, the forward windows if none is named.

    Raises:
        InputError: there is no such figure, or the layer has nothing to show in it.
    """
    if isinstance(story.layer, FoldedSpec):
        story = of_padded(story, story.layer)
    name = name or "forward"
    figures = TRANSPOSED if isinstance(story.layer, TransposedSpec) else FIGURES
    if name not in figures:
        raise InputError(f"figure must be one of {', '.join(figures)}, got {shown(name)}")
    lecture = Lecture(story=story, warm_up=None, believed=lambda *_: None)
    if name == "dilate" and not lecture.strided:
        raise InputError("the stride is 1, so there is nothing to dilate; the other figures are there")
    return figures[name](lecture)


def _of(slide: Callable[[Lecture], Slide]) -> Callable[[Lecture], Frames]:
    """The pictures of a slide, of each what it adds to the one before it: they stand below each other."""

    def added(lecture: Lecture) -> Frames:
        frames = next(block for block in slide(lecture).blocks if isinstance(block, Frames))
        made = ((side_by_side(picture.grids[at]), words) for at, (picture, words) in enumerate(frames.pictures))
        return Frames(pictures=tuple(made))

    return added


def _moving(sliding: Sliding) -> Frames:
    """One picture whose window moves."""
    return Frames(pictures=((sliding.picture(), ()),))


TITLES: Mapping[str, str] = MappingProxyType(
    {
        "forward": "figure.forward",
        "dilate": "figure.dilate",
        "pad": "figure.pad",
        "flip": "figure.flip",
        "slide": "figure.slide",
        "filter": "figure.filter",
    }
)
"""Figure → the key of its title."""

FIGURES: Mapping[str, Callable[[Lecture], Frames]] = MappingProxyType(
    {
        "forward": lambda lecture: _moving(pictures.forward(lecture.story, second_output(lecture.story))),
        "dilate": _of(recipe.dilate),
        "pad": _of(recipe.pad),
        "flip": _of(recipe.flip),
        "slide": lambda lecture: _moving(pictures.backward(lecture.story, lecture.story.busiest("input"))),
        "filter": lambda lecture: _moving(pictures.to_filter(lecture.story, lecture.story.busiest("weight"))),
    }
)
"""Name → its pictures."""

TRANSPOSED: Mapping[str, Callable[[Lecture], Frames]] = MappingProxyType(
    {
        "forward": lambda lecture: _moving(pictures.backward(lecture.story, lecture.story.busiest("output"))),
        "slide": lambda lecture: _moving(pictures.forward(lecture.story, lecture.story.busiest("input"))),
        "filter": FIGURES["filter"],
    }
)
"""The same of a transposed layer, whose output is made as a convolution's gradient is."""
