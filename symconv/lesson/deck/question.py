"""Is it still a convolution with the rotated filter? What one would try, tried on one entry."""

from collections.abc import Iterator
from dataclasses import dataclass

from symconv.algebra.polynomial import NormalForm
from symconv.lesson.blocks import Block, Bullets, Panels, Paragraph, Words, displayed
from symconv.lesson.deck.lecture import Lecture
from symconv.lesson.deck.pictures import drawn, met_by, padded_input, read, side_by_side
from symconv.lesson.layer import by, each
from symconv.lesson.maps import Map
from symconv.lesson.operations import padded_input as padded_name
from symconv.lesson.slide import Slide
from symconv.lesson.story import Story
from symconv.notation.tree import Apply, Equation, Infix, Node
from symconv.proof.entrywise import Difference, Proof

SECTION = "question"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What one would try, and how it fares.

    Attributes:
        proof: its verdict against the chain rule.
        over: what its filter slides over, written down.
        turned: its filter, written down.
        map: what its filter slides over.
        filter: its filter.
        reach: entries that filter spans along each axis.
    """

    proof: Proof
    over: Node
    turned: Node
    map: Map
    filter: Map
    reach: tuple[int, ...]


def section(lecture: Lecture) -> Iterator[Slide]:
    """The question, the attempt, and why it fails; where it holds, that it does."""
    say, attempt = lecture.say, attempted(lecture)
    gradient, stride = lecture.story.paper.whole("grad_input"), each(lecture.story.spec.stride)
    asked = say("question.strided", s=stride, g=gradient) if lecture.strided else say("question.one", g=gradient)
    yield Slide(
        section=SECTION,
        title=say.plain("question.title"),
        blocks=(
            Paragraph(words=asked),
            displayed(Infix("⋆", attempt.over, attempt.turned)),
            Paragraph(words=say("question.vote")),
        ),
        notes=(say("question.note"),),
    )
    tried = _first_failure(attempt.proof)
    if tried is None:
        yield _holds(lecture, attempt)
        return
    yield _tried(lecture, attempt, tried)
    yield _why(lecture, attempt)


def attempted(lecture: Lecture) -> Attempt:
    """At stride s the stride-1 form taken over as it is; at stride 1 the recipe that knows no padding."""
    story, spec = lecture.story, lecture.story.spec
    nothing = (0,) * len(spec.stride)
    reach = tuple(axis.effective_kernel for axis in spec.axes) if lecture.strided else spec.kernel_size
    spacing = spec.dilation if lecture.strided else (1,) * len(spec.stride)
    filter_ = story.spread("weight", spacing, nothing, nothing).flipped()
    cropped = [tuple(p) for p in zip(*spec.padding, strict=True)] if lecture.strided else [nothing, nothing]
    before, after = (tuple(e - 1 - p for e, p in zip(reach, pads, strict=True)) for pads in cropped)
    given, weight = story.paper.whole("grad_output"), story.paper.whole("weight")
    return Attempt(
        proof=story.folklore["undilated" if lecture.strided else "recipe"],
        over=Apply("pad", (given,)) if any((*before, *after)) else given,
        turned=Apply("flip", (weight,)),
        map=story.spread("grad_output", (1,) * len(spec.stride), before, after),
        filter=filter_,
        reach=reach,
    )


def _first_failure(proof: Proof) -> Difference | None:
    """Of the entries that differ the one with the most terms that both sides have; None where all agree."""
    differing = [d for d in proof.differences if d.truth is not None]
    both = [d for d in differing if d.got is not None and not any(d.index[:2])]
    return max(both or differing, key=lambda d: len(d.truth or ()), default=None)


def _tried(lecture: Lecture, attempt: Attempt, tried: Difference) -> Slide:
    story, say = lecture.story, lecture.say
    entry = story.paper.entry("input", tried.index)
    gradient = story.paper.entry("grad_input", tried.index)
    blocks: list[Block] = []
    if tried.got is not None and not any(tried.index[:2]):
        blocks.append(_picture(lecture, attempt, tried))
        lines: tuple[Node, ...] = (_line(story, gradient, tried.truth), _line(story, gradient, tried.got, "≠"))
        words: Words = say("question.tried", x=entry)
    else:
        lines = (_line(story, gradient, tried.truth),)
        words = say("question.missing", x=entry)
    return Slide(
        section=SECTION,
        title=say.plain("question.tried.title"),
        blocks=(Paragraph(words=words), *blocks, displayed(*lines)),
        notes=(say("question.tried.note", x=entry),),
    )


def _picture(lecture: Lecture, attempt: Attempt, tried: Difference) -> Block:
    under = [[at + i for i in range(e)] for at, e in zip(tried.index[2:], attempt.reach, strict=True)]
    return side_by_side(
        drawn(lecture, read(attempt.map, under), attempt.over),
        drawn(lecture, attempt.filter, attempt.turned),
    )


def _line(story: Story, gradient: Node, form: NormalForm | None, relation: str = "=") -> Equation:
    return Equation((gradient, story.write.normal_form(form or {})), relation)


def _why(lecture: Lecture, attempt: Attempt) -> Slide:
    story, say = lecture.story, lecture.say
    points: list[Words] = []
    if attempt.proof.shape[2:] != story.spec.input_size:
        points.append(say("question.shape", got=by(attempt.proof.shape[2:]), n=by(story.spec.input_size)))
    picture: tuple[Panels, ...] = ()
    if lecture.strided:
        starts = read(padded_input(story), met_by(story, (0,) * len(story.spec.stride)))
        touching = drawn(lecture, story.map("grad_output"), story.paper.whole("grad_output"))
        picture = (side_by_side(drawn(lecture, starts, padded_name(story)), touching),)
        points.append(say("question.why.strided", s=each(story.spec.stride)))
    else:
        points.append(say("question.why.one"))
    points.append(say("question.way.out.strided") if lecture.strided else say("question.way.out.one"))
    return Slide(
        section=SECTION,
        title=say.plain("question.why.title"),
        blocks=(*picture, Bullets(items=tuple(points))),
        notes=(say("question.why.note"),),
    )


def _holds(lecture: Lecture, attempt: Attempt) -> Slide:
    say = lecture.say
    key = "question.holds.strided" if lecture.strided else "question.holds.one"
    return Slide(
        section=SECTION,
        title=say.plain("question.holds.title"),
        blocks=(Paragraph(words=say(key)), Paragraph(words=say("proven.here", n=attempt.proof.entries))),
        notes=(say("question.holds.note"),),
    )
