"""Sentences that say in words what a bias gets: ``The gradient of the bias is the sum of the output gradients``.

Word order is that of each language, so what counts is which words stand in the sentence, and that no other does that
would change what it says.
"""

import re
from collections.abc import Iterator

from symconv.check.facts.lexicon import one_of
from symconv.check.regex import regex
from symconv.check.understanding.binding import LOSS
from symconv.check.worded import BEYOND, LONGEST, REPORTED, ROLES, SENTENCE, Worded, unmarked
from symconv.notation.tree import Apply, Equation, Partial, Symbol

_BIAS, _OUTPUT = (Symbol(placeholder) for placeholder, role in ROLES.items() if role in ("bias", "output"))
_LETTER = (
    r"(?:∂|\\partial\s*|\bd)b\b|(?:∂|\\partial)\s*\\?(?:beta|β)|(?<!\w)db(?!\w)"
    r"|\$\s*(?:b|\\beta|β)(?:_\{?\w+\}?)?\s*\$"
)
_OF_BIAS = regex(rf"(?i:{one_of('bias')})|{_LETTER}")
_SUMMED = regex(one_of("sum"), re.IGNORECASE)
_GRADIENT = regex(rf"(?i:{one_of('gradient')}|delta)|∂|\\partial|δ|\\delta|\bd[A-Z]\b|\bdb\b")
_OTHER = regex(
    rf"(?i:{one_of('input')}|{one_of('kernel')}|mean|average\w*|mittel\w*|moyenne|media|média|平均|평균|squar\w*|product|produ[ck]t\w*)"
)
_CHANNELS = regex(rf"(?i:{one_of('channels')})")
_EACH = regex(rf"(?i:{one_of('each')})")


def added(text: str) -> Iterator[Worded]:
    """The sentences of a text that say that a bias gets the sum of the output's gradient."""
    plain = unmarked(text)
    for sentence in SENTENCE.finditer(plain):
        words = sentence.group()
        if len(words) <= LONGEST and "=" not in words and _says(words):
            start = sentence.start() + len(words) - len(words.lstrip())
            tree = Equation((Partial(LOSS, _BIAS), Apply("total", (Partial(LOSS, _OUTPUT),))))
            yield Worded(start, sentence.end(), tree)


def _says(words: str) -> bool:
    telling = all(one.search(words) for one in (_OF_BIAS, _SUMMED, _GRADIENT))
    other = _OTHER.search(words) or REPORTED.search(words) or BEYOND.search(_CHANNELS.sub(" ", words))
    return telling and not other and (not _CHANNELS.search(words) or bool(_EACH.search(words)))
