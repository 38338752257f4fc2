"""Where much work is done: processes here, or a running Dask cluster; each is a ``concurrent.futures.Executor``.

Nothing else in the house knows which of them it is. A cluster gives the work of a worker that dies to another one.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from symconv.errors import InputError, WorkerError

T = TypeVar("T")

AHEAD = 2
"""Tasks handed out ahead for each that is worked on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduler:
    """A Dask scheduler, and how patient we are with it.

    Attributes:
        address: such as ``tcp://host:8786``.
        wait: seconds in which a worker must be there.
        notice: called with a line where there is something to wait for.
    """

    address: str
    wait: float = 60.0
    notice: Callable[[str], object] = lambda line: None


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

        What is still handed out when something goes wrong ends with :func:`workers`.

        Raises:
            WorkerError: the executor lost a worker and cannot go on.
        """
        sent: deque[Future[T]] = deque()
        try:
            for argument in arguments:
                sent.append(self.executor.submit(function, *argument))
                if len(sent) >= AHEAD * self.places:
                    yield sent.popleft().result()
            while sent:
                yield sent.popleft().result()
        except BrokenExecutor as error:
            raise WorkerError("a worker process died (out of memory, or killed); the work was not finished") from error


@contextmanager
def workers(jobs: int | None = None, scheduler: str | Scheduler | None = None) -> Iterator[Workers]:
    """Processes on this machine, or the workers of a Dask cluster.

    Args:
        jobs: processes; None takes one for each core.
        scheduler: of a Dask cluster, or its address; None stays on this machine.

    Raises:
        InputError: jobs are for this machine, no scheduler answers there, or its workers cannot work for us.
        WorkerError: the cluster is gone before everything is done.
        MissingExtraError: dask is not installed.
    """
    if scheduler is None:
        from symconv.workers.processes import processes  # as dask: loaded only where it is needed

        count = jobs or os.cpu_count() or 1
        with processes(count) as executor:
            yield Workers(executor=executor, places=count)
        return
    if jobs is not None:
        raise InputError("a cluster has workers of its own; give either --jobs or --scheduler")
    from symconv.workers.cluster import cluster

    asked = Scheduler(address=scheduler) if isinstance(scheduler, str) else scheduler
    with cluster(asked.address, asked.wait, asked.notice) as (executor, places):
        yield Workers(executor=executor, places=places)
