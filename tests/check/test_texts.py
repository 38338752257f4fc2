"""Texts as people write them: general sums, operator words, scatter code, matrices, chains, tables.

``texts.txt`` holds them, ``doubts.txt`` those that were once judged wrongly or not at all, with their neighbours,
``claims.txt`` what depends on what letters are and what is claimed, and ``kinds.txt`` ways of writing that were once
beyond it: each under a line with the verdicts on its statements (forward definitions left out), a file name and the
layer. In ``forwards.txt`` the definitions count, too. Each was judged by hand; ``right`` allows for an assumption that
the report names.
"""

import re
from pathlib import Path

import pytest

from symconv import check_text

_CASE = re.compile(r"^=== (.*?) \| (.*?) \| (.*?)\n(.*?)(?=^===|\Z)", re.MULTILINE | re.DOTALL)


def _read(*files: str) -> list[tuple[str, str, str, str]]:
    return [case for file in files for case in _CASE.findall((Path(__file__).parent / file).read_text("utf-8"))]


CASES = _read("texts.txt", "doubts.txt", "claims.txt", "kinds.txt")


@pytest.mark.parametrize(("verdicts", "name", "layer", "text"), CASES, ids=lambda value: value.strip()[-40:])
def test_verdicts(verdicts: str, name: str, layer: str, text: str) -> None:
    told = (pair.split("=") for pair in layer.split())
    given = {key: int(value) if key.endswith("channels") else value for key, value in told}
    report = check_text(text, name=name, given=given)
    found = [one.verdict.split()[0] for one in report.statements if one.kind != "forward"]
    assert found == verdicts.split()


@pytest.mark.parametrize(("verdicts", "name", "layer", "text"), _read("forwards.txt"), ids=lambda value: value[-40:])
def test_verdicts_on_definitions(verdicts: str, name: str, layer: str, text: str) -> None:
    assert layer == ""
    assert [one.verdict.split()[0] for one in check_text(text, name=name).statements] == verdicts.split()


def test_there_are_texts() -> None:
    assert len(CASES) > 220
