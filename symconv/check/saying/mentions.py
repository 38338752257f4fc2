"""What a sentence mentions, in order: maps and gradients, what is slid, and what is done to a map before."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from symconv.check.facts.lexicon import one_of
from symconv.check.named import FORMULA, amount, node
from symconv.check.regex import regex
from symconv.check.saying import words
from symconv.check.understanding.binding import LOSS, differentiated
from symconv.notation.tree import Node, Partial, Symbol

ROLES = {"⟨input⟩": "input", "⟨weight⟩": "weight", "⟨bias⟩": "bias", "⟨output⟩": "output"}
"""Placeholder → the tensor that is spoken of."""
INPUT, WEIGHT, BIAS, OUTPUT = map(Symbol, ROLES)
UPSTREAM = Partial(LOSS, OUTPUT)
"""The gradient of the output."""
_GRADIENT = r"[∂d][A-Zℓ]\s?/\s?[∂d][A-Za-z](?!\w)|\bd[A-Z]\b|\bdb\b"
_LETTER = r"(?<![A-Za-z\\])[XWKFYδ](?![A-Za-z'′(\[\d_]|\s*[=*+])"
"""A letter between signs of another script."""
_MAPS = {"bias": BIAS, "kernel": WEIGHT, "output": OUTPUT, "input": INPUT}
_DONE = {"dilate": regex(words.SPREAD), "pad": regex(words.PADDED)}
_COUNT = r"(?:\(?\$[^$\n]{1,24}\$\)?|\(?[^\W\d_]{1,8}\s*[-−]\s*1\)?|\d|[kspKSP](?!\w))"
_ZEROS = rf"(?:\s*(?i:with|by|using|of|mit|de|con|com|avec|par))?\s*(?:{_COUNT})\s*(?:(?i:{one_of('zeros')}))?"
_BESIDE = (
    r"(?:feature\s+)?maps?(?!\w)|\(?\s*(?i:(?:(?:with|for|at|a)\s+)*stride)\s*(?:of|=|is)?\s*1(?!\d)\s*\)?"
    r"|\(\s*with\s+(?:zero[- ])?padding\s*\)"
    rf"|(?i:{one_of('unpadded')})|(?i:(?:over|and|in)\s+(?:all\s+|the\s+)*(?:images|samples|batch(?:es)?))(?!\w)"
    r"|(?i:by|with|par|por|um)\s+(?i:the\s+|le\s+|la\s+|el\s+|die\s+)?(?i:stride|pas|paso|passo|schrittweite)(?!\w|\s*[-−])"
    r"|(?<!\d)180(?:\s*°|\^\S+|[\s-]*(?i:degrees?|grad|grados|graus|degrés)(?!\w)|\s*度|도)?"
    r"|(?i:in|of)\s+(?:the|an?|our|this)\s+(?=(?i:conv))"
)
_KINDS = {
    "article": r"\b(?:[AI]\s(?=[a-z“\"])|O\s(?=gradiente))",
    "many": rf"(?<!\d){_COUNT}\s*(?i:{one_of('zeros')})(?!\d)",
    "formula": f"{_GRADIENT}|{FORMULA}|{_LETTER}",
    "beside": f"{_BESIDE}|{words.OF_LAYER}",
    "above": words.FROM_ABOVE,
    "unturned": words.NOT_TURNED,
    "tconv": words.TRANSPOSED,
    "obstacle": words.OBSTACLES,
    "channels": words.CHANNELS,
    "dilate": f"(?:{words.SPREAD})(?:{_ZEROS})?",
    "pad": f"(?:{words.PADDED})(?:{_ZEROS})?",
    "flip": words.TURNED,
    "bias": rf"(?i:{one_of('bias')})",
    "kernel": words.KERNEL,
    "output": rf"(?i:{one_of('output')})",
    "upstream": words.UPSTREAM,
    "derivative": words.DERIVATIVE,
    "slid": words.SLID,
    "input": rf"(?i:{one_of('input')})",
    "sum": rf"(?i:{one_of('sum')})",
    "full": words.FULL,
    "valid": words.VALID,
    "zero": rf"(?i:{one_of('zeros')})",
}
"""What may be mentioned → how; where two begin at one place, the first is meant."""
_MENTIONED = regex("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One of the things that a sentence mentions.

    Attributes:
        kind: ``map``, ``gradient``, ``derivative`` (the word alone), ``slid``, ``tconv``, ``sum``, ``full``, ``valid``,
            ``channels``, what is done to a map, ``obstacle``, or ``beside`` for what changes nothing.
        start: offset of its first character in the sentence.
        end: offset behind its last character.
        word: what is written there.
        node: the map.
        amount: how far it is dilated or padded.
    """

    kind: str
    start: int
    end: int
    word: str
    node: Node | None = None
    amount: Node | None = None


def mentions(sentence: str) -> Iterator[Mention]:
    """What a sentence mentions, word by word."""
    return map(_mention, _MENTIONED.finditer(sentence))


def _mention(one: re.Match[str]) -> Mention:
    kind = str(one.lastgroup)
    node_: Node | None = _MAPS.get(kind)
    many: Node | None = None
    if node_ is not None:
        kind = "map"
    elif kind == "formula":
        kind, node_ = _written(one.group())
    elif kind == "upstream":
        kind, node_ = "gradient", UPSTREAM
    elif kind in ("dilate", "pad"):
        done = _DONE[kind].match(one.group())
        many = amount(kind, one.group(), done.end() if done else 0)
    elif kind == "many":
        many = amount("pad", one.group(), 0)
    elif kind in ("zero", "article"):
        kind = "beside"
    return Mention(kind=kind, start=one.start(), end=one.end(), word=one.group(), node=node_, amount=many)


def _written(formula: str) -> tuple[str, Node | None]:
    """What kind of thing a formula is, with its tree: a gradient, ``∂L/∂X``, ``dX``, δ; a map; or not understood."""
    found = node(formula)
    if isinstance(found, Partial) or found == Symbol("δ"):
        return "gradient", found
    if not isinstance(found, Symbol) or found.index or found.name in ("s", "k", "p", "S", "P"):
        return "obstacle", found
    name = differentiated(found.name)
    return ("gradient", Partial(LOSS, Symbol(name))) if len(name) == 1 else ("map", found)


_QUIET = regex(f"{words.QUIET}|{words.PUNCTUATION}")


def unknown(text: str) -> str:
    """The first word of a stretch that may change what a sentence says; empty where there is none."""
    return next(iter(_QUIET.sub(" ", text).split()), "")
