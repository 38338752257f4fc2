"""How a text was understood, as the lines that a report opens with."""

from collections.abc import Iterator, Mapping

from symconv.check.understood import Fact, Facts, Reading, Stretch

_WORDS: Mapping[str, str] = {
    "input_size": "input",
    "kernel_size": "kernel",
    "in_channels": "input channels",
    "out_channels": "output channels",
    "batch_size": "images",
    "index_base": "from",
}


def opening(reading: Reading) -> Iterator[str]:
    """Letters first, then what holds for the whole text, then its parts; nothing where nothing was understood."""
    yield from _line("letters", reading.letters)
    yield from _stretch(reading.text)
    yield from _line("sizes", reading.sizes)
    alone = len(reading.parts) == 1
    for part in reading.parts:
        if not alone:
            yield _where(part)
        yield from (line if alone else f"  {line}" for line in _stretch(part.facts))
    yield from (f"assumed: {note}" for note in reading.assumptions)


def _where(part: Stretch) -> str:
    lines = f"line {part.line}" if part.line == part.end else f"lines {part.line}-{part.end}"
    return f"{lines}, {part.title}:" if part.title else f"{lines}:"


def _stretch(facts: Facts) -> Iterator[str]:
    layer = {name: fact for name, fact in facts.items() if name not in ("index_base", "star")}
    yield from _line("layer", layer)
    yield from _line("indices", {name: fact for name, fact in facts.items() if name == "index_base"})
    yield from (f"{'∗:':8} {fact.value} ({fact.source})" for name, fact in facts.items() if name == "star")


def _line(name: str, facts: Facts) -> Iterator[str]:
    """``layer:   input 5x5, kernel 3x3 (line 2), stride 1 (assumed)``: what has one source is told together."""
    if not facts:
        return
    told: dict[str, list[tuple[str, Fact]]] = {}
    for key, fact in facts.items():
        told.setdefault(fact.source, []).append((key, fact))
    groups = (
        ", ".join(f"{_WORDS.get(key, key)} {fact.value}" for key, fact in group) + f" ({source})"
        for source, group in told.items()
    )
    yield f"{name + ':':8} " + ", ".join(groups)
