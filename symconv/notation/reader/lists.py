"""Lists in brackets: indices side by side or with commas, arguments, slices."""

from fractions import Fraction as Ratio

from symconv.notation.reader import expression
from symconv.notation.reader.cursor import OPENING, Cursor
from symconv.notation.reader.numbers import PARTS
from symconv.notation.reader.piece import Token
from symconv.notation.reader.signs import RELATIONS
from symconv.notation.tree import Apply, Equation, Infix, Node, Number, Symbol, numeral

SEPARATORS = (",", ";", "newline", ":")
WHOLE = Symbol(":")


def index_list(cursor: Cursor, *, script: bool, keep_scripts: bool = False) -> tuple[Node, ...]:
    """The parts of a bracketed list; ``(i+m)(j+n)`` and ``ij`` inside an index are two parts."""
    close = OPENING[cursor.take().text]
    outer = cursor.scripted
    if not script and not keep_scripts:
        cursor.scripted = 0
    with cursor.nested(script=script):
        parts = juxtaposed(cursor, close) if script else None
        parts = parts if parts is not None else separated(cursor, close, sliced=close == "]")
    cursor.scripted = outer
    cursor.expect(close)
    return tuple(parts)


def lists(cursor: Cursor) -> bool:
    """Whether the parenthesis that opens here holds a list of indices: ``(i, j)``."""
    depth = 0
    for ahead in range(cursor.behind() or 0):
        depth += cursor.at(*OPENING, ahead=ahead) - cursor.at(*OPENING.values(), ahead=ahead)
        if depth == 1 and cursor.at(",", ahead=ahead):
            return True
        if ahead > _FAR:
            return False
    return False


_FAR = 60
"""How many tokens are looked at to tell a list from a group."""


def is_condition(cursor: Cursor) -> bool:
    """Whether the bracket that opens here holds a condition, ``[0 ≤ i < n]``, which counts 1 or 0."""
    depth = 0
    for ahead in range(min(cursor.behind() or 0, _FAR)):
        depth += cursor.at(*OPENING, ahead=ahead) - cursor.at(*OPENING.values(), ahead=ahead)
        if depth == 1 and cursor.at("=", "≤", "≥", "<", ">", "≠", "≡", ahead=ahead):
            return True
    return False


def separated(cursor: Cursor, close: str, *, sliced: bool) -> list[Node]:
    """Parts with commas between, or a colon, or a bar: ``m | s divides`` and ``m | such that``."""
    parts: list[Node] = []
    while not cursor.at(close):
        if sliced and cursor.at(":", "::-1"):
            parts.append(_slice(cursor, None))
        elif cursor.at(":") and cursor.at(",", close, ahead=1):
            parts.append(Symbol(cursor.take().text))
        else:
            part = expression.relation(cursor)
            parts.append(_slice(cursor, part) if sliced and cursor.at(":") else divided(cursor, part))
        if cursor.at(close) or not (cursor.skip(*SEPARATORS) or cursor.skip("|")):
            break
        while cursor.skip(*(() if sliced else SEPARATORS)):
            pass
    if not parts:
        raise cursor.error("nothing stands here")
    return parts


def divided(cursor: Cursor, divisor: Node) -> Node:
    """``s | i − m`` as ``(i − m) mod s = 0``; a bar before a relation only separates."""
    if not cursor.at("|") or _relates(cursor):
        return divisor
    cursor.take()
    return Equation((Infix("mod", expression.total(cursor), divisor), Number(0)))


def _relates(cursor: Cursor) -> bool:
    """Whether what stands behind a bar is a relation."""
    ahead: int | None = 1
    for _ in range(_FAR):
        if ahead is None or cursor.peek(ahead).kind == "end of formula" or cursor.at(",", "}", ")", "]", ahead=ahead):
            return False
        if cursor.at(*RELATIONS, ahead=ahead):
            return True
        ahead = cursor.behind(ahead) if cursor.at(*OPENING, ahead=ahead) else ahead + 1
    return False


def _slice(cursor: Cursor, start: Node | None) -> Node:
    """``:``, ``::-1``, ``a:b``, ``a:b:step``; without a start it is 0, without an end ``:`` stands for it."""
    sign = cursor.take().text
    if start is None and (sign == "::-1" or cursor.at(",", "]")):
        return Symbol(sign)
    bounds: list[Node] = [start or Number(0)]
    bounds.append(WHOLE if cursor.at(",", "]", ":") else expression.total(cursor))
    if cursor.skip(":"):
        bounds.append(expression.total(cursor))
    return Apply("slice", tuple(bounds))


def juxtaposed(cursor: Cursor, close: str) -> list[Node] | None:
    """``ij``, ``22`` or ``(i+m)(j+n)``: indices side by side, without commas; None where it is anything else."""
    if cursor.at("("):
        return _groups(cursor, close)
    start = cursor.place
    parts: list[Node] = []
    while cursor.peek().kind in ("name", "number") and (cursor.peek().kind == "number" or len(cursor.peek().text) == 1):
        token = cursor.take()
        following_letter = cursor.peek().kind == "name"
        if token.kind == "number" and following_letter:
            break
        parts += digits(token) if token.kind == "number" else [_primed(cursor, Symbol(token.text))]
    if parts and cursor.at(",") and cursor.at(close, ahead=1):  # X_{11,}
        cursor.take()
    if cursor.at(close) and parts:
        return parts
    cursor.place = start
    return None


def _groups(cursor: Cursor, close: str) -> list[Node] | None:
    """Groups in parentheses up to the end; the brackets' partners tell, so nothing is read twice."""
    ahead: int | None = 0
    while ahead is not None and cursor.at("(", ahead=ahead):
        ahead = cursor.behind(ahead)
    if ahead is None or not cursor.at(close, ahead=ahead):
        return None
    parts: list[Node] = []
    while cursor.at("("):
        parts += index_list(cursor, script=False, keep_scripts=True)
    return parts


def _primed(cursor: Cursor, symbol: Symbol) -> Symbol:
    name = symbol.name
    while cursor.at("′") or (cursor.at("^") and cursor.at("{", ahead=1) and cursor.at("′", ahead=2)):
        cursor.place += 1 if cursor.at("′") else 4
        name += "′"
    return Symbol(name)


def digits(token: Token) -> tuple[Node, ...]:
    """``22`` as two indices, ``½`` as one."""
    if token.text in PARTS:
        return (numeral(Ratio(PARTS[token.text])),)
    return tuple(Number(int(digit)) for digit in token.text.replace(".", ""))
