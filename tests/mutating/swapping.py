"""Tests that are found once: for each mutant a process of its own, in which the code of one function is exchanged."""

import gc
import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import CodeType, FunctionType

import pytest
from mutating.changes import EVERYWHERE, ROOT, Mutant
from mutating.running import OPTIONS, Tests, limited, quiet, survivors

Swap = tuple[FunctionType, CodeType]


def warm(chosen: Tests, jobs: int) -> tuple[list[Mutant], list[Mutant]]:
    """The mutants that none of their tests notices, and those that are no other code of a function.

    Raises:
        RuntimeError: the tests were not found.
    """
    every = list(chosen)
    if not every:
        return [], []
    with tempfile.TemporaryDirectory() as place:
        told = Path(place) / "told.json"
        child = os.fork()
        if not child:
            quiet()
            files = dict.fromkeys(str(ROOT / name.split("::")[0]) for names in chosen.values() for name in names)
            pytest.main([*OPTIONS, *files], plugins=[Swapped(chosen, jobs, told)])
            os._exit(0)
        os.waitpid(child, 0)
        if not told.exists():
            raise RuntimeError("the tests were not found")
        left, other = json.loads(told.read_text(encoding="utf-8"))
    return [every[number] for number in left], [every[number] for number in other]


class Swapped:
    """Runs the tests of each mutant in a process, instead of all tests in this one."""

    def __init__(self, chosen: Tests, jobs: int, told: Path) -> None:
        self.chosen, self.jobs, self.told = chosen, jobs, told

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Called when all tests are found."""
        numbers = {mutant: number for number, mutant in enumerate(self.chosen)}
        named = {item.nodeid: item for item in session.items}
        swaps = {mutant: swap for mutant in self.chosen if (swap := list(swapped(mutant)))}

        def process(mutant: Mutant, names: Sequence[str]) -> int:
            items = [named[name] for name in names]
            child = os.fork()
            if not child:
                limited()
                for function, code in swaps[mutant]:
                    function.__code__ = code
                os._exit(failing(session, items))
            return child

        left = [
            numbers[mutant] for mutant in survivors({each: self.chosen[each] for each in swaps}, self.jobs, process)
        ]
        self.told.write_text(json.dumps([left, [numbers[each] for each in self.chosen if each not in swaps]]))
        return True


def failing(session: pytest.Session, items: Sequence[pytest.Item]) -> bool:
    """Whether one of the tests fails."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            return True
    return False


def swapped(mutant: Mutant) -> Iterator[Swap]:
    """The function that is changed, with its changed code; nothing where more than a function's code is changed."""
    if not mutant.lines:
        return
    path = str(ROOT / mutant.path)
    fresh = list(codes(compile(mutant.source, path, "exec")))
    often = Counter(code.co_qualname for code in fresh)
    new = {code.co_qualname: code for code in fresh if often[code.co_qualname] == 1}
    for function in gc.get_objects():
        if isinstance(function, FunctionType) and function.__code__.co_filename == path:
            old, code = function.__code__, new.get(function.__code__.co_qualname)
            lines = range(old.co_firstlineno, 1 + max(line or 0 for each in codes(old) for *_, line in each.co_lines()))
            if code and mutant.line in (EVERYWHERE, *lines) and len(code.co_freevars) == len(old.co_freevars):
                yield function, code


def codes(code: CodeType) -> Iterator[CodeType]:
    """A code with all that is inside."""
    yield code
    for inside in code.co_consts:
        if isinstance(inside, CodeType):
            yield from codes(inside)
