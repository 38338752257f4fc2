"""Sentences that say what a gradient is in words: ``dL/dW is the convolution of the input with the output gradient``.

Each becomes an equation of placeholders, ``⟨input⟩`` for a tensor that is only spoken of. A sentence counts only where
every word of its two maps is understood.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from symconv.check.facts.lexicon import one_of
from symconv.check.named import FORMULA, node
from symconv.check.regex import regex
from symconv.check.understanding.binding import LOSS, differentiated
from symconv.notation.tree import Apply, Equation, Infix, Node, Partial, Symbol

ROLES = {"⟨input⟩": "input", "⟨weight⟩": "weight", "⟨bias⟩": "bias", "⟨output⟩": "output"}
"""Placeholder → the tensor that is spoken of."""
_INPUT, _WEIGHT, _, _OUTPUT = map(Symbol, ROLES)
SENTENCE = regex(r"(?:w\.r\.t\.|[^.。\n]|\.(?=\d)|\n(?!\s*(?:\n|[-*#>|]|\d+\.)))+")
_GRADIENT = r"[∂d][A-Zℓ]\s?/\s?[∂d][A-Za-z](?!\w)|\bd[A-Z]\b"
_THING = rf"{_GRADIENT}|{FORMULA}|(?i:{one_of('input')}|{one_of('kernel')})"
_ARTICLE = r"(?:(?i:the|an?|its|der|die|das|den|dem|des|eine[rm]?|la|le|les|l'|une?|el|los|las|una?|o|os|as|uma?)\s+)?"
_WHOSE = rf"(?i:{one_of('gradient')})\b(?:w\.r\.t\.|[^.,;:\n]){{1,40}}?\s{_ARTICLE}(?P<thing>{_THING})"
_SPOKEN = regex(_WHOSE)
_TARGET = (
    rf"(?:{_WHOSE}"
    rf"|(?P<formula>{_GRADIENT}|\$[^$=]{{3,80}}\$|\\\([^\n=]{{3,80}}?\\\))|(?P<before>\b(?:This|It|Dies|Das|Ceci|Esto)\b))"
)
_FILLED = (
    r"(?:[\s,:=]|(?i:is|are|equals|becomes|can|may|be|computed|calculated|obtained|given|expressed|written|found|simply"
    r"|just|exactly|precisely|again|also|then|thus|itself|therefore|as|by|via|through|using|an?|the|taking|performing"
    r"|thought|represented|identical|equal|to|of(?=\s+as\b)|ist|wird|die"
    r"|eine|der|durch|nun|wieder|auch|est|une|la|donc|es|una|é|uma|por|une)\b)+"
)
_MODE = r"(?:[\"“'«*_]*(?P<mode>(?i:full|valid|volle|gültige|complète|completa|válida))[\"”'»*_]*[- ]+)?"
_CONVOLUTION = rf"(?P<kind>(?i:{one_of('correlation')}|{one_of('convolution')}|{one_of('layer')}))"
_ASIDE = r"(?:\s*\((?i:with\s+padding|with\s+zero[- ]padding|stride\s+1)\))?"
_WITH = r"\s+(?i:with|and|by|mit|und|avec|et|con|y|com|e)\s+"
_END = r"(?=\s*(?:[.,;:。\n—–]|$|(?i:where|with\s+stride|for\s+each|which|and\s+then)\b))"
_MAP = r"[^.;:。]{1,90}?"
_SAYS = (
    regex(
        rf"{_TARGET}{_FILLED}{_MODE}{_CONVOLUTION}{_ASIDE}\s+(?i:of|between|von|zwischen|de|des|du|entre|da|do)\s+"
        rf"(?P<first>{_MAP}){_WITH}(?P<second>{_MAP}){_END}"
    ),
    regex(
        rf"{_TARGET}{_FILLED}(?P<first>{_MAP}),?\s+(?P<kind>(?i:convolved|correlated|cross-correlated|gefaltet|convolué\w*))"
        rf"{_WITH}(?P<second>{_MAP}){_END}"
    ),
    regex(
        rf"{_TARGET}{_FILLED}(?P<kind>(?i:convolving|correlating|cross-correlating))\s+(?P<first>{_MAP}){_WITH}"
        rf"(?P<second>{_MAP}){_END}"
    ),
)
_SPEAKS = regex(rf"(?i:{one_of('correlation')}|{one_of('layer')}|convolv|correlat|gefaltet|convolué)")
"""What a sentence has that may say what a gradient is."""
_DONE = {"flip": one_of("turned round"), "dilate": one_of("spread"), "pad": one_of("padded")}
_STEP = regex(r"(?i:(?:by|with|par|por|um)\s+(?:the\s+|le\s+|la\s+|el\s+)?(?:stride|pas|paso|schrittweite))")
"""How far a map is spread, where that is the stride."""
_BEYOND = regex(
    rf"(?i:{one_of('transposed')}|{one_of('pooling')}|crop\w*|stride\w*|channel\w*|not|ohne|nicht|sans|sin)"
)
"""Words for what would have to be told exactly."""
_REPORTED = regex(
    r"\b(?i:said|says?|believed?|believes|thinks?|thought\s+that|claims?|assumes?|wrong\w*|mistak\w*|false|incorrect\w*|naive\w*|"
    r"would|might|seems?|question|why|whether|if)\b"
)
"""Words before what somebody else says, or what is only asked."""
_UPSTREAM = regex(r"(?i:upstream|incoming|error|deltas?|fehler\w*|erreur|error(?:es)?)")
_SILENT = regex(
    r"(?i:the|an?|its|own|same|original|version|of|upstream|incoming|output|loss|respect|with|to|of|w\.r\.t\.|wrt|by|as|degrees?|both|along"
    r"|horizontally|vertically|axes|axis|map|maps|feature|matrix|layer'?s?|spatially|and|for|each|grad(?:s)?|180|°|version"
    r"|der|die|das|des|dem|den|um|grad|la|le|les|l|du|de|del|el|o|a|tensor|kernel|in|forward|pass)(?!\w)|[\s\d°()$*_\\^{}'’\"“”,-]"
)


_MARKED = regex(r"\*\*|</?(?:b|em|strong|i)>|`(?=[^`\n]*[A-Za-z]{3})|(?<=[A-Za-z])`")
"""What sets words apart and says nothing."""


class Worded(NamedTuple):
    """A sentence that says what a gradient is.

    Attributes:
        start: offset of its first character.
        end: offset behind its last character.
        tree: the equation that it says, with placeholders.
    """

    start: int
    end: int
    tree: Equation


def worded(text: str, before: Iterable[tuple[int, Node]]) -> Iterator[Worded]:
    """The sentences of a text that say what a gradient is.

    Args:
        text: the text.
        before: the gradients that formulas are about, each with its place: what ``this`` may be.
    """
    gradients = sorted(before, key=lambda one: one[0])
    plain = unmarked(text)
    for sentence in SENTENCE.finditer(plain):
        if sentence.end() - sentence.start() > LONGEST or not _SPEAKS.search(sentence.group()):
            continue
        for said in filter(None, (pattern.search(sentence.group()) for pattern in _SAYS)):
            if _REPORTED.search(sentence.group()[: said.start()]):
                break
            start = sentence.start() + said.start() + (sentence.group()[said.start()] == "$")
            target = _target(said, _last(plain, start, gradients))
            sides = _map(said["first"]), _map(said["second"])
            if target is not None and None not in sides:
                yield Worded(start, sentence.start() + said.end(), Equation((target, _slid(said, *sides))))
                break


def unmarked(text: str) -> str:
    """The text of the same length without what sets words apart."""
    return _MARKED.sub(lambda found: " " * len(found.group()), text)


def _last(plain: str, place: int, gradients: list[tuple[int, Node]]) -> Node | None:
    """The gradient that a text spoke of last, in a formula or in words of the same paragraph."""
    near = max(plain.rfind("\n\n", 0, place), place - NEAR, 0)
    spoken = [
        (near + one.start(), Partial(LOSS, base))
        for one in _SPOKEN.finditer(plain[near:place])
        if (base := _base(one["thing"]))
    ]
    before = [gradient for at, gradient in sorted([*gradients, *spoken], key=lambda one: one[0]) if at < place]
    return before[-1] if before else None


LONGEST = 1_000
"""Signs of a sentence that is looked at."""
NEAR = 600
"""Signs before a sentence in which words may tell what *this* is."""


def _target(said: re.Match[str], last: Node | None) -> Node | None:
    if said["before"]:
        return last
    if said["formula"]:
        return _gradient(node(said["formula"]))
    base = _base(said["thing"])
    return Partial(LOSS, base) if base in (_INPUT, _WEIGHT) or (isinstance(base, Symbol) and not base.index) else None


def _gradient(found: Node | None) -> Node | None:
    if isinstance(found, Partial):
        return found
    name = differentiated(found.name) if isinstance(found, Symbol) else ""
    return Partial(LOSS, Symbol(name)) if len(name) == 1 else None


def _slid(said: re.Match[str], first: Node | None, second: Node | None) -> Node:
    correlates = re.search(rf"(?i:{one_of('correlation')}|correlat)", said["kind"])
    mode = (said.groupdict().get("mode") or "").lower()
    parameter = (Symbol("full"),) if mode[:2] in ("fu", "vo", "co") else (Symbol("valid"),) if mode else ()
    return Infix("⋆" if correlates else "∗", first or LOSS, second or LOSS, parameter)


def _map(words: str) -> Node | None:
    """The map that some words name, with what is done to it; None where a word is not understood."""
    words = _STEP.sub(" ", words)
    left, whole = words, None if _BEYOND.search(words) else _base(words)
    for operator, done in _DONE.items():
        if re.search(done, left, re.IGNORECASE):
            left = re.sub(done, " ", left, flags=re.IGNORECASE)
            whole = whole and Apply(operator, (whole,))
    for known in (
        _GRADIENT,
        FORMULA,
        *(f"(?i:{one_of(name)})" for name in ("gradient", "input", "kernel", "output", "zeros")),
    ):
        left = re.sub(known, " ", left)
    if isinstance(_base(words), Symbol) and re.search(_DONE["pad"], words, re.IGNORECASE):
        return None  # by how much an input is padded is the layer's affair
    return whole if not _SILENT.sub("", _UPSTREAM.sub(" ", left)) else None


def _base(words: str) -> Node | None:
    """The map without what is done to it."""
    for written in re.findall(rf"{_GRADIENT}|{FORMULA}", words):
        found = node(written)
        if _gradient(found):
            return _gradient(found)
        if isinstance(found, Symbol) and not found.index and found.name not in ("s", "k", "p", "K", "S", "P"):
            return found
        return None
    if re.search(rf"(?i:{one_of('gradient')})|{_UPSTREAM.pattern}", words, re.IGNORECASE):
        named = [name for name in ("input", "kernel") if re.search(one_of(name), words, re.IGNORECASE)]
        return None if named else Partial(LOSS, _OUTPUT)
    roles = {"kernel": _WEIGHT, "input": _INPUT}
    named = [name for name in roles if re.search(one_of(name), words, re.IGNORECASE)]
    return roles[named[0]] if named[:1] else None
