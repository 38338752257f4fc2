"""Español. Cómo se leen las plantillas se explica en ``language/wording.py``."""

from symconv.language.words.es import check, deck, folded, lesson, live, page, pooled, stacked, theorem, transposed
from symconv.language.words.es.messages import MESSAGES as MESSAGES
from symconv.language.words.es.messages import MISTAKES as OF_CONVOLUTIONS

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

BABEL = "spanish"


def form(count: object) -> int:
    """Singular para uno, plural para lo demás."""
    return 0 if count == 1 else 1
