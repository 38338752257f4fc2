"""The HTML page in a browser: what is linked to what, by mouse, keyboard and finger; readable by everybody; alone.

Driven by Playwright in the system's Chromium; what must be lit is counted by the loops of ``layers.py``.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from layers import meetings

import symconv
from symconv.notation.paper import Paper, named
from symconv.notation.text import text

HERE = Path(__file__).parent
PAGES = {
    "classroom": (symconv.ConvSpec.of(stride=2), (0, 0, 2, 2)),
    "gaps": (symconv.ConvSpec.of(input_size=7, kernel_size=2, stride=3), (0, 0, 4)),
    "channels": (
        symconv.ConvSpec.of(input_size=(6, 5), kernel_size=(3, 2), stride=2, padding=1, in_channels=2, out_channels=2),
        (0, 0, 2, 1),
    ),
    "large": (symconv.ConvSpec.of(input_size=(28, 28), kernel_size=5), (0, 0, 4, 4)),
}
"""A layer, and the full index of an input entry."""


@pytest.fixture(scope="module", params=PAGES)
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    file = tmp_path_factory.mktemp("page") / "page.html"
    file.write_text(symconv.derive(PAGES[request.param][0]).to_document("html", length="full"), encoding="utf-8")
    return request.param, file


@pytest.fixture(scope="module")
def facts(page: tuple[str, Path], node: Callable[..., str], program: Callable[[str], str]) -> dict[str, Any]:
    """What readers meet, and what they must meet."""
    name, file = page
    spec, index = PAGES[name]
    paper = Paper(spec=spec, names=named(None))
    entry = text(paper.entry("input", index))
    met = [
        (text(paper.entry(made, o)), text(paper.entry("weight", w)))
        for o, w, i in meetings(spec)
        if i == index
        for made in ("output", "grad_output")
    ]
    assert met
    found = json.loads(node("page.mjs", str(file), entry, program("chromium")))
    return {**found, "entry": entry, "met": met, "file": file}


def test_nothing_is_wrong_with_the_page(facts: dict[str, Any]) -> None:
    assert facts["axe"] == {"1280 light": [], "375 dark": []}
    assert facts["overflow"] == {"1280": 0, "375": 0}
    assert facts["complaints"] == []


def test_the_page_needs_nothing_else(facts: dict[str, Any]) -> None:
    assert set(facts["requests"]) == {facts["file"].as_uri()}


def test_an_entry_lights_what_it_meets(facts: dict[str, Any]) -> None:
    """Its own cells, cells of its outputs, of their gradients and of filter entries, and its terms."""
    outputs, taps = ({pair[place] for pair in facts["met"]} for place in (0, 1))
    hover = facts["hover"]
    assert hover["self"] == [facts["entry"]]
    assert set(hover["others"]) <= outputs | taps
    products = {" ".join(sorted(pair)) for pair in facts["met"]}
    products |= {" ".join(sorted((other, facts["entry"]))) for other in outputs | taps}
    assert set(hover["products"]) <= products
    small = facts["file"].read_text(encoding="utf-8").count("left out here") == 0
    if small:  # everything is on the page, so everything must be lit
        first = {name for name in outputs | taps if "^" not in name or name.split("_")[0].endswith(("(0)", "(0,0)"))}
        assert set(hover["others"]) >= first
        terms = {" ".join(sorted(pair)) for pair in facts["met"] if pair[0].startswith("δ")}
        assert terms
        assert set(hover["products"]) >= terms


def test_words_say_it_too(facts: dict[str, Any]) -> None:
    said = facts["hover"]["told"].replace("\u2063", "")
    assert said.count(" with ") == min(len(facts["met"]), 12)
    assert ("more" in said) == (len(facts["met"]) > 12)


def test_a_symbol_a_finger_and_a_cell_light_the_same(facts: dict[str, Any]) -> None:
    assert facts["symbol"] == facts["hover"] == facts["tap"]


def test_light_ends(facts: dict[str, Any]) -> None:
    dark = {"self": [], "others": [], "products": [], "told": ""}
    for moment in ("untouched", "left", "escaped", "tapped_away"):
        assert facts[moment] == dark, moment


def test_it_works_by_keyboard(facts: dict[str, Any]) -> None:
    """Arrows walk a matrix, Tab leaves it and comes back to the same cell, Enter keeps the light."""
    assert facts["walked"]
    assert facts["focus"]["self"] == [facts["walked"]]
    assert facts["back"] == facts["walked"]
    assert facts["next"]
    assert facts["kept"] == facts["focus"]


def test_light_dark_and_print(facts: dict[str, Any]) -> None:
    light, dark = facts["colours"]
    assert (light, dark) == ("rgb(255, 255, 255)", "rgb(22, 22, 22)")
    assert facts["print"] == {"background": light, "shown": []}
    assert facts["printed"] > 20_000


def test_it_is_valid_html(page: tuple[str, Path], node: Callable[..., str]) -> None:
    assert node("validate.mjs", str(page[1])) == ""


def test_judging_can_fail(node: Callable[..., str], tmp_path: Path) -> None:
    file = tmp_path / "wrong.html"
    file.write_text("<!DOCTYPE html><html><body><p><div></p></body></html>", encoding="utf-8")
    assert "close-order" in node("validate.mjs", str(file))
