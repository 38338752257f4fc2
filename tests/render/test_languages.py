"""Every language is set: in LaTeX and Typst with its fonts, on lines of a terminal, and around a homework."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from symconv.language.width import width
from symconv.language.wording import known_languages
from symconv.render.wrapping import fitted, wrapped

LANGUAGES = sorted({*known_languages()} - {"en"})
TITLES = {
    "de": "Die Gradienten einer Faltung",
    "es": "Los gradientes de una convolución",
    "fr": "Les gradients d’une convolution",
    "ja": "畳み込みの勾配",
    "pt": "Os gradientes de uma convolução",
    "zh": "卷积的梯度",
}
HOMEWORK = Path(__file__).parent.parent / "data/homework.tex"
EVERYTHING = "-n 8x6 -k 3x2 -s 2x3 -p 1:2x0 -d 2x1 --bias --in-channels 2 --out-channels 4 --groups 2 --full"
COMPLAINTS = ("Overfull \\hbox", "Missing character", "undefined")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", [f"derive {EVERYTHING}", "slides --stride 2 --full --notes"])
def test_latex_sets_it(
    language: str, command: str, run: Callable, program: Callable[[str], str], tmp_path: Path
) -> None:
    pdflatex = program("pdflatex")
    assert run(*command.split(), "--language", language, "-o", "paper.tex", cwd=tmp_path).returncode == 0
    call = [pdflatex, "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "paper.tex"]
    finished = subprocess.run(call, cwd=tmp_path, capture_output=True, check=False, timeout=300)
    log = (tmp_path / "paper.log").read_text(encoding="utf-8", errors="replace")
    assert finished.returncode == 0, log[-2000:]
    assert [complaint for complaint in COMPLAINTS if complaint in log] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_typst_sets_it(language: str, run: Callable, program: Callable[[str], str], tmp_path: Path) -> None:
    """The title can be read back from the PDF, so its font has the signs."""
    pdftotext = program("pdftotext")
    assert run("derive", "-s", "2", "--language", language, "-o", "paper.pdf", cwd=tmp_path).returncode == 0
    told = subprocess.run(
        [pdftotext, "paper.pdf", "-"], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    assert TITLES[language] in told
    assert told.count("\f") == 2, "the lesson is two pages"


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_of_a_terminal_are_as_wide_as_it_is(language: str, run: Callable) -> None:
    told = run("derive", "-s", "2", "--language", language).stdout
    assert TITLES[language] in told.splitlines()[0]
    assert max(width(line) for line in told.splitlines() if not line.startswith("    x = ")) <= 96


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_homework_is_told(language: str, run: Callable) -> None:
    """Nothing of four letters is left in English but what the student wrote."""
    told = run("check", str(HOMEWORK), "--language", language).stdout
    for word in ("right", "wrong", "statement", "probably", "taught", "should", "entries", "layer", "another"):
        assert f" {word}" not in told


def test_wide_signs_break_anywhere_but_before_a_full_stop() -> None:
    assert wrapped("每个输出是乘积之和。", 8) == ["每个输出", "是乘积之", "和。"]
    assert wrapped("输出 o_00 的和。", 10, first="* ", then="  ") == ["* 输出", "  o_00 的", "  和。"]
    assert wrapped("（一）", 4) == ["（一）"]
    assert wrapped("no wide sign here", 9) == ["no wide", "sign here"]


def test_a_report_fits_a_narrow_terminal() -> None:
    report = (
        "a.md:1:1: wrong: in x, a should be b\n  "
        + "y" * 40
        + " = z\n  "
        + " " * 41
        + "^\n  read as:  one two three four"
    )
    assert fitted(report, 24).split("\n") == [
        "a.md:1:1: wrong: in x, a",
        "    should be b",
        "  " + "y" * 9 + " = z",
        "  " + " " * 10 + "^",
        "  read as:  one two",
        "            three four",
    ]
