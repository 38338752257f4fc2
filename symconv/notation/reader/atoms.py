"""Factors: numbers, named quantities with their indices, groups; the rest is handed on."""

from symconv.notation.reader import scripts
from symconv.notation.reader.alone import remembered
from symconv.notation.reader.cursor import OPENING, Cursor
from symconv.notation.reader.derivatives import differential, nabla, on_one_line, over_under
from symconv.notation.reader.lists import index_list
from symconv.notation.reader.matrices import braced, environment, opens_cases
from symconv.notation.reader.numbers import number
from symconv.notation.reader.operations import MODES, called, is_called, operation, unreversed
from symconv.notation.reader.sums import big_sum
from symconv.notation.reader.words import OPERATORS
from symconv.notation.tree import Apply, Cell, Dots, Equation, Floor, Matrix, Node, Symbol


def factor(cursor: Cursor) -> Node:
    """One factor with everything that belongs to it."""
    outside = cursor.depth == cursor.scripted == 0
    return (remembered(cursor, _factor) if outside else None) or _factor(cursor)


def _factor(cursor: Cursor) -> Node:
    token = cursor.peek()
    if token.kind == "number":
        value = number(cursor)
        return scripts.followed(cursor, value) if cursor.at("^") else value
    if token.kind == "name":
        return _named(cursor)
    if token.kind == "begin":
        return environment(cursor)
    readers = {"frac": over_under, "Σ": big_sum, "∂": differential, "∇": nabla}
    if token.kind == "sign" and token.text in readers:
        return readers[token.text](cursor)
    if token.kind == "sign" and token.text in ("⋯", "⋮", "⋱"):
        cursor.take()
        return Dots("⋯" if token.text == "⋯" else "⋮" if token.text == "⋮" else "⋱")
    if opens_cases(cursor):
        return braced(cursor)
    if token.kind == "sign" and token.text in OPENING:
        group = _group(cursor)
        if isinstance(group, Symbol) and (token.text == "{" or (token.text == "(" and _has_index(cursor))):
            inner = scripts.scripted(cursor, group)  # {W}^l_{00} and (ω′)^l_{00} are entries
            derived = isinstance(inner, Symbol) and inner.name[-1] == "′" and cursor.at("(") and not cursor.scripted
            return called(cursor, inner) if isinstance(inner, Symbol) and derived else inner
        return scripts.followed(cursor, group)
    raise cursor.error("expected a term")


def _has_index(cursor: Cursor) -> bool:
    """Whether ``_`` follows, perhaps behind what stands above: ``^l_{00}``."""
    if not cursor.at("^"):
        return cursor.at("_")
    end = cursor.partners.get(cursor.place + 1, cursor.place + 1)
    return cursor.at("_", ahead=end + 1 - cursor.place)


def _named(cursor: Cursor) -> Node:
    token = cursor.take()
    if token.text.lower() in OPERATORS and is_called(cursor, token.text.lower()):
        return scripts.followed(cursor, operation(cursor, token.text))
    symbol = lost_underscore(cursor, Symbol(token.text)) or Symbol(token.text)
    node = unreversed(scripts.scripted(cursor, symbol))
    derivative = on_one_line(cursor, node)
    if derivative is not None:
        return derivative
    remark = cursor.peek(1).text.lower() in MODES
    if isinstance(node, Symbol) and cursor.at("(") and not cursor.scripted and not remark:
        return called(cursor, node)
    return node


def lost_underscore(cursor: Cursor, symbol: Symbol) -> Symbol | None:
    """``δ{11}`` and ``O⋆{00}``, whose underscore got lost on the way, as ``δ_{11}``."""
    if cursor.at("{") and cursor.peek(1).kind == "number" and cursor.at("}", ahead=2) and not symbol.index:
        index = index_list(cursor, script=True)
        return Symbol(symbol.name, index, symbol.upper)
    return None


def _group(cursor: Cursor) -> Node:
    opened = cursor.peek().text
    rows = cursor.place
    inside = index_list(cursor, script=False, keep_scripts=True)
    if opened in "⌊⌈":
        return Floor(inside[0]) if opened == "⌊" else Apply("ceil", inside)
    if opened == "⟨":
        return _inner(cursor, inside)
    if opened == "[" and isinstance(inside[0], Equation):
        return Symbol("δ", inside)
    if opened == "[" and (len(inside) > 1 or isinstance(inside[0], Matrix)):
        return _bracketed(cursor, rows, inside)
    return inside[0] if len(inside) == 1 else Apply("list", inside)


def _inner(cursor: Cursor, inside: tuple[Node, ...]) -> Node:
    r"""``\\langle A, B \\rangle_F``: the sum of all products of two entries at one place."""
    if len(inside) != 2:
        raise cursor.error("an inner product is of two things")
    if cursor.skip("_"):
        scripts.script(cursor)
    return Apply("inner", inside)


def _bracketed(cursor: Cursor, start: int, inside: tuple[Node, ...]) -> Node:
    """``[[a, b], [c, d]]``, ``[a, b; c, d]``, ``[a, b]``."""
    if len(inside) == 1 and isinstance(inside[0], Matrix):
        return inside[0]
    rows = [node.rows[0] for node in inside if isinstance(node, Matrix) and len(node.rows) == 1]
    if len(rows) == len(inside):
        return Matrix(tuple(rows))
    ends = _semicolons(cursor, start)
    cells = tuple(map(Cell, inside))
    width = len(cells) // (len(ends) + 1)
    if len(cells) % (len(ends) + 1) or any(end != width * number for number, end in enumerate(ends, 1)):
        raise cursor.error("the rows of this matrix differ in length")
    return Matrix(tuple(cells[place : place + width] for place in range(0, len(cells), width)))


def _semicolons(cursor: Cursor, start: int) -> list[int]:
    """How many cells stand before each semicolon of the bracket that was just left behind."""
    ends, cells, place = [], 1, start + 1
    while place < cursor.place - 1:
        text = cursor.tokens[place].text
        if text == ";":
            ends.append(cells)
        cells += text in (",", ";")
        place = cursor.partners.get(place, place) + 1
    return ends
