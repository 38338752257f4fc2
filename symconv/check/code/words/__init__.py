"""Arguments that are words, ``padding='same'`` or ``mode='valid'``: which the code knows, and what comes of each."""

from symconv.check.code.words.known import Spoken, spoken
from symconv.check.code.words.tried import Said, with_words

__all__ = ["Said", "Spoken", "spoken", "with_words"]
