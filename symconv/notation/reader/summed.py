"""What sums run over where words or names of several letters stand: ``Σ_{ci, kh}``, ``sum over oy, ox of …``."""

import re
from collections.abc import Iterator

from symconv.notation.reader.piece import Token

_NAME = r"[A-Za-z]{2,3}\d?"
_BELOW = re.compile(r"(?:\\sum|[Σ∑]|\bsum)(?:\\limits)?\s*_?\s*[{(\[]([^{}()\[\]]{2,80})[})\]]")
_BARE = re.compile(rf"(?:[Σ∑]|\bsum)_?(?P<over>{_NAME})(?![A-Za-z0-9_(])")
"""A sum over one name, without braces: ``Σ_oy``, ``sum_oy``."""
_MEMBER = re.compile(rf"(?:^|,)\s*({_NAME})\s*(?=$|,|=)")
_LISTS = re.compile(r"[{(\[]([^{}()\[\]=]*)[})\]]")
_RUN = re.compile(rf"(?<![A-Za-z\\]){_NAME}(?![A-Za-z0-9(_])")
_ALONE = re.compile(rf"(?:^|,)\s*({_NAME})\s*(?=$|,)")

_LETTER = r"[A-Za-z]\w{0,9}['′]?"
_SPOKEN = re.compile(
    rf"(?:[Ss]um|SUM|[Σ∑])\s+(?:over|for)\s+(?:all\s+)?\(?(?P<over>{_LETTER}(?:\s*(?:,|\band\b)\s*{_LETTER})*)\)?"
    r"(?:\s+of\s+|\s*:\s*|\s*(?=[(\[]))"
)
"""A sum whose letters are told in words."""


def index_names(source: str) -> frozenset[str]:
    """Runs of letters that are one index each, though they look like products.

    A sum runs over one of them, ``Σ_{ci, kh}`` or ``Σ_oy``, and it counts in a list of indices, ``X_{n, ci, oh+kh}`` or
    ``X[n][ci][oh+kh]``; then what stands alone in such a list is a name, too.
    """
    summed = {name for below in _BELOW.findall(source) for name in _MEMBER.findall(below)} | {*_BARE.findall(source)}
    if not summed:
        return frozenset()
    lists = [inside for inside in _LISTS.findall(source.replace("][", ",")) if "," in inside]
    counting = {run for inside in lists for run in _RUN.findall(inside)}
    if summed.isdisjoint(counting):
        return frozenset()
    return frozenset(summed | {name for inside in lists for name in _ALONE.findall(inside)})


_STARTED = re.compile(rf"(?:^|,)\s*({_NAME})\s*=")
_INDICES = re.compile(r"_\s*\{([^{}=]{1,80})\}")


_OUT = re.compile(r"_\{?(?:\\(?:text|mathrm)\{)?out\b")


def told_names(text: str) -> frozenset[str]:
    """The runs of letters that are one index each in all formulas of a text: a sum starts one, ``Σ_{ch=1}``.

    They also stand alone between commas, ``X_{ch, p, q}``; ``Σ_{ij=1}`` is about two letters. Beside ``L_{out}``, the
    index of ``L_{in}`` is a word.
    """
    words = frozenset({"in"} if _OUT.search(text) else ())
    started = {name for below in _BELOW.findall(text) for name in _STARTED.findall(below)}
    if not started:
        return words
    lists = (inside for inside in _INDICES.findall(text) if "," in inside)
    return words | (started & {name for inside in lists for name in _ALONE.findall(inside)})


def summed_in_words(source: str, start: int, names: frozenset[str]) -> re.Match[str] | None:
    """``sum over oy, ox of`` at a place, or ``sum_oy`` where ``oy`` is the name of an index."""
    bare = _BARE.match(source, start)
    return _SPOKEN.match(source, start) or (bare if bare and bare["over"] in names else None)


def spoken(found: re.Match[str]) -> Iterator[Token]:
    """``sum over oy, ox of`` as ``Σ_{oy, ox}``."""
    start, end = found.span()
    names = re.findall(_LETTER, re.sub(r"\band\b", ",", found["over"]))
    yield Token("sign", "Σ", start, end)
    yield from (Token("sign", sign, start, end) for sign in "_{")
    for number, name in enumerate(names):
        if number:
            yield Token("sign", ",", start, end)
        yield Token("name", name.replace("'", "′"), start, end)
    yield Token("sign", "}", start, end)
