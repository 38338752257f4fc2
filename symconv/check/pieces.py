"""A stretch of mathematics → its equations: rows, equations side by side, lines that go on."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from symconv.check.lines import Stretch
from symconv.check.stretches import MATH_ENVIRONMENTS
from symconv.notation.reader.signs import CASES, MATRICES

TABLES = MATRICES | CASES
"""Environments whose rows and cells belong to one formula."""


_WORDS = (
    r"q?quad|therefore|because|implies|Rightarrow|Longrightarrow|iff|Leftrightarrow"
    r"|text\{\s*(?:and|where|with|und|et)\s*\}"
)
_SAID = "where|with|and|since|because|hence|therefore|so|wobei|mit|und|weil|donde|con|où|avec"
"""Words of plain text between two equations."""

_ROW_END = r"\\\\\*?(?:\[[^\]\n]{0,12}\])?(?:\\(?=[ \t]*\n))?|\\(?=[ \t]*\n)"
"""``\\\\``, or what Markdown leaves of it at the end of a line."""
_MARK = re.compile(
    r"\\(?P<which>begin|end)\{(?P<environment>\w+)\*?\}"
    rf"|(?P<row>{_ROW_END})"
    r"|\\[{},;:! ]"
    rf"|\\(?P<apart>{_WORDS})"
    rf"|(?P<said>(?<=\s)(?:{_SAID})(?=\s)|(?<=\s)\((?=[^()\n=]*=[^()\n]*\)\W{{0,20}}$))"
    r"|(?P<fence>\\(?:left|right)\s*\\?[(){}\[\].])|(?P<open>[({\[⟨]|\\langle\b)|(?P<close>[)}\]⟩]|\\rangle\b)|(?P<list>[,;](?=\s|\\))"
)
_APART = re.compile(rf"[,;](?=\s|\\)|\\(?:{_WORDS})|(?<=\s)(?:{_SAID})(?=\s)|(?<=\s)\(")


def pieces(text: str, stretch: Stretch) -> Iterator[tuple[int, int]]:
    """The places of the equations in a stretch."""
    rows = [(stretch.start, stretch.end)] if not stretch.tex else list(_rows(text, stretch))
    for start, end in _joined(text, rows):
        cuts = [start]
        cut = _marks(text, start, end) if _APART.search(text, start, end) else ()
        marks = [(found, depth) for found, depth in cut if found.lastgroup in ("apart", "list", "said")]
        for number, (found, depth) in enumerate(marks):
            following = marks[number + 1][0].start() if number + 1 < len(marks) else end
            piece = text[found.end() : following]
            if (
                depth
                or (not found["list"] and _ADDED.match(piece))
                or _INDENT.search(text, max(start, found.start() - 200), found.start())
            ):
                continue
            if _is_equation(piece) or (not found["list"] and not _OPEN_START.match(piece)):
                cuts.append(found.start())
        for first, last in zip(cuts, [*cuts[1:], end], strict=True):
            yield from _apart(text, *_trimmed(text, first, last))


def _apart(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Settings, ``H = 5, W = 4``, one by one; anything else as it is."""
    if not _SETTINGS.fullmatch(text, start, end):
        yield start, end
        return
    for found in _SETTING.finditer(text, start, end):
        yield found.span()


_SETTING = re.compile(r"[^\W\d]\w*\s*=\s*[\w.]+")
_SETTINGS = re.compile(rf"\s*{_SETTING.pattern}(?:\s*[,;]\s*{_SETTING.pattern})+\s*")


def _is_equation(text: str) -> bool:
    """Whether a piece behind a comma is a new equation rather than the rest of a list."""
    return bool(re.search(r"(?<![<>!=:+])=(?!=)|\\in\s*\\mathbb|∈\s*ℝ", text)) and text.count("{") == text.count("}")


def _marks(text: str, start: int, end: int) -> Iterator[tuple[re.Match[str], int]]:
    """Everything that opens, closes or separates, with the depth it stands at."""
    depth = 0
    for found in _MARK.finditer(text, start, end):
        if found["which"]:
            depth += (1 if found["which"] == "begin" else -1) if found["environment"] in TABLES else 0
        elif found["fence"]:
            depth = depth + 1 if found["fence"].startswith(r"\left") else max(depth - 1, 0)
        elif found["open"]:
            depth += 1
        elif found["close"]:
            depth = max(depth - 1, 0)
        else:
            yield found, depth


def _rows(text: str, stretch: Stretch) -> Iterator[tuple[int, int]]:
    place = stretch.start
    several = _ROW.search(text, stretch.start, stretch.end)
    for found, depth in _marks(text, stretch.start, stretch.end) if several else ():
        if found["row"] and depth == 0:
            yield place, found.start()
            place = found.end()
    yield place, stretch.end


_ROW = re.compile(r"\\\\|\\[ \t]*\n")
_INDENT = re.compile(r"\\\\\*?(?:\[[^\]\n]{0,12}\])?(?:\s|&|\\[,;:! ]|\\q?quad)*\Z")
"""The start of a row, up to a blank that only moves it."""
_ADDED = re.compile(r"[\s&]*(?:[+*·×]|\\cdot(?!s)|\\times)")
"""What goes on with the side before it, whatever stands between."""
_OPEN_END = re.compile(r"(?:[-+=*/(·×]|\\cdot|\\times|\\ast|\\star)\s*(?:\\\\)?\s*$")
_OPEN_START = re.compile(
    r"[\s&]*(?:\\(?:quad|qquad|,|;|hspace\{[^}]*\}|phantom\{[^}]*\})\s*)*[\s&]*(?:[-+*·×]|\\cdot(?!s)|\\times)"
)


def _joined(text: str, rows: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Rows that end or start with a sign belong together."""
    held: tuple[int, int] | None = None
    for start, end in rows:
        if held and _belong(text, held, start):
            held = held[0], end
            continue
        if held:
            yield held
        held = start, end
    if held:
        yield held


def _belong(text: str, held: tuple[int, int], start: int) -> bool:
    """Whether a row goes on from the one before: a sign between them, or a left side alone before its ``=``."""
    following = text[start : start + 200]
    if _OPEN_END.search(text[max(held[0], held[1] - 40) : held[1]]) or _OPEN_START.match(following):
        return True
    before = text[held[0] : held[1]].strip()
    if before.endswith(","):
        return not _TOLD.match(following) and not _RELATED.search(following.partition("\\\\")[0])
    if _is_unsigned(text, start):
        return bool(_RELATED.search(before))
    alone = bool(before) and len(before) < 400 and not _RELATED.search(before)
    return alone and bool(CONTINUING.match(following))


_TOLD = re.compile(r"(?:\s|&|\\q?quad\b)*(?:\\(?:text|textrm|mbox)\b|\Z)")
"""What a row starts with that is said in words."""


def _is_unsigned(text: str, start: int) -> bool:
    """Whether an aligned row starts with an entry, holds no equation, and no sign joins it to the row before."""
    row = text[start : start + 400].partition("\\\\")[0]
    return bool(_ENTRY_FIRST.match(row)) and not _RELATED.search(row)


def unsigned(text: str, start: int, end: int) -> Iterator[int]:
    """The ``&`` of each row of an equation that goes on from the one before it without a sign."""
    for row in (found for found, depth in _marks(text, start, end) if found["row"] and depth == 0):
        ended = _OPEN_END.search(text[max(start, row.start() - 40) : row.start()])
        if _is_unsigned(text, row.end()) and not ended:
            yield text.index("&", row.end())


_ENTRY_FIRST = re.compile(
    r"\s*&(?:\s|&|\\q?quad\b|\\[,;:! ]|\\hspace\{[^}]*\})*(?!\\(?:text|[vcd]?dots|ldots))(?=[^\s&]*_)"
)

CONTINUING = re.compile(r"(?:\s|&|\\displaystyle\b|\\h?phantom\{[^=]*\}|\\q?quad\b|\\[,;:!])*=(?!=)")
"""What a row starts with that goes on from the equation before it."""
_RELATED = re.compile(r"[=←≡≔]|\\(?:coloneqq|triangleq|equiv|gets|leftarrow)\b")

_BETWEEN = re.compile(r"(?:\s|\$|\\(?:begin|end)\{(?:align|equation|gather|split)(?:ed|at)?\*?\}|\\[\[\]])*$")


def going_on(text: str, stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """The stretches; a display that starts with a sign goes on from the one right before it."""
    held: Stretch | None = None
    for stretch in stretches:
        between = held is not None and held.tex and stretch.tex and text[held.end : stretch.start]
        if held and between and len(between) < 80 and _INLINE.fullmatch(between):
            held = replace(held, end=stretch.end)
            continue
        goes_on = between and len(between) < 80 and _BETWEEN.match(between)
        if held and goes_on and _OPEN_START.match(text[stretch.start : stretch.start + 200]):
            held = replace(held, end=stretch.end)
            continue
        if held:
            yield held
        held = stretch
    if held:
        yield held


_INLINE = re.compile(r"\$(\s*(?:=|\\ast|\\star|[*⋆∗])\s*)\$")
"""A sign between two formulas that each have their own delimiters, ``$A$ = $B$``."""
_ENVIRONMENTS = "|".join(sorted({*MATH_ENVIRONMENTS, "gathered"}, key=len, reverse=True))
_EDGE = re.compile(
    rf"(?:(?:{_SAID})(?=\s)|"
    r"\s|&|[,;]|\\(?:quad|qquad|implies|Rightarrow|Longrightarrow|iff|Leftrightarrow|nonumber|notag|displaystyle)(?![a-z])"
    r"|\\(?:therefore|because)(?![a-z])|[∴∵]|\\[,;:!]|\{\s*align\w*\s*\}|\\text\{\s*(?:and|where|with|und|et)\s*\}"
    rf"|\\(?:begin|end)\{{(?:{_ENVIRONMENTS})\*?\}}(?:\{{\d\}})?)+"
)


_BRACKETED = re.compile(r"\(([^()\n=]*=[^()\n]*)\)[\s.,;]*$")


_RANGES = re.compile(r"(?:&|,|\\q?quad\b|\s)+[A-Za-z](?:'|\^\{?\\prime\}?)?\s*(?:\\in\b|∈)\s*[\[({][^&=]*\Z")
"""Behind an equation, what its letters run over: ``& x \\in [0, 2], y \\in [0, 1]``."""


_FAR = 300
"""Signs before its end in which an equation tells what its letters run over."""


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The piece without what surrounds it: blanks, separators, environments, what letters run over."""
    if (ranges := _RANGES.search(text, max(start, end - _FAR), end)) and "=" in text[start : ranges.start()]:
        end = ranges.start()
    if found := _EDGE.match(text, start, end):
        start = found.end()
    if found := _BRACKETED.match(text, start, end):
        return found.span(1)
    piece = text[start:end]
    piece = re.sub(
        r"(?:\s|[.,;&]|\\\\|\\(?:quad|qquad|nonumber|notag)|\\(?:label|tag\*?)\{[^{}]*\}|\\[,;:!]|\\end\{\w+\*?\}(?<!matrix\})(?<!array\})(?<!cases\}))+$",
        "",
        piece[-400:],
    )
    kept = max(len(text[start:end]) - 400, 0)
    return start, start + kept + len(piece)


_ALIGNING = re.compile(
    r"\\(?P<which>begin|end)\{(?P<environment>\w+)\*?\}(?:\{\d\})?|\\[&{}]|&"
    rf"|(?P<row>{_ROW_END})"
    r"|(?P<brace>[{}])"
)


_ALIGNED = re.compile(r"\\(?:begin|end)\{|\\\\|&")


def unaligned(text: str) -> str:
    """Alignment marks and row ends outside matrices and braces blanked, and what else only sets a formula."""
    text = _INLINE.sub(r" \1 ", text)
    if not _ALIGNED.search(text):
        return text
    pieces, matrices, braces, place = [], 0, 0, 0
    for found in _ALIGNING.finditer(text):
        pieces.append(text[place : found.start()])
        matrix = found["environment"] in TABLES
        matrices += (1 if found["which"] == "begin" else -1) if matrix else 0
        braces += {"{": 1, "}": -1}.get(found.group(), 0)
        aligns = (found["which"] and not matrix) or found.group() == "&" or (found["row"] and not braces)
        blank = (found["which"] and not matrix) or (aligns and not matrices)
        pieces.append(" " * len(found.group()) if blank else found.group())
        place = found.end()
    return "".join((*pieces, text[place:]))
