"""Factors: numbers, named quantities with their indices, fractions, derivatives, sums, groups and matrices."""

from symconv.notation.reader import expression, scripts
from symconv.notation.reader.cursor import OPENING, Cursor
from symconv.notation.reader.scripts import index_list
from symconv.notation.reader.words import ACTIVATIONS, MATRICES, OPERATORS
from symconv.notation.tree import (
    Apply,
    BigSum,
    Cell,
    Dots,
    Equation,
    Floor,
    Fraction,
    Matrix,
    Node,
    Number,
    Partial,
    Symbol,
)

LOSS = Symbol("L")
"""What is differentiated where only ∇ is written."""


def factor(cursor: Cursor) -> Node:
    """One factor with everything that belongs to it."""
    token = cursor.peek()
    if token.kind == "number":
        return _number(cursor)
    if token.kind == "name":
        return _named(cursor)
    if token.kind == "begin":
        return scripts.followed(cursor, _matrix(cursor))
    readers = {"frac": _fraction, "Σ": _big_sum, "∂": _differential, "∇": _nabla, "⋯": _dots}
    if token.kind == "sign" and token.text in readers:
        return readers[token.text](cursor)
    if token.kind == "sign" and token.text in OPENING:
        return scripts.followed(cursor, _group(cursor))
    raise cursor.error("expected a term")


def _number(cursor: Cursor) -> Node:
    text = cursor.peek().text
    if "." in text:
        raise cursor.error("decimal numbers are not read")
    if len(text) > 18:
        raise cursor.error("this number is too long")
    cursor.take()
    return Number(int(text))


def _dots(cursor: Cursor) -> Node:
    cursor.take()
    return Dots()


def _named(cursor: Cursor) -> Node:
    token = cursor.take()
    word = token.text.lower()
    called = cursor.at("(", "{", "_", "[") or (expression.starts_factor(cursor) and OPERATORS.get(word) != "conv")
    if word in OPERATORS and called and not (cursor.scripted and not cursor.at("(", "{")):
        return scripts.followed(cursor, _operation(cursor, OPERATORS[word]))
    symbol = lost_underscore(cursor, Symbol(token.text)) or Symbol(token.text)
    node = scripts.scripted(cursor, symbol)
    if _is_differential(node) and cursor.at("/") and cursor.peek(1).text.startswith("d"):
        cursor.take()
        return scripts.followed(cursor, fraction(node, scripts.scripted(cursor, Symbol(cursor.take().text))))
    if isinstance(node, Symbol) and cursor.at("(") and not cursor.scripted:
        return _called(cursor, node)
    return node


def _called(cursor: Cursor, symbol: Symbol) -> Node:
    """``I(i,j)`` is an entry, ``σ′(z)`` an activation, ``f_W(x)`` the output as a function of x."""
    arguments = index_list(cursor, script=False)
    if symbol.name[-1] == "′" or symbol.name.lower() in ACTIVATIONS:
        return Apply(symbol.name, arguments)
    if symbol.index:
        return scripts.scripted(cursor, symbol)
    if len(arguments) == 1 and isinstance(arguments[0], Symbol) and arguments[0].index:
        return Apply(symbol.name, arguments)
    return scripts.scripted(cursor, Symbol(symbol.name, arguments, symbol.upper))


def lost_underscore(cursor: Cursor, symbol: Symbol) -> Symbol | None:
    """``δ{11}`` and ``O⋆{00}``, whose underscore got lost on the way, as ``δ_{11}``."""
    if cursor.at("{") and cursor.peek(1).kind == "number" and cursor.at("}", ahead=2) and not symbol.index:
        index = index_list(cursor, script=True)
        return Symbol(symbol.name, index, symbol.upper)
    return None


def parameters(cursor: Cursor, *, named: bool = False) -> tuple[Node, ...]:
    """What stands below (or above) an operation: ``_{valid}``, ``_2``, ``(stride = 1)`` behind a word."""
    found: tuple[Node, ...] = ()
    while cursor.at("_", "^"):
        cursor.take()
        found += scripts.script(cursor)
    if named and cursor.at("(") and cursor.at("=", ahead=2):
        found += index_list(cursor, script=False)
    return found


def _operation(cursor: Cursor, operator: str) -> Node:
    told = parameters(cursor)
    if cursor.at("(", "{", "["):
        return Apply(operator, index_list(cursor, script=False), told)
    if expression.starts_factor(cursor):
        return Apply(operator, (factor(cursor),), told)
    return Symbol(operator, told)


def _group(cursor: Cursor) -> Node:
    opened = cursor.peek().text
    inside = index_list(cursor, script=False, keep_scripts=True)
    if opened in "⌊⌈":
        return Floor(inside[0]) if opened == "⌊" else Apply("ceil", inside)
    if opened == "[" and isinstance(inside[0], Equation):
        return Symbol("δ", inside)
    if opened == "[" and (len(inside) > 1 or isinstance(inside[0], Matrix)):
        rows = [node.rows[0] for node in inside if isinstance(node, Matrix) and len(node.rows) == 1]
        return Matrix(tuple(rows) if len(rows) == len(inside) else (tuple(map(Cell, inside)),))
    if len(inside) != 1:
        raise cursor.error("a list in parentheses is not a term")
    return inside[0]


def _argument(cursor: Cursor) -> Node:
    """An argument of a command: a group or a single token."""
    if not cursor.at("{"):
        return factor(cursor)
    if cursor.at("∂", ahead=1) and cursor.at("}", ahead=2):
        cursor.place += 3
        return Apply("∂", ())
    inside = index_list(cursor, script=False, keep_scripts=True)
    return inside[0] if len(inside) == 1 else Apply("list", inside)


def _fraction(cursor: Cursor) -> Node:
    cursor.take()
    with cursor.nested():
        over, under = _argument(cursor), _argument(cursor)
    if over == Apply("∂", ()):
        over = Apply("∂", (factor(cursor),))
    return scripts.followed(cursor, fraction(over, under))


def fraction(over: Node, under: Node) -> Node:
    """``∂L/∂x`` and ``dL/dx`` as derivatives, anything else as a fraction."""
    above, below = _differentiated(over), _differentiated(under)
    return Fraction(over, under) if above is None or below is None else Partial(above, below)


def _is_differential(node: Node) -> bool:
    return isinstance(node, Symbol) and len(node.name) > 1 and node.name[0] == "d"


def _differentiated(node: Node) -> Node | None:
    if isinstance(node, Apply) and node.operator == "∂" and node.arguments:
        return node.arguments[0]
    if isinstance(node, Symbol) and _is_differential(node):
        return Symbol(node.name[1:], node.index, node.upper)
    return None


def _differential(cursor: Cursor) -> Node:
    """``∂L/∂x`` on one line, ``∂_X L``, or one of the two alone."""
    cursor.take()
    if cursor.skip("_"):
        by = scripts.script(cursor)[0]
        return Partial(factor(cursor) if expression.starts_factor(cursor) else LOSS, by)
    with cursor.nested():
        above = Apply("∂", (factor(cursor),))
    if cursor.at("/") and (cursor.at("∂", ahead=1) or cursor.at("(", ahead=1)):
        cursor.take()
        return scripts.followed(cursor, fraction(above, factor(cursor)))
    return above


def _nabla(cursor: Cursor) -> Node:
    cursor.take()
    if cursor.skip("_"):
        by = scripts.script(cursor)[0]
        return Partial(factor(cursor) if expression.starts_factor(cursor) else LOSS, by)
    with cursor.nested():
        return Partial(LOSS, factor(cursor))


def _big_sum(cursor: Cursor) -> Node:
    cursor.take()
    over, last = [], None
    while cursor.at("_", "^"):
        if cursor.take().text == "_":
            over += scripts.sum_list(cursor)
        else:
            last = scripts.script(cursor)[0]
    with cursor.nested():
        body = expression.product(cursor)
    return BigSum(tuple(scripts.with_limits(over, last)), body)


def _matrix(cursor: Cursor) -> Node:
    begin = cursor.take()
    if begin.text.rstrip("*") not in MATRICES:
        cursor.place -= 1
        raise cursor.error(f"the environment {begin.text} is not read")
    if begin.text == "array" and cursor.at("{"):
        while cursor.place < len(cursor.tokens) and not cursor.skip("}"):
            cursor.take()
    rows: list[tuple[Cell, ...]] = []
    with cursor.nested():
        while cursor.peek().kind != "end":
            rows.append(_row(cursor))
            if not cursor.skip("newline") and cursor.peek().kind != "end":
                raise cursor.error("expected the next cell or row of a matrix")
        cursor.take()
    return _rectangular(cursor, rows)


def _row(cursor: Cursor) -> tuple[Cell, ...]:
    cells = []
    while True:
        node = expression.total(cursor)
        cells.append(Cell(node))
        if not cursor.skip("&"):
            return tuple(cells)


def _rectangular(cursor: Cursor, rows: list[tuple[Cell, ...]]) -> Node:
    for number, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            cursor.place -= 1
            raise cursor.error(f"row {number} of this matrix has {len(row)} entries where row 1 has {len(rows[0])}")
    return Matrix(tuple(rows))
