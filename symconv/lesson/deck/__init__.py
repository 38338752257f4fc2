"""The deck: the derivation at a lecturer's pace, one idea a slide."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from symconv.errors import InputError
from symconv.folded import FoldedSpec
from symconv.lesson.blocks import Display, Paragraph, Picture
from symconv.lesson.deck import (
    channels,
    numbers,
    opening,
    pooling,
    question,
    quiz,
    recipe,
    strided,
    takeaways,
    theorem,
    upsample,
    warm_up,
)
from symconv.lesson.deck import filter as filter_
from symconv.lesson.deck.lecture import Lecture
from symconv.lesson.slide import Frames, Slide
from symconv.lesson.wording import Wording
from symconv.notation.tree import Dots, Node
from symconv.notation.walk import walk
from symconv.sizes import shown as quoted
from symconv.transposed import TransposedSpec

ORDER = (
    opening,
    warm_up,
    strided,
    question,
    recipe,
    filter_,
    channels,
    numbers,
    pooling,
    upsample,
    theorem,
    takeaways,
    quiz,
)
SECTIONS = tuple(part.SECTION for part in ORDER)


def deck(lecture: Lecture, only: tuple[str, ...] = (), skip: tuple[str, ...] = ()) -> Iterator[Slide]:
    """The slides of a lecture.

    Args:
        lecture: what is told.
        only: the sections to keep; none stated keeps all.
        skip: the sections to leave out.

    Raises:
        InputError: a section is not one of ``SECTIONS``, or none is left.
    """
    yield from chosen(lambda kept: _told(lecture, kept), lecture.say, only, skip)


def chosen(
    told: Callable[[list[str]], Iterable[Slide]], say: Wording, only: tuple[str, ...], skip: tuple[str, ...]
) -> Iterator[Slide]:
    """The slides of some sections, which ``told`` is given; a word about dots is added where the first are.

    Raises:
        InputError: a section is not one of ``SECTIONS``, or none is left.
    """
    for name in (*only, *skip):
        if name not in SECTIONS:
            raise InputError(f"sections are {', '.join(SECTIONS)}, got {quoted(name)}")
    kept = [name for name in SECTIONS if name not in skip and (not only or name in only)]
    slides = [slide for slide in told(kept) if slide.section in kept]
    if not slides:
        raise InputError("these sections hold no slide of this layer")
    first = next((at for at, slide in enumerate(slides) if any(map(_in_part, slide.blocks))), None)
    for at, slide in enumerate(slides):
        yield _said_in_part(say, slide) if at == first else slide


def _told(lecture: Lecture, kept: list[str]) -> Iterator[Slide]:
    """The slides of these sections; those of transposed layers and of folded padding have an order of their own."""
    if isinstance(lecture.story.layer, TransposedSpec):
        from symconv.lesson.transposed.deck import slides  # loaded only where it is asked for

        yield from slides(lecture)
        return
    if isinstance(lecture.story.layer, FoldedSpec):
        from symconv.lesson.folded.deck import slides as folded  # loaded only where it is asked for

        yield from folded(lecture, lecture.story.layer)
        return
    for part in ORDER:
        if part.SECTION in kept:
            yield from part.section(lecture)


def _said_in_part(say: Wording, slide: Slide) -> Slide:
    """The slide with a word about dots, the first time that something is left out."""
    return replace(slide, blocks=(*slide.blocks, Paragraph(words=say("picture.part"))))


def _in_part(block: object) -> bool:
    """Whether a picture or formula of a block has dots."""
    trees: list[Node] = list(block.formulas) if isinstance(block, Display) else []
    shown: list[Picture] = [block] if isinstance(block, Picture) else []
    for picture, words in block.pictures if isinstance(block, Frames) else ():
        shown.append(picture)
        trees += [word for word in words if not isinstance(word, str)]
    trees += [grid.matrix for picture in shown for grid in picture.grids]
    trees += [formula for picture in shown for stop in picture.stops for formula in stop.formulas]
    return any(isinstance(node, Dots) for tree in trees for node in walk(tree))
