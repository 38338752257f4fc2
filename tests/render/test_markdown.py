"""Markdown obeys the rules of GitHub, pandoc and notebooks."""

import re
import subprocess
from collections.abc import Callable
from itertools import pairwise

import pytest

import symconv

SPEC = symconv.ConvSpec.of(
    input_size=(6, 5), kernel_size=(3, 2), stride=2, padding=((1, 2), (0, 0)), in_channels=2, out_channels=2, bias=True
)
FLAVORS = ("github", "pandoc", "jupyter")


@pytest.fixture(scope="module", params=FLAVORS)
def document(request: pytest.FixtureRequest) -> tuple[str, str]:
    derivation = symconv.derive(SPEC, activation="sigmoid")
    return request.param, derivation.to_document(
        "markdown", flavor=request.param, names={"weight": "Weight"}, length="full"
    )


def displays(flavor: str, text: str) -> list[str]:
    fence = r"^```math\n(.*?)^```$" if flavor == "github" else r"^\$\$\n(.*?)^\$\$$"
    return re.findall(fence, text, re.MULTILINE | re.DOTALL)


def prose(flavor: str, text: str) -> str:
    for display in displays(flavor, text):
        text = text.replace(display, "")
    return text


def test_displays_stand_on_lines_of_their_own(document: tuple[str, str]) -> None:
    flavor, text = document
    found = displays(flavor, text)
    assert len(found) > 20
    for display in found:
        assert "\n\n" not in display
        assert display.count("\\begin{") == display.count("\\end{")
        assert display.count("{") == display.count("}")
    assert ("$$" in text) == (flavor != "github")
    assert ("```math" in text) == (flavor == "github")


def test_inline_math_survives_markdown(document: tuple[str, str]) -> None:
    flavor, text = document
    inline = re.findall(r"(?<![\\$])\$([^$\n]+)\$(?!\$)", prose(flavor, text))
    assert len(inline) > 30
    for formula in inline:
        assert not re.search(r"\\[^A-Za-z]", formula), formula
        assert not re.search(r"[})\]]_", formula), formula
        assert formula == formula.strip(), formula


def test_no_operatorname(document: tuple[str, str]) -> None:
    assert "\\operatorname" not in document[1]


def test_tables_have_equal_rows(document: tuple[str, str]) -> None:
    rows = [line for line in document[1].splitlines() if line.startswith("|")]
    assert rows
    for before, after in pairwise(rows):
        if re.fullmatch(r"\|( -+:? \|)+", after):
            assert before.count("|") == after.count("|")


def test_pandoc_reads_it(document: tuple[str, str], program: Callable[[str], str]) -> None:
    flavor, text = document
    source = "gfm" if flavor == "github" else "markdown"
    command = [program("pandoc"), "-f", source, "-t", "html", "--mathml"]
    finished = subprocess.run(command, input=text, capture_output=True, text=True, encoding="utf-8", check=False)
    assert finished.returncode == 0
    assert "Could not convert" not in finished.stderr
    assert finished.stdout.count("<h2") == text.count("\n## ") > 10
