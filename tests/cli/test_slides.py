"""``symconv slides``: where decks go, what is refused, and that handout and deck say the same."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

ALL = (
    *("opening", "warm-up", "layer", "question", "recipe", "filter", "channels", "numbers", "pooling"),
    *("takeaways", "quiz"),
)
STARTS = {
    "html": "<!DOCTYPE html>",
    "beamer": r"\documentclass[aspectratio=169",
    "typst": "// One meaning, one colour",
    "marp": "---\nmarp: true",
    "quarto": "---\npagetitle:",
}


@pytest.mark.parametrize("form", STARTS)
def test_each_format_begins_as_its_readers_expect(form: str, run: Callable) -> None:
    ended = run("slides", "-s", "2", "--format", form, "-o", "-")
    assert (ended.stderr, ended.returncode) == ("", 0)
    assert ended.stdout.lstrip().lower().startswith(STARTS[form].lower())


def test_without_a_name_the_deck_goes_to_output(run: Callable, tmp_path: Path) -> None:
    ended = run("slides", "-n", "8x6", "-k", "3x2", "-s", "2", "-p", "1:2x0", "--format", "marp", cwd=tmp_path)
    (made,) = (tmp_path / "output").iterdir()
    assert made.name == "slides-8x6-k3x2-s2x2-p1-2x0-0.md"
    assert ended.stderr == f"symconv: wrote {Path('output') / made.name}\n"
    assert ended.stdout == ""


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--only", "nothing"], "sections are opening, warm-up, layer, question"),
        (["--skip", ",".join(ALL)], "hold no slide"),
        (["--theme", "pink"], "theme must be auto, light, dark or a .css file, got 'pink'"),
        (
            ["--format", "marp", "--handout"],
            "--handout is for html, beamer, pdf, typst, pptx; the format is marp",
        ),
        (["--language", "xx"], "language must be one of de, en, es, fr, ja, pt, zh, got 'xx'"),
        (["-o", "deck.odp"], "cannot tell the format from 'deck.odp'"),
    ],
)
def test_what_cannot_be_is_refused(options: list[str], complaint: str, run: Callable, tmp_path: Path) -> None:
    ended = run("slides", "-s", "2", *options, cwd=tmp_path)
    assert ended.returncode == 2
    assert complaint in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_the_theorem_stands_before_the_takeaways(run: Callable) -> None:
    outline = [line.split()[1] for line in run("slides", "-s", "2", "--theorem", "--outline").stdout.splitlines()]
    at = outline.index("theorem")
    assert outline[at : at + 4] == [*["theorem"] * 3, "takeaways"]
    assert "theorem" not in run("slides", "-s", "2", "--outline").stdout
    alone = run("slides", "-s", "2", "--theorem", "--only", "theorem", "--outline").stdout.splitlines()
    assert [line.split()[1] for line in alone] == ["theorem"] * 3


@pytest.mark.parametrize("layer", ["-s 2 -k 3", "-n 7 -k 3 -s 2 -p 1", "-n 5x5 -k 3 --in-channels 2"])
def test_handout_and_deck_say_the_same(layer: str, run: Callable) -> None:
    """The handout has each slide once, as it is at its end: what it says stands in the deck, and it has every title."""
    deck, handout = (run("slides", *layer.split(), *more, "-o", "-").stdout for more in ((), ("--handout",)))
    for said in (r"<math.*?</math>", r"<h2[^>]*>.*?</h2>", r"<figcaption.*?</figcaption>", r"<li[^>]*>.*?</li>"):
        one, other = (set(re.findall(said, text.partition("<body")[2], re.DOTALL)) for text in (deck, handout))
        one = {part for part in one if "help-title" not in part}
        assert len(one) > 0 or "figcaption" in said or "<li" in said
        assert other <= one
        assert other == one or "<h2" not in said
    pages = handout.count('<div class="page">')
    assert pages == deck.count('<div class="page">') > 15
    assert handout.count('class="frame"') == len(re.findall(r'<div class="frames">', handout))


@pytest.mark.parametrize("form", ["marp", "quarto"])
def test_in_markdown_a_grid_is_named_on_one_line_and_a_legend_told_on_two(form: str, run: Callable) -> None:
    deck = run("slides", "-s", "2", "--only", "opening,numbers", "--format", form, "-o", "-").stdout
    assert r"\partial L / \partial X \\[4pt]" in deck
    first, second = (line for line in deck.splitlines() if line.startswith(r"$\bbox"))
    assert [first.count(r"\bbox"), second.count(r"\bbox")] == [4, 3]
    assert second.count("dashed") == 1  # zeros that are put in between, as in the grids
