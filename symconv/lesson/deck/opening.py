"""The first slides: the title, and what stands where."""

from collections.abc import Iterator

from symconv.lesson.blocks import Bullets, Paragraph, displayed
from symconv.lesson.deck.lecture import Lecture
from symconv.lesson.deck.pictures import drawn, side_by_side
from symconv.lesson.layer import by, layer_told
from symconv.lesson.slide import Legend, Slide

SECTION = "opening"


def section(lecture: Lecture) -> Iterator[Slide]:
    """Title, tensors, relation."""
    say, paper = lecture.say, lecture.story.paper
    wanted = say.listed([paper.whole("grad_input"), paper.whole("grad_weight")])
    promise = say("opening.promise", given=paper.whole("grad_output"), wanted=wanted)
    author = (Paragraph(words=(lecture.author,)),) if lecture.author else ()
    yield Slide(
        section=SECTION,
        title=lecture.title or say.plain("opening.title"),
        blocks=(Paragraph(words=(layer_told(say, lecture.story.spec),)), Paragraph(words=promise), *author),
        notes=(say("opening.note"),),
    )
    yield _tensors(lecture)
    yield _relation(lecture)


def _tensors(lecture: Lecture) -> Slide:
    story, say = lecture.story, lecture.say
    named = ("input", "weight", "output")
    pictures = [drawn(lecture, story.map(tensor), story.paper.whole(tensor)) for tensor in named]
    many = story.spec.in_channels > 1 or story.spec.out_channels > 1 or story.spec.batch > 1
    channels = [Paragraph(words=say("opening.channels"))] if many else []
    if len(story.spec.input_size) > 2:
        channels.append(Paragraph(words=say("opening.volumes")))
    meanings = (
        ("input", say("legend.input", x=story.paper.whole("input"))),
        ("weight", say("legend.weight", f=story.paper.whole("weight"))),
        ("output", say("legend.output", o=story.paper.whole("output"))),
        ("grad_output", say("legend.gradient", g=story.paper.whole("grad_output"))),
        ("window", say("legend.window")),
        ("inserted", say("legend.inserted")),
        ("padding", say("legend.padding")),
    )
    return Slide(
        section=SECTION,
        title=say.plain("opening.tensors"),
        blocks=(side_by_side(*pictures), *channels, Legend(meanings=meanings)),
        notes=(say("opening.tensors.note", loss=story.paper.loss, g=story.paper.whole("grad_output")),),
    )


def _relation(lecture: Lecture) -> Slide:
    story, say, spec = lecture.story, lecture.say, lecture.story.spec
    points = [say("opening.sizes", n=by(spec.input_size), k=by(spec.kernel_size), m=by(spec.output_size))]
    if any(map(any, spec.padding)):
        points.append(say("opening.padding"))
    if any(d > 1 for d in spec.dilation):
        points.append(say("opening.dilation", d=by(spec.dilation)))
    if any(axis.remainder for axis in spec.axes):
        points.append(say("opening.remainder", r=by(tuple(axis.remainder for axis in spec.axes))))
    return Slide(
        section=SECTION,
        title=say.plain("opening.relation"),
        blocks=(
            Paragraph(words=say("opening.meets")),
            displayed(*story.general.relation),
            Bullets(items=tuple(points)),
        ),
        notes=(say("opening.relation.note"),),
    )
