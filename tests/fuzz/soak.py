"""A large class in one run that is killed twice: nobody is lost, nothing is done twice, memory stays flat.

    python tests/fuzz/soak.py [submissions] [seed]

One in twenty submissions is hostile: bytes, bombs, broken archives, texts of pieces in any order. The run is killed
when a third, and when two thirds, of the class are in the journal, and resumed. What is printed at the end are figures;
the exit status is 1 where something does not hold.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))  # as pytest does it

from fuzz.classes import archive, damaged
from fuzz.texts import DERIVATIONS, text

HOSTILE = 20
"""One of so many."""
KILLED_AT = (1 / 3, 2 / 3)
ENTRY = (
    "symconv: stride={s} kernel={k} input={n}x{n}\ndL/dx_{i}{j} = dL/do_00*f_{i}{j}\ndL/df_00 = dL/do_00*x_{i}{j} + 0\n"
)


def hand_in(folder: Path, count: int, seed: int) -> None:
    """Writes the class: entries of many layers, whole derivations, and what is hostile."""
    chosen = random.Random(seed)  # noqa: S311 - no secret
    for number in range(count):
        if number % HOSTILE == 0:
            name, raw = _hostile(chosen, seed, number)
        elif number % HOSTILE == 1:
            name, raw = "a.md", chosen.choice(DERIVATIONS).encode()
        else:
            sizes = {"s": chosen.randint(1, 3), "k": chosen.randint(2, 4), "n": chosen.randint(4, 9)}
            name, raw = "a.txt", ENTRY.format(**sizes, i=chosen.randint(0, 3), j=chosen.randint(0, 3)).encode()
        place = folder / f"s{number:05}"
        place.mkdir()
        (place / name).write_bytes(raw + b"\n" * (number % 97 if name == "a.txt" else 0))


def _hostile(chosen: random.Random, seed: int, number: int) -> tuple[str, bytes]:
    kinds = (
        ("a.tex", text(seed, number).encode()),
        ("a.md", damaged(chosen, DERIVATIONS[0].encode())),
        ("a.txt", chosen.randbytes(1000)),
        ("a.html", b"<p>" * 100_000),
        ("a.tex", b"{" * 50_000 + b"$x$"),
        ("a.ipynb", b"[" * 100_000),
        ("a.zip", archive(chosen, seed, number)),
        ("a.md", b"$" + b"\\frac{" * 5_000 + b"$"),
    )
    return kinds[number // HOSTILE % len(kinds)]


def run(folder: Path, count: int, stop_at: float | None) -> tuple[int, list[int]]:
    """Checks the class until so much of it is done; the exit status, and the megabytes of the parent as they grew."""
    kept, command = folder / "kept", [sys.executable, "-m", "symconv", "check", str(folder / "class")]
    command += ["--journal", str(kept), "--resume", "--report", str(folder / "class.json"), "--time-limit", "20"]
    started = subprocess.Popen([*command, "--format", "json", "-o", os.devnull], start_new_session=True)
    grown: list[int] = []
    while started.poll() is None:
        time.sleep(0.5)
        grown += _megabytes(started.pid)
        if stop_at is not None and kept.exists() and kept.read_bytes().count(b"\n") >= stop_at * count:
            os.killpg(started.pid, signal.SIGKILL)
    return started.wait(), grown


def _megabytes(process: int) -> list[int]:
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return []
    return [int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmRSS")]


def main(count: int, seed: int) -> int:
    """Runs, kills, resumes, and counts."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "class").mkdir()
        hand_in(folder / "class", count, seed)
        begun, told = time.monotonic(), []
        for stop_at in (*KILLED_AT, None):
            status, grown = run(folder, count, stop_at)
            told.append(f"exit {status}: {grown[len(grown) // 2]} MB halfway, {max(grown)} MB at most")
        lines = [json.loads(line) for line in (folder / "kept").read_text().splitlines()]
        files = json.loads((folder / "class.json").read_text())["files"]
        students = {file["student"] for file in files}
        verdicts = Counter(file["verdict"] for file in files)
        twice = len(lines) - len({line["digest"] for line in lines})
        print(*told, f"{time.monotonic() - begun:.0f} seconds", sep="\n")
        print(f"{len(files)} files of {len(students)} students, {dict(verdicts)}, {twice} done twice")
        holds = len(students) == count and twice == 0 and status in (0, 1)
        return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000, int(sys.argv[2]) if len(sys.argv) > 2 else 0))
