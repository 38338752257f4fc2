"""A few hundred of the texts that ``texts.py`` tries by the million."""

from contextlib import suppress

import pytest
from fuzz.texts import checked, text

from symconv.errors import InputError, SpecError


@pytest.mark.parametrize("seed", range(4))
def test_survives(seed: int) -> None:
    for number in range(40):
        with suppress(InputError, SpecError):
            checked(text(seed, number))


def test_texts_are_as_different_as_their_numbers() -> None:
    assert len({text(0, number) for number in range(100)}) > 95
