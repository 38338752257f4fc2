"""What is run by default: something of everything, chosen by design."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from thinned import MOST_CASES, SLOW, WHOLE, kept, left_out

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("most", [2, 3, 6])
@pytest.mark.parametrize("count", [1, 2, 6, 7, 30, 379])
def test_few_cases_from_the_first_to_the_last(count: int, most: int) -> None:
    found = sorted(kept(count, most))
    assert len(found) == min(count, most)
    assert (found[0], found[-1]) == (0, count - 1)
    gaps = {after - before for before, after in pairwise(found)}
    assert not gaps or max(gaps) - min(gaps) <= 1


def test_of_every_test_something_is_run() -> None:
    path = Path("tests/test_any.py")
    counts = {"a": 1, "b": MOST_CASES, "c": 100}
    items = [(name, number) for name, count in counts.items() for number in range(count)]
    out = left_out(items, [(name, path) for name, _ in items])
    assert {name for name, _ in out} == {"c"}
    assert len(out) == 100 - MOST_CASES
    few = set(items) - set(left_out(items, [(name, path) for name, _ in items], few=True))
    assert few == {("a", 0), ("b", 0), ("c", 0)}


def test_slow_folders_are_there() -> None:
    assert {path.name for path in (ROOT / "tests").rglob("*/")} >= set(SLOW)
    assert {path.name for path in (ROOT / "tests").iterdir()} >= WHOLE


def test_programs_that_tests_call_are_installed_in_ci() -> None:
    """The list of ``.ci/run`` names each command that a test asks for."""
    listed = set(re.findall(r"(\w+):[\w-]+", (ROOT / ".ci" / "run").read_text().partition("\nwanted=")[0]))
    asked = {
        name
        for path in (ROOT / "tests").rglob("*.py")
        for name in re.findall(r'(?:program|which)\("([\w-]+)"\)', path.read_text(encoding="utf-8"))
    }
    assert asked - listed == set()
    assert len(asked) > 5
