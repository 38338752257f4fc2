"""What a section is about: the convolution layer, or another kind of layer whose formulas are not ours to judge."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from symconv.check.facts.headings import headings
from symconv.check.facts.lexicon import one_of
from symconv.check.sources import Source

OTHERS: Mapping[str, str] = {
    "pooling": "pooling",
    "dense": "a dense layer",
    "recurrent": "another kind of layer",
    "transposed": "a transposed convolution",
}
"""Entry of the lexicon → what such a section is about."""


def topics(found: Source) -> Sequence[tuple[int, str]]:
    """Where each section starts, and what it is about where that is not the convolution layer; in order."""
    return tuple((place, _other(title)) for place, title in headings(found.text))


def topic_at(sections: Sequence[tuple[int, str]], offset: int) -> str:
    """What the section around an offset is about; empty where it is the convolution layer."""
    place = bisect_right(sections, offset, key=lambda section: section[0])
    return sections[place - 1][1] if place else ""


def _other(title: str) -> str:
    """What a title names that is no convolution; empty where it names one, too, or nothing."""
    named = next((said for entry, said in OTHERS.items() if re.search(one_of(entry), title, re.IGNORECASE)), "")
    ours = re.search(one_of("layer"), re.sub(one_of("transposed"), "", title, flags=re.IGNORECASE), re.IGNORECASE)
    return "" if ours else named
