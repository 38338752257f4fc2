"""Which tests run which lines: a mutant is tried on those that meet it, the quickest first."""

import inspect
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from mutating.changes import ROOT, Mutant
from mutating.running import OPTIONS, quiet


class Lines:
    """Which lines of a folder's functions each test runs, and how long it takes.

    Attributes:
        seconds: test → processor time.
        lines: test → the lines, as ``path:number``.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)
        self.seconds: dict[str, float] = {}
        self.lines: dict[str, list[str]] = {}
        self._met: set[str] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Around each test with its fixtures."""
        self._met, begun = set(), time.process_time()
        sys.settrace(self._called)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            self.seconds[item.nodeid] = time.process_time() - begun
            self.lines[item.nodeid] = sorted(self._met)

    def _called(self, frame: FrameType, event: str, _: Any) -> Any:
        code = frame.f_code
        is_ours = code.co_flags & inspect.CO_OPTIMIZED and code.co_filename.startswith(self.folder)
        return self._line if is_ours else None

    def _line(self, frame: FrameType, event: str, _: Any) -> Any:
        self._met.add(f"{frame.f_code.co_filename}:{frame.f_lineno}")
        return self._line


def meetings(folder: Path, tests: Sequence[str]) -> Lines:
    """What the tests meet of a folder, found in a process of its own.

    Raises:
        SystemExit: a test fails on code that is not changed.
    """
    met = Lines(folder)
    with tempfile.TemporaryDirectory() as place:
        told = Path(place) / "lines.json"
        child = os.fork()
        if not child:
            quiet()
            ended = pytest.main([*OPTIONS, *tests], plugins=[met])
            loaded = [name for name, module in sys.modules.items() if "site-packages" in str(module)]
            told.write_text(json.dumps([met.seconds, met.lines, loaded]), encoding="utf-8")
            os._exit(int(ended))
        if os.waitpid(child, 0)[1]:
            sys.exit(f"{folder.name}: the tests fail on code that is not changed")
        met.seconds, met.lines, loaded = json.loads(told.read_text(encoding="utf-8"))
    for name in loaded:  # once for all processes that follow
        with suppress(ImportError):
            import_module(name)
    return met


def meeting(mutant: Mutant, met: Lines) -> list[str]:
    """The tests that run the changed statement, the quickest first; all where an import runs it."""
    lines = {f"{ROOT / mutant.path}:{line}" for line in mutant.lines}
    names = (name for name, found in met.lines.items() if not lines or not lines.isdisjoint(found))
    return sorted(names, key=met.seconds.__getitem__)
