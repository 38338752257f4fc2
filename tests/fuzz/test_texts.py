"""A few hundred of the texts that ``texts.py`` tries by the million."""

import pytest
from fuzz.texts import NAMES, checked, text


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seed", range(4))
def test_survives(seed: int, name: str) -> None:
    for number in range(40):
        checked(text(seed, number), name)


def test_texts_are_as_different_as_their_numbers() -> None:
    assert len({text(0, number) for number in range(100)}) > 95
