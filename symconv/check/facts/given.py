"""What a reading gives, and how it enters a text: through the parts, as what the text says of itself does.

Where it says what the text says, nothing changes; what it says otherwise is as firm as an option.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from symconv.check.evaluating.arithmetic import Meaning
from symconv.check.facts.headings import headings
from symconv.check.facts.parts import LAYER, Part, tiled
from symconv.check.sources import Source
from symconv.check.told import spec_of
from symconv.errors import InputError, SpecError
from symconv.notation.tree import Symbol


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What is given of a stretch of text.

    Attributes:
        layer: options of its layer.
        base: the number of first entries.
        star: what ``∗`` does.
        line: the line in which it begins; 0 for the whole text.
        column: the column there; 0 for the first sign of the line.
        title: the heading it begins with; empty where it is found by its line.
    """

    layer: Mapping[str, Any] = field(default_factory=dict)
    base: int | None = None
    star: str | None = None
    line: int = 0
    column: int = 0
    title: str = ""

    @property
    def named(self) -> str:
        """What it is called in messages."""
        return repr(self.title) if self.title else f"of line {self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a reading gives.

    Attributes:
        name: the file it stands in.
        letters: role → letter.
        text: what holds for the whole text.
        sizes: letter for a size → what it counts.
        parts: what holds for its parts, in order.
    """

    name: str = "the reading"
    letters: Mapping[str, str] = field(default_factory=dict)
    text: Stretch = field(default_factory=Stretch)
    sizes: Mapping[Symbol, Meaning] = field(default_factory=dict)
    parts: tuple[Stretch, ...] = ()

    def refuse_lines(self) -> None:
        """Says that parts found by their lines cannot hold for several texts.

        Raises:
            InputError: there is such a part behind the first line.
        """
        for part in self.parts:
            if not part.title and part.line > 1:
                message = f"{self.name}: the part {part.named} has no title, by which several texts could have it"
                raise InputError(message)


NOTHING = Given()


def corrected(parts: Sequence[Part], base: int | None, given: Given, found: Source) -> tuple[Part, ...]:
    """The parts of a text as a reading has them; those of the text itself where it has none.

    Args:
        parts: the parts that the text tells.
        base: the index base that is given for the whole text, where one is: then no part tells another.
        given: the reading.
        found: the text.

    Raises:
        InputError: the reading gives a layer that cannot exist.
    """
    parts = parts if base is None else [replace(part, base=None) for part in parts]
    told = placed(parts, given, found)
    starts = [start for start, _ in told if start is not None]
    if not starts:
        return tuple(parts)
    own = [part for part in parts if part.start < starts[0]]
    made = [*own, *(_part(start, one, parts, given) for start, one in told if start is not None)]
    return tiled(made, found.text, [said for part in parts for said in part.sentences])


def placed(parts: Sequence[Part], given: Given, found: Source) -> list[tuple[int | None, Stretch]]:
    """The parts of a reading, and where each begins in a text; None where the text has no such part."""
    told: list[tuple[int | None, Stretch]] = []
    last = -1
    for one in given.parts:
        start = next((place for place in _begins(one, parts, found) if place > last), None)
        told.append((start, one))
        last = last if start is None else start
    return told


def _begins(one: Stretch, parts: Sequence[Part], found: Source) -> Iterator[int]:
    """Where a part may begin: at its heading, or where the text has a part in its line, or in its line."""
    if one.title:
        yield from (place for place, title in headings(found.text) if title.strip() == one.title)
        return
    if one.line == 1 and not one.column:
        yield 0
    own = [(part.start, found.place(part.start)) for part in parts]
    yield from (start for start, (line, column) in own if line == one.line and one.column in (0, column))
    if (offset := found.offset(one.line, one.column)) is not None:
        yield offset


def _part(start: int, one: Stretch, parts: Sequence[Part], given: Given) -> Part:
    """A part as the text tells it, if it begins there, with what the reading says otherwise."""
    heard = next((part for part in parts if part.start == start), Part(start=start, options={}))
    firm = {name: value for name, value in one.layer.items() if str(heard.options.get(name, "")) != str(value)}
    whole = {**heard.options, **firm}
    try:
        if firm and set(LAYER) <= set(whole):
            spec_of(whole)
    except SpecError as error:
        raise InputError(f"{given.name}: the part {one.named}: {error}") from error
    said = dict(heard.said)
    if one.base not in (None, heard.base):
        said.pop("index_base", None)
    return replace(heard, given=firm, base=heard.base if one.base is None else one.base, star=one.star, said=said)
