r"""A document's own commands written out: ``\newcommand``, ``\def``, ``\DeclareMathOperator``.

Writing out is plain replacement, bounded in length and depth; nothing is executed. Every written-out character knows
the place it comes from.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

LONGEST = 1_000_000
"""Most characters that macros may add."""
DEEPEST = 20
"""Most macros inside one another."""
SECTIONS = frozenset({r"\section", r"\subsection", r"\subsubsection", r"\paragraph"})
"""Commands that a document may dress anew, and that mean what they always mean."""

_DEFINITION = re.compile(
    r"\\(?:(?P<operator>DeclareMathOperator)\*?\s*\{?\s*(?P<called>\\[A-Za-z]+)\s*\}?"
    r"|(?:re|provide)?newcommand\*?\s*\{?\s*(?P<name>\\[A-Za-z]+)\s*\}?\s*(?:\[(?P<count>[1-9])\])?\s*"
    r"(?:\[(?P<default>[^\[\]{}]{0,200})\])?"
    r"|def\s*(?P<plain>\\[A-Za-z]+)(?P<parameters>(?:\s*#[1-9])*))\s*(?=\{)"
)
_COMMAND = re.compile(r"\\[A-Za-z]+")
_BRACE = re.compile(r"\\[{}\\]|[{}]")
_OPTIONAL = re.compile(r"\s*\[([^\[\]]{0,200})\]")
_ARGUMENT = re.compile(r"\s*(\{|\\[A-Za-z]+|[^\s{}])")
_PARAMETER = re.compile(r"#([1-9])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Macro:
    """What a command stands for: its text with ``#1``, ``#2``, and how many arguments it takes."""

    body: str
    arguments: int = 0
    default: str | None = None


@dataclass(slots=True)
class Written:
    """A text under way, with the places its pieces come from."""

    pieces: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    origins: list[tuple[int, bool]] = field(default_factory=list)
    length: int = 0

    def add(self, text: str, origin: int, *, copied: bool) -> None:
        """A piece: copied from the text, or written out at one place."""
        self.pieces.append(text)
        self.starts.append(self.length)
        self.origins.append((origin, copied))
        self.length += len(text)

    @property
    def places(self) -> "Origins":
        """Where each sign comes from."""
        return Origins(tuple(self.starts), tuple(self.origins))


@dataclass(frozen=True, slots=True)
class Origins:
    """Offset in a written-out text → offset in the text it was made of, and in the one that was made of."""

    starts: tuple[int, ...] = (0,)
    origins: tuple[tuple[int, bool], ...] = ((0, True),)
    before: "Origins | None" = None

    def __getitem__(self, offset: int) -> int:
        piece = max(bisect_right(self.starts, offset) - 1, 0)
        origin, copied = self.origins[piece]
        place = origin + (offset - self.starts[piece] if copied else 0)
        return self.before[place] if self.before else place


def written_out(text: str) -> tuple[str, Origins]:
    """The text with its own commands written out and their definitions blanked."""
    macros, blanked = _definitions(text)
    if not macros:
        return text, Origins()
    written, place, left, ends = Written(), 0, LONGEST, closings(blanked)
    for found in _COMMAND.finditer(blanked):
        if found.start() < place or found.group() not in macros:
            continue
        written.add(blanked[place : found.start()], place, copied=True)
        body, place = _called(found, macros, ends)
        expanded, left = _expanded(body, macros, left)
        written.add(found.group() if expanded is None else expanded, found.start(), copied=False)
    written.add(blanked[place:], place, copied=True)
    return "".join(written.pieces), written.places


def _definitions(text: str) -> tuple[dict[str, Macro], str]:
    macros: dict[str, Macro] = {}
    pieces: list[str] = []
    place, ends = 0, closings(text)
    for found in _DEFINITION.finditer(text):
        end = ends.get(found.end()) if found.start() >= place else None
        if end is None:
            continue
        body = text[found.end() + 1 : end - 1]
        name = found["called"] or found["name"] or found["plain"]
        if found["operator"]:
            macros[name] = Macro(body=rf"\operatorname{{{body}}}")
        elif name not in SECTIONS:
            count = int(found["count"] or 0) if found["name"] else found["parameters"].count("#")
            macros[name] = Macro(body=body, arguments=count, default=found["default"])
        pieces += (text[place : found.start()], re.sub(r"[^\n]", " ", text[found.start() : end]))
        place = end
    return _ending(macros), "".join((*pieces, text[place:]))


def _ending(macros: dict[str, Macro]) -> dict[str, Macro]:
    """The macros that are written out after so many steps; one that leads back to itself never is."""
    open_ = {name: {*_COMMAND.findall(macro.body)} & macros.keys() for name, macro in macros.items()}
    for _ in range(DEEPEST):
        open_ = {name: inner for name, inner in open_.items() if not inner.isdisjoint(open_)}
    return {name: macro for name, macro in macros.items() if name not in open_}


def closings(text: str) -> dict[int, int]:
    """Every opening brace with the offset behind the one that closes it."""
    opened: list[int] = []
    found: dict[int, int] = {}
    for brace in _BRACE.finditer(text):
        if brace.group() == "{":
            opened.append(brace.start())
        elif brace.group() == "}" and opened:
            found[opened.pop()] = brace.end()
    return found


def _called(found: re.Match[str], macros: dict[str, Macro], ends: dict[int, int]) -> tuple[str, int]:
    """What a call stands for, with the macros in it left as they are, and the offset behind its arguments."""
    macro, text, place = macros[found.group()], found.string, found.end()
    arguments: list[str] = []
    if macro.default is not None:
        optional = _OPTIONAL.match(text, place)
        arguments.append(optional[1] if optional else macro.default)
        place = optional.end() if optional else place
    while len(arguments) < macro.arguments:
        argument = _ARGUMENT.match(text, place)
        end = None if argument is None else ends.get(argument.start(1)) if argument[1] == "{" else argument.end()
        if argument is None or end is None:
            return found.group(), found.end()
        arguments.append(text[argument.start(1) + 1 : end - 1] if argument[1] == "{" else argument[1])
        place = end
    return _PARAMETER.sub(lambda number: "".join(arguments[int(number[1]) - 1 : int(number[1])]), macro.body), place


def _expanded(body: str, macros: dict[str, Macro], left: int) -> tuple[str | None, int]:
    """A text with all macros written out, and how many characters may still be added; None where they are too many."""
    for _ in range(DEEPEST):
        pieces: list[str] = []
        place, ends = 0, closings(body)
        left -= len(body)
        for found in _COMMAND.finditer(body) if left > 0 else ():
            if found.start() >= place and found.group() in macros:
                call, end = _called(found, macros, ends)
                pieces += (body[place : found.start()], call)
                place, left = end, left - len(call)
        if left <= 0:
            return None, 0
        if not pieces:
            return body, left
        body = "".join((*pieces, body[place:]))
    return None, left
