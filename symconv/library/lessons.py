"""What derivations and proofs of every kind of layer have in common: a story that becomes a document, and verdicts."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from symconv.face import Shown
from symconv.lesson.blocks import Block
from symconv.lesson.wording import Wording
from symconv.library.marked import marked
from symconv.pooled import PooledSpec
from symconv.proof.entrywise import Proof
from symconv.render.documents import Document, finished
from symconv.stack import Stack


class Lesson(Shown):
    """A derivation that is told in chapters."""

    __slots__ = ()

    @property
    @abstractmethod
    def told_of(self) -> PooledSpec | Stack:
        """What is derived."""

    @abstractmethod
    def chapters(self, **told: Any) -> tuple[Iterable[Block], Wording]:
        """The chapters of what ``story`` takes, and their words."""

    def to_document(
        self,
        format: str = "text",  # noqa: A002 - the option's name
        *,
        flavor: str | None = None,
        ascii: bool = False,  # noqa: A002 - as above
        theme: str | None = None,
        template_dir: Path | str | None = None,
        width: int | None = None,
        **told: Any,
    ) -> Document:
        """The derivation as a document: text, or bytes for ``pdf``.

        Args:
            format: one of ``FORMATS`` and ``COMPILED`` in ``render.documents``.
            flavor: whom Markdown is for: ``github`` (the default), ``pandoc`` or ``jupyter``.
            ascii: text in ASCII alone.
            theme: of a page: ``auto`` (the default), ``light``, ``dark``, or a .css file that is added to it.
            template_dir: a folder whose templates are taken before symconv's own.
            width: signs of a line of text, 60 to 96.
            told: what ``story`` takes.

        Raises:
            InputError: one of these cannot be used.
        """
        looks = {"flavor": flavor, "ascii": ascii, "theme": theme, "template_dir": template_dir, "width": width}
        blocks, say = self.chapters(**told)
        document = finished(blocks, format, language=say.language, **looks)
        return marked(document, format, self.told_of, told.get("index_base", 0))


class Proven(Shown):
    """The verdict on each route."""

    __slots__ = ()
    proofs: tuple[Proof, ...]

    @property
    def holds(self) -> bool:
        """Whether every route gives what the chain rule gives, in every entry."""
        return all(proof.holds for proof in self.proofs)

    @abstractmethod
    def told(self, say: Wording) -> Iterator[Block]:
        """The table of verdicts."""

    def to_document(
        self,
        format: str = "text",  # noqa: A002 - the option's name
        *,
        language: str = "en",
        **looks: Any,
    ) -> Document:
        """The same as text, Markdown or LaTeX."""
        return finished(self.told(Wording(language)), format, language=language, **looks)
