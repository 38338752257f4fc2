"""A few of the commands that ``commands.py`` runs by the thousand."""

import pytest
from fuzz.commands import command, ended


@pytest.mark.parametrize("seed", range(3))
def test_every_command_ends_in_order(seed: int) -> None:
    for number in range(25):
        ended(command(seed, number))
