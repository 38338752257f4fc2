"""Exercises on poolings: numbers, entries, terms and wrong answers by loops over windows."""

import json
import re
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from layers import refused
from pooled_loops import Pool

from symconv import check_text
from symconv.classroom.key import Key
from symconv.language.wording import known_languages
from symconv.library.autograders import AUTOGRADERS
from symconv.library.exercise_set import exercise
from symconv.practice.layers import LEVELS

Index = tuple[int, ...]
Terms = Counter[tuple[Index, Fraction]]


def loops(layer: dict[str, Any]) -> Pool:
    along = {name: tuple(layer[own]) for name, own in (("size", "input_size"), ("kernel", "kernel_size"))}
    pads = tuple((before, after) for before, after in layer["padding"])
    return Pool(
        pool=layer["pool"],
        stride=tuple(layer["stride"]),
        dilation=tuple(layer["dilation"]),
        padding=pads,
        ceil=layer["ceil_mode"],
        include=layer.get("count_include_pad", True),
        divisor=layer.get("divisor"),
        **along,
    )


def chosen(pool: Pool, image: Any, m: Index) -> Index:
    return max(pool.inside(m), key=lambda at: int(image[at]))


def terms(pool: Pool, image: Any, index: Index) -> Terms:
    """What an entry gets: of each output how much."""
    outputs = list(np.ndindex(*pool.outputs))
    if pool.pool == "max":
        return Counter({(m, Fraction(1)): 1 for m in outputs if chosen(pool, image, m) == index})
    return Counter({(m, Fraction(1, pool.d(m))): 1 for m in outputs if index in pool.inside(m)})


def read(sum_: str) -> Terms:
    """``(1/4)·∂L/∂o_00 + ∂L/∂o_01`` as terms."""
    found: Terms = Counter()
    for term in sum_.split(" + ") if sum_ != "0" else []:
        one = re.fullmatch(r"(?:\(?1/(\d+)\)?·)?∂L/∂o_(\d)(\d)", term)
        assert one, term
        found[(int(one[2]), int(one[3])), Fraction(1, int(one[1] or 1))] += 1
    return found


@pytest.mark.parametrize("pool", ["average", "max"])
@pytest.mark.parametrize("level", LEVELS)
def test_the_key_is_right_and_all_write_as_many_terms(pool: str, level: int) -> None:
    counts = set()
    for sheet in json.loads(exercise(11, 8, level=level, layer={"pool": pool}).to_json())["sheets"]:
        by_loops, image = loops(sheet["layer"]), np.array(sheet.get("input", [0]))
        image = image.reshape(by_loops.size) if pool == "max" else image
        assert len(set(image.ravel().tolist())) == image.size
        counts.add(tuple(asked["terms"] for asked in sheet["questions"]))
        for asked in sheet["questions"]:
            index, (_, _, answer) = tuple(asked["index"][2:]), asked["answer"].partition(" = ")
            if asked["tensor"] == "output":
                assert answer == "x_{}{}".format(*chosen(by_loops, image, index))
            else:
                assert read(answer) == terms(by_loops, image, index)
                assert read(answer).total() == asked["terms"]
    assert len(counts) == 1


@pytest.mark.parametrize(
    "given", [{}, {"padding": 1, "count_include_pad": False}, {"divisor": 3}, {"ceil_mode": True, "stride": "3x2"}]
)
def test_averages_are_divided_by_what_is_told(given: dict[str, Any]) -> None:
    (sheet,) = json.loads(exercise(4, layer={"pool": "average", **given}).to_json())["sheets"]
    by_loops = loops(sheet["layer"])
    for asked in sheet["questions"]:
        assert read(asked["answer"].partition(" = ")[2]) == terms(by_loops, None, tuple(asked["index"][2:]))


def test_wrong_answers_are_what_their_mistakes_lead_to() -> None:
    drawn = exercise(5, 12, layer={"pool": "average"})
    sheets = {sheet["student"]: sheet for sheet in json.loads(drawn.to_json())["sheets"]}
    counted = Counter[str]()
    for question in ElementTree.fromstring(drawn.quiz("moodle")).iterfind("question[@type='multichoice']"):  # noqa: S314
        number, student = (question.findtext("name/text") or "").split()
        sheet = sheets[student]
        by_loops, index = loops(sheet["layer"]), tuple(sheet["questions"][int(number) - 1]["index"][2:])
        right = terms(by_loops, None, index)
        for answer in question.iterfind("answer"):
            why = re.sub("<[^>]*>", "", answer.findtext("feedback/text") or "")
            entries = re.findall(
                r"(?:\\frac\{1\}\{(\d+)\})? ?\\frac\{\\partial L\}\{\\partial o_\{(\d)(\d)\}\}",
                answer.findtext("text") or "",
            )
            got = Counter(((int(m), int(n)), Fraction(1, int(d or 1))) for d, m, n in entries)
            counted[why] += 1
            if not why:
                assert got == right
            elif why.startswith("windows overwrite"):
                assert got == Counter([max(right)])
            elif why == "what is handed out is not divided":
                assert got == Counter((m, Fraction(1)) for m, _ in right)
            else:
                assert got != right
    assert min(counted.values()) > 0
    assert set(counted) >= {
        "",
        "windows overwrite each other instead of adding up",
        "what is handed out is not divided",
    }


def test_a_max_is_asked_with_its_numbers() -> None:
    drawn = exercise(2, 6, layer={"pool": "max", "in_channels": 2})
    sheets = {sheet["student"]: sheet for sheet in json.loads(drawn.to_json())["sheets"]}
    told = str(drawn.quiz("moodle"))
    assert told.count("<questiontext") * 2 == told.count("begin{bmatrix}") > 0
    for sheet in sheets.values():
        by_loops = loops(sheet["layer"])
        images = np.array(sheet["input"]).reshape(2, *by_loops.size)
        for asked in sheet["questions"][1:]:
            index = asked["index"]
            answer = asked["answer"].partition(" = ")[2].replace(f"^({index[1]})", "")
            assert read(answer) == terms(by_loops, images[index[1]], tuple(index[2:]))
    page = str(drawn.to_document("markdown"))
    assert all(
        f"pool=max input={'x'.join(map(str, sheet['layer']['input_size']))}" in page for sheet in sheets.values()
    )


@pytest.mark.parametrize("language", known_languages())
def test_it_is_asked_in_every_language(language: str) -> None:
    for pool in ("max", "average"):
        drawn = exercise(1, language=language, layer={"pool": pool, "padding": 1})
        assert "{" not in str(drawn.to_document("text"))
        assert drawn.quiz("qti")


def test_a_key_of_poolings_is_refused_where_convolutions_are_judged(tmp_path: Path) -> None:
    key = tmp_path / "key.json"
    key.write_text(exercise(1, layer={"pool": "max"}).to_json(), encoding="utf-8")
    assert "the key is of poolings" in str(refused(Key.read, key))
    assert "an autograder judges" in str(refused(dict, AUTOGRADERS["gradescope"](exercise(1, layer={"pool": "max"}))))


def test_what_cannot_be_asked_is_refused() -> None:
    for given, why in (
        ({"output_size": "2", "input_size": "5x5"}, "leave out --output-size"),
        ({"input_size": "9x9x9", "kernel_size": 3, "stride": 1}, "take a smaller input"),
        ({"stride": 1}, "no small image has what the options say; say the size of the input, too"),
        ({"padding_mode": "reflect"}, "a pooling has no padding_mode"),
        ({"kernel_size": 2, "padding": 3}, "lies wholly in the padding"),
    ):
        assert why in str(refused(exercise, 1, layer={"pool": "max", **given}))


@pytest.mark.parametrize(
    ("told", "many"),
    [
        ({"pool": "max", "input_size": "5x5", "kernel_size": 3, "stride": 1}, [1, 0, 1, 2]),
        ({"pool": "max", "input_size": "4x4", "kernel_size": 2}, [1, 0, 1, 1]),
        ({"pool": "max", "input_size": "5x5", "kernel_size": 1, "stride": 2}, [1, 1, 1, 1]),
        ({"pool": "average", "input_size": "6x6", "kernel_size": 2}, [1, 1, 1]),
        ({"pool": "average", "input_size": (8,), "kernel_size": 3, "stride": 1, "padding": "1:0"}, [1, 2, 2]),
        ({"pool": "average", "input_size": "3x3x3", "kernel_size": 2, "stride": 1}, [1, 2, 4]),
    ],
)
def test_a_pooling_that_has_no_likes_is_asked_about_itself(told: dict[str, Any], many: list[int]) -> None:
    """Without overlap no entry has two terms: then more are asked for that have one."""
    for sheet in json.loads(exercise(5, 3, layer=told).to_json())["sheets"]:
        by_loops, image = loops(sheet["layer"]), np.array(sheet.get("input", [0]))
        image = image.reshape(by_loops.size) if told["pool"] == "max" else image
        asked = sheet["questions"]
        assert [each["terms"] for each in asked] == many
        assert len({(each["tensor"], *each["index"]) for each in asked}) == len(asked)
        for each in asked:
            if each["tensor"] != "output":
                assert terms(by_loops, image, tuple(each["index"][2:])).total() == each["terms"]


@pytest.mark.parametrize("layer", [{"input_size": "4x4"}, {"input_size": (7,), "kernel_size": 3, "stride": 2}])
@pytest.mark.parametrize(("format_", "ending"), [("text", "txt"), ("markdown", "md"), ("html", "html")])
def test_a_sheet_with_its_answers_is_checked(layer: dict[str, Any], format_: str, ending: str) -> None:
    """The sheet has X in numbers as a checker reads them; an answer with a term more is wrong."""
    drawn = exercise(2, 1, layer={"pool": "max", **layer})
    answers = [asked["answer"] for asked in json.loads(drawn.to_json())["sheets"][0]["questions"]]
    term = "∂L/∂o_00" if layer["input_size"] == "4x4" else "∂L/∂o_0"
    for more, verdict in (("", "right"), (f" + {term} + {term}", "wrong")):
        written = "\n\n".join([*answers[:-1], answers[-1] + more])
        if format_ != "text":
            written = re.sub(r"_(\d+)", r"_{\1}", written).replace("∂", r"\partial ")
            written = re.sub(r"^(.+)$", r"$\1$", written, flags=re.MULTILINE)
        report = check_text(f"{drawn.to_document(format_)}\n\n{written}\n", name=f"a.{ending}")
        assert [one.verdict for one in report.statements] == ["right"] * (len(answers) - 1) + [verdict]
