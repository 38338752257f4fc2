"""Conventions that a text states: where counting starts, what ∗ does, what lies outside the arrays, how large O is."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from symconv.check.evaluating.questions import CONVOLUTION, CORRELATION
from symconv.check.facts.lexicon import one_of
from symconv.check.regex import regex

_INDICES = (
    r"(?:ind(?:ex|ices|exes|exing|exed|izes|izierung)|[ií]nd[ií]ces?|count(?:s|ed|ing)?|下标|索引|インデックス|인덱스)"
)
_FROM = r"(?:from|at|with|ab|bei|mit|von|de|en|em|à|从|由|以)"
_BASES = (
    rf"{_INDICES}\s*(?:[^\W\d]+\s+){{0,4}}?{_FROM}\s*\$?(?P<base>[01])\b",
    r"\b(?P<base>[01])-(?:based|indexed|basiert)",
)
_WORDS = {"zero-based": 0, "zero-indexed": 0, "one-based": 1, "one-indexed": 1, "nullbasiert": 0, "einsbasiert": 1}
_SIGN = r"(?:\$?\s*(?:\\ast|\\circledast|(?<![*\w])\*(?!\*)|[∗⊛])\s*\$?|\bthe\s+(?:star|asterisk)\b)"
_MEANS = r"\s*(?:denotes?|means?|stands?\s+for|is|as|represents?|bezeichnet|désigne|表示|是)\s+"
_MEANS += r"(?:an?\s+|the\s+)?(?:valid\s+|full\s+|strided\s+|2-?D\s+)*"
_STARS = {
    CORRELATION: regex(_SIGN + _MEANS + one_of("correlation"), re.IGNORECASE),
    CONVOLUTION: regex(
        _SIGN + _MEANS + rf"(?:{one_of('convolution')}|convolutions?\b[^.\n]{{0,40}}(?:flip|turn|rotat))", re.IGNORECASE
    ),
}
_OTHER_SIGN = r"\$?\s*(?:\\star(?![A-Za-z])|[⋆★])\s*\$?"
_PLAIN = rf"(?!correlation){one_of('layer')}"
_SHORT = r"[^.\n∗*⋆★\\]{1,24}?"
"""A few words between a sign and what it means."""
_CONTRASTED = regex(
    rf"{_OTHER_SIGN}{_SHORT}{one_of('correlation')}[^.\n\\]{{0,30}}?{_SIGN}{_SHORT}{_PLAIN}"
    rf"|{_SIGN}{_SHORT}{_PLAIN}[^.\n\\]{{0,30}}?{_OTHER_SIGN}{_SHORT}{one_of('correlation')}",
    re.IGNORECASE,
)
"""Two signs told apart, ``⋆ is cross-correlation, ∗ convolution``: there ∗ turns the filter."""
_BESIDE = r"(?:\\ast|[*∗])[^$\n]{0,80}\$+\s*[,.]?\s*\(?(?:an?\s+|the\s+|this\s+is\s+an?\s+)?"
"""A formula with the sign, and what begins a remark on it: ``$A * B$ (a true convolution)``."""
_REMARKED = {
    CORRELATION: regex(_BESIDE + rf"(?:full\s+|valid\s+)?{one_of('correlation')}", re.IGNORECASE),
    CONVOLUTION: regex(_BESIDE + one_of("convolution"), re.IGNORECASE),
}
_CALLED = {
    CORRELATION: regex(rf"\bconv\w*(?:\([^)\n]*\))?\s*[:=]?{_MEANS}?{one_of('correlation')}", re.IGNORECASE),
    CONVOLUTION: regex(
        rf"\bconv\w*(?:\([^)\n]*\))?\s*[:=]\s*(?:an?\s+)?(?:valid\s+|full\s+)*{one_of('convolution')}", re.IGNORECASE
    ),
}
_FORWARD = r"(?:layer|forward\s+(?:pass|step)|model|network|schicht|couche|capa|camada)"
_TURNS = regex(
    rf"\b{_FORWARD}\s+(?:here\s+)?(?:is|computes|performs|uses|applies|implements|ist|est|es|é)\s+(?:an?|the|eine|une|una|uma)?\s*"
    rf"(?:valid\s+|full\s+)*{one_of('convolution')}"
    rf"|\b(?:filter|kernel)s?\s+(?:is|are|gets?)\s+(?:{one_of('turned round')})[^.\n]{{0,40}}"
    r"\b(?:in|during)\s+the\s+forward\b",
    re.IGNORECASE,
)
"""How a text says that its layer is a true convolution, without a sign for it."""
_OUTSIDE = regex(one_of("outside"), re.IGNORECASE)
_SAME = regex(one_of("same"), re.IGNORECASE)
Said = TypeVar("Said", int, str)
_EINSTEIN = regex(r"einstein|summation convention|repeated ind\w+ (?:is|are) summed", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conventions:
    """What a text says of its notation.

    Attributes:
        base: the number of first entries; None where it is not said, or in two ways.
        star: what ∗ and ``conv`` do, where it is said.
        extended: whether it speaks of what lies outside the arrays.
        turned: whether it says that the layer turns its filter.
        same: whether the output is said to be as large as the input.
        einstein: whether repeated letters are summed.
        said: ``index_base, star`` → where it is said first.
    """

    base: int | None = None
    star: str | None = None
    extended: bool = False
    turned: bool = False
    same: bool = False
    einstein: bool = False
    said: Mapping[str, int] = field(default_factory=dict)


def conventions(text: str, prose: str) -> Conventions:
    """What is said of the notation.

    Args:
        text: a text with its formulas.
        prose: the same, formulas blanked.
    """
    bases, stars = _bases(prose), _stars(text)
    places = {"index_base": bases.values(), "star": stars.values()}
    return Conventions(
        base=_only(bases),
        star=_only(stars),
        extended=bool(_OUTSIDE.search(text)),
        turned=bool(_TURNS.search(prose)),
        same=bool(_SAME.search(text)),
        einstein=bool(_EINSTEIN.search(prose)),
        said={name: min(found) for name, found in places.items() if found},
    )


def _only(found: Mapping[Said, int]) -> Said | None:
    """What is said; None where it is not, or in two ways."""
    return next(iter(found)) if len(found) == 1 else None


def _bases(prose: str) -> dict[int, int]:
    """Each base that is told, and where it is told first."""
    found = [(int(match["base"]), match.start()) for one in _BASES for match in re.finditer(one, prose, re.IGNORECASE)]
    lower = prose.lower()
    return _first((*found, *((base, lower.index(word)) for word, base in _WORDS.items() if word in lower)))


def _stars(text: str) -> dict[str, int]:
    """Each meaning of ∗ that is told, and where it is told first."""
    rows = [*_STARS.items(), *_CALLED.items(), (CONVOLUTION, _CONTRASTED), *_REMARKED.items()]
    return _first((star, match.start()) for star, pattern in rows if (match := pattern.search(text)))


def _first(found: Iterable[tuple[Said, int]]) -> dict[Said, int]:
    first: dict[Said, int] = {}
    for said, place in found:
        first[said] = min(first.get(said, place), place)
    return first
