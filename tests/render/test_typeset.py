"""Formulas among words are set as mathematics, and nothing else is."""

import re
from html import unescape

import pytest

from symconv.render.typeset import worded


def formulas(told: str) -> list[str]:
    return re.findall(r"<math>.*?</math>", worded(told))


@pytest.mark.parametrize(
    ("told", "count"),
    [
        ("in ∂L/∂x_12, f_10 should be f_12; f_12 should be f_10", 5),
        ("dx: ∂L/∂x_10 lacks ∂L/∂o_00·f_10 (wrong on 10 of 19 layers)", 2),
        ("∂L/∂x_02 = ∂L/∂o_00·f_20 + ∂L/∂o_01·f_00 is meant", 1),
        ("∂L/∂x^(0)_{2i,1} ≠ 0, and 2·x_1·f_2 counts twice", 2),
        ("in ∂L/∂X the filter is not flipped", 1),
        ("homework_1.tex: student_3/answer_2.md is empty; see my_notes, x_1.md and a/b_1", 0),
        ("a line of code: dx_pad[i] += w, 10 of 19", 0),
        ("", 0),
    ],
)
def test_formulas_are_found_among_words(told: str, count: int) -> None:
    assert len(formulas(told)) == count


def test_words_stay_as_they_are_and_nothing_is_markup() -> None:
    told = '<b>x_1</b> & “f_2” "quoted" <script>alert(1)</script>'
    written = worded(told)
    assert len(formulas(told)) == 2
    assert "<b>" not in written
    assert "<script>" not in written
    left = re.sub(r"<math>.*?</math>", "?", written)
    assert unescape(left) == told.replace("x_1", "?").replace("f_2", "?")
