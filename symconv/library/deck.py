"""A deck on any layer as one pipeline: its lecture → slides → a format."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from symconv.lesson.deck import chosen
from symconv.lesson.pooled.deck import slides as pooled
from symconv.lesson.slide import Slide
from symconv.lesson.stacked.deck import slides as stacked
from symconv.library.lecture import told
from symconv.library.marked import line, marked_slides
from symconv.library.pooling import derive_pooling
from symconv.library.stacked import derive_stack
from symconv.pooled import PooledSpec
from symconv.render import decks
from symconv.render.documents import Document
from symconv.render.wrapping import wrapped
from symconv.stack import Stack
from symconv.transposed import Layer

Lectured = Layer | PooledSpec | Stack
"""What there is a lecture on: a layer with a filter, a pooling, or convolutions one after the other."""
Sections = tuple[str, ...]


def lecture(spec: Lectured, **lecture: Any) -> tuple[Slide, ...]:
    """The slides of a lecture, for any format.

    Args:
        spec: what it is on.
        lecture: what :func:`symconv.library.lecture.told` takes; of a pooling or of several layers ``only``, ``skip``,
            ``max_terms`` and what their :meth:`story` takes, of the latter ``activation``, too.

    Raises:
        SpecError: the layer is larger than the limit, or its batch size is open.
        InputError: an option cannot be used.
    """
    if isinstance(spec, Stack):
        return tuple(_of_stack(spec, **lecture))
    return tuple(_of_pooling(spec, **lecture)) if isinstance(spec, PooledSpec) else told(spec, **lecture)


def slides(
    spec: Lectured,
    *,
    format: str = "html",  # noqa: A002 - the option's name
    theme: str | None = None,
    handout: bool = False,
    notes: bool = False,
    template_dir: Path | str | None = None,
    **lectured: Any,
) -> Document:
    """A deck on a layer, a pooling, or several layers: text, or bytes for ``pdf`` and ``pptx``.

    Args:
        spec: what it is on.
        format: one of ``render.decks.FORMATS``.
        theme: one of the format's looks.
        handout: everything at once instead of step by step.
        notes: what the lecturer says, beside the slides.
        template_dir: a folder whose templates are taken before symconv's own.
        lectured: what :func:`lecture` takes.

    Raises:
        InputError: an option cannot be used; see :func:`lecture` for the rest.
    """
    told_ = lecture(spec, **lectured)
    document = {name: lectured[name] for name in ("author", "language") if lectured.get(name)}
    looks: Mapping[str, Any] = {"theme": theme, "handout": handout, "notes": notes, "template_dir": template_dir}
    return decks.deck(told_, format, title=lectured.get("title") or told_[0].title, **document, **looks)


def outline(spec: Lectured, *, width: int | None = None, **lectured: Any) -> str:
    """The slides by number, section and title, on lines of a width; takes what :func:`lecture` takes besides."""
    story = lecture(spec, **lectured)
    section = max(len(slide.section) for slide in story)
    columns, then = width or sys.maxsize, " " * (7 + section)
    starts = (f"{number:3}  {slide.section:{section}}  " for number, slide in enumerate(story, 1))
    lines = (wrapped(slide.title, columns, first=start, then=then) for slide, start in zip(story, starts, strict=True))
    return "".join(f"{line}\n" for title in lines for line in title)


def _of_stack(stack: Stack, *, only: Sections = (), skip: Sections = (), **told: Any) -> Iterator[Slide]:
    derivation = derive_stack(stack, **_taken(told, "activation", "max_terms"))
    story = derivation.story(**told)
    slides_ = chosen(lambda kept: stacked(story), story.say, only, skip)
    return marked_slides(slides_, line(stack, told.get("index_base", 0)), {})


def _of_pooling(spec: PooledSpec, *, only: Sections = (), skip: Sections = (), **told: Any) -> Iterator[Slide]:
    derivation = derive_pooling(spec, **_taken(told, "max_terms"))
    story = derivation.story(**told)
    slides_ = chosen(lambda kept: pooled(story), story.say, only, skip)
    return marked_slides(slides_, line(spec, told.get("index_base", 0)), {})


def _taken(told: dict[str, Any], *names: str) -> dict[str, Any]:
    """What is said of the derivation, taken out of what is told."""
    return {name: told.pop(name) for name in names if name in told}
