"""One small mistake at a time in the code that proofs and numbers rest on: do the tests notice?

    python tests/mutations.py                      everything; hours on two cores
    python tests/mutations.py rules --jobs 2       one room: rules, gemm or numeric
    python tests/mutations.py numeric --part 3/10  every tenth mutant, from the third on: ten such runs are the whole

Every comparison, operator, whole number, truth value, condition and statement of a file is changed in turn, and the
tests that run it are run on the changed module until one fails; then, where none does, the other tests of its room.
What survives is printed. A change that ``mutations.txt`` explains is left out: it makes no difference to any result.
Ends with status 1 where fewer than 95 % of the others are noticed.
"""

import argparse
import os
import sys
import time
from pathlib import Path

from mutating.changes import ROOT, Mutant, mutants, unchanged
from mutating.meeting import Lines, meeting, meetings
from mutating.running import process_on, survivors
from mutating.swapping import warm

ENOUGH = 0.95

ROOMS = {
    "rules": (
        "symconv/proof/theorem/rules",
        ["theorem/test_rules.py", "theorem/test_naming.py", "theorem/test_phases.py", "theorem/test_mutants.py"],
    ),
    "gemm": (
        "symconv/routes/gemm",
        [
            "../routes/test_tiles.py",
            "../routes/test_gemm.py",
            "../routes/test_extended.py",
            "../routes/test_gemm_memory.py",
            "../routes/test_gemm_ways.py",
        ],
    ),
    "numeric": (
        "symconv/numeric",
        ["../numeric", "../cli/test_grad.py", "../routes/test_extended.py"],
    ),
}
"""Room → its folder, and the tests that speak of it, relative to ``tests/proof``."""


def main() -> int:
    """Every mutant of the rooms that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rooms", nargs="*", choices=[*ROOMS, []], default=[])
    parser.add_argument(
        "--part", type=part, default=part("1/1"), metavar="I/N", help="the i-th of n parts of the mutants"
    )
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args()
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    os.chdir(ROOT)
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    excused = explained()
    failed = False
    for room in asked.rooms or ROOMS:
        failed |= tried(room, asked, excused)
    return int(failed)


def part(text: str) -> tuple[int, int]:
    """Which part, of how many."""
    number, of = map(int, text.split("/"))
    if not 1 <= number <= of:
        raise ValueError(text)
    return number, of


def explained() -> dict[str, str]:
    """Survivors with the reason why they may live: ``mutant   | reason`` lines."""
    lines = (Path(__file__).with_suffix(".txt")).read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" | ", 1) for line in lines if " | " in line and not line.startswith("#"))
    return {mutant.strip(): reason.strip() for mutant, reason in pairs}


def tried(room: str, asked: argparse.Namespace, excused: dict[str, str]) -> bool:
    """Tries a room's mutants, file by file, and tells; whether too many survive."""
    folder, tests = ROOMS[room]
    (number, of), begun = asked.part, time.monotonic()
    files = sorted((ROOT / folder).rglob("*.py"))
    met = meetings(ROOT / folder, [str((ROOT / "tests/proof" / test).resolve()) for test in tests])
    same = unchanged(files[-1])
    if {*unnoticed(same, met, 1)} != {*same}:
        sys.exit(f"{room}: the tests fail on code that is not changed")
    every = chosen = equal = left = 0
    for path in files:
        changed = list(mutants(path))
        here = changed[(number - 1 - every) % of :: of]
        meant = [mutant for mutant in here if str(mutant) not in excused]
        every, chosen, equal = every + len(changed), chosen + len(here), equal + len(here) - len(meant)
        print(f"{path.relative_to(ROOT)}: {len(meant)} mutants", file=sys.stderr, flush=True)
        for mutant in unnoticed(meant, met, asked.jobs):
            left += 1
            print(f"survives: {mutant}    (line {mutant.line})", flush=True)
    counted = chosen - equal
    share = (counted - left) / max(counted, 1)
    print(
        f"{room}: {chosen} of {every} mutants tried, {equal} make no difference to results, "
        f"{counted - left} of the other {counted} noticed ({share:.1%}), {time.monotonic() - begun:.0f} s",
        flush=True,
    )
    return share < ENOUGH


def unnoticed(chosen: list[Mutant], met: Lines, jobs: int) -> list[Mutant]:
    """The mutants on which no test fails: of those that run the changed statement, then of the others."""
    first = {mutant: meeting(mutant, met) for mutant in chosen}
    then = {mutant: [name for name in met.seconds if name not in {*first[mutant]}] for mutant in chosen}
    for names in (first, then):
        untried = [mutant for mutant in chosen if not names[mutant]]
        left, other = warm({mutant: names[mutant] for mutant in chosen if names[mutant]}, jobs)
        chosen = untried + left + list(survivors({mutant: names[mutant] for mutant in other}, jobs, process_on))
    return chosen


if __name__ == "__main__":
    sys.exit(main())
