"""``--signature "dout, cache=(x, w, b, conv_param)"`` and ``--returns dx,dw,db``, as people write them."""

import re

from symconv.check.code.vocabulary import PARAMETERS, gradient, roles
from symconv.errors import InputError
from symconv.foreign.plan import Argument, Arguments, Tree

_TOKEN = re.compile(r"\s*(?:(?P<word>[A-Za-z_]\w*)|(?P<sign>[(){}=,:]))")
KNOWN = ("dout", "x", "xp", "w", "b", "stride", "pad", "dilation", "groups", "kernel_size", "x_shape", "w_shape")


def signature(text: str) -> Arguments:
    """The arguments a signature states: names, tuples in ``()``, dictionaries in ``{}``, ``name=value``.

    Raises:
        InputError: it cannot be read, or a name says nothing.
    """
    reader = _Reader(_tokens(text), text)
    found = []
    while reader.ahead:
        name, tree = reader.item()
        found.append(Argument(name=name, tree=tree))
        if reader.ahead:
            reader.take(",")
    return tuple(found)


def returns(text: str) -> tuple[str | None, ...]:
    """The gradients in the order they are returned; ``_`` for what is none.

    Raises:
        InputError: a name is no gradient's.
    """
    found = []
    for part in text.split(","):
        name = part.strip()
        found.append(None if name == "_" else gradient(name))
        if found[-1] is None and name != "_":
            raise InputError(f"--returns expects names such as dx,dw,db, or _ for others, got {name[:60]!r}")
    return tuple(found)


def _tokens(text: str) -> list[str]:
    found, at = [], 0
    while text[at:].strip():
        token = _TOKEN.match(text, at)
        if token is None:
            raise InputError(f"--signature cannot be read at {text[at : at + 20]!r}")
        found.append(token["word"] or token["sign"])
        at = token.end()
    return found


class _Reader:
    """Tokens, one after another."""

    def __init__(self, tokens: list[str], text: str) -> None:
        self.ahead, self._text = tokens, text

    def take(self, wanted: str) -> None:
        if not self.ahead or self.ahead[0] != wanted:
            got = self.ahead[0] if self.ahead else "the end"
            raise InputError(f"--signature expects {wanted!r} before {got!r} in {self._text[:80]!r}")
        self.ahead = self.ahead[1:]

    def item(self) -> tuple[str, Tree]:
        """``name``, ``name=value``, or a value alone."""
        first = self.ahead[0] if self.ahead else ""
        if re.match(r"\w", first) and self.ahead[1:2] == ["="]:
            self.ahead = self.ahead[2:]
            return first, self.value()
        return first if re.match(r"\w", first) else "cache", self.value()

    def value(self) -> Tree:
        if self.ahead and self.ahead[0] in "({":
            return self._bracketed()
        name = self.ahead[0] if self.ahead else "the end"
        if not re.match(r"[A-Za-z_]", name) or name == "the end":
            raise InputError(f"--signature expects a name, got {name!r} in {self._text[:80]!r}")
        self.ahead = self.ahead[1:]
        return _meaning(name)

    def _bracketed(self) -> Tree:
        opened = self.ahead[0]
        closed = {"(": ")", "{": "}"}[opened]
        self.take(opened)
        found: list[tuple[str, Tree]] = []
        while self.ahead and self.ahead[0] != closed:
            key = self.ahead[0]
            if self.ahead[1:2] == [":"]:
                self.ahead = self.ahead[2:]
            found.append((key, self.item()[1]))
            if self.ahead and self.ahead[0] != closed:
                self.take(",")
        self.take(closed)
        return dict(found) if opened == "{" else [tree for _, tree in found]


def _meaning(name: str) -> Tree:
    if name.lower() in PARAMETERS:
        return {"stride": "stride", "pad": "pad"}
    if name in ("_", "None"):
        return "none"
    if name in KNOWN:
        return name
    if not roles(name):
        raise InputError(f"--signature knows {', '.join(KNOWN)} and their usual names, got {name[:60]!r}")
    return roles(name)[0]
