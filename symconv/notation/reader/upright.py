r"""What stands in ``\text{…}`` and its kin: a name, a parity, a differential, an operation; prose says nothing."""

import re
from typing import NamedTuple

from symconv.notation.reader import patterns
from symconv.notation.reader.differentials import UPRIGHT, differential
from symconv.notation.reader.words import OPERATORS

_SIZE = re.compile(
    r"(?:in(?:put)?|out(?:put)?|kernel|filter|image|padded)_(?:size|length|len|dim(?:ension)?|height|width)",
    re.IGNORECASE,
)
"""Sizes named by two words, ``Output-Size``."""


class Words(NamedTuple):
    """What was found.

    Attributes:
        names: the names, none where prose stands there.
        end: the offset behind it.
        opened: whether a brace was opened that is still to be closed.
    """

    names: tuple[str, ...]
    end: int
    opened: bool = False


def words(source: str, place: int) -> Words | None:
    """What the command before an offset sets upright; None where it is to be read as anything else."""
    if braced := patterns.BRACED.match(source, place):
        return _braced(source, braced.group(1), braced.end())
    if remark := patterns.REMARK.match(source, place):
        return Words((), remark.end())
    if opening := patterns.WORD_IN_BRACE.match(source, place):
        return Words((opening.group(1),), opening.end(), opened=True)
    if opening := patterns.GREEK_IN_BRACE.match(source, place):
        return Words((), opening.end(), opened=True)
    alone = UPRIGHT.match(source, place)
    named = differential(source, alone.end(), upright=True) if alone else None
    return Words((named[0],), named[1]) if named else None


def _braced(source: str, inside: str, end: int) -> Words:
    word = re.sub(r"\\_|[\s-]+", "_", inside.strip())
    if word == "d" and (named := differential(source, end, upright=True)):
        return Words((named[0],), named[1])
    if parity := patterns.PARITY.fullmatch(inside):
        return Words(tuple(filter(None, parity.groups())), end)
    single = re.fullmatch(r"[\w∂′']+", inside.replace("\\_", "_").strip())
    return Words((word,) if single or _SIZE.fullmatch(word) or word.lower() in OPERATORS else (), end)
