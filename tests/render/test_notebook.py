"""Notebooks: valid, and their NumPy cells find every entry right when run, and a wrong one when it is wrong."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

LAYERS = {
    "classroom": "--stride 2 --kernel 3",
    "gaps-crop": "-n 7x8 -k 2 -s 3 -p 3",
    "everything": "-n 8x6 -k 3x2 -s 2x3 -p 1:2x0 -d 2x1 --in-channels 4 --out-channels 6 --groups 2 --batch-size 2",
    "signal": "-n 9 -k 3 -s 2 -p 1",
    "volume": "-n 4x5x4 -k 2 -s 2",
    "nothing-touched": "-n 3x3 -k 1 -s 2 -p 4",
    "large": "-n 28x28 -k 5 -s 2",
}


def cells(folder: Path, options: str, run: Callable) -> list[dict]:
    ended = run("derive", *options.split(), "-o", "lesson.ipynb", cwd=folder)
    assert (ended.stderr, ended.returncode) == ("", 0)
    text = (folder / "lesson.ipynb").read_text(encoding="utf-8")
    nbformat = pytest.importorskip("nbformat", reason="needs nbformat")
    nbformat.validate(nbformat.reads(text, as_version=4))
    return json.loads(text)["cells"]


def executed(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("options", LAYERS.values(), ids=LAYERS)
def test_the_cells_check_the_gradients(options: str, run: Callable, tmp_path: Path) -> None:
    told = cells(tmp_path, options, run)
    code = "\n".join("".join(cell["source"]) for cell in told if cell["cell_type"] == "code")
    ended = executed(code)
    assert (ended.stderr, ended.stdout) == ("", "every entry tried agrees, exactly\n")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("np.flip(dilate(F, dilation), axes)", "dilate(F, dilation)"),
        ("Z = dilate(G, stride)", "Z = dilate(G, tuple(1 for _ in stride))"),
        ("left = e - 1 - before", "left = e - 1"),
        ("dF[place[1]] += ", "dF[place[1]] = "),
    ],
)
def test_a_wrong_gradient_is_found(right: str, wrong: str, run: Callable, tmp_path: Path) -> None:
    told = cells(tmp_path, "-n 7x6 -k 3x2 -s 2 -p 1", run)
    code = "\n".join("".join(cell["source"]) for cell in told if cell["cell_type"] == "code")
    assert code.count(right) == 1
    assert "AssertionError: ∂L/∂" in executed(code.replace(right, wrong)).stderr


def test_chapters_are_cells(run: Callable, tmp_path: Path) -> None:
    told = ["".join(cell["source"]) for cell in cells(tmp_path, "-s 2", run) if cell["cell_type"] == "markdown"]
    assert told[0].startswith("# The gradients of a convolution")
    assert [text.splitlines()[0] for text in told if text.startswith("## ")][:2] == [
        "## The question",
        "## Forward: one window for each output",
    ]
    assert "## Checked in NumPy" in told
