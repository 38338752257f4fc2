"""Is it still a convolution with the rotated filter? What one would try, tried on one entry."""

from collections.abc import Iterator
from dataclasses import replace

from symconv.lesson import pictures
from symconv.lesson.appendix.beyond import beyond_the_recipe
from symconv.lesson.attempt import Attempt, attempted, first_failure
from symconv.lesson.blocks import Block, Bullets, Paragraph, Picture, Words, displayed, side_by_side
from symconv.lesson.deck.lecture import Lecture
from symconv.lesson.layer import by, each
from symconv.lesson.slide import Slide
from symconv.lesson.sliding import Layer, Sliding
from symconv.lesson.story import Story
from symconv.notation.tree import Equation, Infix
from symconv.proof.entrywise import Difference

SECTION = "question"


def section(lecture: Lecture) -> Iterator[Slide]:
    """The question, the attempt, and why it fails; where it holds, that it does."""
    story, say = lecture.story, lecture.say
    attempt = attempted(story)
    gradient, stride = story.paper.whole("grad_input"), each(story.spec.stride)
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
    tried = first_failure(attempt.proof)
    if tried is None:
        yield _holds(lecture, attempt)
        return
    yield _tried(lecture, attempt, tried)
    yield _why(lecture, attempt)


def _tried(lecture: Lecture, attempt: Attempt, tried: Difference) -> Slide:
    story, say = lecture.story, lecture.say
    entry = story.paper.entry("input", tried.index)
    gradient = story.write.gradient_entry("input", tried.index)
    truth = Equation((gradient, story.write.normal_form(tried.truth or {})))
    if tried.got is not None and not any(tried.index[:2]):
        got = Equation((gradient, story.write.normal_form(tried.got)), "≠")
        blocks: tuple[Block, ...] = (*_picture(story, attempt, tried), displayed(truth, got))
        words: Words = say("question.tried", x=entry)
    else:
        blocks, words = (displayed(truth),), say("question.missing", x=entry)
    return Slide(
        section=SECTION,
        title=say.plain("question.tried.title"),
        blocks=(Paragraph(words=words), *blocks),
        notes=(say("question.tried.note", x=entry),),
    )


def _picture(story: Story, attempt: Attempt, tried: Difference) -> Iterator[Picture]:
    """The filter over the map one would try, at the entry that fails."""
    place = tried.index[2:]
    layer = Layer(over=attempt.map, slides=attempt.filter, over_label=(attempt.over,), slides_label=(attempt.turned,))
    result = story.map("grad_input")
    size = tuple(n - e + 1 for n, e in zip(attempt.map.size, attempt.filter.size, strict=True))
    if any(at >= n for at, n in zip(place, size, strict=True)):
        return
    sliding = Sliding(
        layers=(layer,),
        fills=replace(result, size=size),
        fills_label=(),
        step=(1,) * len(place),
        worked=place,
        formulas=lambda _: (),
        say=story.say,
        base=story.paper.index_base,
    )
    picture = sliding.picture(most=1)
    rows = tuple(tuple(grid for grid in row if grid.role != "fills") for row in picture.rows)
    yield replace(picture, rows=rows, stops=(picture.stops[picture.at],), at=0)


def _why(lecture: Lecture, attempt: Attempt) -> Slide:
    story, say = lecture.story, lecture.say
    points: list[Words] = []
    if attempt.proof.shape[2:] != story.spec.input_size:
        points.append(say("question.shape", got=by(attempt.proof.shape[2:]), n=by(story.spec.input_size)))
    if lecture.strided:
        shown = pictures.starts(story)
        points.append(say("question.why.strided", s=each(story.spec.stride)))
        points.append(say("question.way.out.strided"))
    else:
        shown = _needed(story, attempt)
        points.append(say("question.why.one", what=say.listed(beyond_the_recipe(story))))
        points.append(say("question.way.out.one", dilated=max(story.spec.dilation) > 1))
    return Slide(
        section=SECTION,
        title=say.plain("question.why.title"),
        blocks=(shown, Bullets(items=tuple(points))),
        notes=(say("question.why.note"),),
    )


def _needed(story: Story, attempt: Attempt) -> Picture:
    """What was tried beside what the layer needs: the filter where it is dilated, else the map it slides over."""
    front = (0,) * len(story.spec.input_size[:-2])
    if max(story.spec.dilation) > 1:
        tried, needed = attempt.filter, pictures.turned(story)
    else:
        tried, needed = attempt.map, pictures.prepared(story)
    labelled = (tried, story.say("question.why.tried")), (needed, story.say("question.why.needed"))
    return side_by_side(*(map_.grid(*label, front=front) for map_, label in labelled))


def _holds(lecture: Lecture, attempt: Attempt) -> Slide:
    say = lecture.say
    key = "question.holds.strided" if lecture.strided else "question.holds.one"
    return Slide(
        section=SECTION,
        title=say.plain("question.holds.title"),
        blocks=(Paragraph(words=say(key)), Paragraph(words=say("proven.here", n=attempt.proof.entries))),
        notes=(say("question.holds.note"),),
    )
