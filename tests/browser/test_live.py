"""The live page on a server of this machine, driven in a browser: a lecture, a derivation, homework, practice.

What it shows is counted anew by the loops of ``layers.py``, from the numbers that it shows of what is given.
"""

import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from layers import meetings

import symconv
from symconv.errors import SpecError
from symconv.notation.paper import Paper, named
from symconv.notation.text import text
from symconv.page import answer
from symconv.page.files import files
from symconv.page.links import link
from symconv.transposed import Layer, TransposedSpec

SEED = 20261130
MOST_STOPS = 45
DARK = {"self": [], "others": [], "pieces": 0, "ghosts": 0, "told": ""}


def drawn(random: Random, axes: int, *, transposed: bool = False, groups: int = 1) -> Layer:
    """A small layer whose axes differ, as chance has it."""
    while True:
        size = tuple(random.randint(2, 6 if axes == 2 else 9) for _ in range(axes))
        given: dict[str, Any] = {
            "input_size": size,
            "kernel_size": tuple(random.randint(1, 3) for _ in range(axes)),
            "stride": tuple(random.randint(1, 3) for _ in range(axes)),
            "padding": tuple((random.randint(0, 2), random.randint(0, 1)) for _ in range(axes)),
            "dilation": tuple(random.randint(1, 2) for _ in range(axes)),
            "in_channels": groups * random.randint(1, 2) if groups > 1 else 1,
            "out_channels": groups,
            "groups": groups,
        }
        try:
            layer = TransposedSpec.of(**given) if transposed else symconv.ConvSpec.of(**given)
        except SpecError:
            continue
        stops = [n for shape in (layer.input_size, layer.output_size, layer.kernel_size) for n in shape]
        if max(stops) <= 9 and sum(map(int, stops)) <= MOST_STOPS and any(True for _ in meetings(layer)):
            return layer


def layers() -> dict[str, Layer]:
    random = Random(SEED)  # noqa: S311 - layers to look at, no secret
    found = [drawn(random, 1), drawn(random, 2), drawn(random, 2, groups=2), drawn(random, 2, transposed=True)]
    return {link(layer): layer for layer in found}


@pytest.fixture(scope="module")
def facts(node: Callable[..., str], program: Callable[[str], str]) -> dict[str, Any]:
    """What a lecturer and a student meet."""
    command = [sys.executable, "-m", "symconv", "serve", "--no-browser", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            url = server.stdout.readline().strip()
            told = node("live.mjs", url, program("chromium"), json.dumps(list(layers())), str(server.pid))
        finally:
            server.kill()
    found: dict[str, Any] = json.loads(told)
    return {**found, "url": url}


def test_numbers_are_those_of_plain_loops(facts: dict[str, Any]) -> None:
    """Every number of every result, and at every place of the window what meets there."""
    assert set(facts["layers"]) == set(layers())
    for address, layer in layers().items():
        shown = facts["layers"][address]
        write = Paper(spec=layer, names=named(None)).entry
        met: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for o, w, i in meetings(layer):
            x, f, d = (text(write(name, at)) for name, at in (("input", i), ("weight", w), ("grad_output", o)))
            met[text(write("output", o))].add((x, f))
            met[text(write("grad_input", i))].add((d, f))
            met[text(write("grad_weight", w))].add((x, d))
        given = {key: int(value) for one in shown.values() for key, value in one["cells"].items() if key not in met}
        for what, slide in shown.items():
            assert slide["open"] == 0
            for stop in slide["stops"]:
                pairs = met[stop["made"]]
                assert {*stop["over"], *stop["slides"]} == {name for pair in pairs for name in pair}, (address, what)
                assert int(slide["cells"][stop["made"]]) == sum(given[a] * given[b] for a, b in pairs), (address, what)


def test_a_lecture(facts: dict[str, Any]) -> None:
    lecture = facts["lecture"]
    assert lecture == {
        "start": "1 / 25",
        "step": "2 / 25",
        "end": "25 / 25",
        "played": "25 / 25",
        "dragged": "13 / 25",
        "hash": "#i=12",
    }


def test_an_entry_lights_what_it_meets(facts: dict[str, Any]) -> None:
    spec = symconv.ConvSpec.of(stride=2)
    paper = Paper(spec=spec, names=named(None))
    met = [(o, i) for o, w, i in meetings(spec) if w == (0, 0, 2, 2)]
    others = {text(paper.entry(name, at)) for o, i in met for name, at in (("grad_output", o), ("input", i))}
    assert facts["hover"]["self"] == ["f_22"]
    assert set(facts["hover"]["others"]) == others
    assert facts["hover"]["told"].count(" with ") == len(met)
    assert facts["focus"] == facts["hover"]
    assert facts["dark"] == DARK
    assert facts["walked"] == "f_21"


def test_a_number_is_changed_where_it_stands(facts: dict[str, Any]) -> None:
    edited = facts["edited"]
    assert edited["made"].startswith("∂L/∂x_22 = δ_00·f_22 + δ_01·f_20 + δ_10·f_02 + δ_11·f_00\n")
    assert "·7 + " in edited["made"]
    assert edited["hash"] == "#i=12&e=f8%3A7"
    assert edited["focus"] == "f_22"


def test_what_would_go_wrong(facts: dict[str, Any]) -> None:
    """Without the flip: the filter lies over the gradient as it lies over the input."""
    told = answer("explore", {"layer": {"stride": "2"}})
    value = {(one["tensor"], one["place"]): int(one["value"]) for one in told["entries"].values()}
    wanted = {}
    for i, j in ((i, j) for i in range(5) for j in range(5)):
        wrong = sum(
            value["grad_output", 2 * m + n] * value["weight", 3 * (2 - i + 2 * m) + 2 - j + 2 * n]
            for m in range(2)
            for n in range(2)
            if 0 <= i - 2 * m < 3 and 0 <= j - 2 * n < 3
        )
        truth = value["grad_input", 5 * i + j]
        wanted[f"∂L/∂x_{i}{j}"] = (wrong, truth)
    shown = {key: int(number) for key, number in facts["wrong"]["cells"].items()}
    assert shown == {key: wrong for key, (wrong, _) in wanted.items() if key in shown}
    assert {key for key, (wrong, truth) in wanted.items() if wrong != truth} <= set(shown)
    assert f"{len(shown)} of 25 entries differ" in facts["wrong"]["why"]


def test_it_is_taken_along(facts: dict[str, Any]) -> None:
    copied = facts["copied"]
    assert copied["link"] == copied["url"] == f"{facts['url']}#i=24"
    assert copied["latex"].count(r"\partial x_{44}") == 2
    assert copied["latex"] in copied["markdown"]
    assert r"\begin{tikzpicture}" in copied["tikz"]
    assert f'src="{facts["url"]}?embed#i=24"' in copied["frame"]
    assert copied["svg"]["head"].startswith("<svg")
    assert copied["png"]["head"].startswith("\x89PNG")
    assert copied["png"]["size"] > 5_000


def test_derive(facts: dict[str, Any]) -> None:
    derived = facts["derive"]
    assert derived["title"].endswith("input 5×5, kernel 3×3, stride 2")
    assert derived["lit"] > 0
    assert derived["file"] == "derivation.json"
    assert derived["json"] == symconv.derive(symconv.ConvSpec.of(stride=2)).to_json()


def test_check(facts: dict[str, Any]) -> None:
    checked = facts["check"]
    assert checked["tones"] == ["right", "wrong"]
    assert checked["gutter"] == "✓2✗"
    assert checked["solution"]
    assert checked["hints"].endswith("?")
    assert "f_00" not in re.sub(r"\W", "_", checked["hints"].partition("=")[2])
    assert checked["letters"] == ["input", "weight", "output"]
    assert checked["corrected"] != checked["tones"]


def test_practise(facts: dict[str, Any]) -> None:
    practised = facts["practise"]
    assert practised["wrong"] == "verdict wrong"
    assert practised["right"] == "verdict right"
    assert json.loads(practised["missed"]) == {"right": 0, "asked": 1, "row": 0}
    assert json.loads(practised["score"]) == {"right": 1, "asked": 2, "row": 1}
    question = answer("exercise", {"seed": 3, "level": 1})
    left, _, right = practised["solution"].partition(" = ")
    assert left == question["text"]
    assert right.count("+") == question["terms"] - 1


def test_what_cannot_be_used_is_one_sentence(facts: dict[str, Any]) -> None:
    assert facts["errors"] == {
        "long": "text has 1,000,000 signs, more than the 20,000 that the page takes",
        "misfit": "kernel 3 does not fit input 1 along axis 0",
        "bomb": "the layer has up to 37711881 products x·f, more than the limit 6000",
        "words": "input_size must be a whole number, got '<imgsrc='",
        "closed": "Nothing answers any more. Start symconv serve again, then go on here.",
    }


def test_it_is_for_everybody(facts: dict[str, Any]) -> None:
    assert {key: found for key, found in facts["axe"].items() if found} == {}
    assert len(facts["axe"]) == 8
    assert set(facts["overflow"].values()) == {0}


def test_a_frame_has_the_stage_alone(facts: dict[str, Any]) -> None:
    assert facts["embed"] == {"gone": True, "high": 720, "still": "0s"}


def test_it_asks_nobody_else(facts: dict[str, Any]) -> None:
    assert facts["complaints"] == []
    assert [f"{origin}/" for origin in facts["requests"]] == [facts["url"]]


def test_it_is_valid_html(node: Callable[..., str], tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_bytes(files("serve")["index.html"])
    assert node("validate.mjs", str(page)) == ""
