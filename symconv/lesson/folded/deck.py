"""The lecture on a layer with folded padding, one idea a slide."""

from collections.abc import Iterator
from dataclasses import replace

from symconv.folded import FoldedSpec
from symconv.lesson import operations, pictures
from symconv.lesson.blocks import Bullets, Paragraph, displayed
from symconv.lesson.deck import filter as filter_
from symconv.lesson.deck import numbers, opening, quiz, recipe
from symconv.lesson.deck.drawn import forward, to_filter
from symconv.lesson.deck.lecture import Lecture
from symconv.lesson.folded.chapters import MODES, entry_told, fold_told, sentences
from symconv.lesson.folded.padded import collected, copies, folded, named, of_padded, summed, worked
from symconv.lesson.folded.pictured import around, back
from symconv.lesson.layer import layer_told
from symconv.lesson.remember import proven
from symconv.lesson.slide import Slide


def slides(lecture: Lecture, layer: FoldedSpec) -> Iterator[Slide]:
    """The question, where the padding comes from, forward, one entry, back, the fold, the filter, numbers, a quiz."""
    padded = replace(lecture, story=of_padded(lecture.story, layer))
    yield _title(lecture)
    yield opening.why(lecture.say, "opening.why.networks" if lecture.strided else "opening.why.plain")
    yield opening.tensors(lecture)
    yield _around(lecture, padded, layer)
    yield _forward(padded)
    if any(lecture.story.write.found.grad_input):
        yield _one_entry(lecture, layer)
    yield from recipe.section(padded)
    yield from _fold(lecture, padded, layer)
    yield _filter(padded)
    if layer.bias:
        yield filter_.bias(padded)
    yield from numbers.section(lecture)
    yield _takeaways(lecture, padded)
    yield from _quiz(lecture, padded, layer)


def _title(lecture: Lecture) -> Slide:
    say, layer = lecture.say, lecture.story.layer
    author = (Paragraph(words=(lecture.author,)),) if lecture.author else ()
    return Slide(
        section=opening.SECTION,
        title=lecture.title or say.plain("document.title", layer=layer_told(say, layer)),
        blocks=(Paragraph(words=say("folded.question")), *author),
        notes=(say("opening.note"),),
    )


def _around(lecture: Lecture, padded: Lecture, layer: FoldedSpec) -> Slide:
    story, inner, say = lecture.story, padded.story, lecture.say
    return Slide(
        section="layer",
        title=say.plain("folded.around.title"),
        blocks=(
            Paragraph(words=say("folded.around", x=story.paper.whole("input"), y=inner.paper.whole("input"))),
            around(story, layer, inner),
            displayed(named(story, layer, inner)),
        ),
        notes=(say(MODES[layer.padding_mode]),),
    )


def _forward(padded: Lecture) -> Slide:
    story, say = padded.story, padded.say
    return Slide(
        section="layer",
        title=say.plain("lesson.forward.title"),
        blocks=(displayed(story.general.output()), forward(story)),
        notes=(say("folded.remember.inner", y=story.paper.whole("input")),),
    )


def _one_entry(lecture: Lecture, layer: FoldedSpec) -> Slide:
    story, say = lecture.story, lecture.say
    index = worked(story, layer)
    return Slide(
        section="question",
        title=say.plain("lesson.entry.title"),
        blocks=(
            entry_told(story, layer, index),
            displayed(*story.write.local_lines("input", index)),
            displayed(*pictures.lines(story, "grad_input", index)),
        ),
        notes=(say("chain.sum.note", g=story.write.gradient_entry("input", index)),),
    )


def _fold(lecture: Lecture, padded: Lecture, layer: FoldedSpec) -> Iterator[Slide]:
    """The fold in formulas, and as a picture."""
    story, inner, say = lecture.story, padded.story, lecture.say
    index = worked(story, layer)
    formulas = displayed(folded(story, inner), *collected(story, layer, inner, index))
    for blocks in ((fold_told(story, layer, index), formulas), (back(story, layer, inner, index),)):
        yield Slide(
            section="recipe",
            title=say.plain("folded.input.title"),
            blocks=blocks,
            notes=(say("folded.remember.copy", gx=story.paper.whole("grad_input")),),
        )


def _filter(padded: Lecture) -> Slide:
    story, say = padded.story, padded.say
    return Slide(
        section=filter_.SECTION,
        title=say.plain("weight.title"),
        blocks=(
            Paragraph(words=say("folded.weight", y=story.paper.whole("input"))),
            displayed(operations.to_filter(story)),
            to_filter(story),
        ),
        notes=(say("filter.picture.note"),),
    )


def _quiz(lecture: Lecture, padded: Lecture, layer: FoldedSpec) -> Iterator[Slide]:
    """What one entry gets of the copies of it, and what it does not, where it has any."""
    story, inner, say = lecture.story, padded.story, lecture.say
    places = copies(layer, index := worked(story, layer))
    if len(places) == 1:
        return
    truth = summed(story, inner, places)
    wrong = [
        (told, formula)
        for told, some in (("quiz.cropped", places[:1]), ("quiz.written-over", places[-1:]))
        if (formula := summed(story, inner, some)) != truth
    ]
    asked = say("quiz.asked", g=story.write.gradient_entry("input", index))
    yield quiz.slide(say, asked, truth, wrong, 1)


def _takeaways(lecture: Lecture, padded: Lecture) -> Slide:
    story, inner, say = lecture.story, padded.story, lecture.say
    formulas = (operations.backward(inner), folded(story, inner), operations.to_filter(inner))
    return Slide(
        section="takeaways",
        title=say.plain("remember.title"),
        blocks=(displayed(*formulas), Bullets(items=tuple(sentences(story, inner))), proven(story)),
        notes=(say("takeaways.note"), say("proven.note")),
    )
