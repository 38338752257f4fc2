"""Words by key: what a deck says is a template of one language, with places for formulas and numbers.

A language is one file in ``lesson/words``. It holds ``WORDS``, key → template, and ``form``, which picks the form of a
word for a count. In a template ``{x}`` is a place, and ``{n:zero|zeros}`` the form of a word that fits the number n.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from string import Formatter
from typing import Any

from symconv.errors import InputError
from symconv.lesson import words as languages
from symconv.lesson.blocks import Words
from symconv.notation.tree import Node
from symconv.sizes import shown

Part = str | int | Node | Words
"""What can stand in a place: words, a count, a formula, or words with formulas in them."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Says things in one language, given its code (``en``).

    Raises:
        InputError: there is no such language.
    """

    language: str = "en"

    def __post_init__(self) -> None:
        known = sorted(module.name for module in iter_modules(languages.__path__))
        if self.language not in known:
            raise InputError(f"language must be one of {', '.join(known)}, got {shown(self.language)}")

    def __call__(self, key: str, **parts: Part) -> Words:
        """The words of a key, with these parts in their places."""
        return tuple(self._filled(self.templates[key], parts))

    def plain(self, key: str, **parts: str | int) -> str:
        """The same without formulas, as titles are."""
        return "".join(str(word) for word in self(key, **parts))

    def listed(self, parts: Sequence[Part]) -> Words:
        """``a``, ``a and b``, ``a, b and c``."""
        words: list[str | Node] = []
        for position, part in enumerate(parts):
            if position:
                words += self("list.last" if position == len(parts) - 1 else "list.next")
            words += _words(part)
        return tuple(words)

    @property
    def templates(self) -> Mapping[str, str]:
        """Key → template."""
        found: Mapping[str, str] = _file(self.language).WORDS
        return found

    def _filled(self, template: str, parts: Mapping[str, Part]) -> Iterator[str | Node]:
        for literal, place, forms, _ in Formatter().parse(template):
            if literal:
                yield literal
            if place is not None and forms:
                yield from self._filled(forms.split("|")[_file(self.language).form(parts[place])], parts)
            elif place is not None:
                yield from _words(parts[place])


@cache
def _file(language: str) -> Any:
    return import_module(f"{languages.__name__}.{language}")


def _words(part: Part) -> Words:
    return part if isinstance(part, tuple) else (str(part),) if isinstance(part, int) else (part,)
