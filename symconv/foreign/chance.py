"""Chance, the same in every call: what code draws at random, such as the bias it starts from, comes out alike."""

import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np


def seeded(seed: int) -> None:
    """Lets Python, NumPy and PyTorch, where it is loaded, draw from the beginning of a series."""
    random.seed(seed)
    np.random.seed(seed)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(seed)


@contextmanager
def kept() -> Iterator[None]:
    """Puts the state of chance back afterwards: somebody's own process goes on as if nothing had been drawn."""
    plain, array = random.getstate(), np.random.get_state()
    torch = sys.modules["torch"].get_rng_state() if "torch" in sys.modules else None
    try:
        yield
    finally:
        random.setstate(plain)
        np.random.set_state(array)
        if torch is not None:
            sys.modules["torch"].set_rng_state(torch)
