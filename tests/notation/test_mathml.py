"""The MathML hand: whole strings, well-formed elements, and the same formulas as the plain hand's when read back."""

import re
from xml.etree import ElementTree

import pytest

from symconv.notation import mathml as hand
from symconv.notation import tree
from symconv.notation.mathml import Pen, entry_name, mathml
from symconv.notation.text import text
from symconv.notation.tree import (
    Apply,
    BigSum,
    Bracket,
    Case,
    Cases,
    Cell,
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
    negative,
)

L, X, F = Symbol("L"), Symbol("X"), Symbol("F")
x, f = Symbol("x", (Number(2), Number(2))), Symbol("f", (Number(0), Number(1)))
g = Partial(L, Symbol("o", (Number(0), Number(0))))
m, n, a = Symbol("m"), Symbol("n"), Symbol("a")

CORE = {"mfrac", "mi", "mn", "mo", "mrow", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr"}
CORE |= {"munder", "munderover"}
"""Elements of MathML Core that are used."""

CHILDREN = {"mfrac": 2, "msub": 2, "msup": 2, "munder": 2, "msubsup": 3, "munderover": 3}
"""Element → how many children it must have."""

CASES: dict[str, tuple[Node, str]] = {
    "number": (Number(12), "<mn>12</mn>"),
    "negative number": (Number(-3), "<mrow><mo>−</mo><mn>3</mn></mrow>"),
    "letter": (X, "<mi>X</mi>"),
    "long name": (Symbol("input"), '<mi class="word">input</mi>'),
    "entry": (
        x,
        '<msub data-entry="x_22"><mi>x</mi><mrow><mn>2</mn><mo>\u2063</mo><mn>2</mn></mrow></msub>',
    ),
    "two digits": (
        Symbol("x", (Number(1), Number(10))),
        '<msub data-entry="x_1,10"><mi>x</mi><mrow><mn>1</mn><mo>,</mo><mn>10</mn></mrow></msub>',
    ),
    "letters in the index": (
        Symbol("x", (m, n)),
        "<msub><mi>x</mi><mrow><mi>m</mi><mo>\u2063</mo><mi>n</mi></mrow></msub>",
    ),
    "channel": (
        Symbol("x", (Number(0),), (Number(1),)),
        '<msubsup data-entry="x^(1)_0"><mi>x</mi><mrow><mn>0</mn></mrow>'
        '<mrow><mrow><mo stretchy="false">(</mo><mn>1</mn><mo stretchy="false">)</mo></mrow></mrow></msubsup>',
    ),
    "prime": (
        Apply("σ′", (m,)),
        "<mrow><msup><mi>σ</mi><mrow><mo>′</mo></mrow></msup><mo>\u2061</mo>"
        '<mrow><mo stretchy="false">(</mo><mi>m</mi><mo stretchy="false">)</mo></mrow></mrow>',
    ),
    "derivative": (
        Partial(L, X),
        "<mfrac><mrow><mi>∂</mi><mi>L</mi></mrow><mrow><mi>∂</mi><mi>X</mi></mrow></mfrac>",
    ),
    "product": (Product((m, n)), "<mrow><mi>m</mi><mo>\u2062</mo><mi>n</mi></mrow>"),
    "difference": (
        Sum((m, negative(n))),
        '<mrow><mi>m</mi><mo form="infix">−</mo><mi>n</mi></mrow>',
    ),
    "signs that HTML knows": (Equation((m, n), "<"), '<mrow><mi>m</mi><mo form="infix">&lt;</mo><mi>n</mi></mrow>'),
    "a name that is no name": (Symbol("<b>"), '<mi class="word">&lt;b&gt;</mi>'),
}

READ_BACK: tuple[Node, ...] = (
    *(node for node, _ in CASES.values()),
    Symbol("x", (Sum((Product((Number(2), m)), a)), n)),
    Symbol("f", (Number(0),), (Number(3), Number(10))),
    Symbol("f′′", (Number(1),)),
    Product((Bracket(Equation((m, n))), f)),
    BigSum((Limits(m, Number(0), n),), BigSum((Limits(a, Number(0), n),), f)),
    Symbol("b", (), (Number(1),)),
    Product((g, f)),
    Product((Number(2), Sum((m, Number(1))))),
    Product((Number(2), Infix("⋆", X, F))),
    Product((f, Number(-2))),
    negative(Sum((m, n))),
    Sum((negative(m), Number(-2), negative(Product((f, x))))),
    Sum((m, Dots(), n)),
    BigSum((m, n), Product((f, x))),
    Derived(BigSum((m,), Product((f, x))), f),
    Product((g, Derived(Sum((f, x)), f))),
    BigSum((m,), Sum((f, x))),
    BigSum((Limits(m, Number(0), Number(3)),), f),
    Apply("dilate", (Partial(L, X), F), (Number(2), Number(3))),
    Infix("⊙", Sum((X, L)), F),
    Infix("∗", X, F, (Symbol("full"),)),
    Entry(Infix("⋆", X, F), (Symbol("i"), Symbol("j"))),
    Fraction(Sum((m, Number(-1))), Symbol("s")),
    Fraction(m, Product((Number(2), n))),
    Floor(Fraction(m, Number(2))),
    Power(m, Number(2)),
    Power(Sum((m, n)), Number(10)),
    Power(Number(-2), Number(3)),
    Equation((Symbol("M"), Sum((m, Number(1))), Number(2))),
    Equation((m, n), "≠"),
    Bracket(Equation((Number(0), m, n), "≤")),
    Matrix(((Cell(x), Cell(Number(0), "inserted")), (Cell(negative(f)), Cell(Number(1))))),
)


def parsed(written: str) -> ElementTree.Element:
    return ElementTree.fromstring(f"<math>{written}</math>")  # noqa: S314 - our own output


def flat(element: ElementTree.Element) -> str:
    """What an element shows, on one line: written from what MathML says of each element, not from our hand."""
    children = [flat(child) for child in element]
    match element.tag:
        case "mi" | "mn" | "mo":
            return element.text or ""
        case "mfrac":
            over, under = (part if _simple(part) else f"({part})" for part in children)
            return f"{over}/{under}"
        case "msub" | "munder":
            return f"{children[0]}_{children[1]}"
        case "msup":
            return children[0] + (children[1] if children[1].startswith("′") else f"^{children[1]}")
        case "msubsup" if children[2].startswith("′"):
            return f"{children[0]}{children[2]}_{children[1]}"
        case "msubsup":
            return f"{children[0]}^{children[2]}_{children[1]}"
        case "munderover":
            return f"{children[0]}_{children[1]}^{children[2]}"
        case "mtable":
            return ";".join(children)
        case "mtr":
            return ",".join(children)
    return "".join(children)


def _simple(part: str) -> bool:
    return "∂" in part or re.fullmatch(r"\w+", part) is not None


def plain(line: str) -> str:
    """A line without what only spaces or groups it."""
    return re.sub("[ ·{}\u2061\u2062\u2063]", "", line).replace("∑", "Σ")


@pytest.mark.parametrize(("node", "written"), CASES.values(), ids=CASES)
def test_mathml(node: Node, written: str) -> None:
    assert mathml(node) == written


@pytest.mark.parametrize("node", READ_BACK, ids=text)
def test_what_is_read_back_is_what_was_meant(node: Node) -> None:
    assert plain(flat(parsed(mathml(node)))) == plain(text(node))


@pytest.mark.parametrize("node", READ_BACK, ids=text)
def test_elements_of_the_core_with_the_children_they_need(node: Node) -> None:
    (top,) = parsed(mathml(node))
    for element in top.iter():
        assert element.tag in CORE
        assert len(element) == CHILDREN.get(element.tag, len(element))


def test_cases() -> None:
    cases = parsed(mathml(Cases((Case(n, Equation((m, n), "<")), Case(Number(0))))))
    rows = [["".join(cell.itertext()) for cell in row] for row in cases.iter("mtr")]
    assert rows == [["n", "if m<n"], ["0", "otherwise"]]


def test_every_kind_of_node_is_written() -> None:
    kinds = set(tree.Node.__args__)  # type: ignore[attr-defined]  # typing keeps a union's members there
    assert set(hand._WRITERS) == kinds
    met = {type(part) for node in READ_BACK for part in _below(node)}
    assert met == kinds - {Cases}  # which has a test of its own


def _below(node: Node) -> list[Node]:
    from symconv.notation.walk import walk

    return list(walk(node))


def test_pieces_are_the_terms_with_their_signs() -> None:
    pieces = [plain(flat(parsed(piece))) for piece in Pen().pieces(Sum((f, negative(x), m)))]
    assert pieces == ["f_01", "−x_22", "+m"]
    assert len(list(Pen().pieces(Product((f, x))))) == 1
    many = BigSum((Limits(m, Number(0), n),), Product((Bracket(Equation((m, n))), f, x, Sum((m, n)))))
    shown = [plain(flat(parsed(piece))) for piece in Pen().pieces(many)]
    assert shown == ["Σ_m=0^n", "[m=n]", "f_01", "x_22", "(m+n)"]


def test_a_padding_along_an_axis_has_both_below() -> None:
    assert plain(flat(parsed(mathml(Symbol("p₋", (Number(1),)))))) == "p_−,1"


def test_a_derivative_in_running_text_has_a_slash() -> None:
    assert plain(flat(parsed(Pen().inline(g)))) == "∂L/∂o_00"
    assert "mfrac" not in Pen().inline(g)


@pytest.mark.parametrize(
    ("node", "name"),
    [(x, "x_22"), (g, "o_00"), (Symbol("x", (m, n)), ""), (X, ""), (Number(0), ""), (Product((f, x)), "")],
    ids=str,
)
def test_entries_have_names(node: Node, name: str) -> None:
    assert entry_name(node) == name
