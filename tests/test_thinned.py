"""What is run by default: something of everything, chosen by design."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from thinned import MOST_CASES, kept, left_out

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("count", [1, 2, MOST_CASES, MOST_CASES + 1, 30, 379])
def test_few_cases_from_the_first_to_the_last(count: int) -> None:
    found = sorted(kept(count))
    assert len(found) == min(count, MOST_CASES)
    assert (found[0], found[-1]) == (0, count - 1)
    gaps = {after - before for before, after in pairwise(found)}
    assert not gaps or max(gaps) - min(gaps) <= 1


def test_of_every_test_something_is_run() -> None:
    counts = {"a": 1, "b": MOST_CASES, "c": 100}
    items = [(name, number) for name, count in counts.items() for number in range(count)]
    out = left_out(items, [name for name, _ in items])
    assert {name for name, _ in out} == {"c"}
    assert len(out) == 100 - MOST_CASES


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
