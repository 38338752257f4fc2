"""What all tests share: golden updates, outside programs, and no skipping in CI."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden/ with what is printed now")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):  # type: ignore[no-untyped-def]
    """In CI a skipped test is a failed one: what tests need is installed there, but for the large peers extra."""
    report = yield
    allowed = hasattr(report, "wasxfail") or "(the peers extra)" in str(report.longrepr)
    if report.skipped and os.environ.get("CI") and not allowed:
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def run() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs ``symconv`` as a user does, in a process of its own."""

    def run_command(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "symconv", *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **environment},
            check=False,
        )

    return run_command


@pytest.fixture(scope="session")
def program() -> Callable[[str], str]:
    """The path of an outside program; skips the test where it is missing."""

    def find(name: str) -> str:
        found = shutil.which(name)
        if not found:
            pytest.skip(f"needs {name}")
        return found

    return find
