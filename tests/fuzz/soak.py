"""A large class in one run that is killed twice: nobody is lost, nothing is done twice, memory stays flat.

    python tests/fuzz/soak.py [submissions] [seed]

One in twenty submissions is hostile: bytes, bombs, broken archives, texts of pieces in any order. The run is killed
when a third, and when two thirds, of the class are in the journal, and resumed. What is printed at the end are figures;
the exit status is 1 where something does not hold.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))  # as pytest does it

from fuzz.classes import archive, damaged
from fuzz.texts import DERIVATIONS, text

HOSTILE = 20
"""One of so many."""
KILLED_AT = (1 / 3, 2 / 3)
LEAVING = 60.0
"""Seconds in which the processes of a killed command may end."""
FLAT = 1.5
"""How many times the memory of half a run the whole may take until everything is checked; reports are then written."""
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


def run(folder: Path, count: int, stop_at: float | None) -> tuple[int, list[tuple[int, int]], int]:
    """Checks the class until so much of it is done; what was killed is the command alone, as by a user.

    Returns:
        The exit status, the megabytes of the command beside the bytes of its journal, and how many of its processes
        stayed.
    """
    kept, command = folder / "kept", [sys.executable, "-m", "symconv", "check", str(folder / "class")]
    command += ["--journal", str(kept), "--resume", "--report", str(folder / "class.json"), "--time-limit", "60"]
    with (folder / "said").open("ab") as said:
        started = subprocess.Popen(
            [*command, "--format", "json", "-o", os.devnull], start_new_session=True, stderr=said
        )
    grown: list[tuple[int, int]] = []
    while started.poll() is None:
        time.sleep(0.1)
        grown += [(each, kept.stat().st_size if kept.exists() else 0) for each in _megabytes(started.pid)]
        if stop_at is not None and kept.exists() and kept.read_bytes().count(b"\n") >= stop_at * count:
            started.kill()
    status, until = started.wait(), time.monotonic() + LEAVING
    while (left := _session(started.pid)) and time.monotonic() < until:
        time.sleep(0.1)
    return status, grown, len(left)


def _session(process: int) -> list[int]:
    """The processes that the command started, and that have not ended."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError):
            state, _, _, session = stat.read_text().rpartition(")")[2].split()[:4]
            found += [int(stat.parent.name)] if int(session) == process and state != "Z" else []
    return found


def _megabytes(process: int) -> list[int]:
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return []
    return [int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmRSS")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Soaked:
    """What came of a class.

    Attributes:
        count: how many handed in.
        told: a line for each run.
        grown: megabytes of each run's command, as they grew while it checked.
        stayed: processes that outlived their run.
        status: exit status of the last run.
        students: how many the report tells of.
        verdicts: verdict → files.
        twice: answers that the journal has more than once.
    """

    count: int
    told: list[str]
    grown: list[list[int]]
    stayed: int
    status: int
    students: int
    verdicts: dict[str, int]
    twice: int

    @property
    def holds(self) -> bool:
        """Whether nobody is lost, nothing was done twice, nothing stayed behind and memory is flat."""
        flat = all(max(each) <= FLAT * each[len(each) // 2] for each in self.grown if len(each) > 1)
        whole = self.students == self.count and not self.twice and self.status in (0, 1)
        return whole and not self.stayed and flat and "crashed" not in self.verdicts


def soaked(folder: Path, count: int, seed: int) -> Soaked:
    """Runs, kills, resumes, and counts."""
    (folder / "class").mkdir()
    hand_in(folder / "class", count, seed)
    told, every, stayed, status = [], [], 0, 0
    for stop_at in (*KILLED_AT, None):
        begun = time.monotonic()
        status, grown, left = run(folder, count, stop_at)
        checking = [each for each, size in grown if size < grown[-1][1]] or [each for each, _ in grown]
        every, stayed = [*every, checking], stayed + left
        took = f"{time.monotonic() - begun:.0f} seconds"
        told.append(
            f"exit {status}, {took}, {checking[len(checking) // 2]} MB halfway, {max(checking)} MB at most, "
            f"{max(each for each, _ in grown)} MB while it was told"
        )
    lines = [json.loads(line) for line in (folder / "kept").read_text().splitlines()]
    files = json.loads((folder / "class.json").read_text())["files"]
    return Soaked(
        count=count,
        told=told,
        grown=every,
        stayed=stayed,
        status=status,
        students=len({file["student"] for file in files}),
        verdicts=Counter(file["verdict"] for file in files),
        twice=len(lines) - len({line["digest"] for line in lines}),
    )


def main(count: int, seed: int) -> int:
    """Tells what came of it; 1 where something does not hold."""
    with tempfile.TemporaryDirectory() as name:
        made = soaked(Path(name), count, seed)
    print(*made.told, sep="\n")
    print(
        f"{made.students} of {count} students, {dict(made.verdicts)}, {made.twice} twice, {made.stayed} processes left"
    )
    return 0 if made.holds else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000, int(sys.argv[2]) if len(sys.argv) > 2 else 0))
