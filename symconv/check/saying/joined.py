"""Mentions beside each other that are words for one thing: ``the gradient of the input X``, ``the filter weights``."""

import re
from collections.abc import Iterable
from dataclasses import replace

from symconv.check.facts.lexicon import one_of
from symconv.check.regex import regex
from symconv.check.saying.mentions import OUTPUT, UPSTREAM, Mention, unknown
from symconv.check.understanding.binding import LOSS
from symconv.notation.tree import Node, Partial

NEAR = 60
"""Most characters between ``gradient`` and what it is the gradient of."""
_JOINING = regex(r"(?:\s|的|の|'s|에\s*대한|に関する|に対する|を|\(|\$|\*|_|-)*")
"""Between a map and the word gradient behind it."""
_OF = regex(
    rf"[\s*_,]*(?:{one_of('of')}|to|on|in|over|regarding|de[rsm]|del|du|d[ao]|par|con|em|bezüglich|relativo|respecto|对|关于|относительно).*",
    re.IGNORECASE | re.DOTALL,
)
"""Between ``gradient`` and what it is the gradient of."""
_SAME = regex(r"\s*(?:(?:of|in)\s+(?:the\s+)?)?", re.IGNORECASE)
"""Between two words for one map: ``the filter weights``, ``the weights of the kernel``."""
_BESIDE = regex(r"[\s(,]*")
_WRITTEN = regex(r"\s*(?:[$\\`∂δ]|d?[A-Za-z]['′]?$|d\w\s?/)")
_CYRILLIC = regex(r"[а-яё]", re.IGNORECASE)


def joined(found: Iterable[Mention], sentence: str) -> list[Mention]:
    """The mentions of a sentence, those that are words for one thing in one piece."""
    together: list[Mention] = []
    for one in found:
        last = together[-1] if together else None
        as_one = last and _as_one(last, one, sentence[last.end : one.start])
        if last and as_one:
            whole = sentence[last.start : one.end]
            together[-1] = replace(last, kind=as_one[0], node=as_one[1], end=one.end, word=whole)
        else:
            together.append(one)
    return together


def _as_one(last: Mention, one: Mention, gap: str) -> tuple[str, Node | None] | None:
    """What two mentions are together, a kind and its tree; None where they are two things."""
    meant = last.node.by if isinstance(last.node, Partial) else last.node
    if one.kind == "map" and meant == one.node and _SAME.fullmatch(gap):
        return last.kind, last.node
    if one.kind == "channels" and last.kind == "map" and gap.isspace():
        return "channels", None
    if one.kind == "above" and last.kind in ("derivative", "gradient") and gap.isspace():
        return "gradient", last.node or UPSTREAM
    if _is_written(one) and not _is_written(last) and _BESIDE.fullmatch(gap):
        named = "gradient" if last.kind == "derivative" else last.kind
        return (one.kind, one.node) if one.kind == named and named in ("map", "gradient") else None
    if one.kind == "derivative" and _JOINING.fullmatch(gap) and not _is_written(last):
        if last.kind == "map":
            return "gradient", Partial(LOSS, last.node or OUTPUT)
        return ("gradient", last.node) if last.kind == "gradient" else None
    if last.kind == "derivative" and one.kind in ("map", "gradient") and _is_of(last, gap):
        return "gradient", Partial(LOSS, one.node or OUTPUT) if one.kind == "map" else one.node
    return None


def _is_of(last: Mention, gap: str) -> bool:
    """Whether what stands behind a gap is what ``gradient`` before it is the gradient of."""
    if _CYRILLIC.match(last.word) and gap.isspace():  # the genitive
        return True
    return len(gap) <= NEAR and _OF.fullmatch(gap) is not None and not unknown(gap)


def _is_written(one: Mention) -> bool:
    """Whether a mention is written as a formula."""
    return _WRITTEN.match(one.word) is not None
