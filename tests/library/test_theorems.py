"""The theorem as users get it: every format, JSON, and what cannot be asked."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from layers import refused

from symconv import InputError, SpecError, prove_all_sizes
from symconv.lesson.slide import Slide
from symconv.lesson.theorem.slides import slides
from symconv.lesson.wording import Wording
from symconv.library.theorems import Theorem
from symconv.notation.text import text
from symconv.notation.tree import Node

TOO_WIDE = 12
"""Points that a line may stick out: less than two letters."""


@pytest.fixture(scope="module")
def theorem() -> Theorem:
    return prove_all_sizes(judge="replay", stride=2, kernel_size=3, padding=1)


@pytest.mark.parametrize("format_", ["text", "markdown", "latex", "html", "typst"])
def test_every_format_tells_it(theorem: Theorem, format_: str) -> None:
    document = theorem.to_document(format_)
    assert isinstance(document, str)
    assert "replayed" in document
    assert "proven" not in document.replace("proves nothing", "")


def test_json_holds_every_step(theorem: Theorem) -> None:
    told = json.loads(theorem.to_json())
    assert (told["axes"], told["verdict"]) == (1, "replayed")
    assert told["known"] == {"k": [3], "s": [2], "p₋": [1], "p₊": [1]}
    by_name = {statement["name"]: statement for statement in told["statements"]}
    textbook = by_name["dilate-pad-flip"]
    assert [step["rule"] for step in textbook["steps"]][-1] == "name"
    assert textbook["steps"][-1]["term"] == "Σ_{q=0}^{2} P_{i+d·q}·R_q"
    assert by_name["phase 1"]["steps"][-1]["term"] == "E_{j+1}·f_0 + E_j·f_2"
    assert all(statement["compared_on_layers"] == 10 for statement in told["statements"])
    sides = [side for step in textbook["steps"] for side in step["side_conditions"]]
    assert {"given", "claim"} == set(sides[0])


@pytest.mark.parametrize("options", [{"axes": 1}, {"axes": 2}, {"in_channels": 4, "out_channels": 6, "groups": 2}])
def test_latex_compiles_and_fits(options: dict, program: Callable, tmp_path: Path) -> None:
    source = prove_all_sizes(judge="replay", **options).to_document("latex")
    assert isinstance(source, str)
    tmp_path.joinpath("theorem.tex").write_text(source, encoding="utf-8")
    command = [program("pdflatex"), "-interaction=nonstopmode", "-halt-on-error", "theorem.tex"]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    log = tmp_path.joinpath("theorem.log").read_text(encoding="utf-8", errors="replace")
    assert ended.returncode == 0, log[-2000:]
    wide = [line for line in log.splitlines() if line.startswith("Overfull \\hbox")]
    assert [line for line in wide if float(line.partition("(")[2].partition("pt")[0]) > TOO_WIDE] == []


def test_sizes_that_are_given_are_numbers_and_the_rest_letters() -> None:
    found = prove_all_sizes(judge="replay", only=("scatter",), stride="2x3", dilation=2).found.layer
    assert found.axes == 2
    assert [found.size(name)[1].number for name in ("s", "d", "k", "N")] == [3, 2, None, None]
    assert prove_all_sizes(judge="replay", only=("scatter",), axes=3).found.layer.axes == 3


def test_large_numbers_can_be_put_in() -> None:
    for given in ({"kernel_size": 50}, {"kernel_size": 50, "input_size": 2}, {"stride": 100, "kernel_size": 100}):
        found = prove_all_sizes(judge="replay", only=("dilated-correlation",), **given).found
        assert found.layers == (10,)
    assert prove_all_sizes(judge="replay", only=("scatter",), input_size="4x5x6", stride=2).found.layer.known[2] == {
        "s": 2,
        "N": 6,
    }


def test_what_cannot_be_asked_is_refused() -> None:
    assert "padding same depends on the sizes" in str(refused(prove_all_sizes, padding="same"))
    assert "axes must be 1 to 3, got 4" in str(refused(prove_all_sizes, axes=4))
    assert "there are 1 axes, but sizes for 2 are given" in str(refused(prove_all_sizes, axes=1, stride="2x2"))
    assert "a bias has no part in this" in str(refused(prove_all_sizes, bias=True))
    assert isinstance(refused(prove_all_sizes, stride=0), SpecError)
    assert "no layer was found with k = 5, p₋ = 0" in str(
        refused(prove_all_sizes, input_size=2, kernel_size=5, padding=0)
    )
    assert isinstance(refused(prove_all_sizes, judge="me"), InputError)


def test_slides_hold_the_statement_and_why() -> None:
    """Each goes on where the one before ended, and the last ends in what the first states."""
    statement = prove_all_sizes(judge="replay", only=("dilate-pad-flip",)).found.statements[0]
    told = list(slides(Wording("en"), statement))
    assert {slide.section for slide in told} == {"theorem"}
    form, first, why = ([text(formula) for formula in formulas(slide)] for slide in told)
    assert form == ["T(X, F, G) = Σ_{i = s·m + d·a − p₋} x_i·f_a·g_m", "O = ∂T/∂G", "∂L/∂X = ∂T/∂X", "∂L/∂F = ∂T/∂F"]
    assert len(why) == 3
    assert why[0] == "∂L/∂x_i = Σ_{m=0}^{M − 1} ∂L/∂o_m·(Σ_{a=0}^{k − 1} [i = s·m + d·a − p₋]·f_a)"
    assert why[-1] == first[0] == "∂L/∂x_i = Σ_{q=0}^{k − 1} P_{i+d·q}·R_q"
    assert [len(slide.blocks[-1].items) for slide in told[2:]] == [3]


def formulas(slide: Slide) -> list[Node]:
    return [formula for block in slide.blocks for formula in getattr(block, "formulas", ())]


@pytest.mark.parametrize(
    ("word", "letter"),
    [
        *(("kernel_size", "k"), ("stride", "s"), ("dilation", "d"), ("padding", "p₋"), ("input_size", "N")),
        *(("in_channels", "V"), ("batch_size", "B")),
    ],
)
@pytest.mark.parametrize("number", [1_001, 2**63, 10**30])
def test_numbers_that_are_too_large_to_try(word: str, letter: str, number: int) -> None:
    error = refused(prove_all_sizes, **{word: number})
    assert str(error).startswith(f"{letter} = {number} is more than 1000; leave it out: ")
