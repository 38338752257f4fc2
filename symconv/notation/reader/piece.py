"""One piece of a formula, and the one way in which reading can fail."""

from typing import NamedTuple

from symconv.errors import InputError


class Token(NamedTuple):
    """A piece of a formula.

    Attributes:
        kind: ``number``, ``name`` or ``sign``; ``begin`` and ``end`` for environments.
        text: what it means, after normalising.
        start: offset of its first character.
        end: offset behind its last character.
    """

    kind: str
    text: str
    start: int
    end: int


class ReadError(InputError):
    """A formula that cannot be read.

    Attributes:
        position: offset in the formula.
    """

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position

    def __reduce__(self) -> tuple[object, ...]:
        return ReadError, (str(self), self.position)
