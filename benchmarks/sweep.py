"""How many layers ``symconv prove --sweep`` proves in a second, and what a second core gains.

Whole commands with one job and with two, in turn. The best of several rounds counts for time by the clock, because
other work on the machine only ever adds to it; processor time hardly depends on other work.

    python benchmarks/sweep.py [ROUNDS]
"""

import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass

TAUGHT = "decimation,textbook,upsample,matrix,polyphase,scatter"
GRIDS = {
    "signals": "kernel=1..5 stride=1..4 padding=0..4 dilation=1..3 input=2..20",
    "images": "kernel=1x2,2x3,3x3,3x2 stride=1x2,2x2,2x1,3x2 padding=0,1,1x0,2 dilation=1,2,1x2 input=5x7,7x6,8x9,9x9",
}
ROUTES = {"taught": TAUGHT, "all": "all"}


@dataclass(frozen=True)
class Run:
    """One command.

    Attributes:
        layers: proven.
        clock: seconds by the clock.
        processor: seconds of all processes together.
    """

    layers: int
    clock: float
    processor: float


def run(grid: str, routes: str, jobs: int) -> Run:
    """Proves a grid."""
    options = ["--sweep", grid, "--routes", routes, "--jobs", str(jobs), "--format", "json"]
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = subprocess.run([sys.executable, "-m", "symconv", "prove", *options], capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(json.loads(ended.stdout)["proven"], time.perf_counter() - begun, spent)


def main() -> None:
    """Prints a Markdown table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    print("| grid | routes | layers | layers a second of one core | of two | two jobs, clock | two jobs, processor |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: |")
    for name, grid in GRIDS.items():
        for told, routes in ROUTES.items():
            runs = [[run(grid, routes, jobs) for jobs in (1, 2)] for _ in range(rounds)]
            one, two = zip(*runs, strict=True)
            clock = [min(each.clock for each in side) for side in (one, two)]
            spent = [min(each.processor for each in side) for side in (one, two)]
            layers = one[0].layers
            speed = f"{layers / spent[0]:.0f} | {2 * layers / spent[1]:.0f}"
            fold = f"{clock[0] / clock[1]:.2f}-fold | {2 * spent[0] / spent[1]:.2f}-fold"
            print(f"| {name} | {told} | {layers} | {speed} | {fold} |", flush=True)


if __name__ == "__main__":
    main()
