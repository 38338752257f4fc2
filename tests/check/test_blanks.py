"""Long blanks: a text with them is read as one without, in linear time, and every place stays a place in the file."""

import pytest

from symconv import check_text
from symconv.check.blanks import squeezed
from symconv.check.facts import topics
from symconv.check.sources import source

ENTRY = "dL/dx_00 = dL/do_00*f_00"
LAYER = {"input_size": "5x5", "kernel_size": 3, "stride": 2}


@pytest.mark.parametrize("blank", [" " * 5000, "\n" * 300, " \n" * 300, "\t" * 100 + "\n" + " " * 100, "\xa0" * 70])
def test_what_is_left_out_is_the_middle_of_a_blank(blank: str) -> None:
    text = f"a{blank}b{blank}c"
    short, places = squeezed(text)
    assert short.split() == ["a", "b", "c"]
    assert len(short) <= 3 + 2 * 66
    assert [text[places[at]] for at in range(len(short))] == list(short)
    assert short.count("\n\n") >= (blank.count("\n\n") > 0)
    assert ("\n" in short) == ("\n" in blank)


@pytest.mark.parametrize("text", ["", "a", "a  b\n\nc", "a" + " " * 63 + "b"])
def test_short_blanks_stay(text: str) -> None:
    assert squeezed(text)[0] == text


def test_places_go_back_through_macros_too() -> None:
    text = r"\newcommand{\L}{\mathcal{L}}" + " " * 1000 + r"$\L = 1$" + "\n" * 1000 + "$x = 2$"
    found = source(text, "a.tex")
    assert [found.place(one.start) for one in found.stretches] == [(1, text.index(r"\L = 1") + 1), (1001, 2)]
    assert found.written(found.stretches[1].start, found.stretches[1].end) == "x = 2"


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.tex", "a.html"])
@pytest.mark.parametrize("blank", [" ", "\n", "\t", " \n", "% "])
def test_a_hundred_thousand_blanks(blank: str, name: str) -> None:
    entry = f"${ENTRY}$" if name in ("a.tex", "a.html") else ENTRY
    report = check_text(f"{entry}\n\n{blank * 100_000}\n\n{entry}", given=LAYER, name=name)
    assert [one.verdict for one in report.statements] == ["right"] * 2
    (one,) = check_text(f"{entry[:-4]}{' ' * 100_000}{entry[-4:]}", given=LAYER, name=name).statements
    assert (one.verdict, one.place.line) == ("right", 1)


@pytest.mark.parametrize("opener", ["$j", "It costs 5$", r"\begin{cases}", r"\[ a", "```math"])
@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_what_opens_and_never_closes_hides_nothing_before_it(opener: str, name: str) -> None:
    (one,) = check_text(f"{ENTRY}\n\n{opener}", given=LAYER, name=name).statements
    assert (one.verdict, one.place.line) == ("right", 1)


@pytest.mark.parametrize("blank", [" ", "$ ", "`\t"])
def test_what_leads_to_a_formula_is_gone_over_once(blank: str) -> None:
    """A quadratic search for the end of the blanks takes minutes here."""
    prose = f"Here stood{blank * 100_000}\nmuch. A dense layer reads{blank}"
    assert topics._led_by(prose, exchanged=False) == "a dense layer"
