"""Shares of a batch on several threads, in each of which a matrix product has one thread.

NumPy's BLAS has threads of its own. Where it is told to use one (by ``threadpoolctl``, the ``threads`` extra), the
shares run beside each other, copies and additions too; without it there is one share, and BLAS does what it does.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from functools import cache
from threading import Lock
from typing import Any

import numpy as np

Work = Callable[[], None]


def in_threads(works: Sequence[Work], *, alone: bool = False) -> None:
    """Runs all of them, beside each other if there are several; a single one has the threads of BLAS unless alone."""
    if len(works) > 1:
        with _blas_alone(), ThreadPoolExecutor(len(works)) as pool:
            list(pool.map(_quietly, works))
    else:
        with _blas_alone() if alone else nullcontext():
            _quietly(works[0])


def _quietly(work: Work) -> None:
    """Without warnings on the way: what is no number is looked for in the result. A thread has settings of its own."""
    with np.errstate(invalid="ignore", over="ignore"):
        work()


def most_threads() -> int:
    """How many threads BLAS would use: the processors of this process, unless the environment says fewer.

    1 where it cannot be told otherwise.
    """
    blas = _blas()
    return 1 if blas is None else max((each.num_threads for each in blas.lib_controllers), default=1)


@cache
def _blas() -> Any:
    """The BLAS libraries that are loaded, or None without threadpoolctl."""
    try:
        from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]
    except ImportError:
        return None
    return ThreadpoolController().select(user_api="blas")


class _Alone:
    """How many calls want BLAS to have one thread; the last one puts back what the first one found."""

    lock = Lock()
    calls = 0
    limit: Any = None


@contextmanager
def _blas_alone() -> Iterator[None]:
    """One thread for each matrix product; several calls may overlap."""
    blas = _blas()
    with _Alone.lock:
        if blas is not None and not _Alone.calls:
            _Alone.limit = blas.limit(limits=1)
        _Alone.calls += 1
    try:
        yield
    finally:
        with _Alone.lock:
            _Alone.calls -= 1
            if blas is not None and not _Alone.calls:
                _Alone.limit.restore_original_limits()
