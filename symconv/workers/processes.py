"""Processes on this machine that end when we do, however we end, and to which Ctrl-C says nothing.

Each holds one end of a pipe, the leash. The other end is ours alone: when it is closed, by us or because we were
killed, they end at once.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any


@contextmanager
def processes(count: int) -> Iterator[Executor]:
    """An executor with so many processes; where the work is broken off, they end in the middle of theirs."""
    context = get_context("spawn")
    theirs, ours = context.Pipe(duplex=False)
    executor = _Undisturbed(count, mp_context=context, initializer=_leashed, initargs=(theirs,))
    try:
        yield executor
    except BaseException:
        ours.close()  # first, so that nothing is waited for
        raise
    finally:
        executor.shutdown()
        ours.close()
        theirs.close()


class _Undisturbed(ProcessPoolExecutor):
    """Processes start while Ctrl-C is held back, which they inherit: one that comes early cannot reach them."""

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **options: Any) -> Future[Any]:
        if not hasattr(signal, "pthread_sigmask"):  # Windows, where the first thing they do is to ignore it
            return super().submit(function, *arguments, **options)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return super().submit(function, *arguments, **options)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _leashed(leash: Connection) -> None:
    """The first thing that a process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_ended_with, args=(leash,), daemon=True).start()


def _ended_with(leash: Connection) -> None:
    with suppress(EOFError, OSError):
        leash.recv_bytes()
    os._exit(1)
