"""Texts whose layer has a padding below 0: no layer of ours crops, so nothing is said of them."""

import pytest

from symconv import check_text
from symconv.check.facts.crops import crops

ENTRY = r"$\frac{\partial L}{\partial x_{1}} = f_{0} \delta_0$"
SIZED = "A 1D convolution with stride 1, kernel size 2 and an input of size 5."


@pytest.mark.parametrize(
    "said",
    [
        "We use a padding of −1.",
        "The padding is $p=-1$.",
        "padding = -2",
        "stride 1, padding −1",
        "a padding p = -1:-1",
    ],
)
def test_a_stated_crop_is_not_judged_on_another_layer(said: str) -> None:
    for text in (f"{SIZED} {said}\n\n{ENTRY}", f"{said}\n\n{SIZED}\n\n{ENTRY}"):
        (one,) = check_text(text, name="a.md").statements
        assert one.verdict == "ambiguous"
        assert "crop the input first" in one.message
    (one,) = check_text(f"{SIZED}\n\n{ENTRY}", name="a.md").statements
    assert one.verdict == "wrong"


def test_a_forward_pass_that_crops_makes_nothing_right_or_wrong() -> None:
    text = "```python\nY = conv1d(X, W, padding=-1)\ndX = conv_transpose1d(dY, W, padding=-1)\n```\n"
    assert [one.verdict for one in check_text(text, name="a.md").statements] == ["ambiguous"] * 2


@pytest.mark.parametrize(
    "said",
    ["padding 1", "dX = conv2d(dY, W, padding=-1)", "If the padding is -1, we crop", "padding 1 - 1", "no padding"],
)
def test_what_states_no_crop(said: str) -> None:
    assert not crops(said)


def test_options_say_more_than_a_text() -> None:
    given = {"padding": 0, "kernel_size": 1, "input_size": 3}
    (one,) = check_text("padding −1\n\n$Y_0 = X_0 W_0$", given=given, name="a.md").statements
    assert one.verdict == "right"
