"""Sentences that state no layer: they are about another one, or define a sign or a function of the notation."""

import re

from symconv.check.facts.lexicon import one_of
from symconv.check.regex import regex

SENTENCE = regex(r"(?:[^\n.;。；]|\.(?=\S))+[.;。；]?")
_ELSEWHERE = regex(
    r"\b(?:in\s+contrast\s+to|unlike|(?:next|last|previous|following|later|earlier)\s+(?:section|chapter|part|lecture|"
    r"example|post)|nächste\w*\s+(?:abschnitt|kapitel)|prochaine\s+section|próxim[ao]\s+secci?ón)\b|下一节|上一节|次の節",
    re.IGNORECASE,
)
"""Words of a sentence that speaks of another layer than the one at hand."""
_OTHERS = regex("|".join(map(one_of, ("pooling", "transposed"))), re.IGNORECASE)
_STAR = r"(?:\\(?:star|ast|circledast|otimes|odot)\b|[*∗⋆⊛⊗★⍟])"
_OPERANDS = rf"\$?\(?[A-Za-z]\w?\s*{_STAR}\s*[A-Za-z]\w?\)?\s*\$?"
_SIGN = rf"(?:(?:sign|symbol|operator|zeichen|symbole?|signe|s[íi]mbolo|符号|記号|기호|знак)\s*)?\$?\s*{_STAR}\s*\$?"
_CALL = r"\$?\\?(?:(?:operatorname|mathrm|text)\{)?[A-Za-z]\w{1,11}\}?\s*\(\s*[A-Za-z]\w?\s*,\s*[A-Za-z]\w?\s*\)\s*\$?"
_DEFINES = r"\s*(?:denotes?|means?|stands?\s+for|is|represents?|bezeichnet|bedeutet|ist|désigne|est|denota|es|é"
_DEFINES += r"|表示|是|обозначает|—)\s"
_NOTATION = regex(
    rf"^\W{{0,3}}(?:here\s+|where\s+|the\s+|and\s+)*(?:{_OPERANDS}|{_SIGN}|{_CALL}){_DEFINES}", re.IGNORECASE
)


_OF_LAYER = r"(?:of|for|through|in)\s+(?:an?|the|our|this)\s+(?:\w+\s+){0,2}"
_BACKWARD = regex(
    rf"{one_of('gradient')}(?!\s+{_OF_LAYER}{one_of('layer')})[^.;]*\b(?:is|are|as|by|equals|becomes?|through)\b(?![^.;]*\b{_OF_LAYER}"
    rf"{one_of('layer')})[^.;]*{one_of('layer')}"
    rf"|{one_of('layer')}\s+(?:\w+\s+){{0,3}}(?:yield|giv|produc|comput|return)\w*\s+(?:\w+\s+){{0,3}}{one_of('gradient')}",
    re.IGNORECASE,
)
"""Words of a sentence about the convolution that gives a gradient, whose steps are not those of the layer."""
_PADDED = regex(
    rf"(?:\\delta|δ|\\nabla|∇|\bd[YOZ]\b)[^.;,。，]{{0,40}}?{one_of('padding')}"
    rf"|\bpad(?:ded|ding|s)?\s+(?:the\s+)?(?:\w+\s+)?{one_of('gradient')}",
    re.IGNORECASE,
)
"""Words of a sentence that says how a gradient is padded."""
_ONLY = r"[^\n]{0,600}?"
_DERIVATIVE = rf"(?:\\partial|∂|\b[dδ][A-Zℓ]\s?/\s?[dδ][A-Za-z]|{one_of('gradient')})"
_TURNED_BACK = regex(rf"(?={_ONLY}{_DERIVATIVE}){_ONLY}(?:{one_of('turned')}|180)", re.IGNORECASE)
"""Words of a sentence about a gradient and what is turned or spread out for it."""


def defines_notation(sentence: str) -> bool:
    """Whether a sentence says what a sign or a function does: ``A ⋆ B is the cross-correlation without padding``."""
    return bool(_NOTATION.search(sentence))


LONGEST = 600
"""Signs of a sentence that are looked at."""


def is_elsewhere(sentence: str) -> bool:
    """Whether a sentence is about another layer: one of the next section, a pooling, a transposed convolution."""
    sentence = sentence[:LONGEST]
    other = _OTHERS.search(sentence) and not _speaks_of_convolution(sentence)
    about = (_ELSEWHERE, _BACKWARD, _PADDED, _TURNED_BACK)
    return bool(other or defines_notation(sentence) or any(pattern.search(sentence) for pattern in about))


def own(text: str) -> str:
    """A text without its sentences about other layers."""
    return SENTENCE.sub(lambda found: "" if is_elsewhere(found.group()) else found.group(), text)


def notation(text: str) -> str:
    """The sentences of a text that say what signs and functions do; where nothing states a layer, they do."""
    return "\n".join(found for found in SENTENCE.findall(text) if defines_notation(found))


def _speaks_of_convolution(sentence: str) -> bool:
    """Whether a sentence names a convolution, too, where it names another kind of layer."""
    return bool(
        re.search(one_of("layer"), re.sub(one_of("transposed"), "", sentence, flags=re.IGNORECASE), re.IGNORECASE)
    )
