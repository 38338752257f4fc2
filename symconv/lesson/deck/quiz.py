"""A quiz: one entry of each gradient, right, and as common mistakes make it."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from symconv.algebra.chain_rule import gradient
from symconv.algebra.polynomial import NormalForm
from symconv.algebra.tensors import Index
from symconv.lesson.blocks import Words
from symconv.lesson.deck.lecture import Believed, Lecture
from symconv.lesson.formulas import Formulas
from symconv.lesson.slide import Question, Slide
from symconv.notation.tree import Node

Wrong = dict[str, NormalForm]

SECTION = "quiz"
LETTERS = "ABCD"
MOST_CHOICES = 4
MOST_ENTRIES = 12

INPUT_MISTAKES: Mapping[str, str] = MappingProxyType(
    {
        "no-flip": "quiz.no-flip",
        "no-dilation": "quiz.no-dilation",
        "stride-on-tap": "quiz.stride-on-tap",
        "one-axis-flip": "quiz.one-axis-flip",
        "padding-lost": "quiz.padding-lost",
        "channels-not-summed": "quiz.channels-not-summed",
        "stride-dilation-swapped": "quiz.stride-dilation-swapped",
        "overwritten-overlap": "quiz.overwritten-overlap",
        "off-by-one": "quiz.off-by-one",
    }
)
"""Mistake of ``symconv check`` → what is said of it, those that teach most first."""

WEIGHT_MISTAKES: Mapping[str, str] = MappingProxyType(
    {
        "no-flip": "quiz.flipped",
        "strided-filter-gradient": "quiz.strided-filter-gradient",
        "padding-lost": "quiz.padding-lost",
        "stride-dilation-swapped": "quiz.stride-dilation-swapped",
        "off-by-one": "quiz.off-by-one",
    }
)
"""The same for the filter's gradient, where nothing is to be flipped."""

ASKED = (("input", INPUT_MISTAKES, 2), ("weight", WEIGHT_MISTAKES, 1))
"""Gradients that are asked for, their mistakes, and the place of the right answer among four."""


def section(lecture: Lecture) -> Iterator[Slide]:
    """A question for ∂L/∂X and one for ∂L/∂F, where the mistakes differ from the truth somewhere."""
    for tensor, mistakes, place in ASKED:
        index, wrong = _most_telling(lecture, tensor, mistakes)
        if wrong:
            yield _question(lecture, tensor, index, wrong, place % (len(wrong) + 1))


def _most_telling(lecture: Lecture, tensor: str, mistakes: Mapping[str, str]) -> tuple[Index, Wrong]:
    """The entry at which the most mistakes show, each in a way of its own; if possible one not worked before."""
    story = lecture.story
    entries = sorted(story.chosen(tensor), key=lambda index: -len(story.write.chain(tensor, index)))
    unseen = [index for index in entries if index != story.busiest(tensor)][:MOST_ENTRIES] or entries
    found = [(index, wrong_sums(story.write, lecture.believed, f"grad_{tensor}", index, mistakes)) for index in unseen]
    return max(found, key=lambda pair: len(pair[1]))


def wrong_sums(
    write: Formulas,
    believed: Believed,
    claim: str,
    index: Index,
    mistakes: Mapping[str, str],
    most: int = MOST_CHOICES,
) -> Wrong:
    """What is said of a mistake → what it gives here, where that is not written like the truth or like another.

    Args:
        write: writes the layer's formulas.
        believed: what each mistake makes of an entry.
        claim: ``grad_input``, ``grad_weight`` or ``output``.
        index: the entry.
        mistakes: mistake → what is said of it, those that teach most first.
        most: how many answers there may be, with the right one.
    """
    wrong: Wrong = {}
    written = [write.normal_form(write.true_form(claim, index))]
    for mistake, told in mistakes.items():
        form = believed(mistake, claim, index)
        if form is not None and write.normal_form(form) not in written and len(wrong) < most - 1:
            written.append(write.normal_form(form))
            wrong[told] = form
    return wrong


def _question(lecture: Lecture, tensor: str, index: Index, wrong: Wrong, answer: int) -> Slide:
    story, say = lecture.story, lecture.say
    truth = gradient(story.write.chain(tensor, index))
    ordered: list[tuple[str, NormalForm]] = list(wrong.items())
    ordered.insert(answer, ("", truth))
    choices: list[Words] = [(story.write.normal_form(form),) for _, form in ordered]
    because = [say("quiz.right", letter=LETTERS[answer])]
    because += [say("quiz.wrong", letter=LETTERS[at], why=say(told)) for at, (told, _) in enumerate(ordered) if told]
    asked: Node = story.paper.entry(f"grad_{tensor}", index)
    return Slide(
        section=SECTION,
        title=say.plain("quiz.title"),
        blocks=(
            Question(
                asked=say("quiz.asked", g=asked),
                choices=tuple(choices),
                answer=answer,
                because=tuple(word for part in because for word in part),
            ),
        ),
        notes=(say("quiz.note"),),
    )
