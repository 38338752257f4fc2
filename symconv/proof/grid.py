"""A grid of layers as people write it.

``kernel=1..5 stride=1..4 padding=0..4 dilation=1..3 input=2..10``: each word of the layer with a range, a list
(``1,2,4``) or one value (``5x3``, ``same``). As everywhere, a bare input size means one axis.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any, Self

from symconv.errors import InputError
from symconv.folded import PADDING_MODES
from symconv.sizes import CROPS, PADDING_WORDS, shown

WORDS = {
    "input": "input_size",
    "kernel": "kernel_size",
    "stride": "stride",
    "padding": "padding",
    "padding_mode": "padding_mode",
    "output_padding": "output_padding",
    "dilation": "dilation",
    "groups": "groups",
    "in_channels": "in_channels",
    "out_channels": "out_channels",
    "batch": "batch_size",
}
NUMBER = "[0-9]{1,4000}"
COUNT, SIZE = re.compile(NUMBER), re.compile(f"{NUMBER}(?:x{NUMBER})*")
RANGE, BELOW_ZERO = re.compile(rf"({NUMBER})\.\.({NUMBER})"), re.compile("-[0-9]")
PADDING = re.compile(f"{NUMBER}(?::{NUMBER})?(?:x{NUMBER}(?::{NUMBER})?)*|" + "|".join(PADDING_WORDS))
READ = dict.fromkeys(("input", "kernel", "stride", "output_padding", "dilation"), SIZE) | {
    "padding": PADDING,
    "padding_mode": re.compile("|".join(PADDING_MODES)),
}
"""How the values of a word are written; whether there is such a layer is seen when it is its turn."""

KINDS = {"output_padding": True, "padding_mode": False}
"""Word that some layers have → whether these are the transposed ones."""

MOST_COMBINATIONS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The values each parameter takes.

    Attributes:
        values: parameter → its values, as they are written.
        transposed: whether the layers are transposed ones.
    """

    transposed: bool = False
    values: tuple[tuple[str, tuple[str, ...]], ...]

    @classmethod
    def of(cls, text: str, *, transposed: bool = False) -> Self:
        """The grid that a text describes.

        Args:
            text: ``word=values`` with spaces between.
            transposed: whether the layers are transposed ones, which have ``output_padding``.

        Raises:
            InputError: a word is unknown or stated twice, or its values cannot be read.
        """
        values: dict[str, tuple[str, ...]] = {}
        words = {word: name for word, name in WORDS.items() if KINDS.get(word, transposed) == transposed}
        for part in text.split():
            word, _, written = part.partition("=")
            if word not in words or not written:
                raise InputError(f"a sweep is word=values with words {', '.join(words)}, got {shown(part)}")
            if WORDS[word] in values:
                raise InputError(f"{word} is stated twice in the sweep")
            values[WORDS[word]] = tuple(choice for item in written.split(",") for choice in _choices(item, word))
        if not values:
            raise InputError("a sweep needs at least one word=values, got nothing")
        grid = cls(values=tuple(values.items()), transposed=transposed)
        if len(grid) > MOST_COMBINATIONS:
            raise InputError(f"a sweep of {len(grid)} combinations is more than {MOST_COMBINATIONS}; split it")
        return grid

    def __len__(self) -> int:
        return prod(len(choices) for _, choices in self.values)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        names = [name for name, _ in self.values]
        kind = {"transposed": True} if self.transposed else {}
        chosen = product(*(choices for _, choices in self.values))
        return (kind | dict(zip(names, choice, strict=True)) for choice in chosen)


def _choices(item: str, word: str) -> list[str]:
    if BELOW_ZERO.search(item):
        why = f": {CROPS}" if word == "padding" else ""
        raise InputError(f"{word} in a sweep must be at least 0, got {shown(item)}{why}")
    if ".." not in item:
        if not READ.get(word, COUNT).fullmatch(item.lower()):
            known = f"of {', '.join(PADDING_MODES)}" if word == "padding_mode" else "a number, or sizes such as 5x3"
            raise InputError(f"{word} in a sweep must be {known}, got {shown(item)}")
        return [item]
    found = RANGE.fullmatch(item)
    first, last = map(int, found.groups()) if found else (1, 0)
    if first > last:
        raise InputError(f"{word} in a sweep must be a range such as 1..5, got {shown(item)}")
    if last - first > MOST_COMBINATIONS:
        raise InputError(f"{word} in a sweep takes more than {MOST_COMBINATIONS} values, got {shown(item)}")
    return list(map(str, range(first, last + 1)))
