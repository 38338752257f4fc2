"""English. How templates are read is told in ``language/wording.py``."""

from symconv.language.words.en import check, deck, folded, lesson, live, page, pooled, stacked, theorem, transposed
from symconv.language.words.en.messages import MESSAGES as MESSAGES

WORDS = {
    **lesson.WORDS,
    **deck.WORDS,
    **theorem.WORDS,
    **page.WORDS,
    **live.WORDS,
    **check.WORDS,
    **transposed.WORDS,
    **folded.WORDS,
    **pooled.WORDS,
    **stacked.WORDS,
}

BABEL = ""


def form(count: object) -> int:
    """Which of the forms of a word fits a count: the first for one, the second for others."""
    return 0 if count == 1 else 1
