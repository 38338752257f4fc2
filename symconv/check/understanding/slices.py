"""Slices in code: ``dX[i*s:i*s+k] += W * dY[i]`` as ``dX[i*s+a] += W[a] * dY[i]``, a from 0 to k−1."""

from symconv.check.understanding.binding import differentiated
from symconv.check.understanding.names import PREFERRED, plain
from symconv.notation.tree import (
    Apply,
    BigSum,
    Equation,
    Floor,
    Fraction,
    Limits,
    Node,
    Number,
    Product,
    Sum,
    Symbol,
    negative,
)
from symconv.notation.walk import walk

WHOLE = Symbol(":")
FRESH = "abcdeuvw"
STEPS = frozenset({"stride", "kernel", "filter", "dilation", "padding", "pad", "kh", "kw", "sh", "sw"})
"""What the names of a filter's sizes and of steps begin with."""


def accumulated(tree: Node | None) -> Node | None:
    """``dX = dX + W·δ`` in code as ``dX += W·δ``."""
    if not isinstance(tree, Equation) or tree.relation != "=" or len(tree.sides) != 2:
        return tree
    left, right = tree.sides
    if not isinstance(left, Symbol) or not isinstance(right, Sum) or right.terms.count(left) != 1:
        return tree
    rest = tuple(term for term in right.terms if term != left)
    return Equation((left, rest[0] if len(rest) == 1 else Sum(rest)), "+=")


def unsliced(tree: Equation) -> tuple[Equation, tuple[Limits, ...]]:
    """A line of code with a letter for each slice, and how far the letters run; as it is where nothing is sliced."""
    symbols = [node for node in walk(tree) if isinstance(node, Symbol)]
    count = max((sum(map(is_slice, symbol.index)) for symbol in symbols), default=0)
    free = [name for name in FRESH if name not in {symbol.name for symbol in symbols}]
    ends = any(isinstance(part, Apply) and is_slice(part) for symbol in symbols for part in symbol.index)
    if not ends or count > len(free):
        return tree, ()
    letters = tuple(map(Symbol, free[:count]))
    runs: dict[Symbol, Limits] = {}
    sides = tuple(_placed(side, letters, runs) for side in tree.sides)
    return Equation(sides, tree.relation), tuple(runs.values())


def is_slice(node: Node) -> bool:
    """``:`` or ``a:b:step``."""
    return node == WHOLE or (isinstance(node, Apply) and node.operator == "slice")


def _is_filter(name: str) -> bool:
    """Whether a name is usually that of the filter or its gradient."""
    base = plain(differentiated(name) or name).lower()
    return base in PREFERRED["weight"] or base.partition("_")[0] in PREFERRED["weight"]


def _placed(node: Node, letters: tuple[Symbol, ...], runs: dict[Symbol, Limits]) -> Node:
    if isinstance(node, Product):
        return Product(tuple(_placed(factor, letters, runs) for factor in node.factors))
    if isinstance(node, Sum):
        return Sum(tuple(_placed(term, letters, runs) for term in node.terms))
    if isinstance(node, Apply) and node.operator == "total" and _is_told(_below(node)):
        body = _placed(node.arguments[0], letters, runs)
        return BigSum(tuple(runs.pop(letter, letter) for letter in letters), body)
    if not isinstance(node, Symbol):
        return node
    sliced = sum(map(is_slice, node.index))
    if not sliced:
        return Symbol(node.name, node.index + letters, node.upper) if _is_filter(node.name) else node
    waiting = iter(letters[len(letters) - sliced :])
    index = tuple(_entered(part, next(waiting), runs) if is_slice(part) else part for part in node.index)
    return Symbol(node.name, index, node.upper)


def _last(start: Node, stop: Node) -> Node:
    """``k − 1`` from ``h·s`` to ``h·s + k``, as otherwise from one place to another."""
    if isinstance(stop, Sum) and stop.terms[0] == start:
        return Sum((*stop.terms[1:], Number(-1)))
    return Sum((stop, negative(start), Number(-1)))


def _is_told(below: list[Node]) -> bool:
    """Whether slices stand there, and each name of several letters in them is a filter's size or a step."""
    slices = list(filter(is_slice, below))
    names = [part for one in slices for part in walk(one) if isinstance(part, Symbol) and len(part.name) > 1]
    return bool(slices) and all(name.name.partition("_")[0] in STEPS for name in names)


def _below(node: Node) -> list[Node]:
    """Everything that stands at the names in a node."""
    return [part for inner in walk(node) if isinstance(inner, Symbol) for part in inner.index]


def _entered(part: Node, letter: Symbol, runs: dict[Symbol, Limits]) -> Node:
    """One place in a slice; the first slice with ends tells how far its letter runs."""
    if not isinstance(part, Apply):
        return letter
    start, stop, *steps = part.arguments
    step = steps[0] if steps else Number(1)
    if stop != WHOLE:
        length = _last(start, stop)
        runs.setdefault(letter, Limits(letter, Number(0), Floor(Fraction(length, step)) if steps else length))
    return Sum((start, Product((step, letter)) if steps else letter))
