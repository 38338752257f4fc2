"""Texts that mean harm: no crash, no hang, nothing executed."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symconv import check_text
from symconv.check.judgement import VERDICTS
from symconv.notation.reader import ReadError, read

TEXTS = {
    share: {
        "braces": "$x = " + "{" * (200_000 // share) + "$",
        "unclosed braces": "\\[ \\partial L = " + "{" * (200_000 // share),
        "fractions": r"$\frac{\partial L}{\partial x_1} = "
        + r"\frac{1}{" * (10_000 // share)
        + "2"
        + "}" * (10_000 // share)
        + "$",
        "parentheses": "dL/dx11 = " + "(" * (100_000 // share),
        "dollars": "$" * (100_001 // share),
        "environments": r"\begin{align}" * (20_000 // share),
        "backslashes": "\\" * (300_000 // share) + " = ",
        "subscripts": "$x" + "_{1" * (100_000 // share) + " = 1$",
        "equations": r"$\partial x = " + ", =" * (50_000 // share) + "$",
        "fences": "```\n" * (50_000 // share),
        "tags": "<a " * (100_000 // share) + "$x=1$",
        "quantities": "$x = " + "1" * (100_000 // share) + "$",
        "factors": "dL/dx11 = " + "*".join(["y11"] * (20_000 // share)),
        "primes": "$dx" + "'" * (100_000 // share) + " = 1$",
        "indices": "$dx" + "[1]" * (50_000 // share) + " = 1$",
        "a chain of fractions": "dL/dx11 = " + "/".join(["y11"] * (20_000 // share)),
        "indices in indices": r"$\partial x = " + "x_{(1+" * 35 + "1" + ")}" * 35 + "$",
        "alternatives": "dL/dx11 = " + "1 if 1<2 else " * (20_000 // share) + "0",
        "powers": "dL/dx11 = 9^9^9^9^9*dL/dy11",
        "rows": r"$$\begin{align} dL/dx_{11} &= 1 \\"
        + r"&+ \delta_{11} w_{11} \\" * (1_000 // share)
        + r"\end{align}$$",
        "lines that go on": "dL/dx11 = dL/dy11*w11 +\n" + "dL/dy11*w11 +\n" * (1_000 // share),
        "equations in a bracket": "$x = y (" + "a = " * (20_000 // share) + "$",
        "brackets behind one another": "dL/dx11 = y " + " (=)" * (20_000 // share) + "x",
        "fences of groups": r"$x = " + r"\left[" * (20_000 // share) + "$",
        "fences with blanks": r"$x = " + r"\left[ a \quad " * (10_000 // share) + "$",
        "lists without an end": r"$x = \sum_{ci,kh} {" + "ci," * (50_000 // share) + "$",
        "code without an end": "dX = `" + "=" * (100_000 // share),
        "a box without an end": "| dX = " + "=" * (100_000 // share),
        "remarks without an end": "dL/dX = Y (" + "aa " * (50_000 // share),
        "sums in words": "dL/dX = " + "sum over i, j of " * (10_000 // share),
        "lines with an open parenthesis": "dL/dX = (Y\n" * (20_000 // share),
        "operators of derivatives": r"$\partial L = " + r"\frac{\partial}{\partial w} " * (10_000 // share) + "$",
        "accents": r"$\partial L = " + r"\hat{" * (50_000 // share) + "$",
        "fractions of old": "$x = " + "{a \\over " * (20_000 // share) + "$",
        "answers": "x_1 gets " + "g_0 f_1 + " * (20_000 // share),
        "a gradient of a gradient of a gradient": "dX_0 = " + "d" * (5_000 // share) + "Y_0",
        "a large pad": r"stride 1 $\frac{\partial L}{\partial X} = pad_{100000}(\delta) * rot180(F)$",
    }
    for share in (1, 10)
}
"""Share of its length → name → text."""
FULL, SHORT = TEXTS[1], TEXTS[10]
FILES = ("a.md", "a.tex", "a.html", "a.txt")
CASES = [
    pytest.param((FULL if number % len(FILES) == place else SHORT)[name], file, id=f"{file}-{name}")
    for place, file in enumerate(FILES)
    for number, name in enumerate(FULL)
]
"""Each text in each kind of file, in one of them at its full length: what reads a text is the same for all."""


@pytest.mark.parametrize(("text", "file"), CASES)
def test_survives(text: str, file: str) -> None:
    report = check_text(text, name=file)
    assert all(one.verdict in VERDICTS for one in report.statements)
    assert not any(one.verdict.startswith("right") for one in report.statements)


MET = {
    "a large sum": r"$\frac{\partial L}{\partial w_{ab}} = \sum_{i=0}^{9999}\sum_{j=0}^{9999} \delta_{ij} x_{i+a,j+b}$",
    "a sum over no letter": r"$\frac{\partial L}{\partial w_{ab}} = \sum_{i}^{2} \sum_{2}^{3} \delta_{ij} x_{i+a,j+b}$",
    "a bias as a map": r"$\frac{\partial L}{\partial b_o} = c = conv2d(X, dY, stride=2)$",
}
"""Texts that were not survived once, met at random."""


@pytest.mark.parametrize("name", MET)
def test_survives_what_was_met(name: str) -> None:
    (one,) = check_text(MET[name], name="a.md").statements
    assert not one.verdict.startswith("right")


@pytest.mark.exhaustive
def test_ten_thousand_terms() -> None:
    term = r"\delta_{11} w_{11}"
    text = rf"$\frac{{\partial L}}{{\partial x_{{11}}}} = {' + '.join([term] * 10_000)}$"
    (one,) = check_text(text, given={"input_size": "3x3", "kernel_size": "2x2"}, name="a.md").statements
    assert one.verdict == "wrong"


def test_nothing_is_executed(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    attack = f"__import__('pathlib').Path({str(canary)!r}).touch()"
    for text in (f"dL/dx11 = {attack}", rf"$\frac{{\partial L}}{{\partial x}} = {attack}$", "dL/dx11 = {{ 7*7 }}"):
        check_text(text, name="a.md")
        check_text(text, name="a.txt")
    assert not canary.exists()


ALPHABET = st.sampled_from(
    [
        *r"\{}[]()_^=+-*/,;:.&|'$% ",
        *"xwodL∂δΣ123ij⋆",
        r"\frac",
        r"\sum",
        r"\partial",
        r"\\",
        "dL/dx11",
        r"\begin{bmatrix}",
        r"\end{bmatrix}",
    ]
)


@given(st.lists(ALPHABET, max_size=60).map("".join), st.booleans())
@settings(max_examples=300, deadline=None)
def test_reading_ends_in_a_tree_or_one_problem(source: str, tex: bool) -> None:
    problems = []
    try:
        read(source, tex=tex)
    except ReadError as error:
        problems.append(error.position)
    assert all(0 <= position <= len(source) for position in problems)


@given(st.lists(ALPHABET, max_size=80).map("".join), st.sampled_from(["a.md", "a.tex", "a.txt", "a.html"]))
@settings(max_examples=150, deadline=None)
def test_checking_ends_in_a_report(text: str, name: str) -> None:
    report = check_text(text, given={"input_size": "3x3", "kernel_size": "2x2"}, name=name)
    assert report.exit_code in (0, 1, 2)
