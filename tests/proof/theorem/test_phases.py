"""The closed form of each phase, against forms worked by hand."""

import pytest

from symconv.lesson.theorem.stated import stated
from symconv.lesson.theorem.written import Writing
from symconv.notation.text import text
from symconv.proof.theorem.layer import OpenLayer
from symconv.proof.theorem.replay import Replay, agreed
from symconv.proof.theorem.setting import Setting
from symconv.proof.theorem.statements.phases import closed, phases

CLOSED = {
    (2, 3, 1, 1): ["∂L/∂x_{2j} = ∂L/∂o_j·f_1", "∂L/∂x_{2j+1} = ∂L/∂o_{j+1}·f_0 + ∂L/∂o_j·f_2"],
    (2, 3, 1, 0): ["∂L/∂x_{2j} = ∂L/∂o_j·f_0 + ∂L/∂o_{j−1}·f_2", "∂L/∂x_{2j+1} = ∂L/∂o_j·f_1"],
    (1, 2, 1, 0): ["∂L/∂x_j = ∂L/∂o_j·f_0 + ∂L/∂o_{j−1}·f_1"],
    (3, 2, 2, 0): ["∂L/∂x_{3j} = ∂L/∂o_j·f_0", "∂L/∂x_{3j+1} = 0", "∂L/∂x_{3j+2} = ∂L/∂o_j·f_1"],
    (2, 1, 1, 3): ["∂L/∂x_{2j} = 0", "∂L/∂x_{2j+1} = ∂L/∂o_{j+2}·f_0"],
}
"""(s, k, d, p₋) → the forms, from i = s·m + d·a − p₋ by hand."""


def written(axes: int, *numbers: int) -> list[str]:
    layer = OpenLayer(axes=axes, known=(dict(zip(("s", "k", "d", "p₋"), numbers, strict=True)),) * axes)
    found = phases(Setting(layer), Replay(layer))
    assert all(agreed(each.derivation, layer, 5) == 5 for each in found)
    return [text(stated(each, Writing(axes=axes, entries=True))) for each in found]


@pytest.mark.parametrize("numbers", CLOSED)
def test_closed_forms(numbers: tuple[int, int, int, int]) -> None:
    assert written(1, *numbers) == CLOSED[numbers]


def test_an_image_has_a_form_for_each_pair_of_phases() -> None:
    first, second, third, fourth = written(2, 2, 3, 1, 1)
    assert first == "∂L/∂x_{2·j_0,2·j_1} = ∂L/∂o_{j_0,j_1}·f_11"
    assert (second.count("·f_"), third.count("·f_"), fourth.count("·f_")) == (2, 2, 4)


def test_letters_and_large_layers_have_no_closed_form() -> None:
    assert closed(OpenLayer()) is None
    assert closed(OpenLayer(known=({"s": 2, "d": 1, "p₋": 0},))) is None
    assert closed(OpenLayer(known=({"s": 2, "k": 3000, "d": 1, "p₋": 0},))) is None


def test_dilation_and_padding_that_are_left_out_are_none() -> None:
    layer = closed(OpenLayer(known=({"s": 2, "k": 3},)))
    assert layer
    assert layer.known == ({"s": 2, "k": 3, "d": 1, "p₋": 0},)
    assert closed(OpenLayer(known=({"s": 2, "k": 3, "d": 2, "p₋": 4},))).known[0]["p₋"] == 4  # type: ignore[union-attr]
