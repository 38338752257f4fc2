"""Sentences about another layer than the one at hand: of the next section, a pooling, a transposed convolution."""

import re

from symconv.check.facts.lexicon import one_of

SENTENCE = re.compile(r"(?:[^\n.;。；]|\.(?=\S))+[.;。；]?")
_ELSEWHERE = re.compile(
    r"\b(?:in\s+contrast\s+to|unlike|(?:next|last|previous|following|later|earlier)\s+(?:section|chapter|part|lecture|"
    r"example|post)|nächste\w*\s+(?:abschnitt|kapitel)|prochaine\s+section|próxim[ao]\s+secci?ón)\b|下一节|上一节|次の節",
    re.IGNORECASE,
)
"""Words of a sentence that speaks of another layer than the one at hand."""
_OTHERS = re.compile("|".join(map(one_of, ("pooling", "transposed"))), re.IGNORECASE)


def is_elsewhere(sentence: str) -> bool:
    """Whether a sentence is about another layer: one of the next section, a pooling, a transposed convolution."""
    other = _OTHERS.search(sentence) and not _speaks_of_convolution(sentence)
    return bool(other or _ELSEWHERE.search(sentence))


def own(text: str) -> str:
    """A text without its sentences about other layers."""
    return SENTENCE.sub(lambda found: "" if is_elsewhere(found.group()) else found.group(), text)


def _speaks_of_convolution(sentence: str) -> bool:
    """Whether a sentence names a convolution, too, where it names another kind of layer."""
    return bool(
        re.search(one_of("layer"), re.sub(one_of("transposed"), "", sentence, flags=re.IGNORECASE), re.IGNORECASE)
    )
