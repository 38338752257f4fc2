"""Relations, sums and products: the precedence of written mathematics.

relation   a = b, i ≤ m < n          sum   a + b − c          product   a b, a·b, a ∗ b, a/b
"""

from symconv.notation.reader import atoms
from symconv.notation.reader.cursor import Cursor
from symconv.notation.reader.words import OPERATORS, RELATIONS
from symconv.notation.tree import Apply, Equation, Floor, Infix, Matrix, Node, Partial, Product, Sum, Symbol
from symconv.notation.tree import negative as negated

CONVOLVING = {"*": "∗", "⋆": "⋆", "⊛": "⊛", "⊙": "⊙"}
MAPPING = frozenset({"flip", "pad", "dilate", "crop", "every", "trim", "conv", "corr", "transpose", "fliplr", "flipud"})
STARTS = frozenset({"(", "{", "[", "frac", "Σ", "∂", "∇", "⌊", "⌈", "⋯"})


def relation(cursor: Cursor) -> Node:
    """Sides joined by relations; different relations in one chain are joined by ∧."""
    sides, signs = [total(cursor)], []
    while cursor.peek().kind == "sign" and cursor.peek().text in RELATIONS:
        signs.append(cursor.take().text)
        while cursor.skip("newline"):
            pass
        sides.append(total(cursor))
    if not signs:
        return sides[0]
    if len(set(signs)) == 1:
        return Equation(tuple(sides), signs[0])
    pairs = zip(sides, sides[1:], signs, strict=False)
    return Equation(tuple(Equation((left, right), sign) for left, right, sign in pairs), "∧")


def total(cursor: Cursor) -> Node:
    """Terms joined by + and −."""
    terms: list[Node] = []
    sign = _sign(cursor) or "+"
    while True:
        term = product(cursor)
        terms.append(negated(term) if sign == "-" else term)
        following = _sign(cursor)
        if following is None:
            return terms[0] if len(terms) == 1 else Sum(tuple(terms))
        sign = following


def _sign(cursor: Cursor) -> str | None:
    """The sign in front of the next term; several signs count together."""
    found = None
    while cursor.at("+", "-"):
        minus = cursor.take().text == "-"
        found = "-" if minus != (found == "-") else "+"
        while cursor.skip("newline", "&"):
            pass
    return found


def product(cursor: Cursor) -> Node:
    """Factors side by side or joined by signs, from left to right."""
    factors = [atoms.factor(cursor)]
    while True:
        if cursor.at("·"):
            cursor.take()
            factors.append(_signed_factor(cursor))
        elif cursor.at("/"):
            cursor.take()
            whole = cursor.skip("/")
            ratio = atoms.fraction(factors[-1], atoms.factor(cursor))
            factors[-1] = Floor(ratio) if whole else ratio
        elif cursor.at(*CONVOLVING) or _is_infix_word(cursor):
            factors = _joined(cursor, factors)
        elif starts_factor(cursor):
            factors.append(atoms.factor(cursor))
        else:
            return _together(factors)


def starts_factor(cursor: Cursor) -> bool:
    """Whether another factor follows without a sign between."""
    token = cursor.peek()
    return token.kind in ("name", "number", "begin") or (token.kind == "sign" and token.text in STARTS)


def _signed_factor(cursor: Cursor) -> Node:
    sign = _sign(cursor)
    factor = atoms.factor(cursor)
    return negated(factor) if sign == "-" else factor


def _together(factors: list[Node]) -> Node:
    flat: list[Node] = []
    for node in factors:
        flat += node.factors if isinstance(node, Product) and len(factors) > 1 else (node,)
    return flat[0] if len(flat) == 1 else Product(tuple(flat))


def _is_infix_word(cursor: Cursor) -> bool:
    token = cursor.peek()
    return token.kind == "name" and OPERATORS.get(token.text.lower()) in ("conv", "corr") and not cursor.scripted


def _joined(cursor: Cursor, factors: list[Node]) -> list[Node]:
    """What stands left and right of a convolution's sign; ``*`` between scalars is a plain product."""
    word = cursor.take()
    sign = CONVOLVING.get(word.text, "∗")
    if sign in "∗⋆" and isinstance(factors[-1], Symbol) and (repaired := atoms.lost_underscore(cursor, factors[-1])):
        return [*factors[:-1], repaired]
    parameter = atoms.parameters(cursor, named=word.kind == "name")
    right = _signed_factor(cursor)
    if (
        sign == "∗"
        and word.kind == "sign"
        and not parameter
        and (cursor.scripted or not _convolves(factors[-1], right))
    ):
        return [*factors, *(right.factors if isinstance(right, Product) else (right,))]
    return [Infix(sign, _together(factors), right, parameter)]


def _convolves(left: Node, right: Node) -> bool:
    sides = (left, right)
    if any(_is_map(side) for side in sides):
        return True
    return all(_may_be_map(side) for side in sides) and any(_is_tensor(side) for side in sides)


def _is_map(node: Node) -> bool:
    """Whether the node cannot be a number: a matrix, an operation on maps, a convolution."""
    if isinstance(node, Apply):
        return node.operator.partition("_")[0] in MAPPING
    return isinstance(node, Matrix) or (isinstance(node, Infix) and node.sign != "⊙")


def _may_be_map(node: Node) -> bool:
    """Whether the node has no spatial index: a tensor as a whole, ``X`` or ``∂L/∂O``."""
    if isinstance(node, Partial):
        return _may_be_map(node.by)
    return isinstance(node, Symbol) and not node.index


def _is_tensor(node: Node) -> bool:
    """Whether the name is written as that of a tensor: a capital, a layer above it, a derivative."""
    return not isinstance(node, Symbol) or bool(node.upper) or not node.name.islower()
