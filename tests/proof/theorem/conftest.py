"""Judges and statements that several tests share."""

from collections.abc import Callable
from functools import cache

import pytest

from symconv.proof.theorem.layer import OpenLayer
from symconv.proof.theorem.replay import Replay
from symconv.proof.theorem.setting import Setting
from symconv.proof.theorem.solver import Solver, installed
from symconv.proof.theorem.statement import Statement
from symconv.proof.theorem.statements import STATEMENTS


@pytest.fixture(scope="session")
def solver() -> Solver:
    if not installed():
        pytest.skip("needs z3 (the smt extra)")
    return Solver()


@cache
def _replayed(name: str, axes: int, channels: bool) -> Statement:
    layer = OpenLayer(axes=axes, channels={} if channels else None)
    return STATEMENTS[name](Setting(layer), Replay(layer))


@pytest.fixture(scope="session")
def replayed() -> Callable[..., Statement]:
    """A statement whose side conditions were replayed: name, axes, whether there are channels."""

    def derive(name: str, axes: int = 1, channels: bool = False) -> Statement:
        return _replayed(name, axes, channels)

    return derive
