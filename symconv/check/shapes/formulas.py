"""What formulas for sizes are made of: arithmetic of letters and numbers, often with a floor and a ``+ 1``."""

from symconv.check.shapes.letters import meaning
from symconv.notation.tree import Apply, Floor, Fraction, Node, Number, Product, Sum, Symbol
from symconv.notation.walk import children, walk


def is_arithmetic(node: Node) -> bool:
    """Whether a formula holds letters, numbers and their arithmetic alone, as sizes do."""
    allowed = (Number, Symbol, Sum, Product, Fraction, Floor, Apply)
    operators = ("floor", "ceil", "max", "min")
    found = outside(node)
    return all(isinstance(part, allowed) for part in found) and all(
        part.operator in operators for part in found if isinstance(part, Apply)
    )


def outside(node: Node) -> list[Node]:
    """Everything in a formula but what stands below and above its letters."""
    inner = () if isinstance(node, Symbol) else children(node)
    return [node, *(below for part in inner for below in outside(part))]


def ends_with_one(side: Node) -> bool:
    """Whether a side ends with ``+ 1`` or is rounded, as the number of windows is."""
    if isinstance(side, Floor) or (isinstance(side, Apply) and side.operator in ("floor", "ceil")):
        return True
    return isinstance(side, Sum) and Number(1) in side.terms


def is_canonical(side: Node) -> bool:
    """Whether a side has the form (… − …)/s + 1, with or without a floor."""
    if not isinstance(side, Sum) or len(side.terms) != 2 or side.terms[1] != Number(1):
        return False
    first = side.terms[0]
    body = first.body if isinstance(first, Floor) else first
    if isinstance(body, Apply) and body.operator == "floor":
        body = body.arguments[0]
    return isinstance(body, Fraction) and isinstance(body.over, Sum)


def multiplied(node: Node, levels: frozenset[str] = frozenset()) -> Node:
    """``d(k−1)`` and ``dk``, which look like a function and a differential, as products; ``levels`` have indices."""

    def each(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        return tuple(multiplied(one, levels) for one in nodes)

    if isinstance(node, Symbol):
        if len(node.index) == 1 and isinstance(node.index[0], Sum) and not node.upper and node.name not in levels:
            return Product((Symbol(node.name), *each(node.index)))
        if len(node.name) == 2 and node.name[0] == "d" and meaning(Symbol(node.name[1])) and not node.index:
            return Product((Symbol("d"), Symbol(node.name[1])))
        return node
    if isinstance(node, Sum):
        return Sum(each(node.terms))
    if isinstance(node, Product):
        return Product(each(node.factors))
    if isinstance(node, Fraction):
        return Fraction(*each((node.over, node.under)))
    if isinstance(node, Floor):
        return Floor(*each((node.body,)))
    return Apply(node.operator, each(node.arguments)) if isinstance(node, Apply) else node


def is_numeric(sides: tuple[Node, ...]) -> bool:
    """Whether sides are numbers alone, one of them computed as sizes are."""
    lettered = any(isinstance(node, Symbol) for side in sides for node in walk(side))
    return not lettered and any(map(is_canonical, sides)) and any(isinstance(side, Number) for side in sides)


def is_taken_away(letter: Symbol, side: Node) -> bool:
    """Whether a letter stands in a sum with a minus sign."""
    terms = side.terms if isinstance(side, Sum) else ()
    return any(isinstance(term, Product) and set(term.factors) == {Number(-1), letter} for term in terms)
