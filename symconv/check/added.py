"""Sentences that say in words what a bias gets: ``The gradient of the bias is the sum of the output gradients``.

Word order is that of each language, so what counts is which words stand in the sentence, and that every one of them is
known: another could change what it says.
"""

import re
from collections.abc import Iterator

from symconv.check.facts.lexicon import one_of
from symconv.check.named import FORMULA, node
from symconv.check.regex import regex
from symconv.check.understanding.binding import LOSS
from symconv.check.worded import LONGEST, ROLES, SENTENCE, Worded, unmarked
from symconv.notation.tree import Apply, Equation, Partial, Symbol

_BIAS, _OUTPUT = (Symbol(placeholder) for placeholder, role in ROLES.items() if role in ("bias", "output"))
_LETTER = (
    r"(?:∂|\\partial\s*|\bd)b\b|(?:∂|\\partial)\s*\\?(?:beta|β)|(?<!\w)db(?!\w)"
    r"|\$\s*(?:b|\\beta|β)(?:_\{?\w+\}?)?\s*\$"
)
_OF_BIAS = regex(rf"(?i:{one_of('bias')})|{_LETTER}")
_SUMMED = regex(one_of("sum"), re.IGNORECASE)
_GRADIENT = regex(rf"(?i:{one_of('gradient')}|delta)|∂|\\partial|δ|\\delta|\bd[A-Z]\b|\bdb\b")
_FORMULA = regex(FORMULA)
_CHANNELS = regex(rf"(?i:{one_of('channels')})")
_EACH = regex(rf"(?i:{one_of('each')})")
_KNOWN = regex(
    "|".join(
        f"(?i:{one_of(name)})"
        for name in ("bias", "sum", "gradient", "output", "each", "all", "places", "copula", "of", "images", "layer")
    )
)
_SILENT = regex(
    r"(?i:the|an?|its|so|and|over|simply|just|then|thus|therefore|finally|also|wrt|loss|respect|to|in|obtained|computed|calculated|given|found"
    r"|taking|upstream|incoming|term|values?|along|same|way|similarly|for|that|spatial|corresponding|own|we|have|get|shared|it|can|be"
    r"|der|die|das|des|dem|den|und|über|einfach|nur|ist|also|nach|im|bezug|auf|wird|bezüglich|verlusts?|durch|von|ergibt|sich|zu"
    r"|le|la|les|l|du|de|d|des|est|et|par|rapport|à|sur|simplement|perte|au|aux|donc"
    r"|el|los|las|del|es|y|sobre|con|respecto|al|pérdida|simplemente|en|por|se|calcula|obtiene"
    r"|o|os|as|do|da|dos|das|é|e|em|relação|ao|aos|à|perda|simplesmente|obtém"
    r"|по|это|есть|равен|равна|производн\w+|потерь|функции|просто|и|всем|относительно)(?!\w)"
    r"|的|是|对|关于|损失|等于|在|上|就|即|为|于|所以|因此|将|对应|直接|简单地?|である|です|になる|となる|したもの|した|する|に関する|損失|の|は|を|に|で|が"
    r"|∂|δ|\bd[A-Z]\b|\bdb\b|[\s()*\-–—:,;.!'’\"“”，：、；。•]"
)


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
    if not telling or (_CHANNELS.search(words) and not _EACH.search(words)):
        return False
    plain = _FORMULA.sub(lambda found: " " if _is_name(found.group()) else found.group(), words)
    return not _SILENT.sub("", _KNOWN.sub(" ", _CHANNELS.sub(" ", plain)))


def _is_name(formula: str) -> bool:
    """Whether a formula is no more than a name, of a tensor or of its gradient."""
    return isinstance(node(formula), Symbol | Partial)
