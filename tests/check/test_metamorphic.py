"""Saying the same otherwise changes no verdict: other letters, base, displays, spelling, neighbours.

Pairs of texts come from ``planted/variations.py``; thousands are tried by hand: ``python tests/check/metamorphic.py
1000 SEED``. The shares below may only grow.
"""

import pytest
from planted.chance import seeded
from planted.counting import verdicts
from planted.variations import VARIATIONS

PAIRS = 6
"""Of each kind."""

STAY = {"letters": 0.95, "base": 0.95, "displays": 0.95, "section": 0.65, "unreadable": 0.95, "spelling": 0.95}
"""At least this share of the verdicts stays."""


@pytest.mark.parametrize("kind", VARIATIONS)
def test_verdicts_stay(kind: str) -> None:
    same = total = 0
    for n in range(PAIRS):
        pair = VARIATIONS[kind](seeded(kind, n))
        for one, other in zip(verdicts(pair.first), verdicts(pair.second), strict=True):
            same, total = same + (one == other), total + 1
    assert same >= STAY[kind] * total, (same, total)


@pytest.mark.parametrize("kind", VARIATIONS)
def test_a_pair_says_the_same(kind: str) -> None:
    """As many statements, the same mistakes, but not the same text; each stands where it is said to stand."""
    for n in range(20):
        pair = VARIATIONS[kind](seeded(kind, n))
        assert [one.mistake for one in pair.first.lines] == [one.mistake for one in pair.second.lines]
        assert pair.first.text() != pair.second.text()
        for one in (pair.first, pair.second):
            text = one.text().splitlines()
            for line, (first, last) in zip(one.lines, one.places(), strict=True):
                assert line.text in "\n".join(text[first - 1 : last])
