"""Forward and both gradients on real layers, side by side with PyTorch in one process.

    python benchmarks/numeric.py                          the eleven layers, float32 and float64
    python benchmarks/numeric.py --others                 groups, 1-D, 3-D, float16
    python benchmarks/numeric.py --threads 2              the same with two threads each
    python benchmarks/numeric.py --fast-math              layers that it is for, ÷ our time without it
    python benchmarks/numeric.py --threads 2 --cores      our time on one thread ÷ on two
    python benchmarks/numeric.py --account                of our time, how much the matrix products take
    python benchmarks/numeric.py --processor              processor time, for a machine with other work
    python benchmarks/numeric.py --memory                 peak memory and largest error instead of time

A number is time(symconv) / time(PyTorch), of each the shortest of runs that take turns; below 1 symconv is ahead.
Without PyTorch milliseconds are printed. The process restarts itself with the number of threads and the allocator's
thresholds set, and without OPENBLAS_CORETYPE, which would choose older kernels for one side alone.
"""

import argparse
import os
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable
from math import exp, log
from typing import Any

FUNCTIONS = ("forward", "grad_input", "grad_weight")
ENVIRONMENT = {"MALLOC_MMAP_THRESHOLD_": "2000000000", "MALLOC_TRIM_THRESHOLD_": "4000000000"}
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

KERNELS = "OPENBLAS_CORETYPE"

Clock = Callable[[], float]
Layer = dict[str, Any]
Calls = dict[str, tuple[Callable[[], Any], Callable[[], Any] | None]]
Pairs = Callable[[Layer, str, int], Calls]
ELEVEN: dict[str, Layer] = {
    "AlexNet conv1": {"n": (224, 224), "k": 11, "s": 4, "p": 2, "channels": (3, 64)},
    "ResNet-50 conv1": {"n": (224, 224), "k": 7, "s": 2, "p": 3, "channels": (3, 64)},
    "ResNet 3x3 s2": {"n": (56, 56), "k": 3, "s": 2, "p": 1, "channels": (128, 128)},
    "ResNet 3x3 s1": {"n": (56, 56), "k": 3, "p": 1, "channels": (64, 64)},
    "1x1 s2": {"n": (56, 56), "k": 1, "s": 2, "channels": (256, 512)},
    "ViT patchify": {"n": (224, 224), "k": 16, "s": 16, "channels": (3, 768)},
    "MobileNet depthwise": {"n": (112, 112), "k": 3, "s": 2, "p": 1, "channels": (144, 144), "groups": 144},
    "DCGAN 4x4 s2": {"n": (64, 64), "k": 4, "s": 2, "p": 1, "channels": (64, 128)},
    "LeNet 5x5": {"n": (28, 28), "k": 5, "channels": (1, 6)},
    "one channel 2048": {"n": (2048, 2048), "k": 3, "s": 2, "p": 1, "channels": (1, 1), "batch": 1},
    "dilated 3x3": {"n": (56, 56), "k": 3, "p": 2, "d": 2, "channels": (64, 64)},
}
OTHERS: dict[str, Layer] = {
    "ResNeXt 32 groups": {"n": (56, 56), "k": 3, "p": 1, "channels": (128, 128), "groups": 32},
    "4 groups s2": {"n": (56, 56), "k": 3, "s": 2, "p": 1, "channels": (128, 128), "groups": 4},
    "speech 1-D s2": {"n": (3000,), "k": 3, "s": 2, "p": 1, "channels": (80, 384)},
    "WaveNet 1-D d64": {"n": (8000,), "k": 2, "d": 64, "channels": (64, 64)},
    "C3D 3x3x3": {"n": (16, 28, 28), "k": 3, "p": 1, "channels": (64, 64), "batch": 2},
    "video 3x7x7 s1x2x2": {"n": (8, 112, 112), "k": (3, 7, 7), "s": (1, 2, 2), "p": (1, 3, 3), "channels": (3, 64)},
}

FAST: dict[str, Layer] = {
    "ResNet 3x3 s1": ELEVEN["ResNet 3x3 s1"],
    "VGG 128": {"n": (56, 56), "k": 3, "p": 1, "channels": (128, 128)},
    "VGG 256": {"n": (28, 28), "k": 3, "p": 1, "channels": (256, 256)},
    "VGG 512": {"n": (14, 14), "k": 3, "p": 1, "channels": (512, 512)},
    "31x31 depthwise": {"n": (56, 56), "k": 31, "p": 15, "channels": (32, 32), "groups": 32, "batch": 2},
    "15x15 depthwise": {"n": (56, 56), "k": 15, "p": 7, "channels": (32, 32), "groups": 32, "batch": 2},
    "15x15 dense": {"n": (56, 56), "k": 15, "p": 7, "channels": (16, 16), "batch": 4},
    "127 taps, 1-D": {"n": (4000,), "k": 127, "p": 63, "channels": (64, 64), "batch": 2},
}


def main() -> None:
    """Measures what was asked for and prints a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--others", action="store_true", help="groups, 1-D, 3-D; with float16")
    parser.add_argument("--memory", action="store_true", help="peak memory and largest error instead of time")
    parser.add_argument("--fast-math", action="store_true", help="layers that it is for, ÷ our time without it")
    parser.add_argument("--processor", action="store_true", help="processor time, not the clock's; for one thread")
    parser.add_argument("--account", action="store_true", help="milliseconds, products and all, ours and PyTorch's")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--cores", action="store_true", help="our time on one thread ÷ on so many as stated")
    parser.add_argument("--seconds", type=float, default=1.0, help="for each cell")
    asked = parser.parse_args()
    wanted = ENVIRONMENT | dict.fromkeys(THREADS, str(asked.threads))
    if KERNELS in os.environ or any(os.environ.get(name) != value for name, value in wanted.items()):
        environment = {name: value for name, value in (os.environ | wanted).items() if name != KERNELS}
        os.execve(sys.executable, [sys.executable, *sys.argv], environment)  # noqa: S606 - this very script
    layers = FAST if asked.fast_math else OTHERS if asked.others else ELEVEN
    clock = time.thread_time if asked.processor else time.perf_counter
    if asked.memory:
        print_memory(layers)
    elif asked.account:
        print_account(layers, asked.seconds, clock)
    else:
        dtypes = ("float32", "float64", "float16") if asked.others else ("float32", "float64")
        pairs = fast_and_plain if asked.fast_math else alone_and_together if asked.cores else calls
        print_times(layers, dtypes, asked.seconds, asked.threads, clock, pairs)


def print_times(
    layers: dict[str, Layer], dtypes: Iterable[str], seconds: float, threads: int, clock: Clock, pairs: Pairs
) -> None:
    """One row a layer, one column a function and dtype, and the geometric mean of each column."""
    columns = [(dtype, function) for dtype in dtypes for function in FUNCTIONS]
    print_row("layer", [f"{function} {dtype}" for dtype, function in columns])
    print_row("---", ["---:"] * len(columns))
    table = []
    for name, layer in layers.items():
        cells = []
        for dtype, function in columns:
            cells.append(ratio(*pairs(layer, dtype, threads)[function], seconds, clock))
        table.append(cells)
        print_row(name, [f"{cell:.2f}" for cell in cells])
    means = [exp(sum(map(log, column)) / len(column)) for column in zip(*table, strict=True)]
    print_row("**geometric mean**", [f"**{mean:.2f}**" for mean in means])


def ratio(call: Callable[[], Any], other: Callable[[], Any] | None, seconds: float, clock: Clock) -> float:
    """The quotient of the shortest times of runs that take turns; milliseconds where nobody is compared with."""
    times: tuple[list[float], list[float]] = ([], [])
    start = time.perf_counter()
    while len(times[0]) < 5 or time.perf_counter() - start < seconds:
        for taken, one in zip(times, (call, other), strict=True):
            if one is not None:
                begun = clock()
                one()
                taken.append(clock() - begun)
    return min(times[0]) / min(times[1]) if times[1] else min(times[0]) * 1e3


def fast_and_plain(layer: Layer, dtype: str, threads: int) -> Calls:
    """Function → our call with fast math and without."""
    spec, arrays = case(layer, dtype)
    plain = ours(spec, *arrays)
    return {name: (call, plain[name]) for name, call in ours(spec, *arrays, fast_math=True).items()}


def alone_and_together(layer: Layer, dtype: str, threads: int) -> Calls:
    """Function → our call on one thread, of BLAS, too, and on so many."""
    from threadpoolctl import ThreadpoolController

    spec, arrays = case(layer, dtype)
    blas = ThreadpoolController()
    together = ours(spec, *arrays, threads=threads)
    return {name: (blas.wrap(limits=1)(call), together[name]) for name, call in ours(spec, *arrays, threads=1).items()}


def calls(layer: Layer, dtype: str, threads: int) -> Calls:
    """Function → our call and PyTorch's, on the same arrays."""
    spec, arrays = case(layer, dtype)
    theirs = pytorch(spec, *arrays, threads=threads)
    return {name: (call, theirs.get(name)) for name, call in ours(spec, *arrays).items()}


def ours(spec: Any, maps: Any, weight: Any, grads: Any, **options: Any) -> dict[str, Callable[[], Any]]:
    """Our three calls."""
    import symconv

    return {
        "forward": lambda: symconv.forward(spec, maps, weight, **options),
        "grad_input": lambda: symconv.grad_input(spec, grads, weight, **options),
        "grad_weight": lambda: symconv.grad_weight(spec, maps, grads, **options),
    }


def pytorch(spec: Any, maps: Any, weight: Any, grads: Any, *, threads: int) -> dict[str, Callable[[], Any]]:
    """PyTorch's three calls, NCHW; none where it is not installed."""
    try:
        import torch
    except ImportError:
        return {}
    torch.set_num_threads(threads)
    torch.set_grad_enabled(False)
    x, w, g = (torch.from_numpy(each) for each in (maps, weight, grads))
    padding = tuple(before for before, _ in spec.padding)
    zeros = (0,) * len(padding)
    geometry = (spec.stride, padding, spec.dilation, False, zeros, spec.groups)
    back = torch.ops.aten.convolution_backward
    return {
        "forward": lambda: torch.ops.aten.convolution(x, w, None, *geometry),
        "grad_input": lambda: back(g, x, w, None, *geometry, (True, False, False)),
        "grad_weight": lambda: back(g, x, w, None, *geometry, (False, True, False)),
    }


def case(layer: Layer, dtype: str) -> tuple[Any, list[Any]]:
    """The layer's spec, and its input, weight and grad_output at random."""
    import numpy as np

    from symconv import ConvSpec

    channels, axes = layer["channels"], len(layer["n"])
    geometry = {"stride": "s", "padding": "p", "dilation": "d"}
    spec = ConvSpec.of(
        input_size=layer["n"],
        kernel_size=np.broadcast_to(layer["k"], axes).tolist(),
        in_channels=channels[0],
        out_channels=channels[1],
        groups=layer.get("groups", 1),
        batch_size=layer.get("batch", 8),
        **{name: layer[short] for name, short in geometry.items() if short in layer},
    )
    rng = np.random.default_rng(0)
    shapes = (spec.input_shape, spec.weight_shape, spec.output_shape)
    return spec, [rng.standard_normal(shape).astype(dtype) for shape in shapes]


def print_memory(layers: dict[str, Layer]) -> None:
    """Memory beyond inputs and outputs, and the largest error in units of the largest entry, for each function."""
    print_row("layer", [f"{function} {told}" for function in FUNCTIONS for told in ("workspace", "error")])
    print_row("---", ["---:"] * 2 * len(FUNCTIONS))
    for name, layer in layers.items():
        spec, arrays = case(layer, "float32")
        exact, cells = ours(spec, *(each.astype("float64") for each in arrays)), []
        for function, call in ours(spec, *arrays).items():
            tracemalloc.start()
            answer = call()
            extra = tracemalloc.get_traced_memory()[1] - answer.nbytes
            tracemalloc.stop()
            held = answer.nbytes + sum(each.nbytes for each in arrays)
            truth = exact[function]()
            error = abs(answer - truth).max() / abs(truth).max()
            cells += [f"{extra / 2**20:.1f} MiB ({extra / held:.2f})", f"{error:.1e}"]
        print_row(name, cells)


def print_account(layers: dict[str, Layer], seconds: float, clock: Clock) -> None:
    """For each layer and function, in float32: our shortest time, what of it are matrix products, and PyTorch's."""
    print_row("layer", [f"{function} {told}" for function in FUNCTIONS for told in ("all", "products", "PyTorch")])
    print_row("---", ["---:"] * 3 * len(FUNCTIONS))
    for name, layer in layers.items():
        cells = []
        for call, other in calls(layer, "float32", 1).values():
            cells += [f"{taken:.2f}" for taken in account(call, other, seconds, clock)]
        print_row(name, cells)


def account(
    call: Callable[[], Any], other: Callable[[], Any] | None, seconds: float, clock: Clock
) -> tuple[float, float, float]:
    """Milliseconds of the shortest of our calls, of the matrix products in it, and of the shortest of the others."""
    from symconv.routes.gemm import columns, filter_first, patches

    spent, plain = [0.0], columns.multiply

    def timed(left: Any, right: Any, out: Any = None) -> Any:
        begun = clock()
        found = plain(left, right, out)
        spent[0] += clock() - begun
        return found

    rooms, found, theirs = (columns, filter_first, patches), [], []
    for room in rooms:
        room.multiply = timed
    start = time.perf_counter()
    while len(found) < 5 or time.perf_counter() - start < seconds:
        spent[0], begun = 0.0, clock()
        call()
        found.append((clock() - begun, spent[0]))
        begun = clock()
        if other is not None:
            other()
        theirs.append(clock() - begun)
    for room in rooms:
        room.multiply = plain
    return min(found)[0] * 1e3, min(found)[1] * 1e3, min(theirs) * 1e3


def print_row(name: str, cells: list[str]) -> None:
    """A row of a Markdown table."""
    print(f"| {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
