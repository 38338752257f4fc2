"""A lecture as one pipeline: derive → warm up on a small relative → slides → a deck in a format."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from symconv import routes
from symconv.algebra.chain_rule import Gradients, differentiate
from symconv.algebra.limit import DEFAULT_LIMIT
from symconv.lesson.deck import deck
from symconv.lesson.deck.lecture import Lecture
from symconv.lesson.formulas import Formulas
from symconv.lesson.selection import Entries
from symconv.lesson.slide import Slide
from symconv.lesson.story import ALL_GRADIENTS, Story
from symconv.lesson.wording import Wording
from symconv.library.believed import believed_of
from symconv.library.derivation import Derivation, derive
from symconv.library.example import exemplified
from symconv.notation.paper import Paper, named
from symconv.proof.entrywise import Progress, Proof, prove_all, prove_routes, unheard
from symconv.render import decks
from symconv.render.documents import Document
from symconv.render.wrapping import wrapped
from symconv.sizes import one_line
from symconv.spec import ConvSpec
from symconv.transposed import Layer, convolution, made

if TYPE_CHECKING:
    from symconv.proof.theorem.statement import Statement

LONGEST_SUM = 6
"""Terms of a sum that a slide shows without leaving any out."""

LONGEST_OF_CHANNELS = 4
"""The same where output channels are summed, and entries have upper indices."""

SMALL_KERNEL = 3
"""Most filter entries along an axis of the layer that is warmed up with."""


def told(
    spec: Layer,
    *,
    names: Mapping[str, str] | None = None,
    index_base: int = 0,
    only: tuple[str, ...] = (),
    skip: tuple[str, ...] = (),
    language: str = "en",
    title: str | None = None,
    author: str | None = None,
    theorem: bool = False,
    full: bool = False,
    values: str = "chosen",
    max_terms: int | None = DEFAULT_LIMIT,
    progress: Progress = unheard,
) -> tuple[Slide, ...]:
    """The slides of a lecture on one layer, for any format.

    Args:
        spec: the layer.
        names: code word → name on paper, such as ``{"input": "A"}``.
        index_base: 0 or 1, the number of the first entry.
        only: sections to keep, of ``lesson.deck.SECTIONS``; none stated keeps all.
        skip: sections to leave out.
        language: the language of the words.
        title: of the deck, instead of its own.
        author: who gives the lecture.
        theorem: four slides more, before the takeaways: the one form, what holds for every size, and why.
        full: also where the zeros come from, phase by phase, and the table of verdicts.
        values: the numbers of the example, as :meth:`Derivation.story` takes them.
        max_terms: most products ``x·f`` of all outputs together; None lifts the limit.
        progress: told after each route how many of how many are proven.

    Raises:
        SpecError: the layer has more products than the limit, or its batch size is open.
        InputError: a name, section or language does not exist, or title or author is no line of text.
        ProofError: a route disagrees with the chain rule, which is a bug in symconv.
    """
    paper = Paper(spec=spec, names=named(names), index_base=index_base)
    say = Wording(language)
    for told, what in ((theorem, "a theorem"), (full, "a full lecture")):
        if told:
            convolution(spec, what)
    derivation = derive(spec, max_terms=max_terms, progress=progress)
    story = replace(_story(derivation, paper, say), example=exemplified(derivation.gradients, values))
    plain = spec is spec.form
    lecture = Lecture(
        story=story,
        warm_up=_warm_up(paper, say, values) if plain else None,
        believed=believed_of(derivation.gradients),
        theorem=_theorem() if theorem else None,
        full=full,
        title=one_line("title", title or ""),
        author=one_line("author", author or ""),
    )
    return tuple(deck(lecture, only, skip))


def slides(
    spec: Layer,
    *,
    format: str = "html",  # noqa: A002 - the option's name
    theme: str | None = None,
    handout: bool = False,
    notes: bool = False,
    template_dir: Path | str | None = None,
    **lecture: Any,
) -> Document:
    """A deck on one layer: text, or bytes for ``pdf`` and ``pptx``.

    Args:
        spec: the layer.
        format: one of ``render.decks.FORMATS``.
        theme: one of the format's looks.
        handout: everything at once instead of step by step.
        notes: what the lecturer says, beside the slides.
        template_dir: a folder whose templates are taken before symconv's own.
        lecture: what :func:`told` takes.

    Raises:
        InputError: an option cannot be used; see :func:`told` for the rest.
    """
    looks: dict[str, Any] = {"theme": theme, "handout": handout, "notes": notes, "template_dir": template_dir}
    return written(told(spec, **lecture), format, lecture, **looks)


def written(
    story: tuple[Slide, ...],
    format: str,  # noqa: A002 - as above
    lecture: Mapping[str, Any],
    **looks: Any,
) -> Document:
    """Slides as a deck, with the title, author and language of a lecture."""
    document = {name: lecture[name] for name in ("author", "language") if lecture.get(name)}
    return decks.deck(story, format, title=lecture.get("title") or story[0].title, **document, **looks)


def outline(spec: Layer, *, width: int | None = None, **lecture: Any) -> str:
    """The slides by number, section and title, on lines of a width; takes what :func:`told` takes besides."""
    return listed(told(spec, **lecture), width)


def listed(story: tuple[Slide, ...], width: int | None) -> str:
    """Slides by number, section and title."""
    section = max(len(slide.section) for slide in story)
    columns, then = width or sys.maxsize, " " * (7 + section)
    starts = (f"{number:3}  {slide.section:{section}}  " for number, slide in enumerate(story, 1))
    lines = (wrapped(slide.title, columns, first=start, then=then) for slide, start in zip(story, starts, strict=True))
    return "".join(f"{line}\n" for title in lines for line in title)


def _theorem() -> "Statement":
    """The gradient of the input as a correlation, for every size."""
    from symconv.proof.theorem.layer import OpenLayer  # loaded only where it is asked for
    from symconv.proof.theorem.theorem import proven

    return proven(OpenLayer(), only=("dilate-pad-flip",)).statements[0]


def _story(derivation: Derivation, paper: Paper, say: Wording) -> Story:
    tried = routes.FOLKLORE if derivation.spec is derivation.spec.form else {}
    folklore = {p.route: p for p in prove_routes(derivation.gradients, "grad_input", tried)}
    return _story_of(derivation.gradients, paper, derivation.proofs, folklore, say)


def _story_of(
    found: Gradients, paper: Paper, proofs: tuple[Proof, ...], folklore: Mapping[str, Proof], say: Wording
) -> Story:
    longest = LONGEST_SUM if paper.spec.out_channels == paper.spec.groups else LONGEST_OF_CHANNELS
    textbook = next(p for p in proofs if (p.claim, p.route) == (made(paper.spec)[0], "textbook"))
    return Story(
        write=Formulas(found, paper, shorten=True, longest=longest),
        proofs=proofs,
        folklore=folklore,
        stride_one=(paper.spec.form, textbook),
        activation=None,
        entries=Entries(),
        wrt=ALL_GRADIENTS,
        say=say,
    )


def _warm_up(paper: Paper, say: Wording, values: str) -> Story | None:
    """A small layer of stride 1 with as many axes; None where the layer itself has stride 1."""
    axes = len(paper.spec.stride)
    if max(paper.spec.stride) == 1:
        return None
    most = SMALL_KERNEL if axes < 3 else SMALL_KERNEL - 1
    kernel = tuple(min(max(k, 2), most) for k in paper.spec.kernel_size)
    small = ConvSpec.of(kernel_size=kernel)
    found = differentiate(small)
    story = _story_of(found, replace(paper, spec=small), prove_all(found, ("textbook",)), {}, say)
    return replace(story, example=exemplified(found, "chosen" if values.endswith(".npz") else values))
