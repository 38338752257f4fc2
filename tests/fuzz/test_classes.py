"""A few of the classes that ``classes.py`` goes through by the thousand."""

from pathlib import Path

import pytest
from fuzz.classes import gone_through, lone_archive


@pytest.mark.parametrize("seed", range(2))
def test_nobody_is_lost(seed: int, tmp_path: Path) -> None:
    for number in range(20):
        folder = tmp_path / str(number)
        folder.mkdir()
        gone_through(seed, number, folder)


def test_archives_are_read_or_told(tmp_path: Path) -> None:
    for number in range(400):
        lone_archive(0, number, tmp_path)
