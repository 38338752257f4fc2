"""A text in parts, each about one layer: a new part begins where a sentence contradicts what was declared before."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from symconv.check.facts.conventions import conventions
from symconv.check.facts.declared import COUNTS, declared
from symconv.check.facts.headers import header
from symconv.check.facts.headings import headings
from symconv.check.facts.lexicon import one_of
from symconv.check.facts.numerals import in_figures
from symconv.check.facts.parts import LAYER, WHOLE, Part, tiled
from symconv.check.facts.phrases import plain
from symconv.check.facts.renewed import defined_again
from symconv.check.facts.sentences import is_item, sentences, spoken_before
from symconv.check.facts.topics import OTHERS, Above
from symconv.check.regex import regex
from symconv.check.sources import Source
from symconv.check.statements import Statement

_STATES = regex(
    rf"^\W*(?:the\s+|a\s+|with\s+)?(?:{one_of('stride')}|{one_of('padding')}|{one_of('dilation')}|no\s|without\s)"
    r"|\b(?:has|have)\s+(?:an?\s+)?(?:stride|padding|dilation)\b|\b(?:let|use|using|take|assume|assuming|set|setting|suppose|given|consider)\b"
    r"|^\W*[a-z]\s*=\s*\d|^\W*(?:now|here|next|again|then|finally|our|the\s+same|this\s+time|in\s+this\s+(?:section|example|case))\b"
    rf"|\b(?:stride|padding|dilation)\s+(?:is|are|=|:|of)\b|\bConv[123]d\("
    rf"|(?:{one_of('stride')}|{one_of('padding')}|{one_of('dilation')})\)?\s*(?:{one_of('is')}|=|:|\|)\s*[(\[]?\d"
    rf"|\((?:the\s+)?(?:{one_of('stride')}|{one_of('padding')}|{one_of('dilation')})\s*(?:{one_of('is')})?\s*\d"
    rf"|{one_of('unpadded')}|\b(?:filter|kernel|window)\s+(?:moves|shifts|slides|jumps|advances)\b",
    re.IGNORECASE,
)
"""How a sentence states a step of the layer without its sizes: it starts with it, or sets it."""


def outline(found: Source, read: Iterable[Statement]) -> tuple[Part, ...]:
    """The parts of a text, in order."""
    known = list(read)
    formulas = [(one.start, one.end) for one in known if one.tells]
    titles = [place for place, _ in headings(found.text)]
    spans = sorted({*formulas, *_displays(found)})
    above = Above.of(found.text)
    spoken = [
        (start, sentence)
        for start, sentence in sorted([*sentences(found.text, spans), *found.comments])
        if "symconv:" in sentence
        or above.other(start) != OTHERS["pooling"]  # its window and its stride are not the layer's
    ]
    again = {spoken_before(spoken, place): numbered for place, numbered in defined_again(known, titles)}
    heard = _Heard(places=sorted(start for start, _ in formulas), titles=titles, again=again)
    for start, sentence in spoken:
        heard.hear(start, sentence, listed=is_item(found.text, start))
    first, *others = heard.parts
    return tiled([replace(first, start=0), *others], found.text, spoken)


_MATHS = regex(r"\\begin\{|\\partial|\\sum|∂|Σ")


def _displays(found: Source) -> Iterator[tuple[int, int]]:
    """Displayed mathematics, also where it is no statement: matrices beside each other."""
    for stretch in found.stretches:
        written = found.text[stretch.start : stretch.end]
        if stretch.tex and "\n" in written and _MATHS.search(written):
            yield stretch.start, stretch.end


@dataclass(slots=True, kw_only=True)
class _Heard:
    """The parts as they are heard, sentence by sentence.

    Attributes:
        places: where formulas start, in order.
        titles: where headings start.
        again: sentences behind which an output is defined anew → whether entry by entry.
        parts: those so far.
        heading: the last one.
        items: what the items of one list state, with None where they differ.
        item: where the last item starts.
    """

    places: Sequence[int]
    titles: Sequence[int]
    again: Mapping[int, bool]
    parts: list[Part] = field(default_factory=lambda: [WHOLE])
    heading: int | None = None
    items: dict[str, Any] = field(default_factory=dict)
    item: int | None = None

    def hear(self, start: int, sentence: str, *, listed: bool) -> None:
        """Goes on with a part, or begins one; ``listed`` where the sentence is an item of a list."""
        titled = _holds(self.titles, start)
        self.heading = start if titled else self.heading
        options, base, headed = _stated(sentence, titled=titled)
        before = self.parts[-1]
        if before.headed and not headed:
            return  # a header line says it all, until the next one
        options = self._listed(options, start) if listed else options
        before = self.parts[-1]
        if headed and not any(part.headed for part in self.parts) and (not self.places or self.places[-1] < start):
            self.parts = [Part(start=0, options=options, headed=True, base=base, said=dict.fromkeys(options, start))]
            return  # a last line
        followed = self._formula_between(before.start, start)
        above = self.heading is not None and not self._formula_between(self.heading, start)
        renewed = followed and start in self.again
        added = followed and above and bool(options.keys() - before.options.keys()) and (titled or before.options)
        contradicts = _contradicts(before, options, base)
        said = dict.fromkeys(options if base is None else (*options, "index_base"), start)
        if not (renewed or added or contradicts):
            base = before.base if base is None else base
            told, said = {**({} if headed else before.options), **options}, {**said, **before.said}
            self.parts[-1] = replace(before, options=told, base=base, headed=before.headed or headed, said=said)
            return
        kept = before.options if added and not contradicts else _layer_alone(before.options)
        anew = headed or self.again.get(start, False) or set(options) & set(LAYER)
        place = self.heading if above and self.heading is not None else start
        if place <= before.start:
            self.parts.pop()
        told = options if anew else {**kept, **options}
        said = {name: at for name, at in {**before.said, **said}.items() if name in told or name in said}
        self.parts.append(Part(start=place, options=told, headed=headed, base=base, said=said))

    def _listed(self, options: dict[str, Any], start: int) -> dict[str, Any]:
        """What an item states beside the others of its list: where they differ, they are several layers."""
        if self.item is None or self._formula_between(self.item, start):
            self.items = {}
        self.item = start
        apart = {name for name, value in options.items() if self.items.get(name, value) != value}
        before = self.parts[-1]
        kept = {name: value for name, value in before.options.items() if name not in apart}
        self.parts[-1] = replace(
            before, options=kept, said={name: at for name, at in before.said.items() if name not in apart}
        )
        self.items = {**options, **self.items, **dict.fromkeys(apart)}
        return {name: value for name, value in options.items() if self.items[name] == value}

    def _formula_between(self, start: int, end: int) -> bool:
        return bisect_left(self.places, start) < bisect_left(self.places, end)


def _holds(places: Sequence[int], place: int) -> bool:
    at = bisect_left(places, place)
    return at < len(places) and places[at] == place


def _layer_alone(options: Mapping[str, Any]) -> dict[str, Any]:
    return {name: options[name] for name in LAYER if name in options}


def _stated(sentence: str, *, titled: bool) -> tuple[dict[str, Any], int | None, bool]:
    """What a sentence declares, the base that it tells, and whether it is a header line."""
    if "symconv:" in sentence:
        options, base = header(sentence)
        return options, base, True
    words = in_figures(plain(sentence))
    options = declared(words)
    whole = bool(set(options) & {*LAYER, *COUNTS}) or titled or _STATES.search(words)
    return (options if whole else {}), conventions("", words).base, False


def _contradicts(before: Part, options: Mapping[str, Any], base: int | None) -> bool:
    """Whether a declaration is one of another layer."""
    told = base is not None and before.base is not None and base != before.base
    return told or any(before.options.get(name, value) != value for name, value in options.items())
