"""The options that say where much work is done, the same for every command, and the bar that tells how far it is."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click

from symconv.cli.command import option
from symconv.errors import InputError

R = TypeVar("R")

jobs_option = option(
    "-j",
    "--jobs",
    group="Running",
    type=click.IntRange(1),
    metavar="N",
    help="Processes of a class or a sweep.  [one for each core]",
)


def cluster_options(command: Callable[..., R]) -> Callable[..., R]:
    """Adds ``--scheduler`` and ``--wait``; the command is called with ``scheduler``, None where none was named."""

    @wraps(command)
    def called(*args: Any, scheduler: str | None, wait: float | None, **options: Any) -> R:
        if scheduler is None:
            if wait is not None:
                raise InputError("--wait is for --scheduler")
            return command(*args, scheduler=None, **options)
        from symconv.workers import Scheduler  # loaded only where it is needed

        patience = {} if wait is None else {"wait": wait}
        cluster = Scheduler(address=scheduler, notice=lambda line: click.echo(line, err=True), **patience)
        return command(*args, scheduler=cluster, **options)

    patient = option(
        "--wait",
        group="Running",
        type=click.FloatRange(0, 1e6),
        metavar="S",
        help="Seconds to wait until a cluster has a worker.  [60]",
    )
    named = option("--scheduler", group="Running", metavar="ADDRESS", help="Work on a dask cluster: tcp://host:port.")
    return named(patient(called))


class Bar:
    """A progress bar of a class on standard error, begun when the number of submissions is known."""

    def __enter__(self) -> "Bar":
        self.bar: Any = None
        return self

    def begin(self, count: int) -> Callable[[int], object]:
        """Shows it; what is returned is called with how many are just done."""
        self.bar = click.progressbar(length=count, label="checking", file=sys.stderr)
        self.bar.__enter__()
        update: Callable[[int], object] = self.bar.update
        return update

    def __exit__(self, *error: object) -> None:
        if self.bar is not None:
            self.bar.__exit__(*error)
