"""The same from another side: upsampling, then stride-1 backward; and phase by phase."""

from collections.abc import Iterator
from itertools import islice
from math import prod

from symconv.lesson import operations, pictures
from symconv.lesson.blocks import Bullets, Paragraph, Table, Words, displayed, side_by_side
from symconv.lesson.deck.lecture import Lecture, proven
from symconv.lesson.layer import by, each
from symconv.lesson.slide import Slide
from symconv.notation.tree import Dots
from symconv.routes.polyphase import Phase, phase_of
from symconv.spec import positions

SECTION = "upsample"
MOST_ROWS = 6
MOST_NAMED = 6


def section(lecture: Lecture) -> Iterator[Slide]:
    """Where the zeros come from, and what is left when they are not multiplied."""
    if not lecture.strided or not lecture.full:
        return
    yield _dropped(lecture)
    yield _two_steps(lecture)
    yield _phases(lecture)
    yield _verdicts(lecture)


def _dropped(lecture: Lecture) -> Slide:
    story, say = lecture.story, lecture.say
    front = (0,) * len(story.spec.stride[:-2])
    return Slide(
        section=SECTION,
        title=say.plain("upsample.dropped.title"),
        blocks=(
            Paragraph(words=say("upsample.dropped", s=each(story.spec.stride))),
            side_by_side(pictures.dilated(story).grid(operations.dilated(story), front=front)),
            Paragraph(words=say("upsample.zeros")),
        ),
        notes=(say("upsample.dropped.note"),),
    )


def _two_steps(lecture: Lecture) -> Slide:
    story, say = lecture.story, lecture.say
    decimated = proven(story, "output", "decimation").entries
    backward = proven(story, "grad_input", "upsample").entries
    forward = proven(story, "grad_weight", "upsample").entries
    paper = story.paper
    return Slide(
        section=SECTION,
        title=say.plain("upsample.steps.title"),
        blocks=(
            displayed(operations.backward(story)),
            Bullets(
                items=(
                    say("upsample.decimated", o=paper.whole("output"), n=decimated),
                    say("upsample.backward", g=paper.whole("grad_input"), n=backward),
                    say("upsample.backward", g=paper.whole("grad_weight"), n=forward),
                )
            ),
        ),
        notes=(say("upsample.steps.note"),),
    )


def _phases(lecture: Lecture) -> Slide:
    story, say, spec = lecture.story, lecture.say, lecture.story.spec
    numbered = positions(tuple(min(s, MOST_ROWS) for s in spec.stride))
    rows = tuple(
        _row(lecture, [phase_of(axis, number) for axis, number in zip(spec.axes, numbers, strict=True)])
        for numbers in islice(numbered, MOST_ROWS)
    )
    left_out = prod(spec.stride) - len(rows)
    more = (Paragraph(words=say("upsample.more", n=left_out)),) if left_out else ()
    entries = proven(story, "grad_input", "polyphase").entries
    return Slide(
        section=SECTION,
        title=say.plain("upsample.phases.title"),
        blocks=(
            Paragraph(words=say("upsample.phases", s=by(spec.stride))),
            Table(header=(say("upsample.phase"), say("upsample.met"), say("upsample.number")), rows=rows),
            *more,
            Paragraph(words=say("proven.here", n=entries)),
        ),
        notes=(say("upsample.phases.note"),),
    )


def _row(lecture: Lecture, phase: list[Phase]) -> tuple[Words, ...]:
    """The number of a phase along each axis, the filter entries it meets, and how many."""
    say, entry = lecture.say, lecture.story.first("weight")
    taps = [
        tuple(p.taps[at] for p, at in zip(phase, place, strict=True))
        for place in positions(tuple(len(p.taps) for p in phase))
    ]
    named = [entry(tap) for tap in taps]
    if len(named) > MOST_NAMED:
        named = [*named[: MOST_NAMED - 2], Dots(), named[-1]]
    met = tuple(word for at, node in enumerate(named) for word in ((", ", node) if at else (node,)))
    return (", ".join(str(p.number) for p in phase),), met or say("upsample.none"), (str(len(taps)),)


def _verdicts(lecture: Lecture) -> Slide:
    story, say = lecture.story, lecture.say
    rows: tuple[tuple[Words, ...], ...] = tuple(
        (
            (story.paper.whole(proof.claim),),
            (proof.route,),
            (str(proof.entries),),
            say("proven.yes" if proof.holds else "proven.no"),
        )
        for proof in story.proofs
    )
    header = (say("proven.claim"), say("proven.route"), say("proven.entries"), say("proven.verdict"))
    return Slide(
        section=SECTION,
        title=say.plain("upsample.proven.title"),
        blocks=(Paragraph(words=say("proven.how")), Table(header=header, rows=rows)),
        notes=(say("proven.note"),),
    )
