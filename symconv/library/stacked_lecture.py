"""A lecture on convolutions one after the other: derive → slides → a deck in a format."""

from pathlib import Path
from typing import Any

from symconv.algebra.composition import DEFAULT_LIMIT
from symconv.lesson.deck import chosen
from symconv.lesson.slide import Slide
from symconv.lesson.stacked.deck import slides
from symconv.library.lecture import listed, written
from symconv.library.stacked import derive_stack
from symconv.render.documents import Document
from symconv.stack import Stack


def stack_lecture(
    stack: Stack,
    *,
    only: tuple[str, ...] = (),
    skip: tuple[str, ...] = (),
    activation: str = "f",
    max_terms: int | None = DEFAULT_LIMIT,
    **story: Any,
) -> tuple[Slide, ...]:
    """The slides of a lecture on several layers.

    Args:
        stack: the layers.
        only: sections to keep, of ``lesson.deck.SECTIONS``; none stated keeps all.
        skip: sections to leave out.
        activation: as for :func:`derive_stack`.
        max_terms: as there.
        story: what :meth:`StackDerivation.story` takes.

    Raises:
        SpecError: as there.
        InputError: as there, or a section does not exist.
    """
    whole = derive_stack(stack, activation=activation, max_terms=max_terms).story(**story)
    return tuple(chosen(lambda kept: slides(whole), whole.say, only, skip))


def stack_slides(
    stack: Stack,
    *,
    format: str = "html",  # noqa: A002 - the option's name
    theme: str | None = None,
    handout: bool = False,
    notes: bool = False,
    template_dir: Path | str | None = None,
    **lecture: Any,
) -> Document:
    """A deck on several layers: text, or bytes for ``pdf`` and ``pptx``.

    Args:
        stack: the layers.
        format: one of ``render.decks.FORMATS``.
        theme: one of the format's looks.
        handout: everything at once instead of step by step.
        notes: what the lecturer says, beside the slides.
        template_dir: a folder whose templates are taken before symconv's own.
        lecture: what :func:`stack_lecture` takes.

    Raises:
        InputError: an option cannot be used.
    """
    looks: dict[str, Any] = {"theme": theme, "handout": handout, "notes": notes, "template_dir": template_dir}
    return written(stack_lecture(stack, **lecture), format, lecture, **looks)


def stack_outline(stack: Stack, *, width: int | None = None, **lecture: Any) -> str:
    """The slides of :func:`stack_slides` by number, section and title, on lines of a width."""
    return listed(stack_lecture(stack, **lecture), width)
