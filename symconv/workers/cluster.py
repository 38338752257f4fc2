"""The workers of a Dask cluster as an executor that says what is missing, and ends in one line.

dask tells of its troubles on standard error, page after page, and waits without end for workers that do not come.
"""

import logging
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future, InvalidStateError
from contextlib import contextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from symconv.errors import InputError, MissingExtraError, SymconvError, WorkerError
from symconv.extras import installing

ANSWER = 10.0
"""Seconds in which a scheduler must answer, and after which we say what we wait for."""
LOOK = 1.0
"""Seconds between two looks at the cluster."""
LOUD = ("distributed", "tornado", "asyncio", "bokeh")
"""Loggers that say again, with tracebacks, what is said here in a line."""

Notice = Callable[[str], object]


@contextmanager
def cluster(address: str, wait: float, notice: Notice) -> Iterator[tuple[Executor, int]]:
    """An executor on a cluster, and how many tasks it works on at a time.

    Raises:
        InputError: no scheduler answers, no worker comes, or the workers have another symconv, or none.
        WorkerError: the scheduler, or all workers, are gone before everything is done.
        MissingExtraError: dask is not installed.
    """
    connect = _connect()
    with _quiet():
        client = _client(connect, address)
        executor = _Cluster(client, address, wait, notice)
        try:
            places = executor.manned()
            _fits(client, address)
            executor.watch()
            yield executor, places
        finally:
            executor.shutdown()
            with suppress(Exception):  # it may be gone already
                client.close(timeout=LOOK)


class _Cluster(Executor):
    """What is handed out, and a thread that looks whether there is still somebody to do it."""

    def __init__(self, client: Any, address: str, wait: float, notice: Notice) -> None:
        self.client, self.address, self.wait, self.notice = client, address, wait, notice
        self.handed_out: set[Future[Any]] = set()
        self.over = threading.Event()

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **options: Any) -> Future[Any]:
        """Hands out a call."""
        told: Future[Any] = Future()
        self.handed_out.add(told)
        told.add_done_callback(self.handed_out.discard)
        try:
            task = self.client.submit(function, *arguments, pure=False, **options)
        except Exception as error:  # whatever it is, the call cannot be handed out
            self._end(told, WorkerError(f"the scheduler at {self.address} is gone: {_line(error)}"))
            return told
        task.add_done_callback(lambda done: self._done(told, done))
        return told

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Looks no longer, and forgets what is not done."""
        self.over.set()
        for future in list(self.handed_out):
            future.cancel()

    def manned(self) -> int:
        """Waits for the first worker; how many tasks are worked on at a time.

        Raises:
            InputError: none comes in time.
        """
        begun, said = time.monotonic(), False
        while not (threads := self._threads()):
            waited = time.monotonic() - begun
            if waited >= self.wait:
                raise InputError(f"no worker of {self.address} came in {self.wait:g} seconds; --wait S waits longer")
            if waited >= ANSWER and not said:
                self.notice(f"symconv: {self.address} has no workers; waiting for one, {self.wait:g} seconds (--wait)")
                said = True
            time.sleep(min(LOOK, self.wait))
        return threads

    def watch(self) -> None:
        """Begins to look."""
        threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        while not self.over.wait(LOOK):
            try:
                if not self._threads():
                    self.manned()
            except SymconvError as error:
                self._give_up(WorkerError(str(error)))

    def _threads(self) -> int:
        try:
            return sum(self.client.sync(self.client.scheduler.ncores, callback_timeout=ANSWER).values())
        except Exception as error:  # dask raises whatever the way to the scheduler does
            raise WorkerError(f"the scheduler at {self.address} is gone; the work was not finished") from error

    def _give_up(self, error: WorkerError) -> None:
        for future in list(self.handed_out):
            self._end(future, error)

    def _done(self, told: Future[Any], task: Any) -> None:
        try:
            result = task.result()
        except CancelledError:
            self._end(told, WorkerError(f"the scheduler at {self.address} is gone; the work was not finished"))
        except Exception as error:
            self._end(told, error if isinstance(error, SymconvError) else _lost(error))
        else:
            with suppress(InvalidStateError):  # given up
                told.set_result(result)

    @staticmethod
    def _end(told: Future[Any], error: Exception) -> None:
        with suppress(InvalidStateError):  # it is done, or given up
            told.set_exception(error)


def _lost(error: Exception) -> Exception:
    """Dask's words for a task that workers die of, or cannot begin, become ours; other errors are passed on."""
    if type(error).__name__ == "KilledWorker":
        return WorkerError("the cluster's workers die of a task (out of memory, or killed); it was not finished")
    if isinstance(error, ImportError):  # a worker that came later
        return WorkerError(f"a worker of the cluster cannot work for symconv: {_line(error)}; install it there")
    return error


def _connect() -> Callable[..., Any]:
    try:
        from distributed import Client
    except ImportError as error:
        raise MissingExtraError(f"a cluster needs dask: {installing('cluster')}") from error
    connect: Callable[..., Any] = Client
    return connect


def _client(connect: Callable[..., Any], address: str) -> Any:
    try:
        with warnings.catch_warnings(action="ignore"):  # of other versions there; what does not fit for us, we say
            return connect(address, timeout=ANSWER)
    except Exception as error:  # OSError, ValueError, or what a scheduler of another version brings about
        raise InputError(f"no scheduler answers at {address}") from error


def _fits(client: Any, address: str) -> None:
    """Has every worker say which symconv it has."""
    try:
        theirs = set(client.run(_version).values())
    except Exception as error:  # no symconv, no dask of our kind, no worker that lives
        raise InputError(
            f"the workers of {address} cannot work for symconv: {_line(error)}; install it there"
        ) from error
    if strange := theirs - {_version()}:
        got = ", ".join(sorted(strange))
        raise InputError(f"the workers of {address} have symconv {got}, here it is {_version()}; install the same")


def _version() -> str:
    try:
        return version("symconv")
    except PackageNotFoundError:  # a checkout that was never installed
        return "uninstalled"


def _line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]


@contextmanager
def _quiet() -> Iterator[None]:
    """Keeps dask's own tracebacks off standard error; its loggers, which have levels of their own, are known by now."""
    known = [*LOUD, *logging.root.manager.loggerDict]
    loggers = [logging.getLogger(name) for name in known if name.partition(".")[0] in LOUD]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
