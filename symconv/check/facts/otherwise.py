"""Padding that is not zeros, as prose says it: what follows is derived for a layer that the check does not know."""

import re
from collections.abc import Mapping
from re import Pattern

from symconv.check.facts.elsewhere import LONGEST, SENTENCE
from symconv.check.regex import regex

TOPIC = "padding that is not zeros"
"""What such statements are about."""
_MODE = r"(?:reflect(?:ion|ive|ing|ed)?|mirror(?:ed|ing)?|replicat(?:ion|e|ed|ing)|circular|cyclic|periodic|edge)"
_SAID = regex(
    rf"\b{_MODE}[- ]pad(?:ding|ded)\b"
    r"|\bpadding[_ ]?mode\W{0,4}(?:reflect|replicate|circular)\b"
    r"|\bpad(?:s|ded|ding)?\s+(?:\w+\s+){0,4}(?:by|with|using)\s+(?:\w+\s+)?(?:reflection|replication)\b"
    r"|\bpad(?:s|ded|ding)?\s+(?:\w+\s+){0,3}(?:circularly|cyclically|periodically)\b"
    r"|\b(?:zirkuläre[sm]?|spiegelnde[sm]?|gespiegelte[sm]?)\s+padding\b"
    r"|\b(?:bordure|remplissage)\s+(?:circulaire|réfléchie?|par\s+réflexion|par\s+réplication)"
    r"|\b(?:relleno|preenchimento)\s+(?:circular|reflej\w+|reflet\w+|replicado|por\s+reflex\w+)"
    r"|(?:循环|反射|镜像|复制)填充|(?:循環|反射|複製|鏡映)パディング",
    re.IGNORECASE,
)
_ASIDE = regex(
    r"\b(?:not|no|instead|rather|unlike|other|such\s+as|or|may|might|can|could|would|if|than|like)\b", re.IGNORECASE
)
"""Words before it in a sentence that only mentions it."""
NEAR = 60
"""Signs before it in which they are looked for."""


MODES: Mapping[str, Pattern[str]] = {
    "reflect": regex(r"refl[ée]|reflej|spiegelnd|反射", re.IGNORECASE),
    "replicate": regex(r"r[eé]pli[ck]|\bedge\b|复制|複製", re.IGNORECASE),
    "circular": regex(r"cir[ck]ul|zirkul|cyclic|periodic|循环|循環", re.IGNORECASE),
}
"""Padding mode → how prose names it; a mirror may repeat the border, or not, and tells none."""


def mode_told(prose: str) -> tuple[int, str] | None:
    """Where a text says that it pads otherwise than with zeros, and how; None where it does not say it in one way."""
    told = [said.group() for said in _SAID.finditer(prose)]
    modes = {tuple(mode for mode, named in MODES.items() if named.search(one)) for one in told}
    start = padded_otherwise(prose)
    if start is None or len(modes) != 1 or len(one := next(iter(modes))) != 1:
        return None
    return start, one[0]


def padded_otherwise(prose: str) -> int | None:
    """Where a text begins to speak of a layer whose padding is not zeros; None where it does not."""
    for sentence in SENTENCE.finditer(prose):
        told = sentence.group()[:LONGEST]
        said = _SAID.search(told)
        if said and not _ASIDE.search(told[max(said.start() - NEAR, 0) : said.start()]):
            return sentence.start()
    return None
