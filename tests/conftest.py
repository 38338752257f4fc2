"""What all tests share: which are run, golden updates, outside programs, and no skipping in CI."""

import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from thinned import left_out

ROOT = Path(__file__).parent.parent
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as a shell has it for its jobs
    signal.signal(signal.SIGINT, signal.default_int_handler)
TOGETHER = ("rocq",)
"""Folders whose tests run in one process, because each process would compile for itself."""
SHARED = ("browser",)
"""Folders in which the tests of a file do, because each process would open its own pages."""
COUNTED = ("test_recall.py",)
"""Files whose tests do, because they are about one long count."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden/ with what is printed now")
    parser.addoption("--all", action="store_true", help="run every case of every test, also what is exhaustive")
    parser.addoption("--few", action="store_true", help="run one case of every test, as CI does for other Pythons")


def pytest_configure(config: pytest.Config) -> None:
    """Whoever names a folder, a file or a test means all of it; processes of xdist are told by the option."""
    named = config.args_source is pytest.Config.ArgsSource.ARGS or config.option.keyword or config.option.update_golden
    if named and not hasattr(config, "workerinput"):
        config.option.all = True


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Thins tests with many cases, where everything is run; what shares a slow start stays together."""
    for item in items:
        if item.path.parent.name in TOGETHER:
            item.add_marker(pytest.mark.xdist_group(item.path.parent.name))
        elif item.path.parent.name in SHARED or item.path.name in COUNTED:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    if config.getoption("--all"):
        return
    tests = [(item.nodeid.partition("[")[0], item.path) for item in items]
    for item in left_out(items, tests, few=config.getoption("--few")):
        item.add_marker("exhaustive")
    out = [item for item in items if item.get_closest_marker("exhaustive")]
    items[:] = [item for item in items if not item.get_closest_marker("exhaustive")]
    config.hook.pytest_deselected(items=out)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was skipped, a line for each reason."""
    told = [report.longrepr for report in terminalreporter.stats.get("skipped", [])]
    reasons = Counter(
        str(each[2] if isinstance(each, tuple | list) else each).removeprefix("Skipped: ") for each in told
    )
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"{count} skipped: {reason}")
    if terminalreporter.stats.get("deselected") and not terminalreporter.config.option.keyword:
        terminalreporter.write_line("deselected cases are run with --all")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):  # type: ignore[no-untyped-def]
    """In CI a skipped test is a failed one: what tests need is installed there, but for the large peers extra."""
    report = yield
    allowed = hasattr(report, "wasxfail") or "(the peers extra)" in str(report.longrepr)
    if report.skipped and os.environ.get("CI") and not allowed:
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"
    return report


AROUND = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
"""What a command finds around it, but for the width of a terminal that tests running side by side are given."""


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
            env={**AROUND, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **environment},
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
