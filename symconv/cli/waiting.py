"""Who waits at a terminal for a large layer sees how far it is."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from symconv.pooled import PooledSpec
from symconv.stack import Stack
from symconv.transposed import Layer

MANY = 50_000
"""Products of a layer from which on there is something to wait for."""


@contextmanager
def waited(spec: Layer | PooledSpec | Stack) -> Iterator[Callable[[int, int], None]]:
    """What is told how much of how much is done, and shows it on standard error; small ones pass unseen."""
    if isinstance(spec, PooledSpec | Stack) or not (spec.batch_size and spec.most_terms > MANY and sys.stderr.isatty()):
        yield lambda done, of: None
        return
    label = f"proving up to {spec.most_terms:,} products"
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def told(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        yield told
