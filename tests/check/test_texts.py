"""Texts as people write them: general sums, operator words, scatter code, matrices, chains, tables.

``texts.txt`` holds them, ``doubts.txt`` those that were once judged wrongly or not at all, with their neighbours,
``claims.txt`` what depends on what letters are and what is claimed, and ``kinds.txt`` ways of writing that were once
beyond it: each under a line with the verdicts on its statements (forward definitions left out), a file name and the
layer. Each was judged by hand; ``right`` allows for an assumption that the report names.
"""

import re
from pathlib import Path

import pytest

from symconv import check_text

CASES = [
    case
    for file in ("texts.txt", "doubts.txt", "claims.txt", "kinds.txt")
    for case in re.findall(
        r"^=== (.*?) \| (.*?) \| (.*?)\n(.*?)(?=^===|\Z)",
        (Path(__file__).parent / file).read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL,
    )
]


@pytest.mark.parametrize(("verdicts", "name", "layer", "text"), CASES, ids=lambda value: value.strip()[-40:])
def test_verdicts(verdicts: str, name: str, layer: str, text: str) -> None:
    told = (pair.split("=") for pair in layer.split())
    given = {key: int(value) if key.endswith("channels") else value for key, value in told}
    report = check_text(text, name=name, given=given)
    found = [one.verdict.split()[0] for one in report.statements if one.kind != "forward"]
    assert found == verdicts.split()


def test_there_are_texts() -> None:
    assert len(CASES) > 220
