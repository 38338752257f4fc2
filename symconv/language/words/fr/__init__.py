"""Français. ``language/wording.py`` dit comment se lisent les modèles."""

from symconv.language.words.fr import check, deck, folded, lesson, live, page, pooled, stacked, theorem, transposed
from symconv.language.words.fr.messages import MESSAGES as MESSAGES
from symconv.language.words.fr.messages import MISTAKES as OF_CONVOLUTIONS

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

BABEL = "french"


def form(count: object) -> int:
    """Le singulier pour zéro et un, le pluriel au-delà."""
    return 0 if count in (0, 1) else 1
