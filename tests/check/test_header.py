"""The header line of a text: what it says counts, and what cannot be is refused."""

import pytest

import symconv
from symconv.errors import SymconvError

LINE = "dL/dx_22 = dL/do_00*f_22 + dL/do_01*f_20 + dL/do_10*f_02 + dL/do_11*f_00"


def test_the_header_gives_the_layer() -> None:
    report = symconv.check_text(f"symconv: stride=2 kernel=3 input=5x5\n\n{LINE}\n")
    assert [statement["verdict"] for statement in report.to_json()["statements"]] == ["right"]


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("symconv: stride=-1 kernel=3 input=5x5", "stride must be at least 1, got -1"),
        ("symconv: stride=0 kernel=3", "stride must be at least 1, got 0"),
        ("symconv: kernel=3 input=2x2", "kernel 3 does not fit input 2 along axis 0"),
        ("symconv: stroke=2", "the header line knows"),
        (
            "symconv: kernel=3 padding=1 padding_mode=reflect",
            "a text is judged on folded padding where its layer is told whole",
        ),
    ],
)
def test_headers_that_cannot_be(header: str, message: str) -> None:
    with pytest.raises(SymconvError, match=message):
        symconv.check_text(f"{header}\n\n{LINE}\n")


def test_a_header_may_say_that_there_are_zeros() -> None:
    text = f"symconv: stride=2 kernel=3 input=5x5 padding_mode=zeros\n\n{LINE}\n"
    assert [statement["verdict"] for statement in symconv.check_text(text).to_json()["statements"]] == ["right"]


def test_each_header_is_for_what_follows_it() -> None:
    """Two examples on two layers: each entry holds on its own layer and fails on the other."""
    text = (
        "symconv: input=5x5 kernel=3x3 stride=2\n\ndL/dx_01 = dL/do_00*f_01\n\n"
        "symconv: input=5x5 kernel=2x2 dilation=2\n\ndL/dx_01 = dL/do_01*f_00\ndL/dx_01 = dL/do_00*f_01\n"
    )
    report = symconv.check_text(text)
    assert [one.verdict for one in report.statements] == ["right", "right", "wrong"]
