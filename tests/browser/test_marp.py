"""The Markdown deck as Marp shows it: nothing runs over, colours are there, and words from outside stay words."""

import json
from collections.abc import Callable
from typing import Any

import pytest

import symconv
from symconv.library.lecture import told

LAYERS = {
    "classroom": symconv.ConvSpec.of(stride=2),
    "gaps": symconv.ConvSpec.of(kernel_size=2, stride=3),
    "stride 1": symconv.ConvSpec.of(padding=1),
    "signal": symconv.ConvSpec.of(input_size=7, kernel_size=2, stride=3),
    "volume": symconv.ConvSpec.of(input_size=(5, 5, 5), stride=2),
    "channels": symconv.ConvSpec.of(stride=2, in_channels=2, out_channels=2, bias=True),
    "large": symconv.ConvSpec.of(input_size=(28, 28), kernel_size=5, stride=2),
    "wide kernel": symconv.ConvSpec.of(kernel_size=7, stride=2),
}
HOSTILE = (
    "</title><script>alert(1)</script> <img src=x onerror=alert(2)> {{ 7 * 7 }} [a](javascript:b) \\input{x} \": '"
)


@pytest.fixture(scope="module")
def shown(
    node: Callable[..., str], program: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """What stands on each deck; the last two carry words that want to be more."""
    folder = tmp_path_factory.mktemp("marp")
    decks = {name: symconv.slides(spec, format="marp") for name, spec in LAYERS.items()}
    decks["hostile"] = symconv.slides(LAYERS["classroom"], format="marp", title=HOSTILE, author=HOSTILE)
    broken = 'one"\n---\nmarp: false\n---\n\n# two: three'
    decks["broken"] = symconv.slides(LAYERS["classroom"], format="marp", title=broken, author=broken)
    files = {name: folder / f"{name}.md" for name in decks}
    for name, deck in decks.items():
        files[name].write_text(str(deck), encoding="utf-8")
    facts = json.loads(node("marp.mjs", program("chromium"), *map(str, files.values())))
    return {name: facts[str(file)] for name, file in files.items()}


@pytest.mark.parametrize("name", LAYERS)
def test_nothing_runs_over(name: str, shown: dict[str, Any]) -> None:
    assert shown[name]["outside"] == []
    assert shown[name]["size"] == ["1280x720"]


def test_words_are_as_large_as_the_slide_allows(shown: dict[str, Any]) -> None:
    """What has no grids is read from the last row, and nothing is tiny."""
    type_ = list(zip(shown["classroom"]["slides"], shown["classroom"]["type"], strict=True))
    words = [
        size
        for title, size in type_
        if title in ("Why it matters", "The chain rule adds them up", "Which one is right?")
    ]
    assert len(words) == 6
    assert min(words) >= 28
    assert min(size for _, size in type_) >= 20


@pytest.mark.parametrize("name", LAYERS)
def test_every_slide_is_there_with_its_title(name: str, shown: dict[str, Any]) -> None:
    """A slide whose pictures follow each other is several."""
    titles = [slide.title for slide in told(LAYERS[name])]
    assert list(dict.fromkeys(shown[name]["slides"])) == list(dict.fromkeys(titles))
    assert len(shown[name]["slides"]) > len(titles)


@pytest.mark.parametrize("name", LAYERS)
def test_every_formula_is_understood(name: str, shown: dict[str, Any]) -> None:
    assert shown[name]["complaints"] == []


@pytest.mark.parametrize("name", ["hostile", "broken"])
def test_words_from_outside_stay_words(name: str, shown: dict[str, Any]) -> None:
    assert (shown[name]["alarms"], shown[name]["strangers"]) == ([], [])
    assert len(shown[name]["slides"]) == len(shown["classroom"]["slides"])
    assert shown[name]["outside"] == []


def test_hostile_titles_and_authors_are_shown_as_they_are(shown: dict[str, Any]) -> None:
    """Twice, as title and as author."""
    assert " ".join(shown["hostile"]["words"].split()).count(" ".join(HOSTILE.split())) == 2
