"""Terminals without our signs: everything is said in ASCII, and that is said once."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from symconv.cli.typed import typed

ROOT = Path(__file__).parent.parent.parent
COMMANDS = {
    "derive": ["derive", "-s", "2"],
    "prove": ["prove", "--stride", "2"],
    "check": ["check", str(ROOT / "tests/data/homework.tex")],
    "help": ["grad", "--help"],
    "page": ["derive", "--format", "html"],
    "refused": ["derive", "--names", "input=∂"],
}


@pytest.mark.parametrize(
    ("encoding", "command"),
    [
        ("cp1252", "derive"),
        ("cp1252", "help"),
        ("cp1252", "page"),
        ("ascii", "check"),
        ("ascii", "refused"),
        ("latin-1", "prove"),
    ],
)
def test_every_command_in_a_narrow_pipe(encoding: str, command: str) -> None:
    finished = subprocess.run(
        [sys.executable, "-m", "symconv", *COMMANDS[command]],
        capture_output=True,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding, "PATH": ""},
        check=False,
    )
    told = finished.stderr.decode("ascii")
    assert "Traceback" not in told
    assert finished.returncode == {"check": 1, "refused": 2}.get(command, 0)
    if command == "page":
        assert "∂" in finished.stdout.decode("utf-8")
        assert told == ""
        return
    assert finished.stdout.isascii()
    assert len(finished.stdout) > 200 or command == "refused"
    said = re.findall(r"^symconv: \S+ lacks signs: this is ASCII\.$", told, re.M)
    assert len(said) == 1


def test_signs_have_words() -> None:
    assert typed("∂L/∂x₁₁ = Σ δ·f², ⌊N/2⌋ ≤ 3 → 𝑥", "ascii") == "dL/dx11 = sum delta*f2, floor(N/2) <= 3 -> x"


def test_letters_that_the_terminal_has_stay() -> None:
    assert typed("Jörg: ∂", "latin-1") == "Jörg: d"
    assert typed("Jörg, Łukasz, 李: ∂", "ascii") == "Jorg, ?ukasz, ?: d"
