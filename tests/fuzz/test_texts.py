"""Some of the texts that ``texts.py`` tries by the million."""

import pytest
from fuzz.texts import checked, text

EACH = 1000
"""Texts of one test."""


@pytest.mark.parametrize("part", range(20))
def test_survives(part: int) -> None:
    for number in range(part * EACH, (part + 1) * EACH):
        checked(0, number)


def test_texts_are_as_different_as_their_numbers() -> None:
    assert len({text(0, number) for number in range(100)}) > 80
