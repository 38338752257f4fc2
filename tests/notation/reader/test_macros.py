"""A document's own commands: what they stand for, where it comes from, and no way to make them grow."""

import pytest

from symconv.check.checker import check_text
from symconv.notation.reader.macros import LONGEST, written_out

PARTIAL = r"\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}} "

WRITTEN = {
    PARTIAL + r"\pd{L}{x_{11}}": r"\frac{\partial L}{\partial x_{11}}",
    PARTIAL + r"\pd Lx": r"\frac{\partial L}{\partial x}",
    r"\def\L{\mathcal L}\L = 1": r"\mathcal L = 1",
    r"\def\of#1#2{#2(#1)}\of{X}{f}": "f(X)",
    r"\DeclareMathOperator{\rot}{rot180}\rot(F)": r"\operatorname{rot180}(F)",
    r"\newcommand\d[1][x]{d#1}\d + \d[y]": "dx + dy",
    PARTIAL + r"\newcommand{\gx}{\pd{L}{x}}\gx": r"\frac{\partial L}{\partial x}",
    r"\def\a{1}\alpha": r"\alpha",
    r"\def\a#1{#1}\a": r"\a",
}


@pytest.mark.parametrize("source", WRITTEN)
def test_written_out(source: str) -> None:
    assert written_out(source)[0].strip() == WRITTEN[source]


def test_places_are_those_of_the_file() -> None:
    source = r"\def\b{xyz}1 \b + 2"
    written, origins = written_out(source)
    assert source[origins[written.index("1")]] == "1"
    assert origins[written.index("y")] == source.index(r"\b +")
    assert source[origins[written.index("+")]] == "+"


@pytest.mark.parametrize(
    "source",
    [
        r"\def\a{\a}" + r"\a " * 2000,
        r"\def\a{\a\a}" + r"\a " * 2000,
        r"\def\a#1{#1#1}" + r"\a{" * 500 + "x" + "}" * 500,
        r"\def\a{" * 2000,
        r"\def\a#1{#1}" + r"\a{" * 2000,
    ],
)
def test_what_grows_is_left_as_it_is(source: str) -> None:
    assert len(written_out(source)[0]) <= len(source) + LONGEST


def test_a_statement_in_macros_is_judged_where_it_stands() -> None:
    text = PARTIAL + "\n\\[ \\pd{L}{x_{11}} = \\pd{L}{y_{11}} w_{22} \\]\n"
    (one,) = check_text(text, given={"input_size": "3x3", "kernel_size": "2x2"}, index_base=1, name="a.tex").statements
    assert (one.verdict, one.place.line, one.place.column) == ("wrong", 2, 4)
    assert one.place.source == r"\pd{L}{x_{11}} = \pd{L}{y_{11}} w_{22}"
