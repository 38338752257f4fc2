"""The lecture on convolutions one after the other, one idea a slide."""

from collections.abc import Iterator

from symconv.lesson.blocks import Bullets, Paragraph, Words, displayed
from symconv.lesson.deck.drawn import backward
from symconv.lesson.deck.opening import why
from symconv.lesson.deck.quiz import slide
from symconv.lesson.slide import Shown, Slide
from symconv.lesson.stacked import paths, recursion
from symconv.lesson.stacked.chapters import (
    listing,
    number_pictures,
    one_entry,
    paths_told,
    proven,
    question,
    sentences,
    sizes,
    slope,
    title,
    upper,
)
from symconv.lesson.stacked.story import StackStory
from symconv.notation.paper import Paper
from symconv.notation.tree import Infix, Node


def slides(story: StackStory) -> Iterator[Slide]:
    """The question, forward, sizes, the field, the recursion, its slide, the gradients, one entry, numbers."""
    yield _title(story)
    yield why(
        story.say, "opening.why.networks" if any(layer.strided for layer in story.layers) else "opening.why.plain"
    )
    yield from _forward(story)
    yield from _back(story)
    yield from _paths(story)
    for picture in number_pictures(story):
        yield _slide(story, "numbers", "numbers.title", picture)
    yield _slide(
        story,
        "takeaways",
        "remember.title",
        Bullets(items=tuple(sentences(story))),
        proven(story),
        notes=(story.say("takeaways.note"),),
    )
    yield _quiz(story)


def _title(story: StackStory) -> Slide:
    author = (Paragraph(words=(story.author,)),) if story.author else ()
    return Slide(
        section="opening",
        title=story.title or title(story, listed=False),
        blocks=(Paragraph(words=(listing(story),)), question(story), *author),
        notes=(story.say("opening.note"),),
    )


def _forward(story: StackStory) -> Iterator[Slide]:
    say = story.say
    lines = displayed(*recursion.forth(story))
    yield _slide(story, "layer", "stack.forward.title", say.told("stack.forward"), lines, upper(story), *slope(story))
    yield _slide(story, "layer", "stack.sizes.title", *sizes(story), notes=(say("stack.sizes.note"),))


def _back(story: StackStory) -> Iterator[Slide]:
    say, last = story.say, story.layers[-1]
    told = recursion.told(story)
    steps = list(reversed(range(1, len(story.layers))))
    whole = displayed(*(line for number in steps for line in recursion.back(story, number)))
    each = say.told("stack.back.entry"), displayed(*(recursion.entrywise(story, number) for number in steps))
    notes: tuple[Words, ...] = (
        say("stack.remember.stride", d=recursion.upstream(story)),
        say("stack.remember.slope", prime=story.prime),
    )
    if len(steps) == 1:
        yield _slide(story, "recipe", "stack.back.title", told, whole, *each, notes=notes)
    else:
        yield _slide(story, "recipe", "stack.back.title", told, whole, notes=notes[:1])
        yield _slide(story, "recipe", "stack.back.title", *each, notes=notes[1:])
    words = say.told("stack.back.slide", n=len(story.layers))
    yield _slide(story, "recipe", "stack.back.title", words, backward(last), notes=(say("recipe.slide.note"),))
    lines = displayed(*recursion.gradients(story))
    words = say.told("stack.gradients", d=recursion.delta(story, 1))
    yield _slide(
        story,
        "filter",
        "stack.gradients.title",
        words,
        lines,
        notes=(say("stack.remember.back", d=recursion.upstream(story)),),
    )


def _paths(story: StackStory) -> Iterator[Slide]:
    say, first, worked = story.say, story.layers[0].paper, story.worked
    if not story.paths(worked):
        yield _slide(story, "question", "stack.paths.title", *one_entry(story))
        return
    yield _slide(story, "question", "stack.paths.title", paths_told(story), paths.reaching(story))
    told = say.told("stack.paths.sum", x=first.entry("input", worked))
    yield _slide(story, "question", "stack.paths.title", told, displayed(*paths.steps(story)))
    yield _slide(story, "question", "stack.paths.title", displayed(paths.whole(story)))
    yield _slide(story, "question", "stack.field.title", paths.field_told(story), paths.field(story))


def _quiz(story: StackStory) -> Slide:
    """Which formula makes δ^(1), and what makes others wrong; the slope of relu is the same at what it made."""
    back, given = story.layers[1].paper.whole("grad_input"), recursion.delta(story, 2)
    slope, elsewhere = (story.slope(paper.whole(name)) for paper, name in _around(story))
    wrong: list[tuple[str, Node]] = [("quiz.no-slope", back), ("quiz.layer-skipped", Infix("⊙", given, slope))]
    if story.activation.name != "relu":
        wrong.insert(1, ("quiz.slope-elsewhere", Infix("⊙", back, elsewhere)))
    asked = story.say("quiz.stacked.asked", d=recursion.delta(story, 1))
    return slide(story.say, asked, Infix("⊙", back, slope), wrong, 2)


def _around(story: StackStory) -> tuple[tuple[Paper, str], tuple[Paper, str]]:
    """What the first activation is given, and what it makes."""
    first, second = story.layers[:2]
    return (first.paper, "output"), (second.paper, "input")


def _slide(story: StackStory, section: str, key: str, *blocks: Shown, notes: tuple[Words, ...] = ()) -> Slide:
    return Slide(section=section, title=story.say.plain(key), blocks=blocks, notes=notes)
