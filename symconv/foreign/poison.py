"""Memory that was never filled in holds what was there before: make that something nobody takes for a gradient."""

import numpy as np

SMALL = 128
"""NumPy keeps freed blocks of fewer numbers than this for itself and hands them out again."""

KEPT = 7


def poison() -> None:
    """Leaves NaN in the blocks that the next small arrays are made of."""
    for size in range(1, SMALL):
        blocks = [np.full(size, np.nan) for _ in range(KEPT)]
        del blocks


ENVIRONMENT = {"MALLOC_PERTURB_": "128"}
"""The same for larger blocks, by the C library: every new byte is 0x7f, which makes numbers near 1e306."""
