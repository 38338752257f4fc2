"""Who stands beside whom: operands of signs and words, and the pair of input and filter in a definition."""

from symconv.check.understanding.names import PREFERRED, is_known, plain
from symconv.check.understanding.sides import is_linear
from symconv.notation.tree import Apply, Cell, Infix, Matrix, Node, Partial, Product, Sum, Symbol
from symconv.notation.walk import walk


def operands(node: Node) -> tuple[Node, ...]:
    """What a sign or a word works on, or a matrix is multiplied with: letters there are tensors."""
    if isinstance(node, Infix):
        return node.left, node.right
    if isinstance(node, Apply):
        return node.arguments
    return node.factors if isinstance(node, Product) and is_linear(node) else ()


def input_and_filter(node: Node, output: Symbol) -> tuple[Symbol, Symbol] | None:
    """Input and filter in ``Σ x_{i+a} f_a`` or ``X ∗ F``: an input is met at places made of the output's own."""
    if isinstance(node, Product):
        symbols = [factor for factor in node.factors if isinstance(factor, Symbol) and factor.index]
    elif isinstance(node, Infix) and node.sign != "⊙":
        symbols = [symbol for side in (node.left, node.right) if (symbol := _operand(side))]
    else:
        return None
    if len(symbols) != 2 or plain(symbols[0].name).lower() == plain(symbols[1].name).lower():
        return None
    if {_named(one) for one in symbols} == {0, 2}:  # also in Σ_i x_i w_{i−u}, where it is the filter that moves
        first, second = sorted(symbols, key=_named)
        return first, second
    starts = frozenset(output.index) if any(_width(one, frozenset(output.index)) for one in symbols) else None
    first, second = sorted(symbols, key=lambda symbol: (_filterlike(symbol, starts), -_width(symbol, starts)))
    return first, second


def _operand(node: Node) -> Symbol | None:
    """The tensor inside ``pad(X)`` or ``rot180(F)``."""
    while isinstance(node, Apply) and node.arguments:
        if node.operator == "flip" and isinstance(node.arguments[0], Symbol):
            inner = node.arguments[0]
            return Symbol(inner.name, inner.index, (*inner.upper, Symbol("flip")))
        node = node.arguments[0]
    return node if isinstance(node, Symbol) else None


def _width(symbol: Symbol, starts: frozenset[Node] | None) -> int:
    """How composite the indices are: ``x_{2i+a}`` is wider than ``f_a``; only by some letters, where these are told."""
    made = (part for part in symbol.index if isinstance(part, Sum))
    return sum(1 for part in made if starts is None or any(node in starts for node in walk(part)))


def _filterlike(symbol: Symbol, starts: frozenset[Node] | None) -> int:
    """0 where something tells an input, 2 where something tells a filter."""
    if _width(symbol, starts):
        return 0
    return 3 if Symbol("flip") in symbol.upper else _named(symbol)


def _named(symbol: Symbol) -> int:
    """0 for the usual name of an input, 2 for that of a filter, 1 for others."""
    name = plain(symbol.name).lower().partition("_")[0]
    return 2 if name in PREFERRED["weight"] else 0 if name in PREFERRED["input"] else 1


def cells_of(side: Node) -> list[Cell]:
    """The cells of a side that is one table of derivatives."""
    cells = [cell for row in side.rows for cell in row] if isinstance(side, Matrix) else []
    return cells if all(isinstance(cell.node, Partial) for cell in cells) else []


def is_composed(pair: tuple[Symbol, Symbol]) -> bool:
    """Whether the input is met at places that are sums, as ``x_{i+a}``."""
    return any(isinstance(part, Sum) for part in pair[0].index)


def is_gradient(node: Node) -> bool:
    """Whether a name is that of a gradient: ``δ``, ``∇``, ``dx``."""
    return isinstance(node, Symbol) and (
        node.name[:1] in ("δ", "∇") or (len(node.name) > 1 and node.name[0] == "d" and is_known(node.name[1:]))
    )
