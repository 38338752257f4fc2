"""The OMML hand: whole strings, well-built elements, and the same formula when they are read back."""

from xml.etree import ElementTree

import officemath
import pytest
from hypothesis import given
from notation.reader.test_round_trip import QUICK
from notation.reader.trees import statements

from symconv.notation import omml as hand
from symconv.notation import tree
from symconv.notation.latex import latex
from symconv.notation.omml import displayed, omml
from symconv.notation.reader import read
from symconv.notation.tree import Equation, Fraction, Node, Number, Partial, Product, Symbol

L, X, m = Symbol("L"), Symbol("X"), Symbol("m")
x = Symbol("x", (Number(2), Number(2)))
o = Symbol("o", (Number(0), Number(0)))

FACE = '<a:latin typeface="Cambria Math"/>'


def letter(sign: str) -> str:
    return f'<m:r><a:rPr i="1">{FACE}</a:rPr><m:t>{sign}</m:t></m:r>'


def upright(signs: str, manner: str = '<m:sty m:val="p"/>') -> str:
    return f"<m:r><m:rPr>{manner}</m:rPr><a:rPr>{FACE}</a:rPr><m:t>{signs}</m:t></m:r>"


CASES: dict[str, tuple[Node, str]] = {
    "number": (Number(-12), upright("−12")),
    "letter": (X, letter("X")),
    "a name that is no name": (Symbol("<b>"), upright("&lt;b&gt;", "<m:nor/>")),
    "entry": (
        x,
        f"<m:sSub><m:e>{letter('x')}</m:e><m:sub>{upright('2')}{upright('2')}</m:sub></m:sSub>",
    ),
    "channel": (
        Symbol("x", (Number(0),), (Number(1),)),
        f"<m:sSubSup><m:e>{letter('x')}</m:e><m:sub>{upright('0')}</m:sub>"
        f"<m:sup>{upright('(')}{upright('1')}{upright(')')}</m:sup></m:sSubSup>",
    ),
    "fraction": (
        Fraction(m, Number(2)),
        f'<m:f><m:fPr><m:type m:val="bar"/></m:fPr><m:num>{letter("m")}</m:num><m:den>{upright("2")}</m:den></m:f>',
    ),
}


def parsed(written: str) -> ElementTree.Element:
    spaces = f'xmlns:m="{officemath.M[1:-1]}" xmlns:a="{officemath.A[1:-1]}"'
    return ElementTree.fromstring(f"<m:oMath {spaces}>{written}</m:oMath>")  # noqa: S314 - our own output


@pytest.mark.parametrize(("node", "written"), CASES.values(), ids=CASES)
def test_omml(node: Node, written: str) -> None:
    assert omml(node) == written


@given(statements())
@QUICK
def test_it_comes_back(tree: Node) -> None:
    element = parsed(omml(tree))
    officemath.well_built(element)
    assert read(officemath.tex(element)) == tree


@pytest.mark.parametrize("node", [Symbol("p₋"), Symbol("p₊"), Symbol("p₋", (m,)), Symbol("p₊", (Number(1),))], ids=str)
def test_a_sign_that_adds_nothing_is_text(node: Node) -> None:
    """LibreOffice would look for what a bare + adds."""
    element = parsed(omml(node))
    sign = element.find(f"{officemath.M}sSub/{officemath.M}sub")[0]
    assert sign.find(f"{officemath.M}rPr/{officemath.M}nor") is not None
    assert officemath.tex(element).replace(" ", "") == latex(node)


@pytest.mark.parametrize(
    ("node", "kind"),
    [
        (Equation((Partial(L, x), Product((o, x)))), "lin"),
        (Equation((Partial(L, x), Product((Partial(L, o), x)))), "bar"),
    ],
    ids=str,
)
def test_a_left_side_has_a_slash_where_no_fraction_follows(node: Node, kind: str) -> None:
    element = parsed(displayed(node))
    assert element.find(f"{officemath.M}f/{officemath.M}fPr/{officemath.M}type").get(f"{officemath.M}val") == kind
    assert read(officemath.tex(element)) == node


def test_every_kind_of_node_is_written() -> None:
    assert set(hand._WRITERS) == set(tree.Node.__args__)  # type: ignore[attr-defined]  # a union's members
