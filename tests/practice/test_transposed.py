"""Exercises on transposed layers: entries, terms and wrong answers by trying every input and tap."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape
from itertools import product
from typing import Any
from xml.etree import ElementTree

import pytest

from symconv import TransposedSpec
from symconv.library.exercise_set import exercise
from symconv.practice.exercises import OF_TRANSPOSED
from symconv.practice.layers import LEVELS, comparable, hard
from symconv.transposed import layer_of

Terms = Counter[frozenset[tuple[str, tuple[int, ...]]]]
Relation = Callable[[int, int, int, int, int, int, int], int]
"""``(m, a, s, d, p, k, output_padding)`` along an axis → the output that an input's product with a tap is added to."""
FACTORS = {"output": ("x", "f"), "grad_input": ("o", "f"), "grad_weight": ("o", "x")}
LETTERS = {"output": "o", "grad_input": "x", "grad_weight": "f"}

BELIEVED: dict[str, Relation] = {
    "something was flipped": lambda m, a, s, d, p, k, r: s * m + d * (k - 1 - a) - p,
    "no zeros were inserted": lambda m, a, s, d, p, k, r: m + d * a - p,
    "the filter slides in steps of 1": lambda m, a, s, d, p, k, r: m + d * a - p,
    "s zeros stand between neighbours, instead of s−1": lambda m, a, s, d, p, k, r: (s + 1) * m + d * a - p,
    "the output padding is put in front": lambda m, a, s, d, p, k, r: s * m + d * a - p + r,
    "the padding is lost from the index": lambda m, a, s, d, p, k, r: s * m + d * a,
    "stride and dilation are exchanged": lambda m, a, s, d, p, k, r: d * m + s * a - p,
    "an index is off by one": lambda m, a, s, d, p, k, r: s * m + d * a - p + 1,
}


def true(m: int, a: int, s: int, d: int, p: int, k: int, r: int) -> int:
    return s * m + d * a - p


def terms(layer: dict[str, Any], claim: str, index: tuple[int, ...], relation: Relation = true) -> Terms:
    """The terms of an entry, by trying all inputs and taps of a layer of one channel."""
    sizes = list(
        zip(*(layer[name] for name in ("stride", "dilation", "padding", "kernel_size", "output_padding")), strict=True)
    )
    spans = list(zip(*(layer[name] for name in ("input_size", "kernel_size", "stride", "dilation")), strict=True))
    outputs = [
        (n - 1) * s + d * (k - 1) + 1 - sum(p) + r
        for (n, k, s, d), p, r in zip(spans, layer["padding"], layer["output_padding"], strict=True)
    ]
    found: Terms = Counter()
    inputs, taps = (product(*map(range, layer[name])) for name in ("input_size", "kernel_size"))
    for m, a in product(list(inputs), list(taps)):
        o = tuple(relation(x, y, s, d, p[0], k, r) for x, y, (s, d, p, k, r) in zip(m, a, sizes, strict=True))
        place = {"o": o, "x": m, "f": a}
        if place[LETTERS[claim]] == index and all(0 <= i < n for i, n in zip(o, outputs, strict=True)):
            found[frozenset((letter, place[letter]) for letter in FACTORS[claim])] += 1
    return found


def read(formula: str) -> Terms:
    """``∂L/∂o_00·f_00 + …`` as terms, in text or in LaTeX."""
    entries = [re.findall(r"([xfo])_\{?(\d)(\d)\}?", term) for term in formula.split(" + ") if "_" in term]
    return Counter(frozenset((letter, (int(i), int(j))) for letter, i, j in one) for one in entries)


@pytest.mark.parametrize("level", LEVELS)
def test_layers_of_a_level_are_equally_hard(level: int) -> None:
    found = comparable(level, {"transposed": True})
    assert len(found) >= 2
    for spec in found:
        assert isinstance(spec, TransposedSpec)
        assert "stride" in hard(spec)
        assert len(hard(spec)) == level
        assert spec.input_size == (2, 2)


@pytest.mark.parametrize("level", LEVELS)
def test_the_key_is_right_and_all_write_as_many_terms(level: int) -> None:
    drawn = exercise(11, 12, level=level, layer={"transposed": True})
    counts = set()
    for sheet in json.loads(drawn.to_json())["sheets"]:
        counts.add(tuple(asked["terms"] for asked in sheet["questions"]))
        claims = [asked["tensor"].removeprefix("grad_") for asked in sheet["questions"]]
        assert claims == [tensor for tensor, _ in OF_TRANSPOSED]
        for asked in sheet["questions"]:
            found = terms(sheet["layer"], asked["tensor"], tuple(asked["index"][2:]))
            assert read(asked["answer"].partition(" = ")[2]) == found
            assert found.total() == asked["terms"]
    assert len(counts) == 1


def choices(quiz: str | bytes) -> Iterator[tuple[tuple[str, int], list[tuple[str, str]]]]:
    """Of each question the student and its number, and the formulas with what is said of them."""
    for question in ElementTree.fromstring(quiz).iterfind("question[@type='multichoice']"):  # noqa: S314 - our own
        number, student = (question.findtext("name/text") or "").split()
        texts = [
            (each.findtext("text") or "", each.findtext("feedback/text") or "") for each in question.iterfind("answer")
        ]
        yield (
            (student, int(number)),
            [(unescape(formula), unescape(re.sub("<[^>]*>", "", why))) for formula, why in texts],
        )


@pytest.mark.parametrize("level", LEVELS)
def test_wrong_answers_are_what_their_mistakes_lead_to(level: int) -> None:
    drawn = exercise(5, 10, level=level, layer={"transposed": True})
    sheets = json.loads(drawn.to_json())["sheets"]
    asked = {
        (sheet["student"], number): (sheet["layer"], one["tensor"], tuple(one["index"][2:]))
        for sheet in sheets
        for number, one in enumerate(sheet["questions"], 1)
    }
    counted = Counter[str]()
    for place, answers in choices(drawn.quiz("moodle")):
        layer, claim, index = asked[place]
        assert 2 <= len({formula for formula, _ in answers}) == len(answers) <= 4
        for formula, why in answers:
            counted[why] += 1
            if not why:
                assert read(formula) == terms(layer, claim, index)
            elif why in BELIEVED:
                assert read(formula) == terms(layer, claim, index, BELIEVED[why])
    assert counted[""] >= 4 * len(sheets)
    assert counted["something was flipped"] > 10
    assert counted["s zeros stand between neighbours, instead of s−1"] > 3
    assert set(counted) - set(BELIEVED) <= {"", "windows overwrite each other instead of adding up"}


def test_channels_count() -> None:
    given = {"transposed": True, "in_channels": 2, "out_channels": 4, "groups": 2}
    (sheet,) = json.loads(exercise(1, layer=given).to_json())["sheets"]
    assert [asked["terms"] for asked in sheet["questions"]] == [1, 2, 4, 8, 4]
    assert layer_of(sheet["layer"]).weight_shape[:2] == (2, 2)
