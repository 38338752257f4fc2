"""A word that notes what it is compared with: which words code knows, wherever in it they stand."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Self

from symconv.foreign.applied import Namespace
from symconv.foreign.plan import WORD, Plan

MOST = 64
"""Words that are kept of one call."""


class Word(str):
    """A text like any other, but for what it notes; what is made of it by its case notes in the same place."""

    __slots__ = ("heard",)
    heard: dict[str, None]

    def __new__(cls, text: str, heard: dict[str, None] | None = None) -> Self:
        """``heard`` is where the words go; None for a place of its own."""
        made = super().__new__(cls, text)
        made.heard = {} if heard is None else heard
        return made

    def __eq__(self, other: object) -> bool:
        self._note(other)
        return str.__eq__(self, other) is True

    def __ne__(self, other: object) -> bool:
        self._note(other)
        return str.__ne__(self, other) is True

    def __hash__(self) -> int:
        return str.__hash__(self)

    def lower(self) -> Self:
        """In lower case."""
        return type(self)(str.lower(self), self.heard)

    def upper(self) -> Self:
        """In upper case."""
        return type(self)(str.upper(self), self.heard)

    def casefold(self) -> Self:
        """Without case."""
        return type(self)(str.casefold(self), self.heard)

    def strip(self, *given: Any) -> Self:
        """Without what stands around it."""
        return type(self)(str.strip(self, *given), self.heard)

    def startswith(self, *given: Any) -> bool:
        """Whether it begins so."""
        self._note(given[0])
        return str.startswith(self, *given)

    def _note(self, other: object) -> None:
        if type(other) is str and len(self.heard) < MOST:
            self.heard[other] = None


def heard(
    called: Callable[[Namespace, Plan, dict[str, Any]], Any],
    namespace: Namespace,
    plan: Plan,
    values: Mapping[str, Any],
) -> list[str]:
    """The words that a call compares the one with that it is handed as ``word``; it may fail.

    Args:
        called: makes the call.
        namespace: the names of the foreign module.
        plan: how to call.
        values: role → value, the text of the word among them.
    """
    word = Word(values[WORD])
    with suppress(BaseException):
        list(called(namespace, plan, {**values, WORD: word}))
    return list(word.heard)
