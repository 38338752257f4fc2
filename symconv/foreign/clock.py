"""Time as limits count it: the processor's, so that a busy machine changes no verdict; of what waits, all time."""

import os
from contextlib import suppress
from pathlib import Path

BUSY = 10.0
"""How many times longer something may take where others want the processor, too."""

IDLE = 0.03
"""The share of the processor below which something is not kept from it: it waits."""


def passed(spent: float | None, waited: float) -> float:
    """Seconds that count against a limit.

    Args:
        spent: seconds of processor time; None where they cannot be had.
        waited: seconds by the clock on the wall.
    """
    return waited if spent is None or spent < IDLE * waited else max(spent, waited / BUSY)


def spent_by(process: int) -> float | None:
    """Seconds of processor time that a process has taken; None where the system does not tell."""
    with suppress(OSError, ValueError, IndexError, AttributeError):
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return None
