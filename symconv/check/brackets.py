r"""Matrices set with brackets and blanks, ``\left[ a \quad b \right]``, or with aligned rows in a bracket: as matrices.

Each sign keeps its place, so an offset stays a place in the file.
"""

import re

LONGEST = 4_000
"""Most characters of one matrix."""

DEEPEST = 20
"""Most groups that are open in it at once."""

_OPENING = re.compile(
    r"\\left\s*(?P<fence>[\[(])\s*(?P<begin>\\begin\{(?P<environment>aligned|split|gathered)\})?"
    r"|(?<![A-Za-z])(?P<bare>[\[(])\s*(?P<inner>\\begin\{(?P<within>aligned|split|gathered)\})"
)
_MARK = re.compile(
    r"\\(?:left|right)\s*(?:\\[{}|]|\\[A-Za-z]+|.)|\\begin\{\w+\*?\}|\\end\{\w+\*?\}|(?P<blank>\\q?quad(?![A-Za-z]))|[={}]"
)
_FRAME = re.compile(r"\\(begin|end)\{(?:aligned|split|gathered)\}")
_ALIGNING = re.compile(r"(^|\\\\)(\s*)&")


def bracketed(text: str) -> str:
    """The text with such matrices written as ``matrix`` environments or as lists with commas."""
    if r"\left" not in text and r"\begin{aligned}" not in text and r"\begin{split}" not in text:
        return text
    pieces: list[str] = []
    place = 0
    while found := _OPENING.search(text, place):
        environment = found["environment"] or found["within"]
        body = found.end()
        end = _framed(text, body, environment) if environment else _fenced(text, body)
        pieces.append(text[place : found.start()])
        if end is None:
            pieces.append(found.group())
        elif environment:
            closer = f"\\end{{{environment}}}"
            pieces.append(_cells(f"{found.group()}{text[body:end]}{closer}"))
            body = end + len(closer)
        else:
            pieces.append(found.group() + _parted(text[body:end], ","))
            body = end
        place = body
    return "".join((*pieces, text[place:]))


def _framed(text: str, start: int, environment: str) -> int | None:
    """Where the environment ends, if a bracket closes right behind it and no equation stands in it."""
    end = text.find(f"\\end{{{environment}}}", start, start + LONGEST)
    if end < 0 or "=" in text[start:end]:
        return None
    behind = end + len(environment) + len("\\end{}")
    return end if re.compile(r"\s*(?:\\right\s*)?[\])]").match(text, behind) else None


def _fenced(text: str, start: int) -> int | None:
    r"""Where the fence's ``\right`` stands, if blanks part what is in it; None where it is something else."""
    depth, blanks = 0, False
    for mark in _MARK.finditer(text, start, start + LONGEST):
        found = mark.group()
        if found == "=":
            return None
        if mark["blank"]:
            blanks = blanks or depth == 0
        elif found.startswith(r"\right") and depth == 0:
            return mark.start() if blanks else None
        else:
            depth += 1 if found.startswith((r"\left", r"\begin", "{")) else -1
            if depth > DEEPEST:
                return None
    return None


def _cells(matrix: str) -> str:
    """A framed matrix: its rows' marks of alignment go, its blanks part cells."""
    framed = _FRAME.sub(_frame, matrix)
    first = framed.index("}") + 1
    return framed[:first] + _parted(_ALIGNING.sub(lambda mark: f"{mark[1]}{mark[2]} ", framed[first:]), "&")


def _frame(found: re.Match[str]) -> str:
    return f"\\{found[1]}{{matrix}}".ljust(len(found.group()))


def _parted(inside: str, sign: str) -> str:
    """Blanks outside of braces as a sign between cells; several in a row are one."""
    pieces: list[str] = []
    place = depth = 0
    for mark in _MARK.finditer(inside):
        found = mark.group()
        depth += found.startswith((r"\left", "{")) - found.startswith((r"\right", "}"))
        if mark["blank"] and depth == 0:
            again = not inside[place : mark.start()].strip()
            pieces += (inside[place : mark.start()], (" " if again else sign).ljust(len(found)))
            place = mark.end()
    return "".join((*pieces, inside[place:]))
