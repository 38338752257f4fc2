"""What stands below, above and behind a name: indices, channels, primes, what a sum runs over."""

from symconv.notation.reader import expression
from symconv.notation.reader.cursor import OPENING, Cursor
from symconv.notation.reader.piece import Token
from symconv.notation.tree import Apply, Entry, Equation, Limits, Matrix, Node, Number, Partial, Power, Symbol

TRANSPOSED = Symbol("T")
SEPARATORS = (",", ";", "newline", "|", ":")


def index_list(cursor: Cursor, *, script: bool, keep_scripts: bool = False) -> tuple[Node, ...]:
    """The parts of a bracketed list; ``(i+m)(j+n)`` and ``ij`` inside an index are two parts."""
    close = OPENING[cursor.take().text]
    outer = cursor.scripted
    if not script and not keep_scripts:
        cursor.scripted = 0
    with cursor.nested(script=script):
        parts = _juxtaposed(cursor, close) if script else None
        parts = parts if parts is not None else _separated(cursor, close, sliced=close == "]")
    cursor.scripted = outer
    cursor.expect(close)
    return tuple(parts)


def script(cursor: Cursor) -> tuple[Node, ...]:
    """What follows ``_`` or ``^``: a group or a single token."""
    if cursor.at("{") and cursor.at("′", ahead=1):
        return _primes(cursor)
    if cursor.at("{", "("):
        return index_list(cursor, script=True)
    token = cursor.take()
    if token.kind == "number":
        return _digits(token)
    if token.kind == "name" or token.text in ("⊤", "*", "′"):
        return (Symbol(token.text),)
    cursor.place -= 1
    raise cursor.error("expected an index")


def scripted(cursor: Cursor, symbol: Symbol) -> Node:
    """A name with its indices, upper indices and primes."""
    node: Node = symbol
    exponent: Node | None = None
    while isinstance(node, Symbol):
        if cursor.skip("′"):
            node = Symbol(node.name + "′", node.index, node.upper)
        elif cursor.skip("_"):
            node = _with_index(node, script(cursor))
        elif cursor.skip("^"):
            if _is_number(cursor):
                exponent = script(cursor)[0]
            else:
                node = _with_upper(node, script(cursor))
        elif cursor.at("[") and not _is_condition(cursor):
            node = Symbol(node.name, node.index + index_list(cursor, script=True), node.upper)
        else:
            return node if exponent is None else Power(node, exponent)
    return followed(cursor, node)


def _is_number(cursor: Cursor) -> bool:
    """Whether what stands above is a bare number: an exponent, unless the text counts layers so."""
    opened = int(cursor.at("{"))
    return cursor.peek(opened).kind == "number" and (not opened or cursor.at("}", ahead=2))


def followed(cursor: Cursor, node: Node) -> Node:
    """A group, derivative or matrix with an index or a transpose behind it."""
    while True:
        if cursor.at("^"):
            cursor.take()
            above = script(cursor)
            node = Power(node, TRANSPOSED if _is_transpose(above) else above[0])
        elif cursor.at("_"):
            cursor.take()
            node = _entry(node, script(cursor))
        elif cursor.at("[") or (cursor.at("(") and not cursor.scripted and _lists(cursor)):
            node = _entry(node, index_list(cursor, script=True))
        else:
            return node


def sum_list(cursor: Cursor) -> list[Node]:
    """The letters and conditions below a Σ."""
    if not cursor.at("{"):
        return list(script(cursor))
    cursor.take()
    with cursor.nested(script=True):
        over = sum_list(cursor) if cursor.at("{") else _listed(cursor)
    cursor.expect("}")
    return over


def _listed(cursor: Cursor) -> list[Node]:
    """``ij``, ``i, j``, or ``(i, j): condition``."""
    letters: list[Node] = []
    while cursor.at("(") and _lists(cursor):
        letters += index_list(cursor, script=True)
        while cursor.skip(*SEPARATORS):
            pass
    if letters and cursor.at("}"):
        return letters
    return [*letters, *(_juxtaposed(cursor, "}") or _separated(cursor, "}", sliced=False))]


def with_limits(over: list[Node], last: Node | None) -> list[Node]:
    """``i=0`` with an upper limit is the run of a letter; letters before it share the limits (``i,j=0``)."""
    starts = [part for part in over if _is_start(part)]
    if last is None and not (len(starts) == len(over) == 1):
        return over
    found: list[Node] = []
    for part in over:
        if isinstance(part, Equation) and _is_start(part):
            found = [Limits(p, part.sides[1], last) if isinstance(p, Symbol) else p for p in found]
            found.append(Limits(part.sides[0], part.sides[1], last))
        else:
            found.append(part)
    return found if starts else [Limits(part, None, last) for part in over]


def _is_start(part: Node) -> bool:
    return (
        isinstance(part, Equation)
        and part.relation == "="
        and len(part.sides) == 2
        and isinstance(part.sides[0], Symbol)
    )


def _with_index(symbol: Symbol, index: tuple[Node, ...]) -> Symbol:
    """Indices are kept; a word names the thing (``a_prev``, ``H_out``)."""
    only = index[0] if len(index) == 1 else None
    if isinstance(only, Symbol) and len(only.name.rstrip("′")) > 1 and not only.index and only.name.isascii():
        return Symbol(f"{symbol.name}_{only.name}", symbol.index, symbol.upper)
    return Symbol(symbol.name, symbol.index + index, symbol.upper)


def _with_upper(symbol: Symbol, upper: tuple[Node, ...]) -> Node:
    if _is_transpose(upper):
        return Power(symbol, TRANSPOSED)
    if all(isinstance(part, Symbol) and part.name == "′" for part in upper):
        return Symbol(symbol.name + "′" * len(upper), symbol.index, symbol.upper)
    return Symbol(symbol.name, symbol.index, symbol.upper + tuple(node for part in upper for node in _row(part)))


def _row(part: Node) -> tuple[Node, ...]:
    """``[o, c]`` above a name is a list, not a matrix."""
    if isinstance(part, Matrix) and len(part.rows) == 1:
        return tuple(cell.node for cell in part.rows[0])
    return (part,)


def _is_transpose(upper: tuple[Node, ...]) -> bool:
    return len(upper) == 1 and upper[0] in (TRANSPOSED, Symbol("⊤"))


def _entry(node: Node, index: tuple[Node, ...]) -> Node:
    if isinstance(node, Partial):
        return Partial(node.of, _entry(node.by, index))
    if isinstance(node, Symbol):
        return _with_index(node, index)
    if isinstance(node, Apply) and node.operator == "∂" and len(node.arguments) == 1:
        return Apply("∂", (_entry(node.arguments[0], index),))
    return Entry(node, index)


def _is_condition(cursor: Cursor) -> bool:
    """Whether the bracket that opens here holds a condition, ``[0 ≤ i < n]``, which counts 1 or 0."""
    depth = 0
    for ahead in range(60):
        depth += cursor.at(*OPENING, ahead=ahead) - cursor.at(*OPENING.values(), ahead=ahead)
        if depth == 0:
            return False
        if cursor.at("=", "≤", "≥", "<", ">", "≠", "≡", ahead=ahead):
            return True
    return False


def _lists(cursor: Cursor) -> bool:
    """Whether the parenthesis that opens here holds a short list of indices: ``(i, j)``."""
    depth = 0
    for ahead in range(40):
        depth += cursor.at(*OPENING, ahead=ahead) - cursor.at(*OPENING.values(), ahead=ahead)
        if depth == 0:
            return False
        if depth == 1 and cursor.at(",", ahead=ahead):
            return True
    return False


def _separated(cursor: Cursor, close: str, *, sliced: bool) -> list[Node]:
    parts: list[Node] = []
    while not cursor.at(close):
        if sliced and cursor.at(":", "::-1"):
            parts.append(_slice(cursor, None))
        else:
            part = expression.relation(cursor)
            parts.append(_slice(cursor, part) if sliced and cursor.at(":") else part)
        if cursor.at(close) or not cursor.skip(*SEPARATORS):
            break
        while cursor.skip(*(() if sliced else SEPARATORS)):
            pass
    if not parts:
        raise cursor.error("nothing stands here")
    return parts


def _slice(cursor: Cursor, start: Node | None) -> Node:
    sign = cursor.take().text
    if start is None and (sign == "::-1" or cursor.at(",", "]")):
        return Symbol(sign)
    stop = None if cursor.at(",", "]") else expression.total(cursor)
    return Apply("slice", tuple(part for part in (start, stop) if part is not None))


def _juxtaposed(cursor: Cursor, close: str) -> list[Node] | None:
    """``ij``, ``22`` or ``(i+m)(j+n)``: indices side by side, without commas; None where it is anything else."""
    start = cursor.place
    parts: list[Node] = []
    if cursor.at("("):
        while cursor.at("("):
            parts += index_list(cursor, script=False, keep_scripts=True)
        if (cursor.at(close) and len(parts) > 1) or (
            start + 1 < cursor.place and cursor.at(close) and cursor.at(")", ahead=-1)
        ):
            return parts
        cursor.place = start
        return None
    while cursor.peek().kind in ("name", "number") and (cursor.peek().kind == "number" or len(cursor.peek().text) == 1):
        token = cursor.take()
        following_letter = cursor.peek().kind == "name"
        if token.kind == "number" and following_letter:
            break
        parts += _digits(token) if token.kind == "number" else [_primed(cursor, Symbol(token.text))]
    if cursor.at(close) and parts:
        return parts
    cursor.place = start
    return None


def _primes(cursor: Cursor) -> tuple[Node, ...]:
    cursor.take()
    found = []
    while cursor.at("′"):
        found.append(Symbol(cursor.take().text))
    cursor.expect("}")
    return tuple(found)


def _primed(cursor: Cursor, symbol: Symbol) -> Symbol:
    name = symbol.name
    while cursor.at("′") or (cursor.at("^") and cursor.at("{", ahead=1) and cursor.at("′", ahead=2)):
        cursor.place += 1 if cursor.at("′") else 4
        name += "′"
    return Symbol(name)


def _digits(token: Token) -> tuple[Node, ...]:
    return tuple(Number(int(digit)) for digit in token.text.replace(".", ""))
