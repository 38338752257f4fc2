"""Beamer decks compile with plain pdflatex: no errors, no overfull lines, no missing signs, every step a page."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

LAYERS = {
    "classroom": "--stride 2 --kernel 3",
    "gaps": "-n 7x7 -k 2 -s 3 --handout",
    "stride-1-padding": "-n 5x5 -k 3 -p 1 --index-base 1 --handout --notes",
    "signal": "-n 9 -k 3 -s 2 -p 1 --handout",
    "channels": "-n 5x5 -k 3 -s 2 --in-channels 2 --out-channels 2 --bias --handout",
    "volume": "-n 4x4x4 -k 2 -s 2 --handout",
    "large": "-n 28x28 -k 5 -s 2 -p 2 --handout",
}
HOSTILE = r"\input{/etc/passwd} $x$ } \end{document} % # & ~ ^ _ {{ 7*7 }} ((= 7*7 =))"


def compiled(folder: Path, pdflatex: str) -> str:
    """The log of a deck's run."""
    command = [pdflatex, "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "deck.tex"]
    ended = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=240)
    log = (folder / "deck.log").read_text(encoding="utf-8", errors="replace")
    assert ended.returncode == 0, log[-2000:]
    return log


@pytest.mark.parametrize("options", LAYERS.values(), ids=LAYERS)
def test_deck_compiles(options: str, run: Callable, program: Callable[[str], str], tmp_path: Path) -> None:
    assert run("slides", *options.split(), "-o", "deck.tex", cwd=tmp_path).stderr == ""
    log = compiled(tmp_path, program("pdflatex"))
    for complaint in ("Overfull \\hbox", "Overfull \\vbox", "Missing character", "undefined"):
        assert complaint not in log


def test_text_from_outside_is_shown_as_it_is(run: Callable, program: Callable[[str], str], tmp_path: Path) -> None:
    made = run("slides", "--handout", "--title", HOSTILE, "--author", HOSTILE, "-o", "deck.tex", cwd=tmp_path)
    assert made.stderr == ""
    assert "passwd" not in [line.strip() for line in compiled(tmp_path, program("pdflatex")).splitlines()]
    shown = subprocess.run(
        [program("pdftotext"), "-l", "1", "deck.pdf", "-"], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    words = " ".join(shown.split())
    assert r"\input{/etc/passwd}" in words
    assert "((= 7*7 =))" in words
    assert "root:" not in words


def test_notes_are_for_beamer(run: Callable) -> None:
    ended = run("slides", "--notes", "--format", "marp", "-o", "-")
    assert (ended.returncode, ended.stderr) == (2, "symconv: --notes is for beamer; the format is marp\n")


def test_nothing_stands_there_before_what_it_follows_from(run: Callable) -> None:
    deck = run("slides", "--stride", "2", "--only", "layer", "--format", "beamer", "-o", "-").stdout
    frame = deck.partition(r"\frametitle{The chain rule adds them up}")[2].partition(r"\end{frame}")[0]
    symbols, numbers = frame.index(r"\uncover<3->{\partial L / \partial x_{22} }"), frame.index("In numbers:")
    assert frame[:numbers].rstrip().endswith(r"\uncover<4->{%")
    assert symbols < numbers
