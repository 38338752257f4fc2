"""Deutsch. Wie Vorlagen gelesen werden, steht in ``language/wording.py``."""

from symconv.language.words.de import check, deck, folded, lesson, live, page, pooled, stacked, theorem, transposed
from symconv.language.words.de.messages import MESSAGES as MESSAGES
from symconv.language.words.de.messages import MISTAKES as OF_CONVOLUTIONS

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

BABEL = "ngerman"


def form(count: object) -> int:
    """Die Einzahl für eins, sonst die Mehrzahl."""
    return 0 if count == 1 else 1
