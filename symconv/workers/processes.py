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
from types import FrameType
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
    """Processes start while Ctrl-C is held back: one that comes early reaches neither them nor a half-made start."""

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **options: Any) -> Future[Any]:
        with _held_back():
            return super().submit(function, *arguments, **options)


@contextmanager
def _held_back() -> Iterator[None]:
    """Ctrl-C comes later: to new processes never, which inherit the mask, and to us afterwards.

    The mask alone does not do, because a thread without one (BLAS has such) may hear it, and Python then tells ours.
    """
    come: list[tuple[int, FrameType | None]] = []
    handler = signal.getsignal(signal.SIGINT) if threading.current_thread() is threading.main_thread() else None
    if callable(handler):
        signal.signal(signal.SIGINT, lambda *told: come.append(told))
    masked = hasattr(signal, "pthread_sigmask")  # not on Windows, where the first thing they do is to ignore it
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if masked else set()
    try:
        yield
    finally:
        if masked:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        if callable(handler):
            signal.signal(signal.SIGINT, handler)
            if come:
                handler(*come[0])


def _leashed(leash: Connection) -> None:
    """The first thing that a process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_ended_with, args=(leash,), daemon=True).start()


def _ended_with(leash: Connection) -> None:
    with suppress(EOFError, OSError):
        leash.recv_bytes()
    os._exit(1)
