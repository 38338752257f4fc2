"""A text in parts, each about one layer: a new part begins where a sentence contradicts what was declared before."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from symconv.check.facts.declared import COUNTS, declared
from symconv.check.facts.headers import header
from symconv.check.facts.lexicon import one_of
from symconv.check.sources import Source
from symconv.check.statements import Statement
from symconv.check.understanding.binding import differentiated
from symconv.check.understanding.names import PREFERRED
from symconv.check.understanding.phrases import plain
from symconv.errors import SymconvError
from symconv.notation.tree import Equation, Node, Number, Symbol
from symconv.spec import ConvSpec

_SENTENCE = re.compile(r"(?:[^\n.;。；]|\.(?=\S))+[.;。；]?")
_STATES = re.compile(
    rf"^\W*(?:the\s+|a\s+|with\s+)?(?:{one_of('stride')}|{one_of('padding')}|{one_of('dilation')}|no\s|without\s)"
    r"|\b(?:let|use|using|take|assume|assuming|set|setting|suppose|given|consider)\b"
    rf"|\b(?:stride|padding|dilation)\s+(?:is|are|=|:|of)\b",
    re.IGNORECASE,
)
"""How a sentence states a step of the layer without its sizes: it starts with it, or sets it."""
HEADING = re.compile(r"[ \t]*(?:#{1,6}\s|──|\\(?:sub)*(?:section|paragraph)\*?\{)[^\n]*")
LAYER = ("input_size", "kernel_size")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of text about one layer.

    Attributes:
        start: offset of its first character.
        end: offset behind its last character.
        options: what it declares of its layer.
        headed: whether a header line declares it.
        base: the index base that its header line tells.
        text: what stands there.
    """

    start: int
    end: int = 0
    options: Mapping[str, Any]
    headed: bool = False
    base: int | None = None
    text: str = ""


WHOLE = Part(start=0, options={})
"""A text that declares nothing."""


def outline(found: Source, read: Iterable[Statement]) -> tuple[Part, ...]:
    """The parts of a text, in order."""
    known = list(read)
    formulas = [(one.start, one.end) for one in known if one.tells]
    again = set(_defined_again(known))
    parts = [WHOLE]
    heading: int | None = None
    told = [*_sentences(found.text, formulas), *found.comments, *((place, "") for place in again)]
    for start, sentence in sorted(told):
        if HEADING.match(sentence):
            heading = start
        options, base, headed = _stated(sentence)
        before = parts[-1]
        if before.headed and not headed:
            continue  # a header line says it all, until the next one
        followed = any(before.start <= place < start for place, _ in formulas)
        titled = heading == start and bool(options) and followed
        renewed = start in again and before.start <= (heading or 0) and followed
        if not (titled or renewed) and not _contradicts(before, options, base):
            base = before.base if base is None else base
            parts[-1] = replace(
                before, options={**before.options, **options}, base=base, headed=before.headed or headed
            )
            continue
        above = heading is not None and not any(heading <= place < start for place, _ in formulas)
        kept = {} if headed or set(options) & set(LAYER) else _layer_alone(before.options)
        place = heading if above and heading is not None else start
        if place <= parts[-1].start:
            parts.pop()
        parts.append(Part(start=place, options={} if renewed else {**kept, **options}, headed=headed, base=base))
    starts = [0, *(part.start for part in parts[1:])]
    ends = [*starts[1:], len(found.text)]
    return tuple(
        replace(part, start=start, end=end, text=found.text[start:end])
        for part, start, end in zip(parts, starts, ends, strict=True)
    )


def _layer_alone(options: Mapping[str, Any]) -> dict[str, Any]:
    return {name: options[name] for name in LAYER if name in options}


def _defined_again(read: Iterable[Statement]) -> Iterator[int]:
    """Where an entry is defined that was defined before in another way: ``y_00 = …`` of a second example."""
    before: dict[Symbol, Node] = {}
    for one in read:
        left = one.tree.sides[0] if isinstance(one.tree, Equation) and one.tree.relation == "=" else None
        numbered = isinstance(left, Symbol) and bool(left.index) and all(isinstance(n, Number) for n in left.index)
        if not numbered or not isinstance(left, Symbol) or one.tree is None or differentiated(left.name):
            continue
        if left.name.lower() in PREFERRED["output"] and before.get(left, one.tree) != one.tree:
            before.clear()
            yield one.start
        before[left] = one.tree


def _stated(sentence: str) -> tuple[dict[str, Any], int | None, bool]:
    """What a sentence declares, the base that it tells, and whether it is a header line."""
    if "symconv:" in sentence:
        options, base = header(sentence)
        return options, base, True
    words = plain(sentence)
    options = declared(words)
    whole = bool(set(options) & {*LAYER, *COUNTS}) or HEADING.match(sentence) or _STATES.search(words)
    return (options if whole else {}), None, False


def _contradicts(before: Part, options: Mapping[str, Any], base: int | None) -> bool:
    """Whether a declaration is one of another layer."""
    told = base is not None and before.base is not None and base != before.base
    return told or any(before.options.get(name, value) != value for name, value in options.items())


def _sentences(text: str, formulas: Iterable[tuple[int, int]]) -> Iterator[tuple[int, str]]:
    """The sentences of a text, with its formulas blanked."""
    pieces: list[str] = []
    place = 0
    for start, end in sorted(formulas):
        if start >= place:
            pieces += (text[place:start], re.sub(r"[^\n]", " ", text[start:end]))
            place = end
    blanked = "".join((*pieces, text[place:]))
    for match in _SENTENCE.finditer(blanked):
        if match.group().strip():
            yield match.start() + len(match.group()) - len(match.group().lstrip()), match.group().strip()


def layer_of(options: Mapping[str, Any]) -> ConvSpec | None:
    """The layer, where it is declared whole."""
    if not set(LAYER) <= set(options):
        return None
    with suppress(SymconvError):
        return ConvSpec.of(**options)
    return None
