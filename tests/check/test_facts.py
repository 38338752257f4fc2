"""What a text says of its layer, its letters and its notation is heard, and holds where it stands."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from symconv import check_text
from symconv.check.evaluating.questions import CONVOLUTION
from symconv.check.facts.conventions import conventions
from symconv.check.facts.declared import declared
from symconv.check.facts.letters import declared_letters
from symconv.check.facts.outline import outline
from symconv.check.sources import source
from symconv.check.statements import statements
from symconv.check.understanding.binding import Binding
from symconv.notation.reader import read

FIVE = {"input_size": "5x5", "kernel_size": "3x3", "stride": "2"}


@pytest.mark.parametrize(
    ("sentence", "stated"),
    [
        ("Stride 2, kernel 3x3, input 5x5.", FIVE),
        ("A 5×5 input, a filter of 3×3, stride 2", FIVE),
        ("Input size: 7, kernel size = 3, padding 1", {"input_size": "7", "kernel_size": "3", "padding": "1"}),
        ("input 5x5, kernel 3x3, stride 2, padding 1:2x0", {**FIVE, "padding": "1:2x0"}),
        (
            "input 5x5, kernel 3x3, stride 2, channels 2 to 4, 2 groups",
            {**FIVE, "in_channels": 2, "out_channels": 4, "groups": 2},
        ),
        (
            "input 6x9, kernel 2x2, stride (2,3), padding top 1 bottom 0 left 2 right 1, dilation (2,1)",
            {"input_size": "6x9", "kernel_size": "2x2", "stride": "2x3", "padding": "1:0x2:1", "dilation": "2x1"},
        ),
        ("input 3x6x6, kernel 3x3", {"input_size": "6x6", "kernel_size": "3x3", "in_channels": 3}),
        ("the kernel size is (R=3, S=2) and (stride_H=2, stride_W=1)", {"kernel_size": "3x2", "stride": "2x1"}),
        (
            "The map has 6x6 entries, the filter 2x2, no padding",
            {"input_size": "6x6", "kernel_size": "2x2", "padding": "0"},
        ),
        ("输入为6x6，卷积核大小为3x3，步长为2", {"input_size": "6x6", "kernel_size": "3x3", "stride": "2"}),
        ("Unlike stride 2, this is simple.", {}),
        ("If the stride is 2, it is not.", {}),
        ("entries outside the filter are 0", {}),
        ("Step 2: the input", {}),
        ("the stride is two and there is no padding", {"stride": "2", "padding": "0"}),
        ("die Schrittweite beträgt 3, ohne Auffüllung", {"stride": "3", "padding": "0"}),
        ("le pas est égal à 2, sans remplissage", {"stride": "2", "padding": "0"}),
        ("el paso es de 2 y sin relleno", {"stride": "2", "padding": "0"}),
        ("o passo vale 3, sem preenchimento", {"stride": "3", "padding": "0"}),
        ("шаг составляет 3, без дополнения", {"stride": "3", "padding": "0"}),
        ("步长取 2，无填充", {"stride": "2", "padding": "0"}),
        ("ストライドは 3、パディングなし", {"stride": "3", "padding": "0"}),
        ("보폭은 3이고 패딩은 없다", {"stride": "3", "padding": "0"}),
        ("the window moves three pixels at a time", {"stride": "3"}),
        ("a dilated convolution with rate 3", {"dilation": "3"}),
        ("it is padded with two zeros on each side", {"padding": "2"}),
        ("Two zeros are put before the signal and none after it", {"padding": "2:0"}),
        (
            "Conv2d(2, 5, kernel_size=(4, 3), stride=(1, 2))",
            {"kernel_size": "4x3", "stride": "1x2", "in_channels": 2, "out_channels": 5},
        ),
        ("| stride | 3 |", {"stride": "3"}),
        ("In contrast to stride 2, nothing is skipped.", {}),
        ("In the next section the stride is 2.", {}),
        ("Max pooling with stride 2 follows", {}),
    ],
)
def test_what_a_sentence_declares(sentence: str, stated: dict[str, Any]) -> None:
    assert declared(sentence) == stated


@pytest.mark.parametrize(
    ("text", "letter", "meaning"),
    [
        (r"Let $X \in \mathbb{R}^{H \times W}$.", "W", ("input", 1)),
        (r"Let $K \in \mathbb{R}^{M \times N}$.", "M", ("kernel", 0)),
        ("The output is P x Q.", "Q", ("output", 1)),
        ("a filter of size $R \\times S$", "R", ("kernel", 0)),
        ("where $k$ is the size of the filter", "k", ("kernel", None)),
        ("$f_h$ and $f_w$ are the height and the width of the filter", "f_w", ("kernel", 1)),
        ("The map $X$ has $n_c$ channels.", "n_c", ("in_channels", None)),
    ],
)
def test_what_a_letter_is_said_to_count(text: str, letter: str, meaning: tuple[str, int | None]) -> None:
    binding = Binding(roles={"X": "input", "K": "weight"})
    assert declared_letters(text, binding)[read(letter)].meaning == meaning


@pytest.mark.parametrize(
    "text", ["# Notes\n\nStride 2", "A convolution with stride 2", "the main channels", "stages and strides"]
)
def test_the_end_of_a_word_is_no_letter(text: str) -> None:
    assert declared_letters(text, Binding(roles={})) == {}


def test_conventions() -> None:
    said = conventions("Indices from 1; ∗ denotes a true convolution. Entries outside are 0.", "Indices from 1;")
    assert (said.base, said.extended) == (1, True)
    assert said.star is not None
    assert said.star.startswith("convolution")


def test_a_part_begins_where_another_layer_is_declared() -> None:
    text = "input 5x5, kernel 3x3\n\n## Wide\n\nNow dilation 2, kernel 2x2, input 5x5.\n\n$y_i = \\sum_a x_{i+a} w_a$\n"
    found = source(text, "a.md")
    parts = outline(found, statements(found))
    assert [dict(part.options) for part in parts] == [
        {"input_size": "5x5", "kernel_size": "3x3"},
        {"input_size": "5x5", "kernel_size": "2x2", "dilation": "2"},
    ]
    assert text[parts[1].start :].startswith("## Wide")


def test_entries_are_judged_on_the_layer_the_prose_states() -> None:
    text = "Stride 2, kernel 3x3, input 5x5.\n\n∂L/∂x_02 = ∂L/∂o_00·f_02 + ∂L/∂o_01·f_00\n\n∂L/∂x_02 = ∂L/∂o_00·f_02\n"
    report = check_text(text, name="a.txt")
    assert [one.verdict for one in report.statements] == ["right", "wrong"]
    assert report.to_json()["statements"][0]["judged_on"]["from"] == "the sizes that the text states"


def test_a_header_line_comes_before_prose() -> None:
    text = "symconv: stride=1 kernel=2 input=3x3\ninput 5x5, kernel 3x3, stride 2\n\n∂L/∂x_00 = ∂L/∂o_00·f_00\n"
    assert check_text(text, name="a.txt").to_json()["layer"]["input_size"] == [3, 3]


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("### Step 2: the input\n\n$dL/dx_i = \\sum_m dL/dy_{i-m} w_m$", ["right"]),
        (
            "## Max pooling\n\n$dL/dx_i = dL/dy_i$\n\n## Convolution\n\n$dL/dw_a = \\sum_i dL/dy_i x_{i+a}$",
            ["unreadable", "right"],
        ),
        ("$y_i = \\sum_{r=0}^{R-1} x_{i+r} w_r$", ["right"]),
        ("$y_i = \\sum_{q=0}^{T-1} x_{i+q} w_q$", ["right"]),
        (
            "$X \\in \\mathbb{R}^{H}$, $K \\in \\mathbb{R}^{M}$, $y_i = \\sum_{m=0}^{M-1} x_{i+m} k_m$.\n\n"
            "$dL/dk_m = \\sum_{i=0}^{H-M} dL/dy_i x_{i+m}$\n\n$dL/dk_m = \\sum_{i=0}^{M-1} dL/dy_i x_{i+m}$",
            ["right", "right", "wrong"],
        ),
        ("dL/dx_02 = dL/do_00*f_01", ["ambiguous"]),
    ],
)
def test_what_is_said_decides(text: str, verdicts: list[str]) -> None:
    told = [one.verdict.split()[0] for one in check_text(text, name="a.md").statements]
    assert [word for word in told if word != "schematic"] == verdicts


@pytest.mark.parametrize("layer", ["-s 2 -k 3", "-n 8x6 -k 3x2 -s 2x3 -p 1:2x0 -d 2x1", "-n 7 -k 2 -s 3"])
@pytest.mark.parametrize("ending", ["md", "tex", "txt"])
def test_what_derive_writes_names_its_layer(layer: str, ending: str, run: Callable, tmp_path: Path) -> None:
    assert run("derive", *layer.split(), "-o", f"own.{ending}", cwd=tmp_path).returncode == 0
    found = source((tmp_path / f"own.{ending}").read_text(encoding="utf-8"), f"own.{ending}")
    from symconv.cli.layer import OPTIONS
    from symconv.spec import ConvSpec

    words = {flag: flags[-1] for flags, *_ in OPTIONS for flag in flags}
    given = dict(zip((words[flag] for flag in layer.split()[::2]), layer.split()[1::2], strict=True))
    first = next(part for part in outline(found, statements(found)) if "kernel_size" in part.options)
    assert ConvSpec.of(**first.options) == ConvSpec.of(**given)


@pytest.mark.parametrize(
    "text",
    [
        r"where $\star$ is cross-correlation, $*$ convolution",
        "∗ steht für die Faltung, ⋆ für die Kreuzkorrelation",
        "⋆ désigne la corrélation croisée et ∗ la convolution",
        "⋆ 表示互相关，∗ 表示卷积",
    ],
)
def test_two_signs_that_are_told_apart(text: str) -> None:
    assert conventions(text, text).star == CONVOLUTION
