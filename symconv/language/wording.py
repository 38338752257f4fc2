"""Words by key: what is told is a template of one language, with places for formulas and numbers.

A language is one folder in ``language/words``. It holds ``WORDS``, key → template; ``MESSAGES``, what ``check`` finds
out (``language/messages.py``); ``form``, which picks the form of a word for a count; and ``BABEL``, the name that LaTeX
knows it by. All but English have ``MISTAKES``, too, and one without Latin letters names what sets it: ``CJK`` in LaTeX,
``FONTS`` elsewhere. In a template

- ``{x}`` is a place,
- ``{n:zero|zeros}`` the form of a word that fits the number n,
- ``{padded:with padding|without}`` what is said where ``padded`` is true, and where not; either may be empty.

What is said in these may have places of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import groupby
from pkgutil import iter_modules
from string import Formatter
from typing import Any

from symconv.errors import InputError
from symconv.language import words as languages
from symconv.language.messages import Messages
from symconv.notation.tree import Node
from symconv.sizes import shown

Words = tuple[str | Node, ...]
"""Running text with formulas in it."""

Part = str | int | Node | Words
"""What can stand in a place: words, a count (or whether something is so), a formula, or words with formulas in them."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Says things in one language, given its code (``en``).

    Raises:
        InputError: there is no such language.
    """

    language: str = "en"

    def __post_init__(self) -> None:
        if self.language not in (known := known_languages()):
            raise InputError(f"language must be one of {', '.join(known)}, got {shown(self.language)}")

    def __call__(self, key: str, **parts: Part) -> Words:
        """The words of a key, with these parts in their places."""
        said = self._filled(self.templates[key], parts)
        runs = groupby(said, key=lambda word: isinstance(word, str))
        return tuple(word for plain, run in runs for word in (["".join(map(str, run))] if plain else run))

    def plain(self, key: str, **parts: str | int) -> str:
        """The same without formulas, as titles are."""
        return "".join(str(word) for word in self(key, **parts))

    def message(self, english: str) -> str:
        """What ``check`` found out, in this language; what it has no words for stays English."""
        return english if self.language == "en" else _messages(self.language)(english)

    @property
    def mistakes(self) -> Mapping[str, tuple[str, str, str]]:
        """Id of a mistake → its title, what is explained, what is asked; nothing in English, which ``check`` speaks."""
        found: Mapping[str, tuple[str, str, str]] = getattr(_file(self.language), "MISTAKES", {})
        return found

    def listed(self, parts: Sequence[Part]) -> Words:
        """``a``, ``a and b``, ``a, b and c``."""
        if len(parts) < 2:
            return self.series(parts)
        return (*self.series(parts[:-1]), *self("list.last"), *_words(parts[-1]))

    def series(self, parts: Sequence[Part], comma: str = "list.next") -> Words:
        """``a``, ``a, b``, ``a, b, c``, or with something else for a comma."""
        between = self(comma)
        return tuple(word for at, part in enumerate(parts) for word in (*(between if at else ()), *_words(part)))

    @property
    def babel(self) -> str:
        """What LaTeX's babel calls the language; empty for the one it has without."""
        return str(_file(self.language).BABEL)

    @property
    def cjk(self) -> str:
        """The family in which LaTeX's package CJK sets the language; empty for Latin letters."""
        return str(getattr(_file(self.language), "CJK", ""))

    @property
    def fonts(self) -> tuple[str, ...]:
        """Families that have the signs of the language, the best first; empty where every font has them."""
        return tuple(getattr(_file(self.language), "FONTS", ()))

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
                yield from self._filled(alternatives(forms)[self._form(parts[place])], parts)
            elif place is not None:
                yield from _words(parts[place])

    def _form(self, part: Part) -> int:
        return int(not part) if isinstance(part, bool) else int(_file(self.language).form(part))


def known_languages() -> list[str]:
    """The codes of the languages there are."""
    return sorted(module.name for module in iter_modules(languages.__path__))


def alternatives(forms: str) -> list[str]:
    """What stands between bars that are not within braces themselves: ``a|b{n:c|d}`` has two parts."""
    found, depth = [""], 0
    for sign in forms:
        depth += (sign == "{") - (sign == "}")
        if sign == "|" and not depth:
            found.append("")
        else:
            found[-1] += sign
    return found


@cache
def _file(language: str) -> Any:
    return import_module(f"{languages.__name__}.{language}")


@cache
def _messages(language: str) -> Messages:
    english, own = _file("en").MESSAGES, _file(language).MESSAGES
    return Messages({template: own[key] for key, template in english.items()})


def _words(part: Part) -> Words:
    return part if isinstance(part, tuple) else (str(part),) if isinstance(part, int) else (part,)
