"""The MathML hand: a tree as MathML Core, for pages without scripts or fonts of their own.

Every entry (a symbol whose indices are all numbers) carries ``data-entry`` with its plain name, ``x_22``, so that a
page can tell where else it stands.
"""

from collections.abc import Callable, Iterator
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
)
from symconv.notation.walk import units

REMEMBERED = (Symbol, Partial)
BRACKETED = (Sum, Infix, BigSum, Derived)
"""What stands in brackets when it is a factor."""

TIMES, OF, AND = "<mo>\u2062</mo>", "<mo>\u2061</mo>", "<mo>\u2063</mo>"
"""Signs that are heard and not seen: a product, a function of something, an index and the next."""

TALL = ("<mfrac", "<munder", "<mtable")
"""What brackets have to grow for."""

DOT = '<mo lspace="0.1em" rspace="0.1em">·</mo>'
PARTIAL = "<mi>∂</mi>"


class Pen:
    """Writes trees as MathML, without the ``math`` element, and remembers symbols and derivatives by identity.

    Attributes:
        entries: the names of the entries that were written.
    """

    def __init__(self) -> None:
        self.written: dict[int, tuple[Node, str]] = {}
        self.names: dict[int, tuple[Node, str]] = {}
        self.entries: set[str] = set()

    def __call__(self, node: Node) -> str:
        """``node`` as one element."""
        if not isinstance(node, REMEMBERED):
            return _WRITERS[type(node)](node, self)
        known = self.written.get(id(node))
        if known is None:
            known = self.written[id(node)] = node, _WRITERS[type(node)](node, self)
        return known[1]

    def name(self, node: Node) -> str:
        """The name of an entry (see :func:`entry_name`)."""
        known = self.names.get(id(node))
        if known is None:
            known = self.names[id(node)] = node, entry_name(node)
        return known[1]

    def inline(self, node: Node) -> str:
        """The same in running text, where a derivative is written with a slash."""
        if isinstance(node, Partial):
            return _row(f'{PARTIAL}{self(node.of)}<mo lspace="0" rspace="0">/</mo>{PARTIAL}{self(node.by)}')
        if isinstance(node, Equation):
            return _row(sign(node.relation).join(map(self.inline, node.sides)))
        return self(node)

    def pieces(self, node: Node) -> Iterator[str]:
        """``node`` in pieces between which a line may end: the terms of a sum, each with its sign, or long factors."""
        if isinstance(node, BigSum | Product) and not _short(node):
            yield from map(self, units(node))
            return
        terms = node.terms if isinstance(node, Sum) else (node,)
        for position, term in enumerate(terms):
            yield _row(_term(term, position, self, ' lspace="0"'))


def _short(node: Node) -> bool:
    """Whether the node is a product of entries, which no line divides."""
    return isinstance(node, Product) and all(isinstance(factor, Number | Symbol | Partial) for factor in node.factors)


def mathml(node: Node) -> str:
    """``node`` as one MathML element, without the ``math`` element around it."""
    return Pen()(node)


def sign(relation: str) -> str:
    """A relation as an operator."""
    return f'<mo form="infix">{escape("," if relation == "∧" else relation)}</mo>'


def entry_name(node: Node) -> str:
    """``x_22`` where the node is an entry or a gradient by one, else nothing."""
    if isinstance(node, Partial):
        return entry_name(node.by)
    if not isinstance(node, Symbol) or not (node.index or node.upper):
        return ""
    return text(node) if all(isinstance(part, Number) for part in (*node.index, *node.upper)) else ""


def _row(inner: str) -> str:
    return f"<mrow>{inner}</mrow>"


def _bracketed(inner: str, around: str = "()") -> str:
    """Brackets around what is written; beside letters they are not stretched, which browsers do at double width."""
    face = "" if any(tag in inner for tag in TALL) else ' stretchy="false"'
    return _row(f"<mo{face}>{around[0]}</mo>{inner}<mo{face}>{around[1]}</mo>")


def _number(node: Number, pen: Pen) -> str:
    return f"<mn>{node.value}</mn>" if node.value >= 0 else _row(f"<mo>−</mo><mn>{-node.value}</mn>")


def _symbol(node: Symbol, pen: Pen) -> str:
    name = pen.name(node)
    if name:
        pen.entries.add(name)
    upper = _bracketed(_listed(node.upper, pen)) if node.upper else ""
    attribute = f' data-entry="{escape(name)}"' if name else ""
    return _named(node.name, _subscript(node.index, pen), upper, attribute, ' class="word"')


def _named(name: str, below: str, above: str = "", attribute: str = "", face: str = "") -> str:
    """A name with what stands below and above it; its dashes stand above, too. A long name is upright by itself."""
    letters = name.rstrip("′")
    if letters in ("p₋", "p₊"):
        side = f"<mo>{'−' if letters == 'p₋' else '+'}</mo>"
        letters, below = "p", f"{side}<mo>,</mo>{below}" if below else side
    dashes = f"<mo>{'′' * (len(name) - len(letters))}</mo>" if name.endswith("′") else ""
    base = f"<mi{face if len(letters) > 1 else ''}>{escape(letters)}</mi>"
    return _scripted(base, below, dashes + above, attribute)


def _scripted(base: str, below: str, above: str, attribute: str = "") -> str:
    scripts = "".join(map(_row, filter(None, (below, above))))
    element = f"m{'sub' if below else ''}{'sup' if above else ''}"
    return f"<{element}{attribute}>{base}{scripts}</{element}>" if scripts else base


def _listed(nodes: tuple[Node, ...], pen: Pen) -> str:
    return "<mo>,</mo>".join(map(pen, nodes))


def _subscript(index: tuple[Node, ...], pen: Pen) -> str:
    """``22``, ``1,10`` or ``2m+a,2n+b``: commas as soon as one part is longer than a sign."""
    short = all(len(text(part)) == 1 for part in index)
    return (AND if short else "<mo>,</mo>").join(map(pen, index))


def _partial(node: Partial, pen: Pen) -> str:
    return f"<mfrac>{_row(PARTIAL + pen(node.of))}{_row(PARTIAL + pen(node.by))}</mfrac>"


def _derived(node: Derived, pen: Pen) -> str:
    body = pen(node.of) if isinstance(node.of, BigSum) else _bracketed(pen(node.of))
    return _row(f"<mfrac>{PARTIAL}{_row(PARTIAL + pen(node.by))}</mfrac>{body}")


def _product(node: Product, pen: Pen) -> str:
    negative, size = absolute(node)
    if negative:
        return _row(f'<mo form="prefix">−</mo>{_operand(size, pen)}')
    dotted = any(numbers(*pair) for pair in pairwise(node.factors))
    return _row((DOT if dotted else TIMES).join(_factor(factor, pen) for factor in node.factors))


def _factor(node: Node, pen: Pen) -> str:
    return _bracketed(pen(node)) if isinstance(node, BRACKETED) or absolute(node)[0] else pen(node)


def _sum(node: Sum, pen: Pen) -> str:
    return _row("".join(_term(term, position, pen) for position, term in enumerate(node.terms)))


def _term(term: Node, position: int, pen: Pen, spaced: str = "") -> str:
    negative, size = absolute(term)
    written = "−" if negative else "+" if position else ""
    operator = f'<mo form="{"infix" if position else "prefix"}"{spaced}>{written}</mo>' if written else ""
    return operator + (_operand(size, pen) if negative else pen(size))


def _big_sum(node: BigSum, pen: Pen) -> str:
    match node.over:
        case (Limits(letter, first, last),):
            start, stop = pen(Limits(letter, first)), "" if last is None else pen(last)
        case over:
            start, stop = _row(_listed(over, pen)), ""
    element = "munderover" if stop else "munder"
    body = pen(node.body) if isinstance(node.body, BigSum) else _factor(node.body, pen)
    return _row(f"<{element}><mo>∑</mo>{start}{stop}</{element}>{body}")


def _limits(node: Limits, pen: Pen) -> str:
    first = "" if node.first is None else sign("=") + pen(node.first)
    return _row(pen(node.letter) + first + ("" if node.last is None else f"<mo>…</mo>{pen(node.last)}"))


def _entry(node: Entry, pen: Pen) -> str:
    return _scripted(_bracketed(pen(node.of)), _subscript(node.index, pen), "")


def _apply(node: Apply, pen: Pen) -> str:
    if node.operator == "list":
        return _bracketed(_listed(node.arguments, pen), "{}")
    return _row(_named(node.operator, _listed(node.parameter, pen)) + OF + _bracketed(_listed(node.arguments, pen)))


def _infix(node: Infix, pen: Pen) -> str:
    operator = f'<mo lspace="0.25em" rspace="0.25em">{escape(UNICODE.signs[node.sign])}</mo>'
    return _row(
        _operand(node.left, pen) + _scripted(operator, _listed(node.parameter, pen), "") + _operand(node.right, pen)
    )


def _operand(node: Node, pen: Pen) -> str:
    return _bracketed(pen(node)) if isinstance(node, Sum) else pen(node)


def _fraction(node: Fraction, pen: Pen) -> str:
    return f"<mfrac>{pen(node.over)}{pen(node.under)}</mfrac>"


def _floor(node: Floor, pen: Pen) -> str:
    return _bracketed(pen(node.body), "⌊⌋")


def _power(node: Power, pen: Pen) -> str:
    base = _bracketed(pen(node.base)) if isinstance(node.base, Product) else _factor(node.base, pen)
    return _scripted(base, "", pen(node.exponent))


def _equation(node: Equation, pen: Pen) -> str:
    return _row(sign(node.relation).join(map(pen, node.sides)))


def _bracket(node: Bracket, pen: Pen) -> str:
    return _bracketed(pen(node.condition), "[]")


def _dots(node: Dots, pen: Pen) -> str:
    return f"<mo>{node.sign}</mo>"


def _matrix(node: Matrix, pen: Pen) -> str:
    rows = ("".join(f"<mtd>{pen(cell.node)}</mtd>" for cell in row) for row in node.rows)
    table = "".join(f"<mtr>{row}</mtr>" for row in rows)
    return _row(f"<mo>[</mo><mtable>{table}</mtable><mo>]</mo>")


def _cases(node: Cases, pen: Pen) -> str:
    rows = "".join(f"<mtr><mtd>{pen(row.value)}</mtd><mtd>{_when(row, pen)}</mtd></mtr>" for row in node.rows)
    return _row(f"<mo>{{</mo><mtable>{rows}</mtable>")


def _when(row: Case, pen: Pen) -> str:
    return "<mtext>otherwise</mtext>" if row.condition is None else _row(f"<mtext>if </mtext>{pen(row.condition)}")


_WRITERS: dict[type, Callable[[Any, Pen], str]] = {
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
