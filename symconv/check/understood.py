"""How a text was understood: facts, each with what tells it, as values and as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

OPTIONS, HEADER, READING = "the options", "the header line", "the reading"
"""What tells a layer that need not be found."""
TEXT, DEFINITION, USE, ASSUMED = "the text", "the definition", "use", "assumed"
"""What else tells a fact, beside what tells the layer of written entries."""
ANY = "any"
"""A step of the layer that formulas hold for whatever it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact.

    Attributes:
        value: what is so.
        origin: what tells it.
        line: the line that does.
        told: whether it is told in words, so that a reading says it again.
    """

    value: str | int
    origin: str
    line: int | None = None
    told: bool = False

    @property
    def source(self) -> str:
        """``line 3``, ``from the definition in line 4``, ``assumed``."""
        if self.origin == ASSUMED:
            return ASSUMED
        if self.origin in (TEXT, HEADER) and self.line is not None:
            return f"line {self.line}"
        return f"from {self.origin}" + ("" if self.line is None else f" in line {self.line}")

    def to_json(self) -> dict[str, Any]:
        """The fact as JSON."""
        return {"value": self.value, "from": self.origin, "line": self.line}


Facts = Mapping[str, Fact]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What was understood of one part of a text.

    Attributes:
        line: the line in which it begins.
        column: the column there; 0 where it begins with the line.
        end: its last line.
        title: the heading that it begins with, where no other is called so.
        facts: ``input_size, kernel_size, stride, …, index_base, star`` → what was understood.
    """

    line: int
    column: int = 0
    end: int
    title: str = ""
    facts: Facts = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The part as JSON."""
        return {"lines": [self.line, self.end], "title": self.title, "facts": _json(self.facts)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a whole text was understood.

    Attributes:
        letters: role → letter.
        text: what holds for the whole text, by the names of a part's facts.
        sizes: letter for a size → what it counts.
        parts: its parts.
        assumptions: sentences on what else was assumed.
    """

    letters: Facts
    text: Facts
    sizes: Facts
    parts: tuple[Stretch, ...]
    assumptions: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The reading as JSON."""
        return {
            "letters": _json(self.letters),
            "text": _json(self.text),
            "sizes": _json(self.sizes),
            "parts": [part.to_json() for part in self.parts],
            "assumptions": list(self.assumptions),
        }


def _json(facts: Facts) -> dict[str, Any]:
    return {name: fact.to_json() for name, fact in facts.items()}
