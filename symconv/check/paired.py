"""Sizes of an output told as a pair, ``of the shape $(n_h − k_h + 1) × (n_w − k_w + 1)$``: a claim for each axis."""

from collections.abc import Iterator
from typing import NamedTuple

from symconv.check.facts.lexicon import one_of
from symconv.check.regex import regex
from symconv.check.sources import Source
from symconv.notation.reader import ReadError, read
from symconv.notation.tree import Equation, Node

_NESTED = r"\([^()$=]{3,60}(?:\([^()$=]{1,30}\)[^()$=]{0,30})?\)"
_SIDE = rf"(?:{_NESTED}|\\lfloor[^$=]{{3,80}}?\\rfloor|\\lceil[^$=]{{3,80}}?\\rceil)"
_PAIR = regex(rf"\s*(?P<rows>{_SIDE})\s*(?:\\times|×)\s*(?P<columns>{_SIDE})\s*[.,;。，]?\s*")
_ARITHMETIC = regex(r"[-+−/]|\\frac")
_OUTPUT = regex(rf"(?i:{one_of('output')})")
_OTHERS = regex(rf"(?i:{one_of('gradient')}|{one_of('transposed')}|{one_of('pooling')})")
NEAR = 240
"""Signs before a pair in which its sentence begins."""
AXES = {"rows": "H_{out}", "columns": "W_{out}"}


class Size(NamedTuple):
    """The size of an output along one axis, with the places where it stands."""

    start: int
    end: int
    tree: Node


def paired(found: Source) -> Iterator[Size]:
    """The sizes that sentences on an output tell in pairs."""
    for stretch in found.stretches:
        pair = _PAIR.fullmatch(found.text, stretch.start, stretch.end) if stretch.tex else None
        before = found.text[max(stretch.start - NEAR, 0) : stretch.start].rstrip(" $\n")
        sentence = before[max(before.rfind("\n\n"), before.rfind(". "), before.rfind("。")) + 1 :]
        if pair is None or not _OUTPUT.search(sentence) or _OTHERS.search(sentence):
            continue
        for side, name in AXES.items():
            if tree := _size(name, pair[side]):
                yield Size(*pair.span(side), tree)


def _size(name: str, written: str) -> Node | None:
    """``H_out = …``; None where nothing is reckoned."""
    if not _ARITHMETIC.search(written):
        return None
    try:
        return Equation((read(name), read(written)))
    except ReadError:
        return None
