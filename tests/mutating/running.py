"""The tests of a room in processes of their own, each with one module changed."""

import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader

from mutating.changes import ROOT, Mutant

Tests = Mapping[Mutant, Sequence[str]]
"""Mutants with the names of the tests that are to notice them."""

SECONDS = 300
"""Processor time after which a mutant counts as noticed: it hangs."""

OPTIONS = ("-x", "-q", "-p", "no:cacheprovider", "-k", "not every_line", "-W", "ignore:Module already imported")
"""Stops at the first failure; leaves out the test that reads files on the disk, whose lines are others."""

NO_TESTS = (4, 5)
"""How pytest ends where there was nothing to run: then nothing was noticed."""


class Changed(MetaPathFinder, Loader):
    """Gives one module's changed source to whoever imports it."""

    def __init__(self, mutant: Mutant) -> None:
        self.name = mutant.path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        self.mutant = mutant

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Only the changed module is ours."""
        if fullname != self.name:
            return None
        is_package = self.mutant.path.endswith("__init__.py")
        origin = str(ROOT / self.mutant.path)
        found = spec_from_loader(fullname, self, origin=origin, is_package=is_package)
        if found:
            found.has_location = True
            found.submodule_search_locations = [str((ROOT / self.mutant.path).parent)] if is_package else None
        return found

    def exec_module(self, module: object) -> None:
        """Runs the changed source."""
        exec(compile(self.mutant.source, str(ROOT / self.mutant.path), "exec"), vars(module))  # noqa: S102 - our own source


class Chosen:
    """Of the tests that are found, those of these names, in their order."""

    def __init__(self, names: Sequence[str]) -> None:
        self.order = {name: number for number, name in enumerate(names)}

    def pytest_collection_modifyitems(self, items: list) -> None:
        """Called when all are found."""
        items[:] = sorted((item for item in items if item.nodeid in self.order), key=lambda it: self.order[it.nodeid])


def process_on(mutant: Mutant, names: Sequence[str]) -> int:
    """A process in which these tests run, in their order, on the changed module; it ends with 0 where none fails."""
    child = os.fork()
    if child:
        return child
    quiet()
    limited()
    sys.meta_path.insert(0, Changed(mutant))
    import pytest

    files = dict.fromkeys(str(ROOT / name.split("::")[0]) for name in names)
    os._exit(int(pytest.main([*OPTIONS, *files], plugins=[Chosen(names)])))


def limited() -> None:
    """Time and memory of this process are bounded."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))
    signal.alarm(10 * SECONDS)


def quiet() -> None:
    """Nothing that tests print is shown."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def survivors(chosen: Tests, jobs: int, process: Callable[[Mutant, Sequence[str]], int]) -> Iterator[Mutant]:
    """The mutants whose process ends with 0: none of the tests fails that stand beside them.

    Raises:
        SystemExit: the tests of a mutant were not found.
    """
    running: dict[int, Mutant] = {}
    waiting = list(reversed(chosen))
    while waiting or running:
        while waiting and len(running) < jobs:
            mutant = waiting.pop()
            running[process(mutant, chosen[mutant])] = mutant
        child, status = os.wait()
        mutant = running.pop(child)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) in NO_TESTS:
            sys.exit(f"no tests were run on {mutant}")
        if not status:
            yield mutant
