"""What stands below, above and behind a name: indices, channels, primes, exponents."""

from types import MappingProxyType

from symconv.notation.reader import operations
from symconv.notation.reader.cursor import Cursor
from symconv.notation.reader.lists import digits, index_list, is_condition, lists
from symconv.notation.reader.numbers import number
from symconv.notation.tree import Apply, Entry, Equation, Matrix, Node, Number, Partial, Power, Product, Symbol

TRANSPOSED = Symbol("T")

PREPARED = MappingProxyType({"pad": "pad", "padded": "pad", "flip": "flip", "rot180": "flip", "flipped": "flip"})
"""What stands above a derivative and says what is done to it: ``(∂L/∂O)^{pad}``."""

SIDES = MappingProxyType({"-": "₋", "+": "₊"})
"""Signs that tell the side of a padding: ``p_-``, ``P_h^+``."""
MOST_INDICES = 24
"""Most indices of one name."""


def script(cursor: Cursor) -> tuple[Node, ...]:
    """What follows ``_`` or ``^``: a group or a single token."""
    if cursor.at("{") and cursor.at("′", ahead=1):
        return _primes(cursor)
    if cursor.at("{") and cursor.at("+", "-", ahead=1) and cursor.at("}", ahead=2):
        cursor.place += 3
        return (Symbol(SIDES["-" if cursor.at("-", ahead=-2) else "+"]),)
    if cursor.at("{") and cursor.at("⊤", ahead=1) and cursor.at("}", ahead=2):
        cursor.place += 3
        return (TRANSPOSED,)
    if cursor.at("{", "("):
        return index_list(cursor, script=True)
    token = cursor.take()
    if token.kind == "number":
        return digits(token)
    if token.kind == "name" or token.text in ("⊤", "*", "′"):
        return (Symbol(token.text),)
    if token.text in SIDES and cursor.at("+", "-", ",", ")", "]", "}", "="):
        return (Symbol(SIDES[token.text]),)
    cursor.place -= 1
    raise cursor.error("expected an index")


def exponent(cursor: Cursor) -> Node:
    """What stands above as a power: ``12`` is one number there, ``mn`` a product."""
    if cursor.peek().kind == "number":
        return number(cursor)
    if cursor.at("{") and cursor.peek(1).kind == "number" and cursor.at("}", ahead=2):
        cursor.take()
        value = number(cursor)
        cursor.take()
        return value
    above = script(cursor)
    if _is_transpose(above):
        return TRANSPOSED
    return above[0] if len(above) == 1 else Product(above)


def scripted(cursor: Cursor, symbol: Symbol) -> Node:
    """A name with its indices, upper indices and primes."""
    node: Node = symbol
    power: Node | None = None
    while isinstance(node, Symbol):
        if dashes := _dashes(cursor):
            node = Symbol(node.name + dashes, node.index, node.upper)
        elif cursor.skip("_"):
            node = _with_index(node, script(cursor))
        elif cursor.skip("^"):
            if _is_number(cursor):
                power = exponent(cursor)
            else:
                node = _with_upper(node, script(cursor))
        elif cursor.at("[") and not is_condition(cursor):
            node = Symbol(node.name, node.index + index_list(cursor, script=True), node.upper)
        else:
            raised = node if power is None else Power(node, power)
            return followed(cursor, raised) if cursor.at(".") else raised
        if isinstance(node, Symbol) and len(node.index) + len(node.upper) > MOST_INDICES:
            raise cursor.error(f"more than {MOST_INDICES} indices")
    return followed(cursor, node)


def _dashes(cursor: Cursor) -> str:
    """The primes that stand here; a run of them is one text, however long."""
    count = 0
    while cursor.at("′", "″"):
        count += 2 if cursor.take().text == "″" else 1
    return "′" * count


def _is_number(cursor: Cursor) -> bool:
    """Whether what stands above is a bare number: an exponent, unless the text counts layers so."""
    opened = int(cursor.at("{"))
    return cursor.peek(opened).kind == "number" and (not opened or cursor.at("}", ahead=2))


def followed(cursor: Cursor, node: Node) -> Node:
    """A group, derivative or matrix with an index or a transpose behind it."""
    while True:
        if cursor.skip("^"):
            above = exponent(cursor)
            prepared = above.name if isinstance(above, Symbol) and isinstance(node, Partial) else ""
            node = Apply(PREPARED[prepared], (node,)) if prepared in PREPARED else Power(node, above)
        elif cursor.at("_"):
            cursor.take()
            node = _entry(node, script(cursor))
        elif cursor.at("[") or (cursor.at("(") and not cursor.scripted and lists(cursor)):
            node = _entry(node, index_list(cursor, script=True))
        elif cursor.at(".") and (called := operations.method(cursor, node)):
            node = called
        else:
            return node


def _with_index(symbol: Symbol, index: tuple[Node, ...]) -> Symbol:
    """Indices are kept; a word names the thing (``a_prev``, ``H_out``)."""
    only = index[0] if len(index) == 1 else None
    if isinstance(only, Symbol) and only.name in SIDES.values():
        return Symbol(symbol.name + only.name, symbol.index, symbol.upper)
    if isinstance(only, Symbol) and not only.index and _is_word(only.name):
        return Symbol(f"{symbol.name}_{only.name}", symbol.index, symbol.upper)
    return Symbol(symbol.name, symbol.index + index, symbol.upper)


def _is_word(name: str) -> bool:
    """Whether a name is a word: several letters, whatever stands above them; the index ``c_out`` is none."""
    several = (name.isascii() and len(name.rstrip("′")) > 1) or (len(name) > 2 and name.isalpha())
    return several and name[1:2] != "_"


def _with_upper(symbol: Symbol, upper: tuple[Node, ...]) -> Node:
    if _is_transpose(upper):
        return Power(symbol, TRANSPOSED)
    if len(upper) == 1 and isinstance(upper[0], Symbol) and upper[0].name in SIDES.values():
        return Symbol(symbol.name + upper[0].name, symbol.index, symbol.upper)
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
    if node == Number(1) and all(isinstance(part, Equation) for part in index):  # Iverson's 1[s | i − m]
        return Symbol("δ", index)
    return Entry(node, index)


def _primes(cursor: Cursor) -> tuple[Node, ...]:
    cursor.take()
    found = []
    while cursor.at("′"):
        found.append(Symbol(cursor.take().text))
    cursor.expect("}")
    return tuple(found)
