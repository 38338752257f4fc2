"""A Dask cluster that has no workers, the wrong ones, or is gone: one line, and no traceback of dask's."""

import json
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from subprocess import DEVNULL, Popen

import pytest

from symconv.errors import InputError, WorkerError
from symconv.workers import Scheduler, cluster, workers

pytest.importorskip("distributed", reason="dask.distributed (the cluster extra) is not installed")

STRANGER = """
import sys
class Without:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "symconv":
            raise ModuleNotFoundError("No module named 'symconv'", name="symconv")
sys.meta_path.insert(0, Without())
"""
"""A sitecustomize.py after which there is no symconv."""


def started(kind: str, *options: str, **environment: str) -> "Popen[bytes]":
    command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *options]
    return Popen(command, stdout=DEVNULL, stderr=DEVNULL, env={"PATH": "", **environment})


class Machines:
    """A scheduler, and workers as they are asked for."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "scheduler.json"
        self.scheduler = started(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(self.file)
        )
        self.all = [self.scheduler]
        while not self.file.exists() or not self.file.stat().st_size:
            assert self.scheduler.poll() is None
            time.sleep(0.05)
        self.address = str(json.loads(self.file.read_text())["address"])

    def worker(self, **environment: str) -> "Popen[bytes]":
        options = (self.address, "--no-dashboard", "--nthreads", "1", "--no-nanny")
        self.all.append(started("worker", *options, **environment))
        return self.all[-1]


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    found = Machines(tmp_path)
    yield found
    for each in found.all:
        each.kill()
        each.wait()


def test_no_worker_comes(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "ANSWER", 1.0)
    said: list[str] = []
    waiting = Scheduler(address=machines.address, wait=2, notice=said.append)
    with (
        pytest.raises(InputError, match=r"no worker of \S+ came in 2 seconds; --wait S waits longer"),
        workers(scheduler=waiting),
    ):
        pass
    assert said == [f"symconv: {machines.address} has no workers; waiting for one, 2 seconds (--wait)"]


def test_workers_without_symconv(machines: Machines, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(STRANGER)
    machines.worker(PYTHONPATH=str(tmp_path))
    with (
        pytest.raises(InputError, match=r"cannot work for symconv: .*No module named 'symconv'.*; install it there"),
        workers(scheduler=machines.address),
    ):
        pass


@pytest.mark.parametrize("gone", ["scheduler", "worker"])
def test_a_cluster_that_goes(gone: str, machines: Machines, capfd: pytest.CaptureFixture[str]) -> None:
    worker = machines.worker()
    with workers(scheduler=machines.address) as crew:
        assert list(crew.each(divmod, [(7, 3)])) == [(2, 1)]
        crew.executor.wait = 1  # type: ignore[attr-defined]  # from now on we are impatient
        waiting = crew.executor.submit(time.sleep, 3600)
        (machines.scheduler if gone == "scheduler" else worker).kill()
        with pytest.raises(WorkerError, match=r"the scheduler at \S+ is gone; |no worker of \S+ came in 1 seconds"):
            waiting.result(timeout=60)
    assert capfd.readouterr() == ("", "")


def test_nobody_answers(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "ANSWER", 0.5)
    with (
        pytest.raises(InputError, match=r"no scheduler answers at tcp://127\.0\.0\.1:1"),
        workers(scheduler="tcp://127.0.0.1:1"),
    ):
        pass
    assert capfd.readouterr() == ("", "")


def test_what_a_task_raises_is_its_own(machines: Machines) -> None:
    machines.worker()
    with workers(scheduler=machines.address) as crew, pytest.raises(ZeroDivisionError):
        list(crew.each(divmod, [(1, 0)]))


def test_other_versions_there_are_no_page_of_warnings(monkeypatch: pytest.MonkeyPatch) -> None:
    def warns(address: str, timeout: float) -> str:
        warnings.warn("Mismatched versions found", stacklevel=1)
        return f"client of {address}"

    assert cluster._client(warns, "tcp://there") == "client of tcp://there"
