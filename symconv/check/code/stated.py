"""What people state: ``--signature "dout, cache=(x, w, b)"``, ``--returns dx,dw,db``, ``--set "params['W']=w"``."""

import re

from symconv.check.code.vocabulary import PARAMETERS, gradient, roles
from symconv.errors import InputError
from symconv.foreign.places import steps
from symconv.foreign.plan import Argument, Arguments, Tree

_TOKEN = re.compile(r"\s*(?:(?P<word>[A-Za-z_]\w*)|(?P<sign>[(){}=,:]))")
KNOWN = ("dout", "x", "xp", "w", "b", "stride", "pad", "dilation", "groups", "kernel_size", "in_channels",
         "out_channels", "x_shape", "w_shape", "cache", "zero", "one", "true", "false", "rate")  # fmt: skip
FORMS = ("pair", "pairs", "word", "WORD")


def signature(text: str, option: str = "--signature", *, named: bool = False) -> Arguments:
    """The arguments a signature states: names, tuples in ``()``, dictionaries in ``{}``, ``name=value``.

    Args:
        text: what was written.
        option: where it was written.
        named: whether ``name=value`` is handed over by name.

    Raises:
        InputError: it cannot be read, or a name says nothing.
    """
    reader = _Reader(_tokens(text, option), text, option)
    found = []
    while reader.ahead:
        keyword = named and reader.ahead[1:2] == ["="]
        name, tree = reader.item()
        found.append(Argument(name=name, tree=tree, keyword=keyword))
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


def places(text: str, option: str) -> dict[str, str]:
    """``W=w, params['b']=b`` as place → role, or ``dx=returned[0], dw=layer.W['grad']`` as gradient → place.

    Raises:
        InputError: a pair is not of that form.
    """
    found = {}
    for part in re.split(r",(?![^\[]*\])", text):
        left, sign, right = (side.strip() for side in part.partition("="))
        role = right if option == "--set" else gradient(left)
        try:
            steps(left if option == "--set" else right)
        except ValueError:
            sign = ""
        if not sign or not left or not right or (option == "--set" and role not in ("w", "b")) or role is None:
            example = "W=w, params['b']=b" if option == "--set" else "dx=returned, dw=layer.grads['W']"
            raise InputError(f"{option} expects pairs such as {example}, got {part.strip()[:60]!r}")
        if option == "--set":
            found[left.removeprefix("self.")] = role
        else:
            known = right.startswith(("returned", "layer.", "layer["))
            found[role] = right if known else f"layer.{right.removeprefix('self.')}"
    return found


def _tokens(text: str, option: str = "--signature") -> list[str]:
    found, at = [], 0
    while text[at:].strip():
        token = _TOKEN.match(text, at)
        if token is None:
            raise InputError(f"{option} cannot be read at {text[at : at + 20]!r}")
        found.append(token["word"] or token["sign"])
        at = token.end()
    return found


class _Reader:
    """Tokens, one after another."""

    def __init__(self, tokens: list[str], text: str, option: str) -> None:
        self.ahead, self._text, self._option = tokens, text, option

    def take(self, wanted: str) -> None:
        if not self.ahead or self.ahead[0] != wanted:
            got = self.ahead[0] if self.ahead else "the end"
            raise InputError(f"{self._option} expects {wanted!r} before {got!r} in {self._text[:80]!r}")
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
            raise InputError(f"{self._option} expects a name, got {name!r} in {self._text[:80]!r}")
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
    role, _, form = name.rpartition("_")
    if role in KNOWN and form in FORMS:
        return f"{role}:{form}"
    if name.lower() in PARAMETERS:
        return {"stride": "stride", "pad": "pad"}
    if name in ("_", "None"):
        return "none"
    if name in KNOWN:
        return name
    if not roles(name):
        raise InputError(f"--signature knows {', '.join(KNOWN)} and their usual names, got {name[:60]!r}")
    return roles(name)[0]
