"""Spellings that mean the same read as the same tree."""

import pytest

from symconv.notation.latex import latex
from symconv.notation.reader import ReadError, read
from symconv.notation.text import text
from symconv.notation.tree import Apply, Equation, Fraction, Number, Product, Symbol

SAME = {
    "differentials with blanks and letters": [
        r"\frac{\partial \ell}{\partial w_r}",
        r"\frac{d\ell}{d w_r}",
        r"\frac{d \ell}{dw_r}",
        r"\frac{\mathrm d \ell}{\mathrm d w_r}",
        r"\frac{\mathrm{d}\ell}{\mathrm{d}w_r}",
        r"\frac{\delta \ell}{\delta w_r}",
    ],
    "a gradient's name": [r"d w_r", r"dw_r", r"\mathrm{d} w_r", r"\mathrm{grad}(w)_r"],
    "names of two letters": [
        r"\sum_{ci, kw} X_{n,ci,ow+kw} W_{co,ci,kw}",
        r"\sum_{ci,kw} X[n, ci, ow+kw] W[co, ci, kw]",
    ],
    "a lower ∂ that is forgotten": [r"\frac{\partial L}{\partial w_{ab}}", r"\frac{\partial L}{w_{ab}}"],
    "frames, colours, tags": [
        r"x_r w_2",
        r"\boxed{x_r w_2} \tag 6",
        r"\color{#FF6B6B}{x_r} \mathcolorbox{red}{w_2} \tag{4-a}",
        r"\bbox[5px]{x_r w_2} \tag* 6",
        r"{\bf x}_r \mathscr{w}_2",
    ],
    "conditions that hold together": [
        rf"\begin{{cases}} x_r & r < 3 {sign} i > 1 \\ 0 & \text{{{word}}} \end{{cases}}"
        for sign, word in ((r"\land", "otherwise"), (r"\cap", "else"), ("&&", "其他"), (r"\text{ und }", "sonst"))
    ],
    "whole parts": [r"\lfloor \frac{n - k}{s} \rfloor", r"\floor*{\frac{n - k}{s}}", r"\floor{\frac{n - k}{s}}"],
    "empty limits": [r"\sum_{r} x_r", r"\sum_{r}^{} x_r", r"\sum^{}_{r} x_r"],
    "a comma too many": [r"X_{12}", r"X_{12,}"],
    "a full stop at the end": [r"x_r w_2", r"\boxed{x_r w_2.}"],
    "a matrix in a bracket": [
        r"\begin{bmatrix} x_1 & x_2 \\ x_3 & x_4 \end{bmatrix}",
        r"\left[\begin{matrix} x_1 & x_2 \\ x_3 & x_4 \end{matrix}\right]",
        "[x_1, x_2; x_3, x_4]",
    ],
    "accents": [r"\hat{\tilde{x}}_1", r"\hat{ \tilde x }_1", r"\hat{\tilde{\mathbf{x}}}_1"],
    "inner products": [r"\langle A, B \rangle_F", r"\left\langle A, B \right\rangle", r"\mathrm{inner}(A, B)"],
    "braces that do not print": [r"\sum_r x_r w_r + b", r"\sum_r{x_r w_r + b}"],
    "limits of two letters": [
        r"\sum_{i=1,j=1}^{2} x_{ij}",
        r"\sum^{(2,2)}_{i,j=(1,1)} x_{ij}",
        r"\sum_{(i,j)=(1,1)}^{(2,2)} x_{ij}",
    ],
    "fractions of old": [r"\frac{\partial}{\partial w_r} y_1", r"{\partial \over \partial w_r} y_1"],
    "fractions of old inside another": [r"x_{1} \frac{\frac{a}{b}}{c}", r"x_{1} {{a \over b} \over c}"],
    "adding": [r"dX_1 += g_1 w_2", r"dX_1 \mathrel{+}= g_1 w_2", r"dX_1 \mathrel{+=} g_1 w_2"],
    "a full convolution": [r"X *_{full} W", r"X * W (\text{full})", r"X * W (full conv)"],
    "all entries": [r"sum(G)", r"\text{sum}(G)", r"\mathrm{total}(G)"],
    "what follows from what": [r"x_1 = 2", r"\therefore x_1 = 2"],
}


@pytest.mark.parametrize("kind", SAME)
def test_spellings_of_one_tree(kind: str) -> None:
    first, *others = SAME[kind]
    for other in others:
        assert read(other) == read(first), other
    assert read(latex(read(first))) == read(first)


PLAIN = {
    "W[oc] // stride[0]": "self.W[oc] // self.stride[0]",
    "x[i - a] if i >= a and i < n else 0": "x[i - a] if i >= a && i < n else 0",
    "Σ over r, s: g[r] * w[s]": "Σ_{r,s} g[r] * w[s]",
    "sum over r and s of g[r] * w[s]": "Σ_{r,s} g[r] * w[s]",
    "Σ_{ci, kw} X[n, ci, ow+kw]": "sum over ci, kw of X[n, ci, ow+kw]",
    "dY.sum(axis=0)": "np.sum(dY, axis=0)",
    "x̂_1": "x̂[1]",
    "Σ_{t=0}^{out.L-1} x[t]": "Σ_{t=0}^{L_out-1} x[t]",
}


@pytest.mark.parametrize("source", PLAIN)
def test_spellings_in_plain_text(source: str) -> None:
    assert read(source, tex=False) == read(PLAIN[source], tex=False)


def test_letters_of_a_product_stay_letters() -> None:
    assert text(read(r"\sum_{rs} x_{rs} w_{r,s}")) == "Σ_{r, s} x_rs·w_rs"
    assert text(read(r"\sum_{a,b} x_{si+a,sj+b}")) == "Σ_{a, b} x_{s·i+a,s·j+b}"
    assert text(read(r"i = s m + d a - p")) == "i = s·m + d·a − p"
    assert text(read(r"\sum_m \sum_n{a_{mn} + b_m}")) == "Σ_m (Σ_n a_mn + b_m)"


def test_sizes_of_a_space() -> None:
    expected = Equation((Symbol("X"), Symbol("ℝ", (), (Product((Number(7), Number(6))),))), "∈")
    for source in (r"X \in \mathbb{R}^{7 \times 6}", r"X \in \mathbb R^{7\times6}", "X ∈ ℝ^{7×6}"):
        assert read(source, tex="\\" in source) == expected


def test_the_columns_of_windows_are_called() -> None:
    assert read("im2col(x)", tex=False) == read("unfold(x)", tex=False) == Apply("im2col", (Symbol("x"),))
    assert read(r"\text{col2im}(G)") == Apply("col2im", (Symbol("G"),))


REFUSED = [
    r"x_1 = 1" + r" \text{ if } i > 0" * 600,
    r"\hat",
    r"\hat\frac12",
    r"\langle A\rangle",
    "x.y",
]


@pytest.mark.parametrize("source", REFUSED, ids=lambda source: source[:20])
def test_refused_with_a_place(source: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(source)
    assert 0 <= caught.value.position <= len(source)


def test_a_half_is_one_index() -> None:
    assert read("x_{½}", tex=False) == read(r"x_{½}")
    assert len(read(r"x_{½}").index) == 1  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("command", "letter"),
    [("Lambda", "Λ"), ("Gamma", "Γ"), ("Xi", "Ξ"), ("Upsilon", "Υ"), ("Psi", "Ψ"), ("chi", "χ"), ("iota", "ι")],
)
def test_greek_letters_are_names(command: str, letter: str) -> None:
    assert read(rf"\{command}_{{ij}}") == Symbol(letter, (Symbol("i"), Symbol("j")))


def test_a_fraction_of_entries_is_no_derivative() -> None:
    assert isinstance(read(r"\frac{w_a}{w_b}"), Fraction)


def test_sizes_in_brackets_are_no_operations() -> None:
    assert read(r"2*padding[1]") == Product((Number(2), Symbol("padding", (Number(1),))))
