"""The words of a story: what the catalog says, as blocks."""

from dataclasses import dataclass

from symconv.language import wording
from symconv.language.wording import Part
from symconv.lesson.blocks import Heading, Paragraph


@dataclass(frozen=True, slots=True)
class Wording(wording.Wording):
    """Says things in one language as paragraphs and titles."""

    def told(self, key: str, **parts: Part) -> Paragraph:
        """The words of a key as a paragraph."""
        return Paragraph(words=self(key, **parts))

    def heading(self, level: int, key: str, **parts: str | int) -> Heading:
        """The same as a title."""
        return Heading(level=level, title=self.plain(key, **parts))
