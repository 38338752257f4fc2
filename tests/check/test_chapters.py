"""A text has as many layers as its chapters tell: each formula is judged on the layer of its own chapter.

Hundreds are tried by hand with other seeds: ``python tests/check/test_chapters.py 500``.
"""

import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from planted.chance import seeded
from planted.chapters import chapters

from symconv import check_text


def _words(seed: int) -> list[tuple[bool, str]]:
    """Of each formula whether it is right, and the verdict."""
    one = chapters(seeded("chapters", seed))
    found = check_text(one.text, name="a.md").statements
    assert len(found) == len(one.right), one.text
    return [
        (right, verdict.verdict.removesuffix(" under an assumption"))
        for right, verdict in zip(one.right, found, strict=True)
    ]


@pytest.mark.parametrize("seed", range(60))
def test_each_chapter_has_its_layer(seed: int) -> None:
    for right, verdict in _words(seed):
        assert verdict in (("right",) if right else ("wrong", "ambiguous")), chapters(seeded("chapters", seed)).text


@pytest.mark.exhaustive  # the texts of the test above, counted
def test_planted_mistakes_are_found() -> None:
    found = Counter(verdict for seed in range(20) for right, verdict in _words(seed) if not right)
    assert found["wrong"] >= 0.9 * found.total(), found


if __name__ == "__main__":
    print(Counter(pair for seed in range(100, 100 + int(sys.argv[1])) for pair in _words(seed)))
