"""The HTML deck in a browser: the lecture given by key and finger, noted, printed, and read by everybody; alone.

Driven by Playwright in the system's Chromium. What must be shown at each step is counted from the slides themselves.
"""

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import symconv
from symconv.lesson.blocks import Display, Picture
from symconv.lesson.slide import Frames, Question, Slide
from symconv.library.lecture import told

CLASSROOM = symconv.ConvSpec.of(stride=2)
HOSTILE = "</title><script>document.title = 'broken'; alert(1)</script> {{ 7 * 7 }} {% x %} [a](javascript:b) \"'"

LAYERS = {
    "gaps": symconv.ConvSpec.of(kernel_size=2, stride=3),
    "stride 1": symconv.ConvSpec.of(padding=1),
    "signal": symconv.ConvSpec.of(input_size=7, stride=2, padding=1),
    "volume": symconv.ConvSpec.of(input_size=(5, 5, 5), stride=2),
    "channels": symconv.ConvSpec.of(stride=2, in_channels=2, out_channels=2, bias=True),
    "large": symconv.ConvSpec.of(input_size=(28, 28), kernel_size=5, stride=2),
    "wide kernel": symconv.ConvSpec.of(kernel_size=7, stride=2),
    "everything": symconv.ConvSpec.of(
        input_size=(8, 7), kernel_size=(3, 2), stride=(3, 2), padding=(1, 2), dilation=(2, 3)
    ),
}
OTHERS: dict[str, tuple[Any, dict[str, Any]]] = {
    "max pooling": (symconv.PooledSpec.of(pool="max", input_size=(6, 6)), {}),
    "average pooling": (symconv.PooledSpec.of(pool="average", input_size=(5, 5), kernel_size=3, stride=1), {}),
    "transposed": (symconv.TransposedSpec.of(stride=2), {}),
    "folded": (symconv.FoldedSpec.of(padding=1, padding_mode="reflect"), {}),
    "two layers": (symconv.Stack.of({"input_size": "8x8", "stride": 2}, {"kernel_size": 2}), {}),
    "without numbers": (CLASSROOM, {"values": "off"}),
    "28x28": (symconv.ConvSpec.of(input_size=(28, 28), kernel_size=5), {}),
}
LONG_NAMES = {"input": "Abcdefghijkl", "weight": "Bcdefghijklm", "output": "Cdefghijklmn"}


COUNTED = {
    Display: lambda block: len(block.formulas),
    Frames: lambda block: len(block.pictures),
    Picture: lambda block: sum(stop.key for stop in block.stops),
}
"""Kind of block → how many steps it has, or one more."""


def expected(slides: list[Slide]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is seen at every step: the numbers of the equations shown, the picture of each place, and answers.

    A formula is a step unless it is alone in its display, a picture after the first is one, and so are the places of a
    window after the first, and an answer.
    """
    before = 0
    for number, slide in enumerate(slides, 1):
        starts, step = [], 0
        for block in slide.blocks:
            count = COUNTED.get(type(block))
            sizes = count(block) if count else 0
            starts.append(step)
            step += sizes - isinstance(block, Frames | Picture) if sizes > 1 else isinstance(block, Question)
        for at in range(step + 1):
            numbers, frames, answers, first = [], [], 0, before
            for block, start in zip(slide.blocks, starts, strict=True):
                if isinstance(block, Display):
                    alone = len(block.formulas) == 1
                    numbers += [f"({first + n})" for n in range(1, len(block.formulas) + 1) if alone or start + n <= at]
                    first += len(block.formulas)
                elif isinstance(block, Frames):
                    frames.append([min(max(at - start, 0), len(block.pictures) - 1)])
                elif isinstance(block, Question):
                    answers += start + 1 <= at
            place = f"{number}/{at}" if at else str(number)
            yield place, {"numbers": numbers, "frames": frames, "answers": answers}
        before = first


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("deck") / "deck.html"
    file.write_text(str(symconv.slides(CLASSROOM, title=HOSTILE, author=HOSTILE)), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def facts(deck: Path, node: Callable[..., str], program: Callable[[str], str]) -> dict[str, Any]:
    """What happened while the lecture was given."""
    found: dict[str, Any] = json.loads(node("deck.mjs", str(deck), str(deck.with_suffix(".pdf")), program("chromium")))
    return found


def test_every_step_shows_what_it_should(facts: dict[str, Any]) -> None:
    wanted = [list(each) for each in expected(list(told(CLASSROOM)))]
    assert len(wanted) > 60
    assert facts["forward"] == wanted
    assert facts["backward"] == wanted
    assert facts["start"] == "1"


def test_keys(facts: dict[str, Any]) -> None:
    last = str(facts["slides"])
    keys = facts["keys"]
    assert (keys["home"], keys["end"], keys["number"], keys["beyond"]) == ("1", last, "10", last)
    assert keys["page"] == "2"
    assert keys["link"][0] == "15/2"
    assert keys["link"][1]["frames"] == [[2]]
    assert keys["nonsense"] == "1"


def test_overview(facts: dict[str, Any]) -> None:
    assert facts["overview"] == facts["slides"]
    assert facts["chosen"] == "16"
    assert facts["escaped"] == ["16", "live"]


def test_only_what_is_shown_is_fitted(facts: dict[str, Any]) -> None:
    """A deck opens without measuring all its slides; idle moments and the overview do the same as showing each."""
    smaller = facts["smaller"]
    assert len(smaller["shown"]) > 5
    assert (smaller["opened"], smaller["one"]) == ([], smaller["shown"][:1])
    assert smaller["idle"] == smaller["overview"] == smaller["shown"]


def test_notes_in_a_window_of_their_own(facts: dict[str, Any]) -> None:
    """They are those of the slide at hand, and the window's keys turn the slides, without a network."""
    places = [place for place, *_ in facts["speaker"]]
    assert places == ["16", "16/2", "16/4"]
    for _, notes, own, title in facts["speaker"]:
        assert notes == own != ""
        assert title == told(CLASSROOM)[15].title
    assert facts["below"]
    assert facts["clock"]


def test_motion_ends_and_waits_for_nobody(facts: dict[str, Any]) -> None:
    """Entries of the grid before travel into the grid that a step makes, and the zeros of the recipe appear there."""
    made = {"Dilate": (4, 5), "Pad": (4, 45), "Flip": (9, 0)}
    for title, (entries, zeros) in made.items():
        lively = facts["lively"][title]
        here = f"{lively['number']}/1"
        assert told(CLASSROOM)[lively["number"] - 1].title == title
        assert lively["on"] == [here, here]
        assert lively["after"] == [here, 0]
        assert {panel for panel, _, _ in lively["moving"]} == {1}
        assert sorted(how for _, _, how in lively["moving"]) == ["appears"] * zeros + ["travels"] * entries
        assert all(bool(entry) == (how == "travels") for _, entry, how in lively["moving"])
    assert set(facts["lively"]["windows"]) == {"glass"}
    assert facts["moving"] == 0  # for those who asked for less of it


def test_fingers(facts: dict[str, Any]) -> None:
    assert facts["touch"] == ["2", "2", "1"]
    assert facts["phone"]


def test_everybody_can_read_it(facts: dict[str, Any]) -> None:
    assert len(facts["axe"]) == 12
    assert facts["axe"] == {place: [] for place in facts["axe"]}


def test_it_needs_nothing_else_and_complains_of_nothing(facts: dict[str, Any], deck: Path) -> None:
    assert {request.partition("#")[0] for request in facts["requests"]} == {deck.as_uri()}
    assert facts["complaints"] == []


def test_titles_and_authors_cannot_break_out(facts: dict[str, Any], deck: Path) -> None:
    assert facts["title"] == HOSTILE
    assert facts["heading"] == HOSTILE
    assert deck.read_text(encoding="utf-8").count("<script>") == 1


def test_printed_pages_are_the_slides(facts: dict[str, Any], deck: Path, program: Callable[[str], str]) -> None:
    """One page for each slide, none of them blank, everything shown at once."""
    pages = printed(deck.with_suffix(".pdf"), program)
    slides = told(CLASSROOM)
    assert len(pages) == len(slides) == facts["slides"]
    for page, slide in zip(pages[1:], slides[1:], strict=True):
        assert slide.title in page
    quiz = next(page for page in pages if "Which sum is" in page)
    assert "is right" in quiz
    assert facts["print"] == {"outside": [], "touching": []}


def printed(pdf: Path, program: Callable[[str], str]) -> list[str]:
    """The words of each page."""
    told_ = subprocess.run([program("pdftotext"), "-layout", str(pdf), "-"], capture_output=True, check=True)
    return [re.sub(r"\s+", " ", page) for page in told_.stdout.decode().split("\f")[:-1]]


def test_nothing_runs_over_at_any_size(node: Callable[..., str], program: Callable[[str], str], tmp_path: Path) -> None:
    files = {name: tmp_path / f"{name}.html" for name in [*LAYERS, *OTHERS, "long names"]}
    told_: dict[str, tuple[Any, dict[str, Any]]] = {name: (spec, {}) for name, spec in LAYERS.items()} | OTHERS
    for name, (spec, options) in told_.items():
        files[name].write_text(str(symconv.slides(spec, **options)), encoding="utf-8")
    files["long names"].write_text(str(symconv.slides(LAYERS["channels"], names=LONG_NAMES)), encoding="utf-8")
    measured = json.loads(node("fits.mjs", program("chromium"), *map(str, files.values())))
    for name, file in files.items():
        found = measured[str(file)]
        assert [found["wall"][each] for each in ("outside", "touching", "cut")] == [[], [], []], name
        assert [found["paper"][each] for each in ("outside", "touching", "cut")] == [[], [], []], name
        assert found["wall"]["smallest"] > (0.25 if name == "long names" else 0.6), name
        assert found["complaints"] == [], name
        if name != "long names":
            assert found["wall"]["tiny"] == [], name
        assert len(printed(Path(f"{file}.pdf"), program)) == found["slides"], name


def test_it_is_valid_html(deck: Path, node: Callable[..., str], tmp_path: Path) -> None:
    handout = tmp_path / "handout.html"
    handout.write_text(str(symconv.slides(CLASSROOM, handout=True, theme="dark")), encoding="utf-8")
    assert node("validate.mjs", str(deck), str(handout)) == ""
