"""What is said: JSON, text, exit status, positions, repetitions, formats."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from symconv import ConvSpec, check_text
from symconv.check.mistakes import MISTAKES
from symconv.check.telling.hints import asked
from symconv.check.telling.written import as_text
from symconv.language.wording import Wording
from symconv.render.typeset import typeset, worded

LAYER = ConvSpec.of(input_size=(5, 5), kernel_size=3, stride=2)
RIGHT = r"\frac{\partial L}{\partial x_{00}} = \frac{\partial L}{\partial o_{00}} f_{00}"
WRONG = r"\frac{\partial L}{\partial x_{02}} = " + (
    r"\frac{\partial L}{\partial o_{00}} f_{20} + \frac{\partial L}{\partial o_{01}} f_{00}"
)
HOMEWORK = f"% symconv: stride=2 kernel=3 input=5x5\nFirst ${RIGHT}$,\n\\[\n  {WRONG}\n\\]\n"


@pytest.fixture
def homework(tmp_path: Path) -> Path:
    file = tmp_path / "homework.tex"
    file.write_text(HOMEWORK, encoding="utf-8")
    return file


def test_json_holds_everything(homework: Path, run: Callable) -> None:
    finished = run("check", str(homework), "--format", "json")
    assert finished.returncode == 1
    report = json.loads(finished.stdout)
    assert report["version"] == 1
    assert report["layer"]["stride"] == [2, 2]
    assert report["reading"]["letters"]["input"] == {"value": "x", "from": "use", "line": None}
    (part,) = report["reading"]["parts"]
    assert part["lines"] == [1, 5]
    assert part["facts"]["stride"] == {"value": "2", "from": "the header line", "line": 1}
    assert report["summary"]["right"] == report["summary"]["wrong"] == 1
    right, wrong = report["statements"]
    assert (right["line"], right["column"], right["source"]) == (2, 8, RIGHT)
    assert (wrong["line"], wrong["column"]) == (4, 3)
    assert wrong["target"] == {"tensor": "grad_input", "index": [0, 0, 0, 2]}
    assert wrong["expected"] == "∂L/∂x_02 = ∂L/∂o_00·f_02 + ∂L/∂o_01·f_00"
    assert wrong["missing"] == ["∂L/∂o_00·f_02"]
    assert wrong["extra"] == ["∂L/∂o_00·f_20"]
    assert "f_20 should be f_02" in wrong["message"]
    assert wrong["counterexample"]["index"] == [0, 0, 0, 2]
    assert "wrong-index" in [mistake["id"] for mistake in wrong["mistakes"]]


def test_text_reads_like_a_compiler(homework: Path, run: Callable) -> None:
    printed = run("check", str(homework)).stdout
    assert f"{homework}:4:3: wrong: in ∂L/∂x_02, f_20 should be f_02" in printed
    assert "\n    ^\n" in printed
    assert printed.index("read as") < printed.index("right is")
    assert printed.endswith("2 statements: 1 right, 1 wrong\n")


def test_a_hint_does_not_give_the_solution(homework: Path, run: Callable) -> None:
    printed = run("check", str(homework), "--hint").stdout
    assert "question:" in printed
    assert "f_02" not in printed


@pytest.mark.parametrize("format_", ["text", "json", "markdown", "html", "sarif"])
def test_no_format_of_a_hint_holds_the_solution(homework: Path, run: Callable, format_: str) -> None:
    hinted = run("check", str(homework), "--hint", "--format", format_).stdout
    told = run("check", str(homework), "--format", format_).stdout
    solution = typeset("f_02") if format_ == "html" else "f_02"
    assert solution.removeprefix("<math>").removesuffix("</math>") in told.replace("f_{02}", "")
    assert solution not in hinted
    question = check_text(HOMEWORK, name="a.tex").statements[1].mistakes[0].question
    assert (worded(question) if format_ == "html" else question) in hinted


def test_a_hint_asks_where_no_mistake_is_known() -> None:
    report = asked(
        check_text("$\\frac{\\partial L}{\\partial x_{22}} = 7 f_{01} x_{00} + 3$", LAYER, name="a.md"), Wording()
    )
    (line,) = report.statements
    assert (line.message, line.told.expected, line.mistakes) == ("", "", ())
    assert line.question == "Which windows reach this entry, and through which tap of the filter?"


def test_the_rubric_names_every_statement(run: Callable, tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(f"$${RIGHT}$$\n\n$${WRONG}$$\n\n$${WRONG}$$\n\n$\\partial L = f_{{00}} +$", encoding="utf-8")
    printed = run("check", str(file), "-n", "5x5", "-k", "3", "-s", "2", "--max-points", "9", "--rubric").stdout
    assert printed.splitlines()[-6:-1] == [
        f"{file}:1:3: 3.00 of 3.00: right",
        f"{file}:3:3: 0.00 of 3.00: wrong",
        f"{file}:5:3: 3.00 of 3.00: wrong, but follows from line 3",
        f"{file}:7:2: not counted: unreadable",
        "6.00 of 9 points",
    ]


def test_both_values_are_told_and_the_layer_where_it_is_not_given() -> None:
    wrong = r"$\frac{\partial L}{\partial x_{ij}} = \sum_{m,n} \frac{\partial L}{\partial o_{mn}} f_{i-m,j-n}$"
    given, open_ = (as_text(check_text(f"stride 2. {wrong}", spec, name="a.md"), Wording()) for spec in (LAYER, None))
    assert "  right is: ∂L/∂x_01 = ∂L/∂o_00·f_01\n" in given
    assert "  yours is: ∂L/∂o_00·f_01 + ∂L/∂o_01·f_00\n" in given
    assert "  on:       " not in given
    assert "  on:       input 5x4, kernel 2x3, stride 2x2\n" in open_


def test_what_a_layer_does_not_have_is_named() -> None:
    text = r"$\frac{\partial L}{\partial x_{44}} = \frac{\partial L}{\partial o_{22}} f_{00}$"
    (line,) = check_text(text, LAYER, name="a.md").statements
    assert line.message == "∂L/∂x_44 lacks ∂L/∂o_11·f_22; the layer has no o_22"


def test_points(homework: Path, run: Callable) -> None:
    assert "5.00 of 10 points" in run("check", str(homework), "--max-points", "10").stdout


@pytest.mark.parametrize("format_", ["markdown", "html", "sarif"])
def test_other_formats(homework: Path, run: Callable, format_: str) -> None:
    finished = run("check", str(homework), "--format", format_)
    assert finished.returncode == 1
    assert "wrong" in finished.stdout


@pytest.mark.parametrize("format_", ["text", "markdown", "html"])
def test_documents_open_with_how_the_text_was_read(homework: Path, run: Callable, format_: str) -> None:
    told = run("check", str(homework), "--format", format_).stdout
    assert told.index("letters: input x") < told.index("indices: from 0 (from use)") < told.index("should be")


def test_sarif_points_at_the_line(homework: Path, run: Callable) -> None:
    (result,) = json.loads(run("check", str(homework), "--format", "sarif").stdout)["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 4, "startColumn": 3}


def test_one_page_for_all_files(homework: Path, tmp_path: Path, run: Callable) -> None:
    """It looks like the other pages, and shows of each file every statement."""
    other = tmp_path / "other.md"
    other.write_text("symconv: kernel=3 stride=2 input=5x5\n\ndL/dx00 = f00*dL/do00", encoding="utf-8")
    page = run("check", str(homework), str(other), "--format", "html").stdout
    assert (page.count("<!DOCTYPE html>"), page.count("<h1>")) == (1, 2)
    assert "--accent: light-dark(" in page
    assert '<article class="statement wrong">' in page
    assert "<div><dt>right is</dt><dd><math" in page


def test_html_escapes(tmp_path: Path, run: Callable) -> None:
    file = tmp_path / "a.md"
    file.write_text("dL/dx11 = <script>alert(1)</script>*dL/dy11", encoding="utf-8")
    assert "<script>" not in run("check", str(file), "--format", "html").stdout


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"${RIGHT}$", 0),
        (f"${WRONG}$", 1),
        ("no mathematics", 2),
        (f"${RIGHT}$ $\\partial L = f_{{00}} +$", 0),
        ("$\\partial L = f_{00} +$", 2),
        ("$dX = dO$ and $\\partial L = f_{00} +$", 2),
    ],
)
def test_exit_status(tmp_path: Path, run: Callable, text: str, code: int) -> None:
    file = tmp_path / "a.md"
    file.write_text(text, encoding="utf-8")
    assert run("check", str(file), "-n", "5x5", "-k", "3", "-s", "2").returncode == code


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.tex"], "cannot read missing.tex"),
        (["--names", "inputt=X", "-"], "--names expects ROLE=NAME"),
        (["-n", "2x2", "-k", "5", "-"], "kernel 5 does not fit"),
    ],
)
def test_unusable_input_is_one_line(run: Callable, arguments: list[str], said: str) -> None:
    finished = run("check", *arguments)
    assert finished.returncode == 2
    assert said in finished.stderr
    assert finished.stderr.count("\n") == 1


def test_a_repeated_error_is_not_counted_twice() -> None:
    report = check_text(f"$${WRONG}$$\n\n$${WRONG}$$", LAYER, name="a.md")
    first, second = report.statements
    assert (first.follows, second.follows) == (None, 1)


def test_a_notebook_is_read_with_its_lines() -> None:
    cell = {"cell_type": "markdown", "source": ["# Title\n", f"${RIGHT}$\n", f"${WRONG}$"]}
    text = json.dumps({"cells": [cell, {"cell_type": "code", "source": ["x = 1"]}]}, indent=1)
    report = check_text(text, LAYER, name="a.ipynb")
    assert [one.verdict for one in report.statements] == ["right", "wrong"]
    lines = text.splitlines()
    assert all("partial L" in lines[one.place.line - 1] for one in report.statements)


def test_the_lines_of_a_notebook_are_found_however_it_is_written() -> None:
    code = {"cell_type": "code", "source": "a = 1\nb = 2"}
    cells = [
        {"cell_type": "markdown", "source": "Words.\n\n∂L/∂x₀₀ = 1\n"},
        code,
        {"cell_type": "markdown", "source": ["∂L/∂x₀₀ = 2"]},
    ]
    for text in (json.dumps({"cells": cells}, indent=1, ensure_ascii=ascii_) for ascii_ in (True, False)):
        report = check_text(text, LAYER, name="a.ipynb")
        assert [text.splitlines()[one.place.line - 1][-4:].strip('"') for one in report.statements] == ["1\\n", "= 2"]


def test_a_problem_does_not_stop_the_next_statement() -> None:
    report = check_text(rf"$\frac{{\partial L}}{{\partial x_{{00}}}} = f_{{00}} +$ ${RIGHT}$", LAYER, name="a.md")
    assert [one.verdict for one in report.statements] == ["unreadable", "right"]


def test_letters_can_be_given() -> None:
    text = "dL/dq11 = dL/dy11*h11"
    report = check_text(
        text, ConvSpec.of(input_size=(3, 3), kernel_size=2), names={"input": "q", "weight": "h"}, name="a.txt"
    )
    assert [one.verdict for one in report.statements] == ["right under an assumption"]  # indices start at 1


def test_every_mistake_names_a_chapter_of_the_lesson(run: Callable) -> None:
    layer = ("derive", "-n", "6x6", "-k", "3", "-s", "2", "-p", "1", "--format", "markdown")
    told = [run(*layer, *kind).stdout for kind in ((), ("--transposed",), ("--padding-mode", "reflect"))]
    headings = {line.lstrip("# ").strip() for each in told for line in each.splitlines() if line.startswith("#")}
    assert {mistake.taught for mistake in MISTAKES.values()} <= headings


def test_the_chapter_is_told(homework: Path, run: Callable) -> None:
    assert "taught in: Dilate, pad, flip, slide" in run("check", str(homework)).stdout
    report = json.loads(run("check", str(homework), "--format", "json").stdout)
    assert report["statements"][1]["mistakes"][0]["lesson"] == "Dilate, pad, flip, slide"


def test_the_summary_tells_what_could_not_be_judged(tmp_path: Path, run: Callable) -> None:
    file = tmp_path / "a.md"
    file.write_text(f"${RIGHT}$ $\\partial L = f_{{00}} +$", encoding="utf-8")
    printed = run("check", str(file), "-n", "5x5", "-k", "3", "-s", "2").stdout
    assert printed.endswith("2 statements: 1 right, 1 unreadable; 1 could not be judged and counts neither way\n")


ENTRIES = """y00 = x00*w00 + x01*w01 + x10*w10 + x11*w11
y01 = x02*w00 + x03*w01 + x12*w10 + x13*w11
y10 = x20*w00 + x21*w01 + x30*w10 + x31*w11
dL/dx02 = dL/dy01*w00
"""


@pytest.mark.parametrize(
    ("text", "where", "told"),
    [
        (
            ENTRIES,
            "the outputs that the text defines",
            "layer:   input 4x4, kernel 2x2, stride 2, padding 0 (from the outputs that the text defines)\n",
        ),
        (
            "Stride 2, kernel 2x2, input 4x4.\n\ndL/dx02 = dL/dy01*w00",
            "the sizes that the text states",
            "layer:   input 4x4, kernel 2x2, stride 2 (line 1), padding 0 (assumed)\n",
        ),
        (
            "Stride 2. Then\n\ndL/dx02 = dL/dy01*w00\n\ndL/dx33 = dL/dy11*w11",
            "the entries that are written out",
            "kernel 2x2 (from the entries that are written out), stride 2 (line 1), padding 0 (assumed)\n",
        ),
    ],
)
def test_the_layer_that_was_found_is_told(tmp_path: Path, run: Callable, text: str, where: str, told: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text(text, encoding="utf-8")
    on = json.loads(run("check", str(file), "--format", "json").stdout)["statements"][-1]["judged_on"]
    assert on["from"] == where
    assert (on["layer"]["input_size"], on["layer"]["kernel_size"], on["layer"]["stride"]) == ([4, 4], [2, 2], [2, 2])
    assert told in run("check", str(file)).stdout


def test_a_given_layer_names_its_origin(homework: Path) -> None:
    told = [one.told.judged_on["from"] for one in check_text(HOMEWORK, name="a.tex").statements]
    assert told == ["the header line", "the header line"]
    (one,) = check_text(f"${RIGHT}$", LAYER, name="a.md").statements
    assert one.told.judged_on == {"layer": LAYER.to_json(), "from": "the options"}


def test_a_general_formula_tells_how_many_layers() -> None:
    text = r"Stride 1, no padding: $\frac{\partial L}{\partial x_{ij}} = \sum_{a,b} \delta_{i-a,j-b} w_{ab}$"
    (one,) = check_text(text, name="a.md").statements
    assert one.told.judged_on["layers"] >= 4


def test_json_has_the_shape_that_is_documented(homework: Path, run: Callable) -> None:
    guide = (Path(__file__).parents[2] / "docs/formats.md").read_text(encoding="utf-8")
    (documented,) = (
        json.loads(block) for block in re.findall(r"```json\n(.*?)```", guide, re.DOTALL) if '"judged_on"' in block
    )
    report = json.loads(run("check", str(homework), "--format", "json").stdout)
    assert report.keys() == documented.keys()
    assert documented["reading"].keys() == report["reading"].keys()
    (part,), (known,) = report["reading"]["parts"], documented["reading"]["parts"]
    assert part.keys() == known.keys()
    assert part["facts"].keys() == {*known["facts"], "padding"}
    assert part["facts"]["stride"].keys() == known["facts"]["stride"].keys()
    assert documented["summary"].keys() == report["summary"].keys()
    wrong, told = report["statements"][1], documented["statements"][0]
    assert wrong.keys() == told.keys()
    for part in ("target", "counterexample", "judged_on"):
        assert wrong[part].keys() == told[part].keys()
    assert wrong["mistakes"][0].keys() == told["mistakes"][0].keys()


def test_sarif_is_what_its_schema_requires(tmp_path: Path, run: Callable) -> None:
    file = tmp_path / "a b.tex"
    file.write_text(HOMEWORK, encoding="utf-8")
    report = json.loads(run("check", str(file), "--format", "sarif").stdout)
    assert (report["version"], len(report["runs"])) == ("2.1.0", 1)
    (run_,) = report["runs"]
    assert {rule["id"] for rule in run_["tool"]["driver"]["rules"]} == set(MISTAKES)
    (result,) = run_["results"]
    assert result["ruleId"] in MISTAKES
    assert result["level"] in ("none", "note", "warning", "error")
    assert result["message"]["text"].startswith("wrong. ")
    assert " " not in result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]


def test_replay_names_the_batch(tmp_path: Path, run: Callable) -> None:
    """A statement that is wrong only because the images are not added is shown wrong again by what it says to type."""
    claimed = r"$\frac{\partial L}{\partial w_a} = \sum_i \frac{\partial L}{\partial y_{n,i}} x_{n,i+a}$"
    text = r"$y_{n,i} = \sum_a x_{n,i+a} w_a$" + f"\n\n{claimed}\n"
    file = tmp_path / "images.md"
    file.write_text(text, encoding="utf-8")
    (told,) = re.findall(r"replay: +with (.*)", run("check", str(file)).stdout)
    assert told.endswith("--batch-size 2")
    assert run("check", str(file), *told.split()).returncode == 1
