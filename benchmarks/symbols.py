"""How long deriving takes, as whole processes, in ratios to ``python -c "import sympy"`` of the same minute.

Runs each command in turn with the yardstick, several rounds, and prints the median of the ratios, by the clock and by
processor time, which other work on the machine disturbs less. Files are compiled before, as an installation has them.
The plain way is what one writes with SymPy alone: O from its definition, ``diff`` by every symbol, ``expand`` to
compare with the textbook form. It is measured at classroom sizes only, because it grows with the square of the
number of terms.

    python benchmarks/symbols.py [ROUNDS]
"""

import os
import resource
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

YARDSTICK = [sys.executable, "-c", "import sympy"]

PLAIN = """
import sys, sympy
n, k, s = map(int, sys.argv[1:])
m = (n - k) // s + 1
x = [[sympy.Symbol(f"x_{i}_{j}") for j in range(n)] for i in range(n)]
f = [[sympy.Symbol(f"f_{a}_{b}") for b in range(k)] for a in range(k)]
g = [[sympy.Symbol(f"g_{i}_{j}") for j in range(m)] for i in range(m)]
o = [[sum(x[s*i+a][s*j+b] * f[a][b] for a in range(k) for b in range(k)) for j in range(m)] for i in range(m)]
e = (m - 1) * s + 1 + 2 * (k - 1)
p = [[0] * e for _ in range(e)]
for i in range(m):
    for j in range(m):
        p[k - 1 + s * i][k - 1 + s * j] = g[i][j]
for i in range(n):
    for j in range(n):
        chain = sum(g[a][b] * sympy.diff(o[a][b], x[i][j]) for a in range(m) for b in range(m))
        inside = i < e - k + 1 and j < e - k + 1
        form = sum(p[i+a][j+b] * f[k-1-a][k-1-b] for a in range(k) for b in range(k)) if inside else 0
        assert sympy.expand(chain - form) == 0
        sympy.latex(chain)
"""

COMMANDS = {
    "symconv --help": "--help",
    "derive 5x5, kernel 3, stride 2": "derive --stride 2 --kernel 3",
    "derive, as a page": "derive --stride 2 --kernel 3 -o a.html",
    "prove, the same layer": "prove --stride 2 --kernel 3",
    "slides, HTML": "slides --stride 2 --kernel 3 -o a.html",
    "slides, PDF": "slides --stride 2 --kernel 3 -o a.pdf",
    "check, one line": "check line.txt -n 5x5 -s 2 -k 3",
    "derive 16x16, all entries, LaTeX": "derive -n 16x16 -s 2 --entries all -o a.tex",
    "derive 64x64, all entries, LaTeX": "derive -n 64x64 -s 2 --entries all -o a.tex",
    "derive 128x128, all entries, LaTeX": "derive -n 128x128 -s 2 --entries all -o a.tex",
}
PLAIN_WAY = {"the plain SymPy way, 5x5": "5 3 2", "the plain SymPy way, 16x16, ∂L/∂X alone": "16 3 2"}

CASES = {name: [sys.executable, "-m", "symconv", *shlex.split(command)] for name, command in COMMANDS.items()}
CASES |= {name: [sys.executable, "-c", PLAIN, *layer.split()] for name, layer in PLAIN_WAY.items()}
LINE = "dL/dx_02 = dL/do_00*f_02 + dL/do_01*f_00"


COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def seconds(command: list[str], folder: Path) -> tuple[float, float]:
    """Wall and processor time of one run."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, env=COMPILED)
    after, end = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    return end - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Prints a Markdown table of medians."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    ratios: dict[str, list[tuple[float, float]]] = {name: [] for name in CASES}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "line.txt").write_text(LINE, encoding="utf-8")
        for command in (YARDSTICK, *CASES.values()):
            seconds(command, folder)
        for _ in range(rounds):
            for case, command in CASES.items():
                taken, yardstick = seconds(command, folder), seconds(YARDSTICK, folder)
                ratios[case].append((taken[0] / yardstick[0], taken[1] / yardstick[1]))
    print("| command | clock ÷ `import sympy` | processor | min | max |\n| --- | ---: | ---: | ---: | ---: |")
    for case, measured in ratios.items():
        clock, processor = (sorted(column) for column in zip(*measured, strict=True))
        row = (statistics.median(clock), statistics.median(processor), processor[0], processor[-1])
        print(f"| {case} | {' | '.join(f'{ratio:.2f}' for ratio in row)} |")


if __name__ == "__main__":
    main()
