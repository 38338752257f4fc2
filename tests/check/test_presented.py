"""Pages whose formulas are MathML, ours and others', and Typst that tells its formulas aloud."""

import pytest

import symconv
from symconv.check.presented import MOST_DEEP, with_tex
from symconv.check.report import Report

LAYER = symconv.ConvSpec.of(stride=2)

X = "<msub><mi>x</mi><mrow><mn>2</mn><mo>\u2063</mo><mn>2</mn></mrow></msub>"
HEAD = f"<mfrac><mrow><mi>∂</mi><mi>L</mi></mrow><mrow><mi>∂</mi>{X}</mrow></mfrac><mo>=</mo>"


def _entry(name: str, index: str) -> str:
    return f"<msub><mi>{name}</mi><mn>{index}</mn></msub>"


def _page(*filters: str) -> str:
    products = [
        f"<mrow>{_entry('δ', at)}<mo>\u2062</mo>{_entry('f', of)}</mrow>"
        for at, of in zip(("00", "01", "10", "11"), filters, strict=True)
    ]
    return f"<p>With δ = ∂L/∂O:</p>\n<math display='block'>{HEAD}{'<mo>+</mo>'.join(products)}</math>\n"


def _judged(page: str, name: str = "page.html") -> Report:
    return symconv.check_text(page, spec=LAYER, name=name)


def test_a_formula_in_mathml_is_judged() -> None:
    (right,) = _judged(_page("22", "20", "02", "00")).statements
    assert right.verdict == "right"
    (wrong,) = _judged(_page("00", "02", "20", "22")).statements
    assert (wrong.verdict, wrong.place.line) == ("wrong", 2)


def test_a_formula_in_pieces_is_one() -> None:
    """As our pages divide it: what may go on a line of its own has an element of its own."""
    rest = "".join(f"<mo>+</mo>{_entry('δ', at)}{_entry('f', of)}" for at, of in (("10", "02"), ("11", "00")))
    page = (
        f"<div><span><math>{HEAD}{_entry('δ', '00')}{_entry('f', '22')}</math></span> "
        f"<math><mo>+</mo>{_entry('δ', '01')}{_entry('f', '20')}</math>\n<span><math>{rest}</math></span></div>"
    )
    assert [one.verdict for one in _judged(page).statements] == ["right"]


def test_tex_that_an_element_carries_is_read() -> None:
    tex = r"\partial L / \partial X = \operatorname{pad}(\operatorname{dilate}_2(\delta)) \star F"
    page = (
        "<p>Let \u03b4 be the upstream gradient.</p><math><semantics><mrow><mi>L</mi></mrow>"
        f'<annotation encoding="application/x-tex">{tex}</annotation></semantics></math>'
    )
    (one,) = _judged(page).statements
    assert one.verdict == "wrong"
    assert one.mistakes


@pytest.mark.parametrize(
    ("element", "tex"),
    [
        ("<mi>x</mi><mo>&lt;</mo><mn>3</mn>", "x < 3"),
        ("<msubsup><mi>x</mi><mn>2</mn><mrow><mo>(</mo><mi>c</mi><mo>)</mo></mrow></msubsup>", "x^{( c )}_{2}"),
        ("<msup><mi>σ</mi><mo>′</mo></msup>", "σ′"),
        ("<munder><mo>∑</mo><mi>m</mi></munder><mi>x</mi>", "∑_{m} x"),
        ("<mover><mi>y</mi><mo>^</mo></mover>", r"\hat{y}"),
        ("<mi>pad</mi><mo>\u2061</mo><mi>X</mi>", r"\text{pad}  X"),
        ("<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr></mtable>", r"\begin{matrix}1&0\end{matrix}"),
        (
            "<mo>{</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mtext>if</mtext></mtd></mtr></mtable>",
            r"\begin{cases}1&\text{ if }\end{cases}",
        ),
        (
            "<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mo>=</mo><mi>b</mi></mtd></mtr>"
            "<mtr><mtd><mi>c</mi></mtd><mtd><mo>=</mo><mi>d</mi></mtd></mtr></mtable>",
            r"a= b \\ c= d",
        ),
        (r"<mi>\input</mi>", r"\text{input}"),
    ],
)
def test_what_elements_mean(element: str, tex: str) -> None:
    page = f"<p>so <math>{element}</math> it is</p>"
    read = with_tex(page)
    assert len(read) == len(page)
    assert read.split() == f"<p>so \\({tex}\\) it is</p>".split()


@pytest.mark.parametrize(
    "page",
    [
        "<math><mi>x</math>",
        "<math>" + "<mrow>" * MOST_DEEP + "</mrow>" * MOST_DEEP + "</math>",
        "<math>" * 20_000,
        "<math><mi>x</mi>",
        "<script>" * 20_000,
        "<math><",
    ],
)
def test_what_is_no_formula_is_left_as_it_is(page: str) -> None:
    assert with_tex(page) == page
    assert _judged(page).statements == ()


def test_lines_keep_their_numbers() -> None:
    page = _page("22", "20", "02", "00").replace("<mo>+</mo>", "\n  <mo>+</mo>\n")
    wrong = _page("00", "02", "20", "22")
    first, second = _judged(page + wrong).statements
    assert (first.verdict, first.place.line) == ("right", 2)
    assert (second.verdict, second.place.line) == ("wrong", page.count("\n") + 2)


def test_scripts_state_nothing() -> None:
    page = "<script>\nconst put = (frame) => { x_0 = y }; // \\(∂L/∂x_{22} = f_{00}\\)\n</script>\n"
    assert _judged(page).statements == ()


def test_typst_is_read_where_it_tells_its_formulas() -> None:
    told = "∂L/∂x_22 = δ_00·f_00 + δ_01·f_02 + δ_10·f_20 + δ_11·f_22; ∂L/∂F = X ⋆ dilate_2(δ)"
    (wrong, right) = _judged(f'\n#block(width: 100%, eq("{told}", $ ∂ L \\/ "a)" $))\n', "a.typ").statements
    assert (wrong.verdict, right.verdict, wrong.place.line) == ("wrong", "right", 2)


def test_what_stands_around_a_formula_in_a_line_of_typst_is_no_part_of_it() -> None:
    told = "∂L/∂x_22 = δ_00·f_22 + δ_01·f_20 + δ_10·f_02 + δ_11·f_00"
    bent = told.replace("f_22", "f_00", 1)
    text = f"""
words(align(center)[#block(width: 100%, breakable: false, eq("{told}", $ ∂ L $))
]),
words[The gradient, with eq("k = 3", $k = 3$);: #eq("{bent}", $∂ L$);.
],
"""
    right, wrong = _judged(text, "a.typ").statements
    assert [(one.verdict, one.place.line) for one in (right, wrong)] == [("right", 2), ("wrong", 4)]
