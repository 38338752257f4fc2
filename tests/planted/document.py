"""A text in parts, so that it can be laid out in more than one way and still be known where each statement stands."""

from dataclasses import dataclass

DISPLAY = "$$\n{}\n$$"
ALIGNED = "$$\n\\begin{{aligned}}\n{}\n\\end{{aligned}}\n$$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A statement of a text, with the mistake planted in it: empty where it is right."""

    text: str
    mistake: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Prose, then statements.

    Attributes:
        kind: ``general, chain, entries, operators`` or ``loops``.
        prose: paragraphs before the statements.
        lines: the statements.
        plain: whether it is written without TeX.
        joined: whether all statements stand in one display.
        between: a paragraph after each statement but the last.
        tail: paragraphs after the statements.
    """

    kind: str
    prose: tuple[str, ...]
    lines: tuple[Line, ...]
    plain: bool = False
    joined: bool = False
    between: str = ""
    tail: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return "planted.txt" if self.plain else "planted.md"

    def text(self) -> str:
        return "\n\n".join(self.parts()) + "\n"

    def places(self) -> list[tuple[int, int]]:
        """First and last line of each statement, from 1."""
        text, found, at = self.text(), [], len("\n\n".join(self.prose))
        for line in self.lines:
            at = text.index(line.text, at)
            first = text.count("\n", 0, at) + 1
            found.append((first, first + line.text.count("\n")))
            at += len(line.text)
        return found

    def parts(self) -> list[str]:
        if self.joined:
            rows = " \\\\\n".join(line.text for line in self.lines)
            return [*self.prose, ALIGNED.format(rows), *self.tail]
        shown = [self._shown(line.text) for line in self.lines]
        parts = [part for one in shown for part in (one, self.between) if part]
        return [*self.prose, *(parts[:-1] if self.between else parts), *self.tail]

    def _shown(self, text: str) -> str:
        if self.kind == "loops":
            return f"```python\n{text}\n```"
        return text if self.plain else DISPLAY.format(text)
