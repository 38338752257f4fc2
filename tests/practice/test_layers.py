"""Layers of comparable difficulty: counted by hand where it is short, by brute force elsewhere."""

import json
from collections import Counter
from itertools import product
from typing import Any

import pytest
from layers import meetings

from symconv import ConvSpec
from symconv.library.exercise_set import exercise
from symconv.practice.exercises import ASKED, exercises
from symconv.practice.layers import LEVELS, comparable, hard
from symconv.transposed import layer_of


def test_what_is_hard() -> None:
    assert hard(ConvSpec.of(input_size=(3, 3), kernel_size=2)) == set()
    assert hard(ConvSpec.of(input_size=(4, 6), kernel_size=2, stride=(1, 3))) == {"stride", "remainder"}
    assert hard(ConvSpec.of(input_size=(5, 5), kernel_size=2, padding=((0, 1), (0, 0)))) == {"padding"}
    assert hard(ConvSpec.of(input_size=(5, 5), kernel_size=2, dilation=2)) == {"dilation"}


@pytest.mark.parametrize("level", LEVELS)
def test_layers_of_a_level_are_equally_hard(level: int) -> None:
    found = comparable(level, {})
    assert len(found) == len(set(found)) >= 4
    for spec in found:
        assert "stride" in hard(spec)
        assert len(hard(spec)) == level
        assert spec.output_size == (2, 2)
        assert spec.axes[0] != spec.axes[1]


def terms_of_inputs(spec: ConvSpec) -> Counter[tuple[int, ...]]:
    """How many outputs read each input, by trying every output and tap."""
    read: Counter[tuple[int, ...]] = Counter()
    for m, a in product(product(range(2), range(2)), product(*map(range, spec.kernel_size))):
        place = tuple(
            s * x + d * y - p for s, x, d, y, (p, _) in zip(spec.stride, m, spec.dilation, a, spec.padding, strict=True)
        )
        if all(0 <= i < n for i, n in zip(place, spec.input_size, strict=True)):
            read[place] += 1
    return read


@pytest.mark.parametrize("level", LEVELS)
def test_everybody_writes_as_many_terms(level: int) -> None:
    drawn = list(exercises(11, [str(number) for number in range(40)], level, {}))
    for one in drawn:
        assert [(question.tensor, question.terms) for question in one.questions] == list(ASKED)
        read = terms_of_inputs(one.spec)
        for question in one.questions:
            if question.tensor == "input":
                assert read[question.index[2:]] == question.terms
    asked = {(one.spec, tuple(question.index for question in one.questions)) for one in drawn}
    assert len(asked) > 35


def test_a_seed_draws_the_same_again() -> None:
    def drawn(seed: int) -> list[str]:
        return [f"{one.header(0)} {one.questions}" for one in exercises(seed, ["a", "b", "c"], 2, {})]

    assert drawn(7) == drawn(7)
    assert drawn(7) != drawn(8)


def test_what_is_given_holds_for_all() -> None:
    for spec in comparable(2, {"kernel_size": "3", "padding": "1"}):
        assert (spec.kernel_size, spec.padding) == ((3, 3), ((1, 1), (1, 1)))
    (channels,) = exercises(1, ["a"], 2, {"out_channels": 4, "groups": 2, "in_channels": 2})
    assert [question.terms for question in channels.questions] == [2, 4, 8, 4, 4]
    assert "groups=2 in_channels=2 out_channels=4" in channels.header(0)
    assert hard(comparable(1, {"stride": 1, "padding": "1:0"})[0]) == {"padding"}


def meetings_at(layer: dict[str, Any], question: dict[str, Any]) -> int:
    """How many products an entry has, by the loops of all tests."""
    spec = layer_of(layer)
    place = {"output": 0, "grad_weight": 1, "grad_input": 2}[question["tensor"]]
    return sum(meeting[place] == tuple(question["index"]) for meeting in meetings(spec))


@pytest.mark.parametrize(
    ("told", "terms"),
    [
        ({"input_size": (5, 5), "kernel_size": 3, "stride": 1}, [1, 2, 4, 9, 9]),
        ({"input_size": (7,), "kernel_size": 3, "stride": 1, "padding": "1:0"}, [1, 2, 3, 5]),
        ({"input_size": (3, 3, 3), "kernel_size": 2, "stride": 1}, [1, 2, 4, 8, 8]),
        ({"input_size": (4, 4), "kernel_size": 2, "stride": 2}, [1, 1, 1, 4, 4]),
        ({"transposed": True, "input_size": (3, 3), "kernel_size": 2, "stride": 2}, [1, 1, 1, 4, 9]),
        ({"input_size": (9, 9), "kernel_size": 3, "stride": 1}, [1, 2, 4]),
    ],
)
def test_a_layer_that_has_no_likes_is_asked_about_itself(told: dict[str, Any], terms: list[int]) -> None:
    """Entries with as many terms as elsewhere, or nearly; none that is too long to write."""
    for sheet in json.loads(exercise(3, 4, layer=told).to_json())["sheets"]:
        assert layer_of(sheet["layer"]) == layer_of(told)
        asked = sheet["questions"]
        assert [meetings_at(sheet["layer"], question) for question in asked] == [each["terms"] for each in asked]
        assert [each["terms"] for each in asked] == terms
        assert len({(each["tensor"], *each["index"]) for each in asked}) == len(asked)


def test_without_a_level_the_first_that_has_layers() -> None:
    assert exercise(1, 2).level == 2
    told = {"input_size": (5, 5), "kernel_size": 3}
    assert exercise(1, 2, layer=told).level == 1
    assert {hard(one.spec) for one in exercise(1, 9, layer=told).exercises} == {frozenset({"stride"})}
