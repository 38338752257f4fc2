"""The first slides: the title, why it matters, and what is what."""

from collections.abc import Iterator

from symconv.lesson import pictures
from symconv.lesson.blocks import Bullets, Paragraph
from symconv.lesson.deck.lecture import Lecture
from symconv.lesson.deck.training import curves
from symconv.lesson.layer import layer_told
from symconv.lesson.slide import Legend, Slide
from symconv.lesson.wording import Wording

SECTION = "opening"


def section(lecture: Lecture) -> Iterator[Slide]:
    """Title, motivation, tensors."""
    say, paper = lecture.say, lecture.story.paper
    wanted = say.listed([paper.whole("grad_input"), paper.whole("grad_weight")])
    promise = say("opening.promise", given=paper.derivative("grad_output"), wanted=wanted)
    author = (Paragraph(words=(lecture.author,)),) if lecture.author else ()
    yield Slide(
        section=SECTION,
        title=lecture.title or say.plain("opening.title"),
        blocks=(Paragraph(words=(layer_told(say, lecture.story.spec),)), Paragraph(words=promise), *author),
        notes=(say("opening.note"),),
    )
    yield why(say, "opening.why.networks" if lecture.strided else "opening.why.plain")
    yield tensors(lecture)


def why(say: Wording, networks: str) -> Slide:
    """Where such layers stand, said by key, and what a wrong gradient does: the loss of a network, step by step."""
    points = (say(networks), say("opening.why.gradient"), say("opening.why.curve"))
    return Slide(
        section=SECTION,
        title=say.plain("opening.why.title"),
        blocks=(Bullets(items=points), curves(say)),
        notes=(say("opening.why.note"),),
    )


def tensors(lecture: Lecture) -> Slide:
    """The layer's tensors, and what the colours mean."""
    story, say = lecture.story, lecture.say
    spec, whole = story.spec, story.paper.whole
    more = []
    if spec.in_channels > 1 or spec.out_channels > 1 or spec.batch > 1:
        more.append(Paragraph(words=say("opening.channels")))
    if len(spec.input_size) > 2:
        more.append(Paragraph(words=say("opening.volumes")))
    if story.paper.names.get("grad_output"):
        more.append(
            Paragraph(words=say("opening.letter", d=whole("grad_output"), g=story.paper.derivative("grad_output")))
        )
    meanings = (
        ("input", say("legend.input", x=whole("input"))),
        ("weight", say("legend.weight", f=whole("weight"))),
        ("output", say("legend.output", o=whole("output"))),
        ("grad_output", say("legend.gradient", g=whole("grad_output"))),
        ("window", say("legend.window")),
        *((("inserted", say("legend.inserted")),) if max(*spec.stride, *spec.dilation) > 1 else ()),
        ("padding", say("legend.padding")),
    )
    return Slide(
        section=SECTION,
        title=say.plain("opening.tensors"),
        blocks=(pictures.tensors(story, ("input", "weight", "output"), slices=1), *more, Legend(meanings=meanings)),
        notes=(say("opening.tensors.note", loss=story.paper.loss, g=story.paper.derivative("grad_output")),),
    )
