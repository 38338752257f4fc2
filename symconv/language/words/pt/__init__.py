"""Português. Como se leem os modelos está em ``language/wording.py``."""

from symconv.language.words.pt import check, deck, folded, lesson, live, page, pooled, stacked, theorem, transposed
from symconv.language.words.pt.messages import MESSAGES as MESSAGES
from symconv.language.words.pt.messages import MISTAKES as OF_CONVOLUTIONS

MISTAKES = OF_CONVOLUTIONS | transposed.MISTAKES

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

BABEL = "brazilian"


def form(count: object) -> int:
    """Singular para um, plural para os demais."""
    return 0 if count == 1 else 1
