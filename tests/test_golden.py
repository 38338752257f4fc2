"""What commands print, word for word: each file of golden/ is a command and its output."""

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.txt"))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_output_is_what_it_was(path: Path, run: Callable, request: pytest.FixtureRequest) -> None:
    command = path.read_text(encoding="utf-8").partition("\n")[0]
    program, *arguments = shlex.split(command.removeprefix("$ "))
    assert program == "symconv"
    finished = run(*arguments)
    printed = f"{command}\n{finished.stdout}{finished.stderr}[exit {finished.returncode}]\n"
    if request.config.getoption("--update-golden"):
        path.write_text(printed, encoding="utf-8")
    assert printed == path.read_text(encoding="utf-8")


def test_there_are_golden_files() -> None:
    assert len(GOLDEN) >= 20
