"""What GitHub and editors are told: workflow commands, problem matcher, pre-commit hook, SARIF by its schema."""

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from symconv import check_text
from symconv.check.telling.annotations import as_github
from symconv.language.wording import Wording

ROOT = Path(__file__).parent.parent.parent
COMMAND = re.compile(r"::(?P<level>error|warning|notice) (?P<properties>[^\n]*?)::(?P<data>[^\n]*)")
SARIF = ROOT / "tests/browser/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"


def _read(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as GitHub's runner reads it: split at commas and colons first, unescaped afterwards."""
    found = COMMAND.fullmatch(line)
    assert found, line
    properties = dict(part.split("=", 1) for part in found["properties"].split(","))
    return found["level"], {name: _plain(value) for name, value in properties.items()}, _plain(found["data"])


def _plain(escaped: str) -> str:
    for code, sign in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        escaped = escaped.replace(code, sign)
    return escaped


def test_what_is_wrong_is_annotated_where_it_stands(run: Callable) -> None:
    finished = run("check", "tests/data/homework.tex", "--format", "github")
    (line,) = finished.stdout.splitlines()
    level, where, said = _read(line)
    assert (level, finished.returncode) == ("error", 1)
    assert where == {"file": "tests/data/homework.tex", "line": "4", "col": "1", "title": "wrong [order-reversed]"}
    first, second, *_ = said.splitlines()
    assert first == "in ∂L/∂x_12, f_10 should be f_12; f_12 should be f_10"
    assert second == "right is: ∂L/∂x_12 = ∂L/∂o_00·f_12 + ∂L/∂o_01·f_10"


@pytest.mark.parametrize("name", ["a,b:c.md", "100%.md", "%0A::error::.md", "line\nbreak.md"])
def test_names_of_files_break_out_of_nothing(name: str) -> None:
    report = check_text("symconv: stride=2 kernel=3 input=5x5\n\ndL/dx_00 = dL/do_00 f_01\n", name=name)
    (line,) = as_github([report], Wording()).splitlines()
    assert _read(line)[1]["file"] == name


def test_a_hint_holds_no_solution(run: Callable) -> None:
    printed = run("check", "tests/data/homework.tex", "--format", "github", "--hint").stdout
    assert "right is" not in _read(printed.strip())[2]


def test_the_problem_matcher_finds_each_line(run: Callable) -> None:
    (wrong, still) = json.loads((ROOT / "docs/problem-matcher.json").read_text(encoding="utf-8"))["problemMatcher"]
    text = run("check", "tests/data/homework.tex").stdout
    (pattern,) = wrong["pattern"]
    found = [match for line in text.splitlines() if (match := re.search(pattern["regexp"], line))]
    names = [{name: match[pattern[name]] for name in ("file", "line", "column", "message")} for match in found]
    message = "in ∂L/∂x_12, f_10 should be f_12; f_12 should be f_10"
    assert names == [{"file": "tests/data/homework.tex", "line": "4", "column": "1", "message": message}]
    assert (wrong["severity"], still["severity"]) == ("error", "warning")
    assert re.search(still["pattern"][0]["regexp"], "a.md:3:1: ambiguous: which layer?")
    assert not re.search(still["pattern"][0]["regexp"], "a.md:3:1: right")


def test_the_hook_judges_the_files_it_is_given(run: Callable) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    program, *arguments = shlex.split(hook["entry"])
    assert (program, hook["language"]) == ("symconv", "python")
    assert run(*arguments, "tests/data/homework.tex").returncode == 1
    assert run(*arguments, "tests/data/reading.md").returncode == 0


@pytest.mark.skipif(not SARIF.exists(), reason="needs npm ci --prefix tests/browser")
@pytest.mark.parametrize(
    "arguments", ["tests/data/homework.tex", "tests/data/code/wrong.py:assigned --kernel 2 --padding 0"]
)
def test_sarif_is_what_its_schema_says(arguments: str, run: Callable) -> None:
    schema = json.loads(SARIF.read_text(encoding="utf-8"))
    found: dict[str, Any] = json.loads(run("check", *arguments.split(), "--format", "sarif").stdout)
    validator = jsonschema.validators.validator_for(schema)(schema)
    validator.validate(found)
    assert found["runs"][0]["results"]
    found["runs"][0]["results"][0]["level"] = "bad"
    assert not validator.is_valid(found)
