"""Somebody who waits for a large layer sees how far it is; nobody else hears of it."""

import os
import pty
import sys
from collections.abc import Callable
from pathlib import Path

import symconv


def test_the_library_tells_each_route() -> None:
    told: list[tuple[int, int]] = []
    found = symconv.derive(symconv.ConvSpec.of(kernel_size=3, stride=2), progress=lambda *at: told.append(at))
    assert told == [(at, len(found.proofs)) for at in range(1, len(found.proofs) + 1)]


def test_a_terminal_sees_a_bar() -> None:
    """A layer of 70,225 products at a terminal: the bar is drawn, and gets to its end."""
    seen = b""

    def read(source: int) -> bytes:
        nonlocal seen
        got = os.read(source, 4096)
        seen += got
        return got

    kept = os.dup(1)
    with Path(os.devnull).open("w") as nothing:
        os.dup2(nothing.fileno(), 1)
        try:
            status = pty.spawn(
                [sys.executable, "-m", "symconv", "derive", "-n", "55x55", "-k", "5", "-o", os.devnull], read
            )
        finally:
            os.dup2(kept, 1)
    assert status == 0
    assert b"proving up to" in seen
    assert b"100%" in seen


def test_a_file_hears_nothing(run: Callable) -> None:
    ended = run("derive", "-n", "55x55", "-k", "5", "-o", "-", "--brief")
    assert (ended.stderr, ended.returncode) == ("", 0)
