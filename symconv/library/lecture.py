"""A lecture on one layer as one pipeline: derive → warm up on a small relative → slides."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

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
from symconv.library.marked import line, marked_slides
from symconv.notation.paper import Paper, named
from symconv.proof.entrywise import Progress, Proof, prove_all, prove_routes, unheard
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
        theorem: three slides more, before the takeaways: the one form, what holds for every size, and why.
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
    others = {"warm-up": line(lecture.warm_up.spec, index_base)} if lecture.warm_up else {}
    return tuple(marked_slides(deck(lecture, only, skip), line(spec, index_base), others))


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
