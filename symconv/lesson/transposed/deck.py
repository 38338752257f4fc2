"""The lecture on a transposed layer, one idea a slide."""

from collections.abc import Iterator

from symconv.lesson import operations, pictures
from symconv.lesson.blocks import Bullets, Paragraph, Words, displayed
from symconv.lesson.deck import filter as filter_
from symconv.lesson.deck import numbers, opening, quiz
from symconv.lesson.deck.drawn import forward, slid, to_filter
from symconv.lesson.deck.lecture import Lecture
from symconv.lesson.layer import each, layer_told
from symconv.lesson.remember import proven
from symconv.lesson.slide import Slide
from symconv.lesson.transposed.chapters import filter_collects, input_slides, sentences, window_told
from symconv.lesson.transposed.painted import board, painted, reaching, uneven


def slides(lecture: Lecture) -> Iterator[Slide]:
    """The question, forward as a scatter and as a convolution, the checkerboard, both gradients, numbers, a quiz."""
    yield _title(lecture)
    yield opening.why(lecture.say, "opening.why.transposed")
    yield opening.tensors(lecture)
    if reaching(lecture.story, lecture.story.busiest("output")):
        yield _painted(lecture)
        yield _collected(lecture)
        yield _convolved(lecture)
        yield _board(lecture)
        yield _one_entry(lecture)
        yield _input(lecture)
        yield from _filter(lecture)
    if lecture.story.layer.bias:
        yield filter_.bias(lecture)
    yield from numbers.section(lecture)
    yield _takeaways(lecture)
    yield from quiz.section(lecture)


def _title(lecture: Lecture) -> Slide:
    say, layer = lecture.say, lecture.story.layer
    author = (Paragraph(words=(lecture.author,)),) if lecture.author else ()
    return Slide(
        section=opening.SECTION,
        title=lecture.title or say.plain("document.title.transposed", layer=layer_told(say, layer)),
        blocks=(Paragraph(words=say("transposed.question", s=each(layer.stride))), *author),
        notes=(say("opening.note"),),
    )


def _painted(lecture: Lecture) -> Slide:
    story, say = lecture.story, lecture.say
    return Slide(
        section="layer",
        title=say.plain("transposed.forward.title"),
        blocks=(
            Paragraph(words=say("transposed.forward", o=story.paper.whole("output"))),
            painted(story, story.busiest("output")),
        ),
        notes=(say("transposed.remember.exchanged"),),
    )


def _collected(lecture: Lecture) -> Slide:
    story, say, worked = lecture.story, lecture.say, lecture.story.busiest("output")
    made = story.paper.entry("output", worked)
    return Slide(
        section="layer",
        title=say.plain("transposed.forward.title"),
        blocks=(
            Paragraph(words=say("transposed.collected", o=made, bias=story.layer.bias)),
            displayed(*pictures.lines(story, "output", worked), story.general.output()),
            Paragraph(words=say("transposed.same", x=story.paper.whole("input"), bias=story.layer.bias)),
            displayed(operations.backward(story)),
        ),
        notes=(say("layer.kinds.note"),),
    )


def _convolved(lecture: Lecture) -> Slide:
    story, say, worked = lecture.story, lecture.say, lecture.story.busiest("output")
    keys = frozenset({tuple(worked[2:]), (0,) * len(worked[2:])})
    return Slide(
        section="recipe",
        title=say.plain("recipe.slide.title"),
        blocks=(slid(pictures.backward(story, worked), keys),),
        notes=(say("warm-up.formula.note"),),
    )


def _board(lecture: Lecture) -> Slide:
    story, say = lecture.story, lecture.say
    words = say("transposed.board.uneven") if uneven(story) else say("transposed.board.even")
    return Slide(
        section="layer",
        title=say.plain("transposed.board.title"),
        blocks=(Paragraph(words=words), board(story)),
        notes=(say("layer.kinds.note"),),
    )


def _one_entry(lecture: Lecture) -> Slide:
    story, say, worked = lecture.story, lecture.say, lecture.story.busiest("input")
    return Slide(
        section="question",
        title=say.plain("lesson.entry.title"),
        blocks=(
            Paragraph(words=say("transposed.input.sum", x=story.paper.entry("input", worked))),
            displayed(*pictures.lines(story, "grad_input", worked), story.general.grad_input()),
        ),
        notes=(_no_flip(lecture),),
    )


def _input(lecture: Lecture) -> Slide:
    story, say = lecture.story, lecture.say
    return Slide(
        section="question",
        title=say.plain("lesson.entry.title"),
        blocks=(input_slides(story), displayed(operations.forward(story)), forward(story)),
        notes=(say("warm-up.note"),),
    )


def _filter(lecture: Lecture) -> Iterator[Slide]:
    """In words and as a formula, and as a window that moves."""
    story, say = lecture.story, lecture.say
    told = filter_collects(story), displayed(operations.to_filter(story))
    for blocks in (told, (window_told(story), to_filter(story))):
        yield Slide(
            section=filter_.SECTION,
            title=say.plain("weight.title"),
            blocks=blocks,
            notes=(_no_flip(lecture),),
        )


def _takeaways(lecture: Lecture) -> Slide:
    story, say = lecture.story, lecture.say
    formulas = (operations.backward(story), operations.forward(story), operations.to_filter(story))
    return Slide(
        section="takeaways",
        title=say.plain("remember.title"),
        blocks=(displayed(*formulas), Bullets(items=tuple(sentences(story))), proven(story)),
        notes=(say("takeaways.note"), say("proven.note")),
    )


def _no_flip(lecture: Lecture) -> Words:
    whole = lecture.story.paper.whole
    return lecture.say("transposed.remember.flip", gx=whole("grad_input"), gf=whole("grad_weight"))
