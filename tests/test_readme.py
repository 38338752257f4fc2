"""Every command, output and snippet of the README and the guides in docs/ is true."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCKS = [
    block
    for path in DOCUMENTS
    for block in re.findall(r"^```(\w+)\n(.*?)^```", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
]


def _blocks(language: str) -> list[str]:
    """What stands in a language, once each."""
    return list(dict.fromkeys(body for written, body in BLOCKS if written == language))


SESSIONS = _blocks("console")
COMMANDS = list(
    dict.fromkeys(line for body in _blocks("sh") for line in body.splitlines() if line.startswith("symconv "))
)
SCRIPTS = _blocks("bash")
SNIPPETS = _blocks("python")


def matches(expected: list[str], printed: list[str]) -> bool:
    """Whether the printed lines are the expected ones, ``...`` standing for any lines."""
    pattern = "".join(r"(?:.*\n)*?" if line == "..." else re.escape(line) + "\n" for line in expected)
    return re.fullmatch(pattern, "".join(line + "\n" for line in printed)) is not None


@pytest.mark.parametrize("session", SESSIONS, ids=lambda session: session.splitlines()[0])
def test_session_prints_what_it_shows(session: str, run: Callable) -> None:
    command, *expected = session.splitlines()
    finished = run(*shlex.split(command)[2:])
    printed = (finished.stdout + finished.stderr.removeprefix("proving\n").removeprefix("checking\n")).splitlines()
    assert matches(expected, printed), f"{command} printed\n" + "\n".join(printed)


@pytest.mark.parametrize("command", COMMANDS)
def test_command_works(command: str, run: Callable, tmp_path: Path) -> None:
    finished = run(*shlex.split(command, comments=True)[1:], cwd=tmp_path)
    assert finished.returncode == 0, finished.stderr


@pytest.mark.skipif(shutil.which("cc") is None, reason="needs a C compiler")
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.splitlines()[0])
def test_script_runs(script: str, tmp_path: Path) -> None:
    """Lines that belong together, in a folder of their own."""
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    own = f'symconv() {{ "{sys.executable}" -m symconv "$@"; }}\n{script}'
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(["bash", "-euo", "pipefail", "-c", own], cwd=tmp_path, env=environment, check=True)  # noqa: S607


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda snippet: snippet.splitlines()[0])
def test_snippet_runs(snippet: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    finished = subprocess.run(
        [sys.executable, "-c", snippet], capture_output=True, text=True, env=environment, check=False
    )
    assert finished.returncode == 0, finished.stderr


READERS = {"json": json.loads, "toml": tomllib.loads, "yaml": yaml.safe_load}


@pytest.mark.parametrize(
    ("language", "data"),
    [pair for pair in BLOCKS if pair[0] in READERS],
    ids=lambda written: written.splitlines()[0],
)
def test_data_can_be_read(language: str, data: str) -> None:
    assert READERS[language](data)


def test_matching_can_fail() -> None:
    assert matches(["a", "...", "c"], ["a", "b", "b", "c"])
    assert not matches(["a", "...", "c"], ["a", "b"])
    assert not matches(["a"], ["a", "b"])


def test_something_was_found() -> None:
    assert len(DOCUMENTS) >= 10
    assert len(SESSIONS) >= 8
    assert len(COMMANDS) >= 30
    assert SNIPPETS


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (path.parent / target).exists(), target


def test_the_readme_is_one_screen_and_three_doors() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    head, *doors = re.split(r"^## ", readme, flags=re.MULTILINE)
    assert [door.splitlines()[0] for door in doors] == ["Teach", "Mark", "Implement", "More"]
    assert len(head.splitlines()) <= 40
    assert all(len(door.splitlines()) <= 25 for door in doors)
    assert readme.count("![") == 4
