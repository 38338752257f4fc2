"""A text in parts, each about one layer: a new part begins where a sentence contradicts what was declared before."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from symconv.check.facts.conventions import conventions
from symconv.check.facts.declared import COUNTS, declared
from symconv.check.facts.headers import header
from symconv.check.facts.headings import headings
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
    r"|\b(?:has|have)\s+(?:an?\s+)?(?:stride|padding|dilation)\b|\b(?:let|use|using|take|assume|assuming|set|setting|suppose|given|consider)\b"
    r"|^\W*[a-z]\s*=\s*\d|^\W*(?:now|here|next|again|then|finally|our|the\s+same|this\s+time|in\s+this\s+(?:section|example|case))\b"
    rf"|\b(?:stride|padding|dilation)\s+(?:is|are|=|:|of)\b",
    re.IGNORECASE,
)
"""How a sentence states a step of the layer without its sizes: it starts with it, or sets it."""
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
    titles = {place for place, _ in headings(found.text)}
    again = dict(_defined_again(known, sorted(titles)))
    parts = [WHOLE]
    heading: int | None = None
    for start, sentence in sorted([*_sentences(found.text, formulas), *found.comments]):
        titled = start in titles
        heading = start if titled else heading
        options, base, headed = _stated(sentence, titled=titled)
        before = parts[-1]
        if before.headed and not headed:
            continue  # a header line says it all, until the next one
        followed = any(before.start <= place < start for place, _ in formulas)
        above = heading is not None and not any(heading <= place < start for place, _ in formulas)
        renewed = followed and start in again
        added = followed and above and bool(options.keys() - before.options.keys()) and (titled or before.options)
        contradicts = _contradicts(before, options, base)
        if not (renewed or added or contradicts):
            base = before.base if base is None else base
            parts[-1] = replace(
                before, options={**before.options, **options}, base=base, headed=before.headed or headed
            )
            continue
        anew = headed or again.get(start, False) or set(options) & set(LAYER)
        place = heading if above and heading is not None else start
        if place <= parts[-1].start:
            parts.pop()
        kept = before.options if added and not contradicts else _layer_alone(before.options)
        parts.append(Part(start=place, options=options if anew else {**kept, **options}, headed=headed, base=base))
    starts = [0, *(part.start for part in parts[1:])]
    ends = [*starts[1:], len(found.text)]
    return tuple(
        replace(part, start=start, end=end, text=found.text[start:end])
        for part, start, end in zip(parts, starts, ends, strict=True)
    )


def _layer_alone(options: Mapping[str, Any]) -> dict[str, Any]:
    return {name: options[name] for name in LAYER if name in options}


def _defined_again(read: Sequence[Statement], titles: Sequence[int]) -> Iterator[tuple[int, bool]]:
    """The headings below which an output is defined in another way than above, and whether entry by entry."""
    before: dict[tuple[str, Node | None], Node] = {}
    first = next((one.start for one in read if one.tells), 0)
    last = 0
    for one in read:
        left = _output(one.tree)
        if left is None or one.tree is None:
            continue
        numbered = any(isinstance(part, Number) for part in left.index)
        place = (left.name, left if numbered else None)
        heading = titles[bisect_right(titles, one.start) - 1] if titles and titles[0] <= one.start else 0
        other = before.get(place) != one.tree if place in before else not numbered and not before
        if other and last <= heading and first < heading:
            before.clear()
            yield heading, numbered
        before[place] = one.tree
        last = one.start


def _output(tree: Node | None) -> Symbol | None:
    """What an equation defines, where it is an entry of what is customarily an output."""
    left = tree.sides[0] if isinstance(tree, Equation) and tree.relation == "=" else None
    if not isinstance(left, Symbol) or not left.index or differentiated(left.name):
        return None
    return left if left.name.lower() in PREFERRED["output"] else None


def _stated(sentence: str, *, titled: bool) -> tuple[dict[str, Any], int | None, bool]:
    """What a sentence declares, the base that it tells, and whether it is a header line."""
    if "symconv:" in sentence:
        options, base = header(sentence)
        return options, base, True
    words = plain(sentence)
    options = declared(words)
    whole = bool(set(options) & {*LAYER, *COUNTS}) or titled or _STATES.search(words)
    return (options if whole else {}), conventions("", words).base, False


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
