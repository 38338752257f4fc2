"""What a formula is about: the convolution layer, or another kind of layer, which is not ours to judge."""

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from symconv.check.facts.headings import paths
from symconv.check.facts.lexicon import one_of
from symconv.check.facts.otherwise import TOPIC, padded_otherwise
from symconv.check.facts.succession import TOPIC as SEVERAL
from symconv.check.facts.succession import succession
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
POOLS = {
    "max": regex(r"max|m[áa]x|最大", re.IGNORECASE),
    "average": regex(r"average|\bavg|mean|mittel|durchschnitt|moyen|media|média|promedio|平均", re.IGNORECASE),
}
"""Pooling → how prose names it."""
ANOTHER = "another pooling"
_LINES = regex(r"(?<=[.!?。；;])\s+(?=\S)|\n")
_LAYERS = "|".join(map(one_of, (*OTHERS, "layer")))
CONVOLUTION = "a convolution"
"""What a forward pass may be about beside a transposed layer; its gradients are told by way of convolutions."""
_GRADIENT = regex(r"∂|∇|δ|\\partial|\\nabla|\\delta|\bd[A-Z]")
_BESIDE = regex(
    rf"{one_of('gradient')}\b(?:\s+pass)?\s*(?:,|&|和|与|と|와)?\s*(?:\b(?:and|und|et|y|e|и)\s+)?(?:the\s+|als\s+)?{one_of('transposed')}",
    re.IGNORECASE,
)
"""A gradient beside a transposed convolution, which is what gives it: "the backward pass, and the transposed …"."""
_OPENED = regex(r"(?:\s|\$|\\[\[(]|`)+\Z")
"""What opens a formula, and the space before it."""
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


def topics(
    found: Source,
    read: Iterable[Statement],
    exchanged: Container[int] = (),
    folded: Container[int] = (),
    pooled: Mapping[int, str] = MappingProxyType({}),
) -> dict[int, str]:
    """Offset of a statement → what it is about, for those that are not about the convolution layer.

    The nearest title above that names a layer tells it, or the sentence that leads to the formula, unless it speaks of
    a gradient: "the gradient is a transposed convolution" is about our layer. Where a text says that it pads otherwise
    than with zeros, or announces layers one after the other, all that follows is about that.

    Args:
        found: the text.
        read: its statements.
        exchanged: where those of a transposed layer stand, which is the one at hand there.
        folded: where those of a layer with folded padding stand, which is the one at hand there.
        pooled: where those of a pooling stand, which is the one at hand there → ``average`` or ``max``.
    """
    above = Above.of(found.text)
    told: dict[int, str] = {}
    end, otherwise, several = 0, padded_otherwise(found.prose), succession(found.text)
    for one in read:
        if one.start in pooled:
            about = other_than(found.text[: one.start], pooled[one.start])
        else:
            turned = one.start in exchanged
            about = above.other(one.start, turned) or _led_by(found.prose[end : one.start], turned)
            about = "" if about == CONVOLUTION and _GRADIENT.search(one.text) else about
        about = about or ("" if otherwise is None or one.start < otherwise or one.start in folded else TOPIC)
        about = about or (SEVERAL if several is not None and one.start >= several else "")
        if about:
            told[one.start] = about
        end = max(end, one.end) if one.tells else end
    return told


def other_than(text: str, pool: str) -> str:
    """What the last sentence that names a layer is about, if it is not the pooling at hand; that may be another one."""
    naming = (one for one in reversed(_LINES.split(text)) if re.search(_LAYERS, one, re.IGNORECASE))
    sentence = next(naming, "")
    named = next((said for entry, said in OTHERS.items() if re.search(one_of(entry), sentence, re.IGNORECASE)), "")
    if named != OTHERS["pooling"]:
        return named or (CONVOLUTION if sentence else "")
    own = POOLS.get(pool)
    if own is None:  # there is no such layer, which is told elsewhere
        return ""
    other = next(pattern for kind, pattern in POOLS.items() if kind != pool)
    if re.search(one_of("layer"), sentence, re.IGNORECASE):
        return CONVOLUTION
    return ANOTHER if other.search(sentence) and not own.search(sentence) else ""


def _led_by(prose: str, exchanged: bool) -> str:
    """What the last sentence before a formula is about, if it goes on into it; one that has ended tells nothing."""
    prose = _OPENED.sub("", prose)
    sentence = _SENTENCE.split(prose)[-1] if prose and prose[-1] not in ".!?。！？" else ""
    return "" if re.search(one_of("gradient"), sentence, re.IGNORECASE) else _other(sentence, exchanged)


def _other(title: str, exchanged: bool) -> str:
    """What a title names that is not the layer at hand; empty where it names that one, too, or nothing."""
    named = next((said for entry, said in OTHERS.items() if re.search(one_of(entry), title, re.IGNORECASE)), "")
    if named == OTHERS["transposed"] and not exchanged and _BESIDE.search(title):
        return ""
    ours = re.search(one_of("layer"), re.sub(one_of("transposed"), "", title, flags=re.IGNORECASE), re.IGNORECASE)
    if exchanged:
        return "" if named == OTHERS["transposed"] else named or (CONVOLUTION if ours else "")
    return "" if ours else named
