"""A text whose padding is not zeros is not judged as if it were; one that only mentions such padding is judged."""

import pytest

from symconv import check_text
from symconv.check.facts.otherwise import padded_otherwise

SIZES = "input size 5, kernel size 3, stride 1"
FOLDED = "$$o_0 = x_4 f_0 + x_0 f_1 + x_1 f_2$$"
ZEROS = r"$$\frac{\partial L}{\partial x_0} = \delta_0 f_1 + \delta_1 f_0$$"

SAID = [
    f"A convolution with {SIZES} and circular padding of 1.",
    f"A convolution with {SIZES}, padding 1 and padding_mode='circular'.",
    f"A convolution with {SIZES}. The signal is padded on both sides with replication, padding 1.",
    f"A convolution with {SIZES} and reflection padding 1 instead of zero padding.",
    "卷积的输入大小为 5，核大小为 3，步幅为 1，循环填充 1。",
    f"Una convolución: {SIZES}, relleno circular 1.",
]
MENTIONED = [
    f"Unlike circular padding, ours puts zeros. A convolution with {SIZES}, padding 1.",
    f"Frameworks know zeros, reflect, replicate or circular padding. A convolution with {SIZES}, padding 1.",
    f"A convolution with {SIZES}, padding 1, not reflect padding.",
    f"A circular convolution is something else. A convolution with {SIZES}, padding 1.",
]


@pytest.mark.parametrize("sentence", SAID)
def test_what_follows_is_not_judged(sentence: str) -> None:
    report = check_text(f"{sentence}\n\n{FOLDED}\n\n# Back\n\n{ZEROS}\n", name="a.md")
    assert [one.verdict for one in report.statements] == ["unreadable"] * 2
    assert {one.message for one in report.statements} == {
        "it is about padding that is not zeros, not about the convolution layer"
    }
    assert report.exit_code == 2


@pytest.mark.parametrize("sentence", MENTIONED)
def test_what_is_only_mentioned_changes_nothing(sentence: str) -> None:
    assert padded_otherwise(sentence) is None
    report = check_text(f"{sentence}\n\n{ZEROS}\n", name="a.md")
    assert [one.verdict for one in report.statements] == ["right"]


def test_what_stands_before_is_judged() -> None:
    text = f"A convolution with {SIZES} and padding 1.\n\n{ZEROS}\n\nNow take circular padding.\n\n{FOLDED}\n"
    report = check_text(text, name="a.md")
    assert [one.verdict for one in report.statements] == ["right", "unreadable"]
