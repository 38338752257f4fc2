"""The one function that the page asks: what it says is the library's, and what cannot be used ends in one sentence."""

import json
from typing import Any

import pytest
from layers import meetings

import symconv
from symconv.page import answer
from symconv.page.answering import KINDS, LONGEST_ERROR

CLASSROOM = {"layer": {"input_size": "5x5", "kernel_size": "3", "stride": "2"}}


def test_every_kind_answers_in_json() -> None:
    asked = {**CLASSROOM, "text": "∂L/∂x_00 = ∂L/∂o_00 f_00", "id": "no-flip", "name": "json"}
    for kind in KINDS:
        told = answer(kind, asked)
        assert "error" not in told, kind
        assert json.loads(json.dumps(told)) == json.loads(json.dumps(told, sort_keys=True))


BAD: list[tuple[str, Any]] = [
    ("explore", []),
    ("explore", {"layer": 3}),
    ("explore", {"layer": {"colour": "red"}}),
    ("explore", {"layer": {"input_size": "x" * 1_000_000}}),
    ("explore", {"layer": {"input_size": "9" * 50}}),
    ("explore", {"layer": {"input_size": "2x2"}}),
    ("explore", {"layer": {"input_size": "900x900"}}),
    ("explore", {"layer": {"input_size": "5x5x5x5"}}),
    ("explore", {"layer": {"groups": "2"}}),
    ("explore", {"layer": {"bias": "yes"}}),
    ("explore", {**CLASSROOM, "values": "numbers.npz"}),
    ("explore", {**CLASSROOM, "values": "off"}),
    ("explore", {**CLASSROOM, "edits": {"input": {"99": 1}}}),
    ("explore", {**CLASSROOM, "edits": {"input": {"0": 1e9}}}),
    ("explore", {**CLASSROOM, "edits": {"output": {"0": 1}}}),
    ("explore", {**CLASSROOM, "at": {"output": "here"}}),
    ("explore", {**CLASSROOM, "language": "../en"}),
    ("mistake", {**CLASSROOM, "id": "__import__"}),
    ("mistakes", {"layer": {"transposed": True}}),
    ("download", {**CLASSROOM, "name": "../../etc/passwd"}),
    ("check", {"text": "x" * 1_000_000}),
    ("check", {"text": 7}),
    ("judge", {"text": "x" * 1_000_000}),
    ("judge", {"seed": -1}),
    ("exercise", {"level": 4}),
    ("exercise", {"number": 10**9}),
    ("answer", {}),
    ("__class__", {}),
]


@pytest.mark.parametrize(("kind", "request_"), BAD, ids=range(len(BAD)))
def test_what_cannot_be_used_is_one_sentence(kind: str, request_: Any) -> None:
    told = answer(kind, request_)
    assert set(told) == {"error"}
    assert "\n" not in told["error"]
    assert "bug" not in told["error"]
    assert 10 < len(told["error"]) <= LONGEST_ERROR


def test_numbers_of_the_classroom_layer() -> None:
    """Counted by loops over what meets, from the numbers that the page shows of what is given."""
    spec = symconv.ConvSpec.of(stride=2)
    told = answer("explore", CLASSROOM)
    value = {(one["tensor"], one["place"]): int(one["value"]) for one in told["entries"].values()}
    wanted = {"output": [0] * 4, "grad_input": [0] * 25, "grad_weight": [0] * 9}
    for (*_, m, n), (*_, a, b), (*_, i, j) in meetings(spec):
        x, f, d = value["input", 5 * i + j], value["weight", 3 * a + b], value["grad_output", 2 * m + n]
        wanted["output"][2 * m + n] += x * f
        wanted["grad_input"][5 * i + j] += d * f
        wanted["grad_weight"][3 * a + b] += d * x
    assert {name: [value[name, at] for at in range(len(sums))] for name, sums in wanted.items()} == wanted


@pytest.mark.parametrize("size", ["1", "1x1", "1x1x1", "2"])
def test_the_smallest_layers_have_lessons(size: str) -> None:
    """No neighbour of the only entry is there to be shown."""
    for name in ("html", "latex", "markdown", "text", "typst"):
        told = answer("download", {"layer": {"input_size": size, "kernel_size": "1"}, "name": name})
        assert set(told) == {"file", "base64"}, told


def test_a_bias_is_a_number_to_change() -> None:
    asked = {
        "layer": {"input_size": "3x3", "kernel_size": "2", "bias": True, "out_channels": "2"},
        "at": {"output": [0, 1]},
    }
    told = answer("explore", {**asked, "edits": {"bias": {"1": 100}}})
    (row,) = told["slides"][0]["rows"]
    assert [grid["tensor"] for grid in row] == ["input", "weight", "bias", "output"]
    assert told["entries"][row[2]["cells"][0][0]["entry"]]["value"] == "100"
    before = answer("explore", asked)["entries"]
    output = row[3]["cells"][0][0]["entry"]
    bias = row[2]["cells"][0][0]["entry"]
    gained = int(told["entries"][output]["value"]) - int(before[output]["value"])
    assert gained == 100 - int(before[bias]["value"])


JUDGED = [
    ("∂L/∂o_00 f_33 + ∂L/∂o_01 f_31 + ∂L/∂o_10 f_03 + ∂L/∂o_11 f_01", "right", False),
    ("dL/do_11*f_01 + dL/do_10*f_03 + dL/do_01*f_31 + dL/do_00*f_33", "right", False),
    ("$∂L/∂o_00 f_33$", "wrong", False),
    ("∂L/∂x_00 = ∂L/∂o_00 f_11", "open", True),
    ("∂L/∂x_22", "open", False),
    ("∂L/∂x_22 = ∂L/∂x_22", "open", False),
    ("0 = 0", "open", False),
    ("((((", "open", False),
    ("", "open", False),
]


@pytest.mark.parametrize(("typed", "tone", "other"), JUDGED)
def test_answers_are_judged(typed: str, tone: str, other: bool) -> None:
    """Input 5×4, kernel 4×4, stride 3×2, padding 1: x_22 lies under all four windows."""
    asked = {"seed": 3, "level": 2, "number": 2}
    assert answer("exercise", asked)["text"] == "∂L/∂x_22"
    told = answer("judge", {**asked, "text": typed})
    assert (told["tone"], told["other"]) == (tone, other)
    assert "solution" not in told
    solved = answer("judge", {**asked, "text": typed, "solution": True})
    assert solved["solution"]["text"].count("+") == 3


def test_a_seed_is_the_same_for_everybody() -> None:
    asked = [{"seed": 11, "level": level, "number": number} for level in (1, 2, 3) for number in range(7)]
    drawn = [answer("exercise", one) for one in asked]
    assert drawn == [answer("exercise", one) for one in asked]
    assert len({(one["told"], one["text"]) for one in drawn}) > 15
