"""Relations, sums and products: the precedence of written mathematics.

relation   a = b, i ≤ m < n          sum   a + b − c          product   a b, a·b, a ∗ b, a/b
"""

from symconv.notation.reader import atoms, matrices, operations
from symconv.notation.reader.cursor import Cursor
from symconv.notation.reader.derivatives import fraction
from symconv.notation.reader.signs import RELATIONS
from symconv.notation.reader.words import ACTIVATIONS, AND, ELSE, OPERATORS
from symconv.notation.tree import (
    Apply,
    Dots,
    Equation,
    Floor,
    Fraction,
    Infix,
    Matrix,
    Node,
    Number,
    Partial,
    Product,
    Sum,
    Symbol,
)
from symconv.notation.tree import negative as negated

CONVOLVING = {"*": "∗", "⋆": "⋆", "⊛": "⊛", "⊙": "⊙"}
MAPPING = frozenset(
    {"flip", "fliplr", "flipud", "transpose", "pad", "crop", "first", "dilate", "every"}
    | {"conv", "corr", "tconv", "signal"}
)
STARTS = frozenset({"(", "{", "[", "frac", "Σ", "∂", "∇", "⌊", "⌈", "⟨", "⋯", "⋮", "⋱"})


def relation(cursor: Cursor) -> Node:
    """Sides joined by relations; different relations in one chain are joined by ∧."""
    sides, signs = [_side(cursor)], []
    while cursor.peek().kind == "sign" and cursor.peek().text in RELATIONS:
        signs.append(cursor.take().text)
        while cursor.skip("newline"):
            pass
        sides.append(_side(cursor))
    if not signs:
        return sides[0]
    modulus = _modulus(cursor)
    if modulus is not None:
        sides = [Infix("mod", side, modulus) for side in sides]
        signs = ["=" if sign == "≡" else sign for sign in signs]
    if len(set(signs)) == 1:
        return Equation(tuple(sides), signs[0])
    pairs = zip(sides, sides[1:], signs, strict=False)
    return Equation(tuple(Equation((left, right), sign) for left, right, sign in pairs), "∧")


def _side(cursor: Cursor) -> Node:
    side = total(cursor)
    if not cursor.scripted and matrices.is_word(cursor, frozenset({"if"})):
        return matrices.conditional(cursor, side)
    return side


def _modulus(cursor: Cursor) -> Node | None:
    r"""``\\pmod{s}`` or ``(mod s)`` behind a congruence, which holds for all its sides."""
    if cursor.skip("pmod"):
        return atoms.factor(cursor)
    if cursor.at("(") and cursor.peek(1).text == "mod":
        cursor.take()
        cursor.take()
        modulus = total(cursor)
        cursor.expect(")")
        return modulus
    return None


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
            ratio = fraction(factors[-1], atoms.factor(cursor))
            factors[-1] = Floor(ratio) if whole else ratio
        elif cursor.peek().text == "mod":
            cursor.take()
            factors = [Infix("mod", together(factors), _signed_factor(cursor))]
        elif cursor.at(*CONVOLVING) or _is_infix_word(cursor):
            factors = _joined(cursor, factors)
        elif cursor.at("(") and operations.mode_behind(cursor):
            continue
        elif starts_factor(cursor):
            factors.append(atoms.factor(cursor))
        else:
            return together(factors)


def starts_factor(cursor: Cursor) -> bool:
    """Whether another factor follows without a sign between."""
    token = cursor.peek()
    if token.kind == "sign":
        return token.text in STARTS and not (token.text == "(" and cursor.peek(1).text == "mod")
    return token.kind in ("number", "begin") or (token.kind == "name" and token.text.lower() not in _ENDING)


_ENDING = AND | ELSE | {"if", "wenn", "falls", "若", "如果", "当"}
"""Words that end a term."""


def _signed_factor(cursor: Cursor) -> Node:
    sign = _sign(cursor)
    factor = atoms.factor(cursor)
    return negated(factor) if sign == "-" else factor


def together(factors: list[Node]) -> Node:
    """One factor alone, or the product of all."""
    if len(factors) == 1:
        return factors[0]
    flat: list[Node] = []
    for node in factors:
        flat += node.factors if isinstance(node, Product) else (node,)
    return Product(tuple(flat))


def _is_infix_word(cursor: Cursor) -> bool:
    token = cursor.peek()
    return token.kind == "name" and OPERATORS.get(token.text.lower()) in ("conv", "corr") and not cursor.scripted


def _joined(cursor: Cursor, factors: list[Node]) -> list[Node]:
    """What stands left and right of a convolution's sign; ``*`` between scalars is a plain product."""
    word = cursor.take()
    sign = CONVOLVING.get(word.text, "∗")
    left = factors[-1]
    if sign in "∗⋆" and isinstance(left, Symbol) and (repaired := atoms.lost_underscore(cursor, left)):
        factors[-1] = repaired
        return factors
    parameter = operations.parameters(cursor, named=word.kind == "name")
    right = _signed_factor(cursor)
    written = sign == "∗" and word.kind == "sign" and not parameter
    channelled = cursor.tex and _by_channels(left, right)
    if written and (cursor.scripted or not (channelled or _convolves(left, right))):
        factors += right.factors if isinstance(right, Product) else (right,)
        return factors
    return [Infix(sign, together(factors), right, parameter or operations.mode_behind(cursor))]


def _convolves(left: Node, right: Node) -> bool:
    sides = (left, right)
    if any(isinstance(side, Number | Fraction | Dots) for side in sides):
        return False
    if any(_is_map(side) for side in sides):
        return True
    return all(_may_be_map(side) for side in sides) and any(_is_tensor(side) for side in sides)


def _by_channels(left: Node, right: Node) -> bool:
    """Whether two tensors are chosen by letters for channels alone: ``X_c`` and ``W_{kc}``, or ``∂L/∂Y_k``."""
    one, two = sorted((_chosen(left), _chosen(right)), key=len)
    if not one or not (_is_tensor(left) and _is_tensor(right)):
        return False
    return len(one) == 1 and one != two and (len(two) == 1 or (len(two) == 2 and one[0] in two))


def _chosen(node: Node) -> tuple[Node, ...]:
    """The indices of a tensor, where all are letters."""
    inner = node.by if isinstance(node, Partial) else node
    index = inner.index if isinstance(inner, Symbol) else ()
    return index if all(isinstance(part, Symbol) for part in index) else ()


def _is_map(node: Node) -> bool:
    """Whether the node cannot be a number: a matrix, an operation on maps, a convolution."""
    if isinstance(node, Apply):
        return node.operator.partition("_")[0] in MAPPING
    return isinstance(node, Matrix) or (isinstance(node, Infix) and node.sign not in ("⊙", "mod"))


def _may_be_map(node: Node) -> bool:
    """Whether the node has no spatial index: a tensor as a whole, ``X`` or ``∂L/∂O``."""
    if isinstance(node, Partial):
        return _may_be_map(node.by)
    if isinstance(node, Apply):  # σ(Z)
        return node.operator in ACTIVATIONS and len(node.arguments) == 1 and _may_be_map(node.arguments[0])
    return isinstance(node, Symbol) and not node.index


def _is_tensor(node: Node) -> bool:
    """Whether the name is that of a tensor: a capital, a layer above it, a derivative, ``x``, ``δ`` or ``dy``."""
    if not isinstance(node, Symbol) or node.upper or not node.name.islower():
        return True
    return node.name in ("x", "δ") or (len(node.name) == 2 and node.name[0] == "d")
