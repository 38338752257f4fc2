"""LaTeX documents compile with plain pdflatex, without errors, overfull lines or missing signs."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

LAYERS = {
    "classroom": "--stride 2 --kernel 3",
    "stride-1-padding": "-n 5x5 -k 3 -p 1 --index-base 1",
    "gaps": "-n 7 -k 2 -s 3",
    "everything": "-n 8x6 -k 3x2 -s 2x3 -p 1:2x0 -d 2x1 --bias --activation sigmoid",
    "channels": "-n 5x5 -k 3 -s 2 --in-channels 2 --out-channels 2 --groups 2 --batch-size 2",
    "volume": "-n 4x4x4 -k 2 -s 2",
    "nothing-touched": "-n 3x3 -k 1 -s 2 -p 4 --activation relu",
    "long-names": "-s 2 --names input=Input,weight=Weight,output=Out,loss=J --activation tanh",
    "large": "-n 28x28 -k 5",
    "large-activation": "-n 14x14 -k 5 -s 2 -p 2 --activation f",
    "all-entries": "-n 16x16 -k 3 -s 2 --entries all",
}


@pytest.mark.parametrize("options", LAYERS.values(), ids=LAYERS.keys())
def test_article_compiles(options: str, run: Callable, program: Callable[[str], str], tmp_path: Path) -> None:
    pdflatex = program("pdflatex")
    assert run("derive", *options.split(), "-o", "paper.tex", cwd=tmp_path).returncode == 0
    command = [pdflatex, "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "paper.tex"]
    finished = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=120)
    log = (tmp_path / "paper.log").read_text(encoding="utf-8", errors="replace")
    assert finished.returncode == 0, log[-2000:]
    assert (tmp_path / "paper.pdf").stat().st_size > 10_000
    for complaint in ("Overfull \\hbox", "Missing character", "undefined"):
        assert complaint not in log


NOT_MEANT = ("1", "31")
"""A command at the end of a line is meant to take the line's end; text after ``\\end{tikzpicture}`` is not ignored."""


@pytest.mark.parametrize(
    "command",
    ["derive", "derive -n 8x6 -k 3x2 -p 1:2x0 -d 2x1 --bias --activation sigmoid", "slides --theorem --notes"],
)
def test_chktex_has_nothing_to_say(command: str, run: Callable, program: Callable[[str], str], tmp_path: Path) -> None:
    chktex = program("chktex")
    assert run(*command.split(), "--stride", "2", "-o", "paper.tex", cwd=tmp_path).returncode == 0
    quiet = [chktex, "-q", *(f"-n{number}" for number in NOT_MEANT), "paper.tex"]
    finished = subprocess.run(quiet, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
    assert finished.stdout == ""
