"""Which strides, paddings and dilations a text speaks of: numbers, any of them, or what is usual."""

import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from symconv.check.facts.full import is_full, says_full
from symconv.check.facts.lexicon import one_of
from symconv.check.regex import regex
from symconv.spec import ConvSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a text says about its layers; each is a test on the number, or None where the text speaks of it in general.

    Attributes:
        stride: what the stride must be.
        padding: what the padding must be.
        dilation: what the dilation must be.
        said: which of the three the text speaks of.
        mentioned: which of them it only mentions, where no formula has a letter for any of them; the padding, too,
            where it speaks of a padded input.
        full: whether the padding must be the filter's reach, ``p = k − 1``.
    """

    stride: Callable[[int], bool]
    padding: Callable[[int], bool]
    dilation: Callable[[int], bool]
    said: frozenset[str]
    mentioned: frozenset[str] = frozenset()
    full: bool = False

    def usual(self) -> "Scope":
        """The same where what is only mentioned is as it is by custom."""
        tests: dict[str, Any] = {name: _is_usual(name) for name in self.mentioned}
        return replace(self, **tests, said=self.said - self.mentioned, mentioned=frozenset())

    def widened(self) -> "Scope":
        """The same without what is only usual: where the text says nothing, anything."""
        names = ("stride", "padding", "dilation")
        tests: dict[str, Any] = {name: getattr(self, name) if name in self.said else _any for name in names}
        return Scope(**tests, said=self.said, full=False)

    def freed(self, letters: Set[str]) -> "Scope":
        """The same for formulas with letters for some of the three: they hold for any, whatever the text's example."""
        tests: dict[str, Any] = dict.fromkeys(letters & _WORDS.keys(), _any)
        return replace(self, **tests)

    @property
    def pads(self) -> bool:
        """Whether the text speaks of a padding, and of none that is 0."""
        return "padding" in self.said and not self.padding(0)

    def unpadded(self) -> "Scope":
        """The same where the input is the padded one, so that no layer pads it."""
        return replace(self, padding=_is_usual("padding"), full=False)

    def holds(self, spec: ConvSpec, given: Mapping[str, Any]) -> bool:
        """Whether a layer is one of those; what is ``given`` is not asked."""
        return (
            ("stride" in given or all(map(self.stride, spec.stride)))
            and ("padding" in given or (is_full(spec) if self.full else self._pads(spec)))
            and ("dilation" in given or all(map(self.dilation, spec.dilation)))
        )

    def _pads(self, spec: ConvSpec) -> bool:
        return all(self.padding(n) for pair in spec.padding for n in pair)


_WORDS = {
    "stride": rf"{one_of('stride')}|\b(?:strided)\b|\bS\b(?=\s*[=>]\s*\$?\d)",
    "padding": rf"{one_of('padding')}|\b(?:zero[- ])?padded\b|\bP\b(?=\s*=\s*\$?\d)",
    "dilation": rf"{one_of('dilation')}|\bdilated\b|\bD\b(?=\s*=\s*\$?\d)",
}
_NONE = regex(
    r"\b(?:no|without)\s+padding\b(?!\s*\d)|\bvalid\b|padding\s*없음|패딩\s*없음"
    r"|无填充|无\s*padding|不填充|パディングなし|sem padding",
    re.IGNORECASE,
)
_PADDED_INPUT = regex(
    r"\b(?:input|image|x)_?pad(?:ded)?\b|\bpadded[ _](?:input|image|x)\b|\b(?:input|image) is (?:zero[- ])?padded\b",
    re.IGNORECASE,
)
_ZERO = regex(r"(?<!\bof\s)(?<!\bthe\s)\bzero\s+padding\b(?!\s*\d)", re.IGNORECASE)
"""No padding, unless a definition tells that it is a padding with zeros."""


def scope(texts: Sequence[str], letters: frozenset[str]) -> Scope:
    """What the prose says; what it does not mention is 1 (0 for padding), unless a formula has a letter for it.

    Args:
        texts: what is said, with its formulas, the nearest first: a number in one hides those in the others.
        letters: the sizes that formulas name: ``stride``, ``padding``, ``dilation``.
    """
    heard = [_SUMMED.sub(" ", text) for text in texts]
    plain = {name: 0 if name == "padding" else 1 for name in _WORDS}
    found = {name: _nearest(heard, name, plain[name] if name in letters else None) for name in _WORDS}
    said = frozenset(name for name, value in found.items() if value)
    told = next(filter(None, map(_NONE.search, heard)), None)
    if found["padding"] in (("any",), ()) and any(map(_ZERO.search, heard)):
        found["padding"], said = ("0",), said - {"padding"}
    tests: dict[str, Any] = {name: _test(value, plain[name], name in letters) for name, value in found.items()}
    full = any(map(says_full, heard)) and (told is None or told[0].lower() == "valid")
    padded = any(map(_PADDED_INPUT.search, heard))  # then X may be the padded one, and no formula needs the padding
    open_ = frozenset(_WORDS) if not letters else frozenset({"padding"} if padded else ()) - letters
    mentioned = frozenset(name for name in open_ if found[name] == ("any",))
    return Scope(**tests, said=said, mentioned=mentioned, full=full)


def _any(number: int) -> bool:
    return True


def _is_usual(name: str) -> Callable[[int], bool]:
    return lambda number: number == (0 if name == "padding" else 1)


def _nearest(texts: Sequence[str], name: str, special: int | None) -> tuple[str, ...]:
    """The numbers that the nearest text with some has beside a word; ``any`` where it is only mentioned."""
    mentioned: tuple[str, ...] = ()
    for text in texts:
        found = _said(text, name, _WORDS[name], special)
        if name == "padding" and found in (("any",), ()) and _NONE.search(text):
            return ("0",)
        if found not in ((), ("any",)):
            return found
        mentioned = mentioned or found
    return mentioned


_SUMMED = regex(
    r"(?:\\sum|\\Sigma|[Σ∑]|\bsum)\s*(?:\\(?:no)?limits)?\s*_\s*(?:\{(?:[^{}]|\{[^{}]*\})*\}|\w+\s*=\s*\d+)"
)
"""What a sum runs over: in ``Σ_{p=1}`` nothing is said of padding."""

_NUMBER = regex(r"(?:-|\s*\$?\s*(?P<sign>=|:|>|of|is|为)?\s*\$?\s*)(?P<number>\d{1,3})(?![\dx×])")


_CASE = regex(
    r"(?:\b(?:for|if|when|case|für|wenn|falls|pour|si|para|se|quando|cuando)|对于|当|若|如果)[\s$(]*(?:the\s+|case\s+)*$",
    re.IGNORECASE,
)
"""Words before a special case: ``for s = 1``."""


_LETTER = regex(r"\s*(?:of\s+|=\s*)?(?:\$\s*)?[A-Za-z](?:_\w)?(?:\s*\$|(?=\s*[,.;:)\n]|\s*$))")
"""A letter behind the word: ``stride s``, which is said of every stride."""
_COMPARED = regex(
    r"\b(?:unlike|instead\s+of|rather\s+than|compared?\s+(?:to|with)|as\s+opposed\s+to|other\s+than|anders\s+als)\b[^.;:\n]*$",
    re.IGNORECASE,
)
"""Words before what a layer is compared with: it tells nothing of the layer itself."""


@lru_cache(maxsize=12)
def _said(text: str, name: str, pattern: str, special: int | None) -> tuple[str, ...]:
    """Every number that stands beside the word, ``>1`` too; ``every`` for a letter, ``any`` where it is only mentioned.

    Args:
        text: what is said.
        name: ``stride``, ``padding`` or ``dilation``.
        pattern: its words.
        special: where formulas have a letter, the number of its special case: ``for s = 1`` binds no other statement.
    """
    found = []
    for mention in re.finditer(pattern, text, re.IGNORECASE):
        if _COMPARED.search(text[max(mention.start() - 60, 0) : mention.start()]):
            continue
        number = _NUMBER.match(text, mention.end())
        before = re.search(r"(\d+)[- ]$", text[max(mention.start() - 4, 0) : mention.start()])
        if number and number["number"] == str(special) and _CASE.search(text[: mention.start()][-40:]):
            found.append("any")
        elif number:
            found.append(f">{number['number']}" if number["sign"] == ">" else number["number"])
        elif before and name == "stride":
            found.append(before[1])
        elif _LETTER.match(text, mention.end()):
            found.append("every")
    if not found and re.search(pattern, text, re.IGNORECASE):
        return ("any",)
    return tuple(found)


def _test(values: tuple[str, ...], usual: int, lettered: bool) -> Callable[[int], bool]:
    if {"any", "every"} & {*values} or (not values and lettered):
        return lambda number: True
    if not values:
        return lambda number: number == usual
    return lambda number: any(number > int(v[1:]) if v[0] == ">" else number == int(v) for v in values)
