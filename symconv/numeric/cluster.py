"""Pieces of a job on a running ``dask.distributed`` cluster."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from symconv.errors import InputError, MissingExtraError
from symconv.numeric.job import Mapped
from symconv.routes.operators import Array

AHEAD = 2
"""Pieces sent ahead for each thread of the cluster."""


@contextmanager
def on_cluster(address: str, timeout: float = 10) -> Iterator[Mapped]:
    """What a job needs to have its pieces computed on the cluster at ``address``, such as ``tcp://host:8786``.

    Raises:
        MissingExtraError: dask is not installed.
        InputError: no scheduler answers there.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise MissingExtraError("a cluster needs dask: pip install 'symconv[cluster]'") from error
    try:
        client = Client(address, timeout=timeout)
    except (OSError, ValueError) as error:
        raise InputError(f"no scheduler answers at {address}") from error
    with client:

        def mapped(function: Callable[..., Array], arguments: Iterable[tuple[Array, ...]]) -> Iterator[Array]:
            room = AHEAD * max(1, sum(client.nthreads().values()))
            sent: deque[Any] = deque()
            for each in arguments:
                sent.append(client.submit(function, *each, pure=False))
                if len(sent) >= room:
                    yield sent.popleft().result()
            while sent:
                yield sent.popleft().result()

        yield mapped
