"""How a text was understood, as the lines that a report opens with."""

from collections.abc import Iterator

from symconv.check.telling.spoken import message
from symconv.check.understood import (
    ASSUMED,
    DEFINITION,
    HEADER,
    OPTIONS,
    READING,
    TEXT,
    USE,
    Fact,
    Facts,
    Reading,
    Stretch,
)
from symconv.language.width import padded
from symconv.language.wording import Wording

_SOURCES = {OPTIONS: "source.options", HEADER: "source.header", READING: "source.reading", TEXT: "source.text"}
_SOURCES |= {USE: "source.use", ASSUMED: "source.assumed"}
_NAMES = {
    "input_size": "size.input",
    "kernel_size": "size.kernel",
    "stride": "size.stride",
    "padding": "size.padding",
    "dilation": "size.dilation",
    "in_channels": "size.in-channels",
    "out_channels": "size.out-channels",
    "groups": "size.groups",
    "batch_size": "size.images",
    "index_base": "size.base",
    "input": "role.input",
    "weight": "role.weight",
    "output": "role.output",
    "bias": "role.bias",
    "grad_output": "role.upstream",
    "loss": "role.loss",
}
"""Sizes of the layer and roles of letters → their words."""
_HEADS = {
    "letters": "opening.letters",
    "layer": "opening.layer",
    "sizes": "opening.sizes",
    "indices": "opening.indices",
}


def opening(reading: Reading, say: Wording) -> Iterator[str]:
    """Letters first, then what holds for the whole text, then its parts; nothing where nothing was understood."""
    yield from _line("letters", reading.letters, say)
    yield from _stretch(reading.text, say)
    yield from _line("sizes", reading.sizes, say)
    alone = len(reading.parts) == 1
    for part in reading.parts:
        if not alone:
            yield _where(part, say)
        yield from (line if alone else f"  {line}" for line in _stretch(part.facts, say))
    yield from (say.plain("check.assumed", note=message(say, note)) for note in reading.assumptions)


def _where(part: Stretch, say: Wording) -> str:
    one = part.line == part.end
    return say.plain(
        "check.part", one=one, line=str(part.line), end=str(part.end), titled=bool(part.title), title=part.title
    )


def _stretch(facts: Facts, say: Wording) -> Iterator[str]:
    layer = {name: fact for name, fact in facts.items() if name not in ("index_base", "star")}
    yield from _line("layer", layer, say)
    yield from _line("indices", {name: fact for name, fact in facts.items() if name == "index_base"}, say)
    for fact in (fact for name, fact in facts.items() if name == "star"):
        yield f"{'∗:':8} {message(say, str(fact.value))} ({_source(fact, say)})"


def _line(name: str, facts: Facts, say: Wording) -> Iterator[str]:
    """``layer:   input 5x5, kernel 3x3 (line 2), stride 1 (assumed)``: what has one source is told together."""
    if not facts:
        return
    told: dict[str, list[tuple[str, Fact]]] = {}
    for key, fact in facts.items():
        told.setdefault(_source(fact, say), []).append((key, fact))
    groups = (
        ", ".join(f"{_word(key, say)} {message(say, str(fact.value))}" for key, fact in group) + f" ({source})"
        for source, group in told.items()
    )
    yield padded(f"{say.plain(_HEADS[name])}:", 8) + " " + ", ".join(groups)


def _source(fact: Fact, say: Wording) -> str:
    """``line 3``, ``from the definition in line 4``, ``assumed``."""
    line = "" if fact.line is None else str(fact.line)
    if line and fact.origin in (TEXT, HEADER):
        return say.plain("source.line", line=line)
    if line and fact.origin == DEFINITION:
        return say.plain("source.definition", line=line)
    if fact.origin in _SOURCES:
        return say.plain(_SOURCES[fact.origin])
    return say.plain("source.from", what=message(say, fact.origin))


def _word(key: str, say: Wording) -> str:
    """The word for a size of the layer or a role; a letter stays what it is."""
    return say.plain(_NAMES[key]) if key in _NAMES else key
