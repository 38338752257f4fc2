"""A place in a row of tokens, with the depth of nesting that has been entered."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from symconv.notation.reader.piece import ReadError, Token

DEEPEST = 40
"""Most levels of nesting that are read."""

END = Token("end of formula", "", -1, -1)
OPENING = {"(": ")", "[": "]", "{": "}", "⌊": "⌋", "⌈": "⌉", "⟨": "⟩"}
_CLOSING = {close: open_ for open_, close in OPENING.items()}


@dataclass(slots=True)
class Cursor:
    """Reads tokens one by one.

    Attributes:
        tokens: the formula.
        place: the next token.
        depth: how many groups are open.
        scripted: how many of them are indices, where neighbouring letters multiply and no function is called.
        tex: whether it is TeX, where ``*`` between tensors of one channel each is a convolution.
        signs: for each token its text if it is a sign, else nothing.
        partners: opening bracket → the one that closes it.
    """

    tokens: list[Token]
    place: int = 0
    depth: int = 0
    scripted: int = 0
    tex: bool = False
    signs: list[str] = field(init=False)
    partners: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.signs = [text if kind == "sign" else "" for kind, text, _, _ in self.tokens]
        self.partners = dict(_paired(self.signs))

    def peek(self, ahead: int = 0) -> Token:
        """The next token, or the one ``ahead`` of it."""
        where = self.place + ahead
        return self.tokens[where] if where < len(self.tokens) else END

    def at(self, *texts: str, ahead: int = 0) -> bool:
        """Whether the next token is one of these signs."""
        where = self.place + ahead
        return where < len(self.signs) and self.signs[where] in texts

    def take(self) -> Token:
        """The next token, left behind."""
        token = self.peek()
        self.place += 1
        return token

    def skip(self, *texts: str) -> bool:
        """Leaves the next token behind if it is one of these signs."""
        found = self.at(*texts)
        self.place += found
        return found

    def behind(self, ahead: int = 0) -> int | None:
        """How far ahead the token behind a bracket's partner is; None where nothing closes it."""
        partner = self.partners.get(self.place + ahead)
        return None if partner is None else partner + 1 - self.place

    def expect(self, text: str) -> None:
        """Leaves this sign behind.

        Raises:
            ReadError: something else stands there.
        """
        if not self.skip(text):
            raise self.error(f"expected {text}")

    def error(self, message: str) -> ReadError:
        """A problem at the next token."""
        token = self.peek()
        got = f", got {token.text}" if token is not END else " before the formula ends"
        position = token.start if token is not END else self.tokens[-1].end if self.tokens else 0
        return ReadError(f"{message}{got}", position)

    @contextmanager
    def nested(self, *, script: bool = False) -> Iterator[None]:
        """One level deeper.

        Raises:
            ReadError: the formula is nested too deeply.
        """
        self.depth += 1
        if self.depth > DEEPEST:
            raise ReadError(f"nested more than {DEEPEST} levels deep", self.peek().start)
        self.scripted += script
        yield
        self.depth -= 1
        self.scripted -= script


def _paired(signs: list[str]) -> Iterator[tuple[int, int]]:
    """Every opening bracket with the one that closes it."""
    opened: list[int] = []
    for place, sign in enumerate(signs):
        if sign in OPENING:
            opened.append(place)
        elif sign in _CLOSING:
            while opened and signs[opened[-1]] != _CLOSING[sign]:
                opened.pop()
            if opened:
                yield opened.pop(), place
