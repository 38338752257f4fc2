"""Where much work is done: processes here, or a running Dask cluster; each is a ``concurrent.futures.Executor``.

Nothing else in the house knows which of them it is. A cluster gives the work of a worker that dies to another one.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from threading import current_thread, main_thread
from typing import Any, TypeVar

from symconv.errors import InputError, MissingExtraError, WorkerError

T = TypeVar("T")

AHEAD = 2
"""Tasks handed out ahead for each that is worked on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workers:
    """An executor, and how much it does at a time.

    Attributes:
        executor: any ``concurrent.futures.Executor``.
        places: tasks it works on at a time.
    """

    executor: Executor
    places: int

    def each(self, function: Callable[..., T], arguments: Iterable[tuple[Any, ...]]) -> Iterator[T]:
        """``function(*argument)`` of each argument, in their order; few are taken ahead.

        Raises:
            WorkerError: the executor lost a worker and cannot go on.
        """
        sent: deque[Future[T]] = deque()
        try:
            for argument in arguments:
                with _uninterrupted():
                    sent.append(self.executor.submit(function, *argument))
                if len(sent) >= AHEAD * self.places:
                    yield sent.popleft().result()
            while sent:
                yield sent.popleft().result()
        except BrokenExecutor as error:
            raise WorkerError("a worker process died (out of memory, or killed); the work was not finished") from error
        finally:
            for future in sent:
                future.cancel()


@contextmanager
def workers(jobs: int | None = None, scheduler: str | None = None, timeout: float = 10) -> Iterator[Workers]:
    """Processes on this machine, or the workers of a Dask cluster.

    Args:
        jobs: processes; None takes one for each core.
        scheduler: address of a Dask scheduler, such as ``tcp://host:8786``; None stays on this machine.
        timeout: seconds in which the scheduler must answer.

    Raises:
        InputError: jobs are for this machine, or no scheduler answers there.
        MissingExtraError: dask is not installed.
    """
    if scheduler is None:
        count = jobs or os.cpu_count() or 1
        with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as executor:
            yield Workers(executor=executor, places=count)
        return
    if jobs is not None:
        raise InputError("a cluster has workers of its own; give either --jobs or --scheduler")
    with _client(scheduler, timeout) as client:
        yield Workers(executor=client.get_executor(pure=False), places=max(1, sum(client.nthreads().values())))


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Holds Ctrl-C back; processes that are started meanwhile never get it, and so leave no traceback behind.

    It is for this process, which stops them.
    """
    if not hasattr(signal, "pthread_sigmask") or current_thread() is not main_thread():
        yield
        return
    held: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, frame: held.append(number))  # another thread may be hit
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # what is started inherits it
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, handler)
    if held:
        signal.raise_signal(signal.SIGINT)


def _client(address: str, timeout: float) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise MissingExtraError("a cluster needs dask: pip install 'symconv[cluster]'") from error
    try:
        return Client(address, timeout=timeout)
    except (OSError, ValueError) as error:
        raise InputError(f"no scheduler answers at {address}") from error
