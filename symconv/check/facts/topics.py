"""What a formula is about: the convolution layer, or another kind of layer, which is not ours to judge."""

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from symconv.check.facts.headings import paths
from symconv.check.facts.lexicon import one_of
from symconv.check.facts.otherwise import TOPIC, padded_otherwise
from symconv.check.regex import regex
from symconv.check.sources import Source
from symconv.check.statements import Statement

OTHERS: Mapping[str, str] = {
    "pooling": "pooling",
    "dense": "a dense layer",
    "recurrent": "another kind of layer",
    "transposed": "a transposed convolution",
}
"""Entry of the lexicon → what such a formula is about."""
_LAYERS = "|".join(map(one_of, (*OTHERS, "layer")))
CONVOLUTION = "a convolution"
"""What a forward pass may be about beside a transposed layer; its gradients are told by way of convolutions."""
_GRADIENT = regex(r"∂|∇|δ|\\partial|\\nabla|\\delta|\bd[A-Z]")
_SENTENCE = regex(r"(?<=[.!?。；;])\s+(?=\S)|\n\s*\n(?=\s*\S)")


@dataclass(frozen=True, slots=True)
class Above:
    """The titles of a text.

    Attributes:
        places: where they start.
        paths: each with those that it stands beneath, the nearest first; before the first there are none.
    """

    places: tuple[int, ...]
    paths: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, text: str) -> "Above":
        """Those of a text."""
        found = tuple(paths(text))
        return cls(tuple(place for place, _ in found), ((), *(path for _, path in found)))

    def other(self, place: int, exchanged: bool = False) -> str:
        """What a place is about by the nearest title that names a layer; empty where that is the layer at hand."""
        path = self.paths[bisect_right(self.places, place)]
        naming = (title for title in path if re.search(_LAYERS, title, re.IGNORECASE))
        return _other(next(naming, ""), exchanged)


def topics(found: Source, read: Iterable[Statement], exchanged: Container[int] = ()) -> dict[int, str]:
    """Offset of a statement → what it is about, for those that are not about the convolution layer.

    The nearest title above that names a layer tells it, or the sentence that leads to the formula, unless it speaks of
    a gradient: "the gradient is a transposed convolution" is about our layer. Where a text says that it pads otherwise
    than with zeros, all that follows is about that.

    Args:
        found: the text.
        read: its statements.
        exchanged: where those of a transposed layer stand, which is the one at hand there.
    """
    above = Above.of(found.text)
    told: dict[int, str] = {}
    end, otherwise = 0, padded_otherwise(found.prose)
    for one in read:
        turned = one.start in exchanged
        about = above.other(one.start, turned) or _led_by(found.prose[end : one.start], turned)
        about = "" if about == CONVOLUTION and _GRADIENT.search(one.text) else about
        about = about or ("" if otherwise is None or one.start < otherwise else TOPIC)
        if about:
            told[one.start] = about
        end = max(end, one.end) if one.tells else end
    return told


def _led_by(prose: str, exchanged: bool) -> str:
    """What the last sentence before a formula is about."""
    sentence = _SENTENCE.split(prose.rstrip())[-1] if prose.strip() else ""
    return "" if re.search(one_of("gradient"), sentence, re.IGNORECASE) else _other(sentence, exchanged)


def _other(title: str, exchanged: bool) -> str:
    """What a title names that is not the layer at hand; empty where it names that one, too, or nothing."""
    named = next((said for entry, said in OTHERS.items() if re.search(one_of(entry), title, re.IGNORECASE)), "")
    ours = re.search(one_of("layer"), re.sub(one_of("transposed"), "", title, flags=re.IGNORECASE), re.IGNORECASE)
    if exchanged:
        return "" if named == OTHERS["transposed"] else named or (CONVOLUTION if ours else "")
    return "" if ours else named
