"""Matrices and cases: rows and cells."""

from symconv.notation.reader import expression, scripts
from symconv.notation.reader.cursor import Cursor
from symconv.notation.reader.lists import divided
from symconv.notation.reader.signs import CASES, MATRICES
from symconv.notation.reader.words import AND, ELSE
from symconv.notation.tree import Case, Cases, Cell, Equation, Infix, Matrix, Node, Number, Product, Symbol

_IF = frozenset({"if", "for", "when", "where", "wenn", "falls", "si", "若", "如果", "当"})

_PARITY = {"even": 0, "odd": 1, "gerade": 0, "ungerade": 1, "pair": 0, "impair": 1}


def environment(cursor: Cursor) -> Node:
    r"""``\\begin{…} … \\end{…}``."""
    begin = cursor.take()
    name = begin.text.rstrip("*")
    if name not in MATRICES | CASES:
        cursor.place -= 1
        raise cursor.error(f"the environment {begin.text} is not read")
    if name == "array" and cursor.at("{"):
        while cursor.place < len(cursor.tokens) and not cursor.skip("}"):
            cursor.take()
    if name in CASES:
        return cases(cursor)
    rows: list[tuple[Cell, ...]] = []
    with cursor.nested():
        while cursor.peek().kind != "end":
            rows.append(_row(cursor))
            if not cursor.skip("newline") and cursor.peek().kind != "end":
                raise cursor.error("expected the next cell or row of a matrix")
        cursor.take()
    return scripts.followed(cursor, _rectangular(cursor, rows))


def _row(cursor: Cursor) -> tuple[Cell, ...]:
    cells = []
    while True:
        cells.append(Cell(expression.total(cursor)))
        if not cursor.skip("&"):
            return tuple(cells)


def _rectangular(cursor: Cursor, rows: list[tuple[Cell, ...]]) -> Node:
    if not rows:
        raise cursor.error("this matrix is empty")
    for number, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            cursor.place -= 1
            raise cursor.error(f"row {number} of this matrix has {len(row)} entries where row 1 has {len(rows[0])}")
    return Matrix(tuple(rows))


def opens_cases(cursor: Cursor) -> bool:
    r"""Whether ``\\left\\{\\begin{array}`` stands here, whose brace nothing closes."""
    return cursor.at("(") and cursor.peek(1).kind == "begin" and cursor.behind() is None


def braced(cursor: Cursor) -> Node:
    r"""``\\left\\{\\begin{array}{ll} … \\end{array}\\right.`` as cases."""
    cursor.take()
    cursor.take()
    if cursor.at("{"):
        while cursor.place < len(cursor.tokens) and not cursor.skip("}"):
            cursor.take()
    return cases(cursor)


def cases(cursor: Cursor) -> Node:
    """Rows of a value and its condition, up to the end of the environment."""
    rows: list[Case] = []
    with cursor.nested():
        while cursor.peek().kind != "end":
            value = expression.total(cursor)
            cursor.skip(",")
            while cursor.skip("&"):
                pass
            rows.append(Case(value, condition(cursor)))
            if not cursor.skip("newline") and cursor.peek().kind != "end":
                raise cursor.error("expected the next row of these cases")
        cursor.take()
    if not rows:
        raise cursor.error("these cases are empty")
    return Cases(tuple(rows))


def condition(cursor: Cursor) -> Node | None:
    """``if i < n and j < m``; None for ``otherwise``."""
    while is_word(cursor, _IF):
        cursor.take()
    if is_word(cursor, ELSE):
        cursor.take()
        cursor.skip(",")
        return None
    if cursor.at("newline", "&") or cursor.peek().kind == "end":
        return None
    return _together(cursor, (",", ";", "∧", "&"))


def _together(cursor: Cursor, joints: tuple[str, ...], *, named: bool = False) -> Node:
    """Conditions that hold together, joined by these signs or by "and"; where it may be ``named``, also ``valid``."""
    parts: list[Node] = []
    while True:
        start = cursor.place
        part = _parity(divided(cursor, expression.relation(cursor)))
        if not isinstance(part, Equation):
            if named:
                return part
            cursor.place = start
            raise cursor.error("this condition is not read")
        parts += part.sides if part.relation == "∧" else (part,)
        if not (cursor.skip(*joints) or _skips_and(cursor)) or _at_end(cursor):
            return parts[0] if len(parts) == 1 else Equation(tuple(parts), "∧")
        while cursor.skip("&") or _skips_and(cursor):
            pass


def _parity(node: Node) -> Node:
    """``i even`` as i mod 2 = 0."""
    words = [part.name for part in node.factors if isinstance(part, Symbol)] if isinstance(node, Product) else []
    rest = _PARITY.get(words[-1]) if words else None
    if not isinstance(node, Product) or rest is None or not isinstance(node.factors[-1], Symbol):
        return node
    counted = tuple(part for part in node.factors[:-1] if part != Symbol("is"))
    whole = counted[0] if len(counted) == 1 else Product(counted)
    return Equation((Infix("mod", whole, Number(2)), Number(rest))) if counted else node


def _at_end(cursor: Cursor) -> bool:
    return cursor.at("newline") or cursor.peek().kind == "end"


def _skips_and(cursor: Cursor) -> bool:
    found = is_word(cursor, AND | {"if"})
    cursor.place += found
    return found


def is_word(cursor: Cursor, words: frozenset[str]) -> bool:
    """Whether one of these words stands here."""
    token = cursor.peek()
    return token.kind == "name" and token.text.lower() in words


def conditional(cursor: Cursor, value: Node) -> Node:
    """``value if condition else other``, in words or as in Python, behind a value that was read."""
    rows: list[Case] = []
    while is_word(cursor, frozenset({"if"})):
        cursor.take()
        with cursor.nested():
            rows.append(Case(value, _together(cursor, ("∧", "&"), named=True)))
        cursor.skip(",")
        if not is_word(cursor, ELSE):
            if expression.starts_factor(cursor):
                rows.append(Case(expression.total(cursor), None))
                if not is_word(cursor, ELSE):
                    raise cursor.error("expected the word otherwise")
                cursor.take()
            return Cases(tuple(rows))
        cursor.take()
        if not expression.starts_factor(cursor) and not cursor.at("-", "+"):
            return Cases(tuple(rows))
        value = expression.total(cursor)
    return Cases((*rows, Case(value, None))) if rows else value
