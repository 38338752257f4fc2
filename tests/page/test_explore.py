"""What Explore shows of every layer, counted anew by plain loops: numbers, windows, and what meets in them."""

from collections import defaultdict
from typing import Any
from urllib.parse import parse_qs

import pytest
from layers import LAYERS, TRANSPOSED, meetings

import symconv
from symconv.check.mistakes import MISTAKES
from symconv.notation.paper import Paper, named
from symconv.notation.text import text
from symconv.page import answer
from symconv.page.links import SHORT, link
from symconv.page.request import Request
from symconv.transposed import Layer, TransposedSpec

FLAGS = ("bias", "transposed")
SHOWN: dict[str, Layer] = {
    **{f"plain {name}": layer for name, layer in LAYERS.items()},
    **{f"transposed {name}": layer for name, layer in TRANSPOSED.items() if not layer.exceeds_bound},
}
MADE = {"output": "output", "grad_input": "input", "grad_weight": "weight"}


def fields(layer: Layer) -> dict[str, Any]:
    """The page's fields of a layer, by way of its link."""
    long = {short: name for name, short in SHORT.items()}
    told = {long[short]: value for short, (value,) in parse_qs(link(layer), strict_parsing=True).items()}
    return {name: True if name in FLAGS else value for name, value in told.items()}


@pytest.mark.parametrize("name", SHOWN)
def test_a_link_leads_to_the_layer(name: str) -> None:
    assert Request({"layer": fields(SHOWN[name])}).layer == SHOWN[name]


@pytest.mark.parametrize("name", SHOWN)
def test_numbers_and_windows(name: str) -> None:
    layer = SHOWN[name]
    told = answer("explore", {"layer": fields(layer), "values": "random:3"})
    assert "error" not in told, told
    write = Paper(spec=layer, names=named(None)).entry
    met: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for o, w, i in meetings(layer):
        x, f, d = (text(write(tensor, at)) for tensor, at in (("input", i), ("weight", w), ("grad_output", o)))
        met[text(write("output", o))].append((x, f))
        met[text(write("grad_input", i))].append((d, f))
        met[text(write("grad_weight", w))].append((x, d))
    entries = told["entries"]
    for slide in told["slides"]:
        grids = slide["rows"]
        (fills,) = [grid for row in grids for grid in row if grid["role"] == "fills"]
        for stop in slide["stops"]:
            row, column = stop["now"]
            key = fills["cells"][row][column]["entry"]
            pairs = met[key]
            cells = [grids[line][at]["cells"][r][c]["entry"] for line, at, r, c in stop["met"]]
            here = sorted(map(sorted, zip(cells[::2], cells[1::2], strict=True)))
            if slide["left_out"] == 0:
                assert here == sorted(map(sorted, pairs)), (slide["what"], key)
            assert all(sorted(pair) in [sorted(one) for one in pairs] for pair in here)
            if all(one in entries for pair in pairs for one in pair):
                bias = _bias(stop, slide["what"], layer)
                assert int(entries[key]["value"]) == bias + sum(
                    int(entries[a]["value"]) * int(entries[b]["value"]) for a, b in pairs
                )
            assert stop["made"]["text"].splitlines()[-1].endswith(entries[key]["value"].replace("-", "−"))


def _bias(stop: dict[str, Any], what: str, layer: Layer) -> int:
    """The last number of an output's sum, where a bias is added."""
    if what != "output" or not layer.bias:
        return 0
    numbers = stop["made"]["text"].splitlines()[-1].split(" = ")[-2]
    sign, last = numbers.rsplit(" ", 2)[-2:] if " " in numbers else ("+", numbers)
    return int(last.replace("−", "-").strip("()")) * (-1 if sign == "−" else 1)


def test_an_edit_changes_one_number_and_what_follows() -> None:
    asked: dict[str, Any] = {"layer": {"stride": "2"}}
    before = answer("explore", asked)["entries"]
    after = answer("explore", {**asked, "edits": {"weight": {"8": 7}}})["entries"]
    changed = {key for key in before if before[key]["value"] != after[key]["value"]}
    spec = symconv.ConvSpec.of(stride=2)
    paper = Paper(spec=spec, names=named(None))
    follows = [(o, i) for o, w, i in meetings(spec) if w == (0, 0, 2, 2)]
    assert changed == {
        "f_22",
        *(text(paper.entry("output", o)) for o, _ in follows),
        *(text(paper.entry("grad_input", i)) for _, i in follows),
    }


def test_a_mistake_changes_what_it_says() -> None:
    asked: dict[str, Any] = {"layer": {"stride": "2", "padding": "1"}}
    told = answer("mistakes", asked)["mistakes"]
    assert len(told) > 8
    assert {one["id"] for one in told} <= set(MISTAKES)
    truth = answer("explore", asked)["entries"].values()
    right = {(one["tensor"], one["place"]): one["value"] for one in truth}
    for one in told:
        wrong = answer("mistake", {**asked, "id": one["id"]})["wrong"]
        assert {name: len(cells) for name, cells in wrong.items()} == one["wrong"]
        differ = [right[name, place] != cell["value"] for name, cells in wrong.items() for place, cell in cells.items()]
        assert any(differ)


def test_a_large_map_is_shown_in_part() -> None:
    told = answer("explore", {"layer": {"input_size": "60", "kernel_size": "3"}})
    (fills,) = [grid for grid in told["slides"][0]["rows"][0] if grid["role"] == "fills"]
    assert len(fills["cells"][0]) < 58
    assert "–" in fills["label"]


@pytest.mark.parametrize("layer", [LAYERS["classroom"], TransposedSpec.of(stride=2)], ids=["plain", "transposed"])
def test_figures(layer: Layer) -> None:
    from base64 import b64decode

    for what in MADE:
        for form, start in (("svg", "<svg"), ("tikz", "%")):
            told = answer("figure", {"layer": fields(layer), "what": what, "format": form, "stop": 99})
            assert b64decode(told["base64"]).decode().startswith(start)
