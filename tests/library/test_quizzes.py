"""Quizzes are read back as platforms do; answers differ, and the judge of derivations finds the right one right."""

import re
import zipfile
from collections.abc import Callable, Iterator
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import symconv
from symconv.library.exercise_set import ExerciseSet, exercise

QTI = {"q": "http://www.imsglobal.org/xsd/imsqti_v2p1", "m": "http://www.w3.org/1998/Math/MathML"}
PACKAGE = {"p": "http://www.imsglobal.org/xsd/imscp_v1p1"}
ENTRY = re.compile(r"([a-z])_\{(\d+(?:,\d+)*)\}")
SEEDS = [(1, 1), (2, 2), (3, 3)]


@pytest.fixture(scope="module", params=SEEDS, ids=str)
def drawn(request: pytest.FixtureRequest) -> ExerciseSet:
    seed, level = request.param
    return exercise(seed, 4, level=level)


def _moodle(drawn: ExerciseSet) -> Iterator[tuple[str, str, list[tuple[float, str, str]]]]:
    """Name, text and answers (fraction, formula, feedback) of each question, as Moodle's importer takes them."""
    root = ElementTree.fromstring(drawn.quiz("moodle"))  # noqa: S314 - our own
    assert root.tag == "quiz"
    for question in root.iterfind("question[@type='multichoice']"):
        answers = []
        for answer in question.iterfind("answer"):
            (formula,) = re.findall(r"^<p>\\\((.*)\\\)</p>$", answer.findtext("text"))
            told = answer.findtext("feedback/text") or ""
            answers.append((float(answer.get("fraction")), unescape(formula), told))
        yield question.findtext("name/text"), question.findtext("questiontext/text"), answers


def _sum(formula: str) -> frozenset[tuple[tuple[str, str], ...]]:
    """A sum of products as the set of its terms, each the set of its entries."""
    return frozenset(tuple(sorted(ENTRY.findall(term))) for term in formula.split(" + "))


def test_answers_of_a_question_differ_and_one_is_right(drawn: ExerciseSet) -> None:
    read = list(_moodle(drawn))
    assert len(read) >= 4 * len(drawn.exercises)
    for _, _, answers in read:
        assert sorted(fraction for fraction, _, _ in answers)[-2:] == [0, 100]
        assert 2 <= len(answers) <= 4
        assert len({_sum(formula) for _, formula, _ in answers}) == len(answers)
        assert all(bool(told) == (fraction == 0) for fraction, _, told in answers)


def test_the_judge_agrees(drawn: ExerciseSet) -> None:
    """What is chosen is written as an answer on the sheet, and judged by ``check``, which knows no quiz."""
    (one, *_) = drawn.exercises
    for name, asked, answers in _moodle(drawn):
        if not name.endswith(one.student):
            continue
        (entry,) = re.findall(r"<p>[^<]*\\\((\\frac[^<]*)\\\)[^<]*</p>$", asked)
        text = f"{one.header(0)}\n\n" + "\n\n".join(f"$${entry} = {formula}$$" for _, formula, _ in answers)
        verdicts = [part.verdict for part in symconv.check_text(text).statements]
        assert verdicts == ["right" if fraction == 100 else "wrong" for fraction, _, _ in answers], text


def test_a_package_holds_what_moodle_is_told(drawn: ExerciseSet) -> None:
    """Every item once in the manifest and in the test, the same questions with as many answers, one of them right."""
    archive = zipfile.ZipFile(BytesIO(drawn.quiz("qti")))
    documents: dict[str, Any] = {
        name: ElementTree.fromstring(archive.read(name))  # noqa: S314 - our own
        for name in archive.namelist()
    }
    manifest = documents.pop("imsmanifest.xml")
    listed = [file.get("href") for file in manifest.iterfind(".//p:resource/p:file", PACKAGE)]
    assert sorted(listed) == sorted(documents)
    test = documents.pop("test.xml")
    assert [item.get("href") for item in test.iterfind(".//q:assessmentItemRef", QTI)] != []
    assert {item.get("href") for item in test.iterfind(".//q:assessmentItemRef", QTI)} == set(documents)
    told = {name: answers for name, _, answers in _moodle(drawn)}
    assert {item.get("title") for item in documents.values()} == set(told)
    for item in documents.values():
        answers = told[item.get("title")]
        choices = item.findall(".//q:simpleChoice", QTI)
        right = item.findtext("q:responseDeclaration/q:correctResponse/q:value", namespaces=QTI)
        places = [choice.get("identifier") == right for choice in choices]
        assert places == [fraction == 100 for fraction, _, _ in answers]
        written = ["".join(choice.itertext()) for choice in choices]
        assert len(set(written)) == len(written)
        assert all(choice.findall("m:math", QTI) for choice in choices)
        feedback = {part.get("identifier") for part in item.findall("q:modalFeedback", QTI)}
        assert feedback == {choice.get("identifier") for choice in choices} - {right}


def test_parsers_of_other_people_read_it_back(drawn: ExerciseSet, tmp_path: Path) -> None:
    """Of Moodle XML and of QTI 2.1 the same answers, the same one right, the same feedback."""
    moodle = pytest.importorskip("moodle_xml_parser.parser", reason="needs moodle-xml-parser")
    onyx = pytest.importorskip("onyx2moodle.parser", reason="needs onyx2moodle")
    told = {name: answers for name, _, answers in _moodle(drawn)}
    read = moodle.parse_string(drawn.quiz("moodle"))["multichoice"]
    assert {question.name for question in read} == set(told)
    for question in read:
        assert (question.single, question.shuffle_answers, question.default_grade) == (True, True, 1)
        found = [(option.score_fraction, option.feedback or "") for option in question.options]
        assert found == [(fraction, feedback) for fraction, _, feedback in told[question.name]]
    zipfile.ZipFile(BytesIO(drawn.quiz("qti"))).extractall(tmp_path)
    items = [onyx.parse_item(path) for path in tmp_path.glob("item-*.xml")]
    assert {item.title for item in items} == set(told)
    for item in items:
        (asked,), right = item.interactions, item.response_decls["RESPONSE"].correct_values
        feedback = {each.identifier: each.html for each in item.feedback}
        assert (asked.kind, asked.shuffle, asked.max_choices) == ("choice", True, 1)
        found = [
            (100 if [each.identifier] == right else 0, feedback.get(each.identifier, "")) for each in asked.choices
        ]
        assert found == [(fraction, why) for fraction, _, why in told[item.title]]
        assert len({each.html for each in asked.choices}) == len(asked.choices)


def test_the_same_seed_gives_the_same_bytes(drawn: ExerciseSet) -> None:
    again = exercise(drawn.seed, len(drawn.exercises), level=drawn.level)
    for written in ("moodle", "qti"):
        assert again.quiz(written) == drawn.quiz(written)


def test_words_in_names_are_no_markup() -> None:
    drawn = exercise(1, ["<b>&\"'", "]]>"], language="fr")
    assert {name.partition(" ")[2] for name, _, _ in _moodle(drawn)} == {"<b>&\"'", "]]>"}


def test_the_ending_tells_the_format(run: Callable, tmp_path: Path) -> None:
    assert run("exercise", "--seed", "3", "-o", "quiz.xml", cwd=tmp_path).returncode == 0
    assert run("exercise", "--seed", "3", "-o", "quiz.zip", cwd=tmp_path).returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["quiz.xml", "quiz.zip"]  # no key: they hold the answers
    refused = run("exercise", "--format", "qti", "-o", "folder", cwd=tmp_path)
    assert (refused.returncode, refused.stderr) == (2, "symconv: a quiz is one file; end it in .zip\n")
