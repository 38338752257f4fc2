"""PDFs by Typst: they compile tagged, nothing overflows, the same input gives the same bytes, no text is code."""

import re
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

pytest.importorskip("typst", reason="needs typst")

LAYERS = {
    "classroom": "--stride 2 --kernel 3",
    "gaps": "-n 7x7 -k 2 -s 3",
    "stride-1-padding": "-n 5x5 -k 3 -p 1 --index-base 1",
    "signal": "-n 9 -k 3 -s 2 -p 1",
    "channels": "-n 5x5 -k 3 -s 2 --in-channels 2 --out-channels 2 --bias",
    "volume": "-n 4x4x4 -k 2 -s 2",
    "large": "-n 28x28 -k 5 -s 2 -p 2",
    "wide-kernel": "-n 9x16 -k 7x8",
}
HOSTILE = '#read("/etc/passwd") $x$ ] */ // `code` <label> @ref \\u{41} = 1. - "{{ 7*7 }}"'


@pytest.fixture(scope="module")
def told(program: Callable[[str], str]) -> Callable[..., str]:
    """What a PDF says, by a program of others."""

    def asked(tool: str, *arguments: str) -> str:
        ended = subprocess.run([program(tool), *arguments], capture_output=True, check=True)
        return ended.stdout.decode(errors="replace")  # pdfinfo writes some titles as they are in the file

    return asked


@pytest.mark.parametrize("options", LAYERS.values(), ids=LAYERS)
def test_articles_are_tagged(options: str, run: Callable, told: Callable[..., str], tmp_path: Path) -> None:
    assert run("derive", *options.split(), "-o", "paper.pdf", cwd=tmp_path).stderr == ""
    facts = told("pdfinfo", str(tmp_path / "paper.pdf"))
    assert "Tagged:          yes" in facts
    assert "Title:           The gradients of a convolution" in facts


@pytest.mark.parametrize("command", ["derive --language de -o x.pdf", "slides --handout -o x.pdf", "prove -o x.pdf"])
def test_everything_has_a_place_in_the_structure_and_a_text(
    command: str, run: Callable, told: Callable[..., str], tmp_path: Path
) -> None:
    """PDF/UA-1 in the metadata, the language, headings that skip no level, and words for each formula and figure."""
    assert run(*command.split(), "--stride", "2", cwd=tmp_path).stderr == ""
    meta = told("pdfinfo", "-meta", str(tmp_path / "x.pdf"))
    assert "<pdfuaid:part>1</pdfuaid:part>" in meta
    assert f"<rdf:li>{'de' if '--language de' in command else 'en'}</rdf:li>" in meta
    structure = told("pdfinfo", "-struct", str(tmp_path / "x.pdf"))
    levels = [int(level) for level in re.findall(r"^ *H(\d)\b", structure, re.MULTILINE)]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    seen = re.findall(r"^ *(?:Formula|Figure)\b", structure, re.MULTILINE)
    assert seen
    assert (tmp_path / "x.pdf").read_bytes().count(b"/Alt") >= len(seen)


@pytest.mark.parametrize("options", LAYERS.values(), ids=LAYERS)
def test_no_slide_runs_over(options: str, run: Callable, told: Callable[..., str], tmp_path: Path) -> None:
    """A slide too full would take a second page: each page has another slide's number and title."""
    assert run("slides", *options.split(), "--handout", "-o", "deck.pdf", cwd=tmp_path).stderr == ""
    titles = [line.split(maxsplit=2)[2] for line in run("slides", *options.split(), "--outline").stdout.splitlines()]
    pages = told("pdftotext", "-layout", str(tmp_path / "deck.pdf"), "-").removesuffix("\f").split("\f")
    assert len(pages) == len(titles)
    for page, title in zip(pages, titles, strict=True):
        assert " ".join(title.split()) in " ".join(page.split())


def test_a_deck_may_begin_anywhere(run: Callable, told: Callable[..., str], tmp_path: Path) -> None:
    """Without its opening it is as accessible; what follows a formula is not taken for code."""
    chosen = ["-s", "2", "--theorem", "--only", "theorem", "-o", "deck.pdf"]
    assert run("slides", *chosen, cwd=tmp_path).stderr == ""
    words = " ".join(told("pdftotext", str(tmp_path / "deck.pdf"), "-").split())
    assert words.startswith("One form, three maps")
    assert "; a negative number of zeros cuts entries off)" in words


def test_the_same_bytes_again(run: Callable, tmp_path: Path) -> None:
    for name in ("one.pdf", "two.pdf"):
        assert run("slides", "-s", "2", "-o", name, cwd=tmp_path).returncode == 0
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


@pytest.mark.parametrize("command", ["derive", "slides"])
def test_text_from_outside_is_shown_as_it_is(
    command: str, run: Callable, told: Callable[..., str], tmp_path: Path
) -> None:
    assert run(command, "--title", HOSTILE, "--author", HOSTILE, "-o", "x.pdf", cwd=tmp_path).stderr == ""
    first = " ".join(told("pdftotext", "-l", "1", str(tmp_path / "x.pdf"), "-").replace("’", "'").split())
    plain = first.replace("“", '"').replace("”", '"')
    assert plain.count(" ".join(HOSTILE.split())) >= 1
    assert "root:" not in plain


def test_missing_typst_is_said(tmp_path: Path, run: Callable) -> None:
    (tmp_path / "typst.py").write_text("raise ImportError")
    ended = run("derive", "-o", "x.pdf", cwd=tmp_path, PYTHONPATH=f"{tmp_path}:{Path(__file__).parents[2]}")
    assert ended.returncode == 2
    assert re.fullmatch(r"symconv: PDF needs Typst: pip install 'typst[<>=.,\d]+'\n", ended.stderr), ended.stderr
    assert not (tmp_path / "x.pdf").exists()


def test_a_template_that_cannot_be_compiled(tmp_path: Path, run: Callable) -> None:
    (tmp_path / "document.typ.j2").write_text("#nothing-of-this-name")
    ended = run("derive", "--template-dir", ".", "-o", "x.pdf", cwd=tmp_path)
    assert (ended.returncode, ended.stderr) == (2, "symconv: Typst: unknown variable: nothing-of-this-name\n")


def test_sheets_are_a_page_each_and_the_key_is_a_file_of_its_own(
    run: Callable, told: Callable[..., str], tmp_path: Path
) -> None:
    assert run("exercise", "--seed", "7", "--students", "3", "-o", "sheets.pdf", cwd=tmp_path).returncode == 0
    pages = told("pdftotext", str(tmp_path / "sheets.pdf"), "-").split("\f")[:-1]
    assert [f"student-{number}" in page for number, page in enumerate(pages, 1)] == [True] * 3
    assert all(page.count("symconv: input=") == 1 and "=\n" not in page for page in pages)
    assert "Key" in told("pdftotext", str(tmp_path / "sheets-key.pdf"), "-")
