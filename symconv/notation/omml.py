"""The OMML hand: a tree as Office Math, for slides in PowerPoint.

Elements are those of the namespaces ``m`` (Office Math) and ``a`` (DrawingML), which the document declares. Names of
several letters are normal text, so that no reader takes ``mod`` or ``first`` for a command of its own.
"""

from collections.abc import Callable
from html import escape
from itertools import pairwise
from typing import Any

from symconv.notation.ink import UNICODE
from symconv.notation.text import text
from symconv.notation.tree import (
    Apply,
    BigSum,
    Bracket,
    Case,
    Cases,
    Derived,
    Dots,
    Entry,
    Equation,
    Floor,
    Fraction,
    Infix,
    Limits,
    Matrix,
    Node,
    Number,
    Partial,
    Power,
    Product,
    Sum,
    Symbol,
    absolute,
    numbers,
    runs_together,
)
from symconv.notation.walk import walk

FACE = '<a:latin typeface="Cambria Math"/>'
BRACKETED = (Sum, Infix)
"""What stands in brackets when it is a factor."""
LOOSE = (Sum, Infix, BigSum, Derived)
"""What stands in brackets when something follows it."""


def omml(node: Node) -> str:
    """``node`` as Office Math, without the ``oMath`` element around it."""
    return _WRITERS[type(node)](node)


def displayed(node: Node) -> str:
    """The same on a line of its own: a left side has a slash where no fraction stands right of it."""
    left, *sides = node.sides if isinstance(node, Equation) else (node,)
    if not isinstance(node, Equation) or not isinstance(left, Partial):
        return omml(node)
    slashed = not any(isinstance(part, Partial) for side in sides for part in walk(side))
    return sign(node.relation).join([_partial(left, "lin" if slashed else "bar"), *map(omml, sides)])


def sign(relation: str) -> str:
    """A relation or an operator."""
    return _run("," if relation == "∧" else UNICODE.signs.get(relation, relation))


def _run(signs: str, manner: str = '<m:sty m:val="p"/>') -> str:
    """Signs that stand upright."""
    return f"<m:r><m:rPr>{manner}</m:rPr><a:rPr>{FACE}</a:rPr><m:t>{escape(signs, quote=False)}</m:t></m:r>"


def _name(letters: str) -> str:
    """A letter is slanted, a longer name is upright."""
    if len(letters) != 1:
        return _run(letters, "<m:nor/>") if letters else ""
    return f'<m:r><a:rPr i="1">{FACE}</a:rPr><m:t>{escape(letters)}</m:t></m:r>'


def _bracketed(inner: str, begin: str = "(", end: str = ")") -> str:
    ends = f'<m:begChr m:val="{begin}"/><m:endChr m:val="{end}"/>'
    return f"<m:d><m:dPr>{ends}</m:dPr><m:e>{inner}</m:e></m:d>"


def _number(node: Number) -> str:
    return _run(f"−{-node.value}" if node.value < 0 else str(node.value))


def _symbol(node: Symbol) -> str:
    upper = _run("(") + _listed(node.upper) + _run(")") if node.upper else ""
    return _named(node.name, _subscript(node.index), upper)


def _named(name: str, below: str, above: str = "") -> str:
    """A name with what stands below and above it; its dashes stand above, too."""
    letters = name.rstrip("′")
    if letters in ("p₋", "p₊"):
        side = _run("−" if letters == "p₋" else "+", "<m:nor/>")  # a sign that has nothing to add
        letters, below = "p", side + _run(",") + below if below else side
    dashes = _run("′" * (len(name) - len(letters))) if name.endswith("′") else ""
    return _scripted(_name(letters), below, dashes + above)


def _scripted(base: str, below: str, above: str) -> str:
    if not below and not above:
        return base
    scripts = (f"<m:sub>{below}</m:sub>" if below else "") + (f"<m:sup>{above}</m:sup>" if above else "")
    element = f"m:s{'Sub' if below else ''}{'Sup' if above else ''}"
    return f"<{element}><m:e>{base}</m:e>{scripts}</{element}>"


def _listed(nodes: tuple[Node, ...]) -> str:
    return _run(",").join(map(omml, nodes))


def _subscript(index: tuple[Node, ...]) -> str:
    """``22``, ``1,10`` or ``2m+a,2n+b``: commas where a part is longer than a sign, or would be multiplied."""
    short = not runs_together(index) and all(len(text(part)) == 1 for part in index)
    return ("" if short else _run(",")).join(map(omml, index))


def _over(over: str, under: str, kind: str = "bar") -> str:
    return f'<m:f><m:fPr><m:type m:val="{kind}"/></m:fPr><m:num>{over}</m:num><m:den>{under}</m:den></m:f>'


def _partial(node: Partial, kind: str = "bar") -> str:
    return _over(_run("∂") + omml(node.of), _run("∂") + omml(node.by), kind)


def _derived(node: Derived) -> str:
    body = omml(node.of) if isinstance(node.of, BigSum) else _bracketed(omml(node.of))
    return _over(_run("∂"), _run("∂") + omml(node.by)) + body


def _product(node: Product) -> str:
    negative, size = absolute(node)
    if negative:
        return _run("−") + _operand(size)
    written = [*(_factor(factor, LOOSE) for factor in node.factors[:-1]), *map(_factor, node.factors[-1:])]
    pieces = written[:1]
    for (before, factor), after in zip(pairwise(node.factors), written[1:], strict=True):
        named = isinstance(before, Symbol) and not before.index and after.startswith("<m:d>")
        pieces.append(_run("·") + after if named or numbers(before, factor) else after)
    return "".join(pieces)


def _factor(node: Node, kinds: tuple[type, ...] = BRACKETED) -> str:
    """The node, in brackets if it is of one of these kinds or has a minus sign."""
    return _bracketed(omml(node)) if isinstance(node, kinds) or absolute(node)[0] else omml(node)


def _sum(node: Sum) -> str:
    return "".join(_term(term, position) for position, term in enumerate(node.terms))


def _term(term: Node, position: int) -> str:
    negative, size = absolute(term)
    written = "−" if negative else "+" if position else ""
    return (_run(written) if written else "") + (_operand(size) if negative else omml(size))


def _big_sum(node: BigSum) -> str:
    match node.over:
        case (Limits(letter, first, last),):
            start, stop = omml(Limits(letter, first)), "" if last is None else omml(last)
        case over:
            start, stop = _listed(over), ""
    hidden = "" if stop else '<m:supHide m:val="1"/>'
    limits = f'<m:naryPr><m:chr m:val="∑"/><m:limLoc m:val="undOvr"/>{hidden}</m:naryPr>'
    body = _factor(node.body)
    return f"<m:nary>{limits}<m:sub>{start}</m:sub><m:sup>{stop}</m:sup><m:e>{body}</m:e></m:nary>"


def _limits(node: Limits) -> str:
    first = "" if node.first is None else sign("=") + omml(node.first)
    return omml(node.letter) + first + ("" if node.last is None else _run("…") + omml(node.last))


def _entry(node: Entry) -> str:
    return _scripted(_bracketed(omml(node.of)), _subscript(node.index), "")


def _apply(node: Apply) -> str:
    if node.operator == "list":
        return _bracketed(_listed(node.arguments), "{", "}")
    return _named(node.operator, _listed(node.parameter)) + _bracketed(_listed(node.arguments))


def _infix(node: Infix) -> str:
    left, right = _factor(node.left, (Sum, BigSum, Derived)), _factor(node.right, (Product, *LOOSE))
    return left + _scripted(sign(node.sign), _listed(node.parameter), "") + right


def _operand(node: Node) -> str:
    return _bracketed(omml(node)) if isinstance(node, Sum) else omml(node)


def _fraction(node: Fraction) -> str:
    return _over(omml(node.over), omml(node.under))


def _floor(node: Floor) -> str:
    return _bracketed(omml(node.body), "⌊", "⌋")


def _power(node: Power) -> str:
    return _scripted(_factor(node.base, (Product, *LOOSE)), "", omml(node.exponent))


def _equation(node: Equation) -> str:
    return sign(node.relation).join(map(omml, node.sides))


def _bracket(node: Bracket) -> str:
    return _bracketed(omml(node.condition), "[", "]")


def _dots(node: Dots) -> str:
    return _run(node.sign)


def _table(rows: list[list[str]]) -> str:
    lines = ("".join(f"<m:e>{cell}</m:e>" for cell in row) for row in rows)
    return f"<m:m>{''.join(f'<m:mr>{line}</m:mr>' for line in lines)}</m:m>"


def _matrix(node: Matrix) -> str:
    return _bracketed(_table([[omml(cell.node) for cell in row] for row in node.rows]), "[", "]")


def _cases(node: Cases) -> str:
    return _bracketed(_table([[omml(row.value), _when(row)] for row in node.rows]), "{", "")


def _when(row: Case) -> str:
    return _name("otherwise") if row.condition is None else _name("if ") + omml(row.condition)


_WRITERS: dict[type, Callable[[Any], str]] = {
    Number: _number,
    Symbol: _symbol,
    Partial: _partial,
    Derived: _derived,
    Product: _product,
    Sum: _sum,
    BigSum: _big_sum,
    Limits: _limits,
    Entry: _entry,
    Apply: _apply,
    Infix: _infix,
    Fraction: _fraction,
    Floor: _floor,
    Power: _power,
    Equation: _equation,
    Bracket: _bracket,
    Dots: _dots,
    Matrix: _matrix,
    Cases: _cases,
}
