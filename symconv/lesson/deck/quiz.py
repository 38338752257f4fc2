"""A quiz: one entry of what a layer makes, right, and as common mistakes make it."""

from collections.abc import Iterator, Mapping, Sequence

from symconv.algebra.polynomial import NormalForm
from symconv.algebra.tensors import Index
from symconv.lesson.blocks import Block, Words
from symconv.lesson.deck.lecture import Believed, Lecture
from symconv.lesson.formulas import Formulas
from symconv.lesson.mistaken import mistakes_of
from symconv.lesson.slide import Question, Slide
from symconv.lesson.wording import Wording
from symconv.notation.tree import Node

Wrong = dict[str, NormalForm]

SECTION = "quiz"
LETTERS = "ABCD"
MOST_CHOICES = 4
MOST_ENTRIES = 12

PLACES = {"output": 1, "grad_input": 2, "grad_weight": 1}
"""What is asked for → the place of the right answer among four."""


def section(lecture: Lecture) -> Iterator[Slide]:
    """A question for each claim that mistakes are known of, where they differ from the truth somewhere."""
    for claim, mistakes in mistakes_of(lecture.story.layer).items():
        index, wrong = _most_telling(lecture, claim, mistakes)
        if wrong:
            yield _question(lecture, claim, index, wrong)


def _most_telling(lecture: Lecture, claim: str, mistakes: Mapping[str, str]) -> tuple[Index, Wrong]:
    """The entry at which the most mistakes show, each in a way of its own; if possible one not worked before."""
    story, tensor = lecture.story, claim.removeprefix("grad_")
    entries = sorted(story.chosen(tensor), key=lambda index: -len(story.write.true_form(claim, index)))
    unseen = [index for index in entries if index != story.busiest(tensor)][:MOST_ENTRIES] or entries
    found = [(index, wrong_sums(story.write, lecture.believed, claim, index, mistakes)) for index in unseen]
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


def _question(lecture: Lecture, claim: str, index: Index, wrong: Wrong) -> Slide:
    write = lecture.story.write
    truth = write.normal_form(write.true_form(claim, index))
    others = [(told, write.normal_form(form)) for told, form in wrong.items()]
    asked = lecture.say("quiz.asked", g=write.paper.entry(claim, index))
    return slide(lecture.say, asked, truth, others, PLACES[claim])


def slide(
    say: Wording, asked: Words, truth: Node, wrong: Sequence[tuple[str, Node]], place: int, *shown: Block
) -> Slide:
    """A question with the right answer at a place among wrong ones, of each of which a key says why it is wrong.

    Args:
        say: the words.
        asked: the question.
        truth: the right answer.
        wrong: the key of what is said of a mistake, and what it leads to.
        place: of the right answer, if there are as many.
        shown: what stands above the question.
    """
    answer = place % (len(wrong) + 1)
    ordered = [*wrong[:answer], ("", truth), *wrong[answer:]]
    because = say("quiz.right", letter=LETTERS[answer])
    for letter, (told, _) in zip(LETTERS, ordered, strict=False):
        because += say("quiz.wrong", letter=letter, why=say(told)) if told else ()
    choices = tuple((formula,) for _, formula in ordered)
    return Slide(
        section=SECTION,
        title=say.plain("quiz.title"),
        blocks=(*shown, Question(asked=asked, choices=choices, answer=answer, because=because)),
        notes=(say("quiz.note"),),
    )
