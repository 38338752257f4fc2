"""A lesson on a terminal: how long it is, how wide, and how windows and short formulas are written."""

import re
from itertools import pairwise

import pytest

from symconv import ConvSpec, Stack, TransposedSpec, derive, derive_stack
from symconv.notation.ink import UNICODE
from symconv.notation.tree import Cell, Matrix, Number, Symbol
from symconv.render import drawing

LESSONS = {
    "kernel 3 stride 2": ({"stride": 2}, 112),
    "kernel 2 stride 3": ({"kernel_size": 2, "stride": 3}, 118),
    "kernel 3 stride 1 padding 1": ({"padding": 1}, 103),
    "signal": ({"input_size": (7,), "stride": 2}, 88),
    "volume": ({"input_size": (4, 4, 4), "kernel_size": 2, "stride": 2}, 106),
    "channels": ({"stride": 2, "in_channels": 2, "out_channels": 3}, 119),
    "groups": ({"stride": 2, "in_channels": 4, "out_channels": 4, "groups": 2}, 120),
    "dilation": ({"stride": 2, "dilation": 2}, 119),
    "28x28": ({"input_size": (28, 28), "kernel_size": 5, "stride": 2}, 114),
}
"""A layer, and the most lines its lesson may have where lines have 80 signs; it was measured, and is not to grow."""


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_is_no_longer_than_it_was(name: str) -> None:
    layer, most = LESSONS[name]
    _fits(ConvSpec.of(**layer), most)  # type: ignore[arg-type]


def test_a_transposed_lesson_is_no_longer_than_it_was() -> None:
    _fits(TransposedSpec.of(stride=2), 122)


def _fits(layer: ConvSpec | TransposedSpec, most: int) -> None:
    lesson, _, header = str(derive(layer).to_document("text", width=80)).partition("\nsymconv: ")  # for `check`
    lines = lesson.splitlines() if header else lesson.rstrip().splitlines()
    assert 80 <= len(lines) <= most
    assert max(map(len, lines)) <= 80


def test_a_window_is_one_pair_of_brackets_in_each_row() -> None:
    rows = ("a", "b", "c"), ("d", "e", "f")
    looks = ("", "window", "met"), ("now", "", "window")
    cells = tuple(
        tuple(Cell(Symbol(name), look=look) for name, look in zip(*row, strict=True))
        for row in zip(rows, looks, strict=True)
    )
    assert drawing.matrix(Matrix(cells), UNICODE, drawing.DRAWN) == ["⎡ a[b c]⎤", "⎣[d]e[f]⎦"]


def test_what_is_not_yet_made_is_empty_and_columns_are_as_wide_as_their_widest() -> None:
    cells = ((Cell(Number(5)), Cell(Number(-22), look="now")), (Cell(Number(7), look="open"), Cell(Number(1))))
    assert drawing.matrix(Matrix(cells), UNICODE, drawing.DRAWN) == ["⎡ 5[−22]⎤", "⎣     1 ⎦"]


def test_short_formulas_stand_beside_each_other() -> None:
    formulas = [f"x_{number} = f" for number in range(5)]
    assert list(drawing.listed(formulas, 36)) == ["    x_0 = f,   x_1 = f,   x_2 = f,", "    x_3 = f,   x_4 = f"]
    assert [line.strip() for line in drawing.listed(formulas, 10)] == [*(f"{one}," for one in formulas[:-1]), "x_4 = f"]


def test_a_table_that_is_too_wide_is_turned() -> None:
    rows = [["layer", "kernel", "stride"], ["1", "3×3", "2"], ["2", "2×2", "1"]]
    wide = [
        "    layer   kernel   stride",
        "    ─────   ──────   ──────",
        "    1       3×3      2",
        "    2       2×2      1",
    ]
    turned = ["    layer    1     2", "    ──────   ───   ───", "    kernel   3×3   2×2", "    stride   2     1"]
    assert list(drawing.columns(rows, "─", 40)) == wide
    assert list(drawing.columns(rows, "─", 24)) == turned


def test_layers_one_after_the_other_fit_the_narrowest_terminal() -> None:
    stack = Stack.of({"input_size": "8x8", "stride": 2}, {"kernel_size": 2})
    lines = str(derive_stack(stack).to_document("text", width=60)).splitlines()
    assert max(map(len, lines)) <= 60
    assert any("= (da_ij)" in line for line in lines)
    assert not [line for line in lines if "{ij}" in line]


def test_nothing_stands_between_a_colon_and_what_it_announces() -> None:
    lines = str(derive(ConvSpec.of(stride=2)).to_document("text")).splitlines()
    announced = [after for line, after in pairwise(lines) if line.endswith(":")]
    assert len(announced) > 5
    assert all(re.match(r"    \S", after) for after in announced)
