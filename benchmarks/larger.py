"""A batch larger than memory through dask on two workers, one of which is killed; compared in pieces.

    python benchmarks/larger.py --gigabytes 20

A progress bar shows how far both results are.
Each chunk of images is made from its number when it is needed, so the batch is nowhere as a whole, and a chunk that was
lost with its worker is made again. ∂L/∂F of the whole batch is held against the sum, in float64, of plain products
over each chunk by itself, and ‖O‖² likewise.
"""

import argparse
import os
import signal
import sys
import threading
import time
from typing import Any

import numpy as np

SIZE, CHANNELS, IMAGES = (112, 112), (16, 16), 32
"""Of the layer, 3x3 with stride 2 and padding 1, and of a chunk: 25.7 MB of input in float32."""


def main() -> None:
    """Computes, kills a worker on the way, compares, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gigabytes", type=float, default=20.0)
    parser.add_argument("--memory", default="1GB", help="of each worker")
    parser.add_argument("--kill-after", type=float, default=10.0, help="seconds")
    asked = parser.parse_args()
    import dask.array as da
    from dask.distributed import Client, LocalCluster, progress

    import symconv

    spec = symconv.ConvSpec.of(
        input_size=SIZE, kernel_size=3, stride=2, padding=1, in_channels=CHANNELS[0], out_channels=CHANNELS[1]
    ).with_batch_size(None)
    chunks = max(3, round(asked.gigabytes * 1e9 / (4 * IMAGES * CHANNELS[0] * SIZE[0] * SIZE[1])))
    shapes = [(IMAGES, *each.input_shape[1:]) for each in [spec.with_batch_size(IMAGES)]]
    shapes += [(IMAGES, *spec.with_batch_size(IMAGES).output_shape[1:])]
    maps, grads = (batch(da, chunks, shape, kind) for kind, shape in enumerate(shapes))
    weight = np.random.default_rng(7).standard_normal(spec.weight_shape).astype(np.float32)
    print(f"{chunks} chunks, X {maps.nbytes / 1e9:.1f} GB, ∂L/∂O {grads.nbytes / 1e9:.1f} GB", flush=True)
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, memory_limit=asked.memory) as cluster,
        Client(cluster) as client,
    ):
        start = time.perf_counter()
        waiting = client.compute(
            [symconv.grad_weight(spec, maps, grads), (symconv.forward(spec, maps, weight) ** 2).sum()]
        )
        killer = threading.Timer(asked.kill_after, kill_one, [client])
        killer.start()
        progress(waiting, notebook=False)
        found, squares = client.gather(waiting)
        killer.cancel()
        taken = time.perf_counter() - start
    print(f"done in {taken:.0f} s; {taken / chunks:.2f} s a chunk", flush=True)
    compare(spec, chunks, shapes, weight, found, squares)


def batch(da: Any, chunks: int, shape: tuple[int, ...], kind: int) -> Any:
    """A lazy array whose chunks are made by :func:`piece`."""
    from dask import delayed

    parts = [da.from_delayed(delayed(piece)(number, shape, kind), shape, np.float32) for number in range(chunks)]
    return da.concatenate(parts)


def piece(number: int, shape: tuple[int, ...], kind: int) -> Any:
    """A chunk of the batch, from its number."""
    return np.random.default_rng([number, kind]).standard_normal(shape, np.float32)


def kill_one(client: Any) -> None:
    """Ends the process of a worker, which this script has started."""
    pid = min(client.run(os.getpid).values())
    os.kill(pid, signal.SIGKILL)
    print(f"\nkilled worker {pid}", file=sys.stderr, flush=True)


def compare(spec: Any, chunks: int, shapes: Any, weight: Any, found: Any, squares: float) -> None:
    """Chunk by chunk in float64: NumPy's windows written out, one plain product for each result."""
    total, norm = np.zeros((CHANNELS[1], weight[0].size)), 0.0
    for number in range(chunks):
        x, g = (piece(number, shape, kind).astype(float) for kind, shape in enumerate(shapes))
        padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
        windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), (2, 3))[:, :, ::2, ::2]
        read = np.moveaxis(windows, 1, 3).reshape(-1, weight[0].size)
        total += np.moveaxis(g, 1, 0).reshape(CHANNELS[1], -1) @ read
        norm += float(((read @ weight.reshape(CHANNELS[1], -1).T.astype(float)) ** 2).sum())
        print(f"\rcompared {number + 1} of {chunks} chunks", end="", file=sys.stderr, flush=True)
    expected = total.reshape(spec.weight_shape)
    print(f"\n∂L/∂F off by {abs(found - expected).max() / abs(expected).max():.1e} of the largest entry")
    print(f"‖O‖² off by {abs(float(squares) - norm) / norm:.1e}")


if __name__ == "__main__":
    main()
