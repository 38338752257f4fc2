"""Where results go, and how commands end."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.txt", "The gradients"),
        ("a.md", "<!-- symconv: input=4x4 kernel=3x3 stride=1x1 index_base=0 -->\n\n# The gradients"),
        ("a.tex", "% symconv: input=4x4 kernel=3x3 stride=1x1 index_base=0\n\\documentclass"),
        ("a.html", "<!-- symconv: input=4x4 kernel=3x3 stride=1x1 index_base=0 -->\n<!DOCTYPE html>"),
        ("a.svg", "<svg "),
        ("a.json", '{"version": 1'),
    ],
)
def test_the_ending_chooses_the_format(name: str, start: str, run: Callable, tmp_path: Path) -> None:
    finished = run("derive", "-o", name, cwd=tmp_path)
    assert (finished.returncode, finished.stdout, finished.stderr) == (0, "", "")
    assert (tmp_path / name).read_text(encoding="utf-8").lstrip().startswith(start)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_stated_format_wins_over_the_ending(run: Callable, tmp_path: Path) -> None:
    run("derive", "-o", "a.txt", "--format", "json", cwd=tmp_path)
    assert (tmp_path / "a.txt").read_text(encoding="utf-8").startswith('{"version": 1')


def test_a_dash_is_standard_output(run: Callable) -> None:
    assert run("derive", "-o", "-").stdout == run("derive").stdout


def test_a_file_is_replaced_whole_or_left_alone(run: Callable, tmp_path: Path) -> None:
    old = tmp_path / "a.md"
    old.write_text("old", encoding="utf-8")
    assert run("derive", "--kernel", "0", "-o", "a.md", cwd=tmp_path).returncode == 2
    assert old.read_text(encoding="utf-8") == "old"
    assert run("derive", "-o", "a.md", cwd=tmp_path).returncode == 0
    assert old.read_text(encoding="utf-8") != "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_a_folder_in_the_way_is_one_line(run: Callable, tmp_path: Path) -> None:
    (tmp_path / "a.md").mkdir()
    finished = run("derive", "-o", "a.md", cwd=tmp_path)
    assert finished.returncode == 2
    assert finished.stderr == "symconv: cannot write a.md: Is a directory\n"
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_a_traceback_only_for_those_who_ask(run: Callable) -> None:
    assert "Traceback" not in run("derive", "--stride", "0").stderr
    assert "Traceback" in run("--debug", "derive", "--stride", "0").stderr


def test_output_is_the_same_every_time(run: Callable) -> None:
    command = ("derive", "-n", "6x5", "-k", "2", "-s", "2", "--in-channels", "2", "--format", "latex")
    assert run(*command, PYTHONHASHSEED="1").stdout == run(*command, PYTHONHASHSEED="2").stdout


def test_no_colours_in_a_pipe(run: Callable) -> None:
    assert "\x1b" not in run("derive").stdout


def test_a_reader_who_leaves_early_sees_no_traceback() -> None:
    command = f"{sys.executable} -m symconv derive -n 28x28 -k 5 --entries all | head -n 1"
    finished = subprocess.run(["/bin/sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert finished.stdout.startswith("The gradients")
    assert finished.stderr == ""


def test_templates_of_ones_own_come_first(run: Callable, tmp_path: Path) -> None:
    (tmp_path / "_blocks.md.j2").write_text(
        "".join(
            f"{{% macro {kind}(block) %}}<{kind}>{{% endmacro %}}"
            for kind in ("heading", "paragraph", "bullets", "display", "picture", "code", "table", "verdicttable")
        ),
        encoding="utf-8",
    )
    finished = run("derive", "--format", "markdown", "--template-dir", str(tmp_path))
    assert finished.stdout.partition("\n")[2].split()[:3] == ["<heading>", "<heading>", "<paragraph>"]


def test_a_template_that_fails_is_one_line(run: Callable, tmp_path: Path) -> None:
    (tmp_path / "document.md.j2").write_text("{{ nothing.here }}", encoding="utf-8")
    finished = run("derive", "--format", "markdown", "--template-dir", str(tmp_path))
    assert finished.returncode == 2
    assert finished.stderr == f"symconv: template {tmp_path}: 'nothing' is undefined\n"


def test_the_exit_status_says_what_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from symconv import ConvSpec, routes
    from symconv.cli import cli
    from symconv.proof import entrywise
    from symconv.routes import contractions

    lying = replace(contractions.contractions(ConvSpec.of())["grad_input"], routes=routes.FOLKLORE)
    monkeypatch.setattr(entrywise, "contractions", lambda layer: {"grad_input": lying})
    finished = CliRunner().invoke(cli, ["prove", "--stride", "2", "--ascii"])
    assert finished.exit_code == 1
    assert "FAILS" in finished.output
    assert "dL/dx_01 != dL/do_00*f_02 + dL/do_01*f_01" in finished.output
