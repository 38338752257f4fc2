"""Named operations: what is below them, what they work on, and functions in the manner of code."""

from types import MappingProxyType

from symconv.notation.reader import atoms, expression, scripts
from symconv.notation.reader.cursor import Cursor
from symconv.notation.reader.lists import WHOLE, index_list
from symconv.notation.reader.numbers import number
from symconv.notation.reader.words import ACTIVATIONS, OPERATORS
from symconv.notation.tree import Apply, Floor, Node, Number, Symbol

MODES = frozenset({"full", "valid", "same"})
FARTHEST = 8
"""Most tokens of a remark on a convolution."""

GRADIENTS = frozenset({"grad", "gradient"})
"""Words that make the gradient of a tensor: ``grad(w)_a`` is ``dw_a``."""

METHODS = MappingProxyType(
    {"Σ": "total", "reshape": "reshape", "flatten": "vec", "ravel": "vec", "transpose": "transpose"}
)
"""What is called behind a tensor, ``dY.sum(axis=0)``."""

SIZES = frozenset({"padding", "dilation"})
"""Operations that are a number with a number in brackets behind them, ``padding[0]``."""

REVERSED = Symbol("::-1")


def is_called(cursor: Cursor, word: str) -> bool:
    """Whether the operation that was just read has something to work on."""
    if word in SIZES and cursor.at("[") and cursor.peek(1).kind == "number" and cursor.behind() == 3:
        return False
    called = cursor.at("(", "{", "_", "[") or (expression.starts_factor(cursor) and OPERATORS.get(word) != "conv")
    return called and not (cursor.scripted and not cursor.at("(", "{"))


def operation(cursor: Cursor, name: str) -> Node:
    """``dilate_{2}(X)``, ``rot180(W)``, ``max(a, b)``; a name like any other where nothing is worked on."""
    operator, start = OPERATORS[name.lower()], cursor.place
    told = parameters(cursor)
    if cursor.at("(", "{", "["):
        return _plainly(Apply(operator, index_list(cursor, script=False), told))
    if expression.starts_factor(cursor):
        return _plainly(Apply(operator, (atoms.factor(cursor),), told))
    cursor.place = start
    return scripts.scripted(cursor, Symbol(operator))


def _plainly(node: Apply) -> Node:
    """``floor(x)`` as ⌊x⌋, two quarter turns as a flip."""
    if node.operator == "floor" and len(node.arguments) == 1:
        return Floor(node.arguments[0])
    if node.operator == "turn" and Number(2) in (*node.arguments[1:], *node.parameter):
        return Apply("flip", node.arguments[:1])
    return node


def parameters(cursor: Cursor, *, named: bool = False) -> tuple[Node, ...]:
    """What stands below (or above) an operation: ``_{valid}``, ``_2``, ``(stride = 1)`` behind a word."""
    found: tuple[Node, ...] = ()
    while cursor.at("_", "^"):
        cursor.take()
        found += _told(cursor)
    if named and cursor.at("(") and cursor.at("=", ahead=2):
        found += index_list(cursor, script=False)
    return found


def mode_behind(cursor: Cursor) -> tuple[Node, ...]:
    """``(full conv)`` or ``(valid)`` behind a convolution that was read."""
    mode = cursor.peek(1).text.lower()
    behind = cursor.behind() if cursor.at("(") and mode in MODES else None
    if behind is None or behind > FARTHEST:
        return ()
    cursor.place += behind
    return (Symbol(mode),)


def _told(cursor: Cursor) -> tuple[Node, ...]:
    """What one script tells an operation: numbers are whole, ``2 × 3`` are two."""
    if cursor.peek().kind == "number":
        return (number(cursor),)
    if not cursor.at("{"):
        return scripts.script(cursor)
    if cursor.peek(1).kind == "name" and cursor.behind() == 3:
        return scripts.script(cursor)
    if cursor.peek(1).kind == cursor.peek(3).kind == "number" and cursor.at("·", ahead=2) and cursor.at("}", ahead=4):
        cursor.take()
        first = number(cursor)
        cursor.take()
        second = number(cursor)
        cursor.take()
        return first, second
    cursor.scripted += 1
    found = index_list(cursor, script=False, keep_scripts=True)
    cursor.scripted -= 1
    return found


def called(cursor: Cursor, symbol: Symbol) -> Node:
    """``I(i,j)``, ``X_c(i,j)``: entries; ``σ′(z)``: an activation; ``f_W(x)``: an output; ``w_1(a + b)``: a product."""
    arguments = index_list(cursor, script=False)
    if symbol.name.lower() in GRADIENTS and len(arguments) == 1 and isinstance(arguments[0], Symbol):
        inner = arguments[0]
        return scripts.scripted(cursor, Symbol(f"d{inner.name}", inner.index, inner.upper))
    if symbol.name == "sum":
        return Apply("total", arguments)
    if symbol.name[-1] == "′" or symbol.name.lower() in ACTIVATIONS or _activates(symbol, arguments):
        return scripts.followed(cursor, Apply(symbol.name, arguments))
    if (
        symbol.index
        and all(isinstance(part, Symbol) and not part.index for part in arguments)
        and not _count(arguments)
    ):
        return scripts.scripted(cursor, symbol)
    if symbol.index and len(arguments) == 1:
        return expression.together([symbol, scripts.followed(cursor, arguments[0])])
    if symbol.index:
        return scripts.scripted(cursor, Symbol(symbol.name, symbol.index + arguments, symbol.upper))
    if len(arguments) == 1 and isinstance(arguments[0], Symbol) and arguments[0].index:
        return scripts.followed(cursor, Apply(symbol.name, arguments))
    return scripts.scripted(cursor, Symbol(symbol.name, arguments, symbol.upper))


def _activates(symbol: Symbol, arguments: tuple[Node, ...]) -> bool:
    """``f_a(x_{ijn})``: a function with a letter that tells it from others, applied to one entry."""
    inner = arguments[0] if len(arguments) == 1 else None
    named = symbol.name in ("f", "g", "h") and len(symbol.index) == 1 and isinstance(symbol.index[0], Symbol)
    return named and isinstance(inner, Symbol) and len(inner.index) > 1


_COUNTING = frozenset("abcdhijklmnpqrstuvyαβ")
"""Letters that count places, unlike the arrays in ``f_W(x)``."""


def _count(arguments: tuple[Node, ...]) -> bool:
    """Whether letters in parentheses are indices, ``X_c(m, n)``; in ``(h, w)``, w counts too."""
    names = {part.name for part in arguments if isinstance(part, Symbol)}
    return len(arguments) > 1 and names <= _COUNTING | ({"w"} if "h" in names else {"x"} if "y" in names else set())


def method(cursor: Cursor, node: Node) -> Node | None:
    """``dY.sum(axis=0)`` behind a ``dY`` that was read; None where nothing is called."""
    operator = METHODS.get(cursor.peek(1).text) if cursor.at(".") and cursor.at("(", ahead=2) else None
    if operator is None:
        return None
    cursor.place += 2
    if cursor.at(")", ahead=1):
        cursor.place += 2
        return Apply(operator, (node,))
    return Apply(operator, (node, *index_list(cursor, script=False)))


def unreversed(node: Node) -> Node:
    """``W[::-1, ::-1]`` as ``flip(W)``, along one axis as ``flipud`` or ``fliplr``."""
    if not isinstance(node, Symbol) or REVERSED not in node.index:
        return node
    plain = Symbol(node.name, (), node.upper)
    turned = [part == REVERSED for part in node.index]
    whole = all(part in (REVERSED, WHOLE) for part in node.index)
    if not whole:
        kept = tuple(part for part in node.index if part not in (REVERSED, WHOLE))
        if tuple(node.index[: len(kept)]) != kept:
            return node
        plain, turned = Symbol(node.name, kept, node.upper), turned[len(kept) :]
    if all(turned[-2:]):
        return Apply("flip", (plain,)) if not any(turned[:-2]) else node
    if len(turned) < 2 or any(turned[:-2]):
        return node
    return Apply("flipud" if turned[-2] else "fliplr", (plain,))
