"""A layer that one line states in words is the text's layer; half a layer, or two, are none."""

from collections.abc import Callable
from pathlib import Path

import pytest

from symconv import check_text
from symconv.check.understanding.prose import stated_layer

FIVE = {"input_size": "5x5", "kernel_size": "3x3", "stride": "2"}


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Stride 2, kernel 3x3, input 5x5.", FIVE),
        ("A 5×5 input, a filter of 3×3, stride 2", FIVE),
        ("input 5$\\times$5, kernel 3$\\times$3, stride 2", FIVE),
        (
            "Input size: 7, kernel size = 3, stride 2, padding 1",
            {"input_size": "7", "kernel_size": "3", "stride": "2", "padding": "1"},
        ),
        ("input 5x5, kernel 3x3, stride 2, padding 1:2x0", {**FIVE, "padding": "1:2x0"}),
        (
            "input 5x5, kernel 3x3, stride 2, channels 2 to 4, 2 groups",
            {**FIVE, "in_channels": 2, "out_channels": 4, "groups": 2},
        ),
        ("A kernel of 3x3 slides over the input with stride 2.", {}),
        ("input 5x5, kernel 3x3, stride 2\ninput 6x6, kernel 3x3, stride 2", {}),
        ("input 2x2, kernel 3x3, stride 2", {}),
    ],
)
def test_stated_layer(text: str, stated: dict[str, object]) -> None:
    assert stated_layer(text) == stated


def test_entries_are_judged_on_the_layer_the_prose_states() -> None:
    text = "Stride 2, kernel 3x3, input 5x5.\n\n∂L/∂x_02 = ∂L/∂o_00·f_02 + ∂L/∂o_01·f_00\n\n∂L/∂x_02 = ∂L/∂o_00·f_02\n"
    report = check_text(text, name="a.txt")
    assert [one.verdict for one in report.statements] == ["right", "wrong"]
    assert report.to_json()["statements"][0]["judged_on"]["from"] == "the sizes that the text states"


def test_a_header_line_comes_before_prose() -> None:
    text = "symconv: stride=1 kernel=2 input=3x3\ninput 5x5, kernel 3x3, stride 2\n\n∂L/∂x_00 = ∂L/∂o_00·f_00\n"
    assert check_text(text, name="a.txt").to_json()["layer"]["input_size"] == [3, 3]


@pytest.mark.parametrize("layer", ["-s 2 -k 3", "-n 8x6 -k 3x2 -s 2x3 -p 1:2x0 -d 2x1", "-n 7 -k 2 -s 3"])
@pytest.mark.parametrize("ending", ["md", "tex", "txt"])
def test_what_derive_writes_names_its_layer(layer: str, ending: str, run: Callable, tmp_path: Path) -> None:
    assert run("derive", *layer.split(), "-o", f"own.{ending}", cwd=tmp_path).returncode == 0
    text = (tmp_path / f"own.{ending}").read_text(encoding="utf-8")
    from symconv.cli.layer import OPTIONS
    from symconv.spec import ConvSpec

    words = {flag: flags[-1] for flags, *_ in OPTIONS for flag in flags}
    given = dict(zip((words[flag] for flag in layer.split()[::2]), layer.split()[1::2], strict=True))
    assert ConvSpec.of(**stated_layer(text)) == ConvSpec.of(**given)
