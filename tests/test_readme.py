"""Every command, output and snippet of the README is true."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
SESSIONS = [body for language, body in BLOCKS if language == "console"]
COMMANDS = [
    line for language, body in BLOCKS if language == "sh" for line in body.splitlines() if line.startswith("symconv ")
]
SCRIPTS = [body for language, body in BLOCKS if language == "bash"]
SNIPPETS = [body for language, body in BLOCKS if language == "python"]


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


def test_matching_can_fail() -> None:
    assert matches(["a", "...", "c"], ["a", "b", "b", "c"])
    assert not matches(["a", "...", "c"], ["a", "b"])
    assert not matches(["a"], ["a", "b"])


def test_something_was_found() -> None:
    assert len(SESSIONS) >= 5
    assert len(COMMANDS) >= 10
    assert SNIPPETS
