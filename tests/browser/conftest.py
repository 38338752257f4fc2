"""Scripts of this folder, run by Node with what ``package.json`` names."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def node(program: Callable[[str], str]) -> Callable[..., str]:
    """Runs a script of this folder; what it prints."""
    command = program("node")
    if not (HERE / "node_modules").is_dir():
        pytest.skip("needs tests/browser/node_modules (npm ci)")

    def run(script: str, *arguments: str) -> str:
        finished = subprocess.run(
            [command, str(HERE / script), *arguments], capture_output=True, text=True, encoding="utf-8", check=False
        )
        assert finished.returncode == 0, finished.stderr
        return finished.stdout

    return run
