"""How long a class takes: 1,000 short written submissions, no two of them alike, through ``symconv check``.

A third answers exercise sheets (five entries each, some lines wrong), a third the same homework with the usual slips, a
third writes general formulas. Prints the seconds on the clock, and the processor seconds of checking them one after the
other in this process; half of these is what two free cores need besides the start.

    python benchmarks/classroom.py [SUBMISSIONS [JOBS]]
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from symconv.classroom.asked import Asked
from symconv.classroom.marker import judged
from symconv.classroom.submissions import gather

SYMCONV = [sys.executable, "-m", "symconv"]
FORMULA = """Student {number}.

$$y_{{i,j}}=\\sum_{{a,b}} x_{{si+a,sj+b}}w_{{a,b}}$$ stride $s$, no padding

$$\\frac{{\\partial L}}{{\\partial x_{{u,v}}}} = \\sum_{{i,j}} \\frac{{\\partial L}}{{\\partial y_{{i,j}}}} {weight}$$
"""
HOMEWORK = """symconv: stride=2 kernel=3 input=5x5
Answers of student {number}
dL/dx_00 = dL/do_00*f_00
dL/dx_12 = dL/do_00*{weight} + dL/do_01*f_10
dL/df_00 = dL/do_00*x_00 + dL/do_01*x_02 + dL/do_10*x_20 + dL/do_11*x_22
"""


def main(submissions: int, jobs: int) -> None:
    """Writes the class, checks it, prints what it took."""
    draw = random.Random(1)  # noqa: S311 - a draw of homework, no secret
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made, "class")
        folder.mkdir()
        subprocess.run([*SYMCONV, "exercise", "--students", str(submissions), "-o", f"{made}/sheets"], check=True)
        sheets = json.loads(Path(made, "sheets", "key.json").read_text())["sheets"]
        for number, sheet in enumerate(sheets):
            folder.joinpath(f"{number:04}.md").write_text(submission(number, sheet, draw))
        start = time.perf_counter()
        report = f"{made}/class.json"
        subprocess.run([*SYMCONV, "check", str(folder), "--jobs", str(jobs), "--report", report], check=False)
        took, used = time.perf_counter() - start, alone(folder)
        verdicts = json.loads(Path(report).read_text())["verdicts"]
    print(f"{submissions} submissions, {jobs} jobs: {took:.1f} s on the clock, {used:.1f} s of one processor alone")
    print(verdicts)


def submission(number: int, sheet: dict, draw: random.Random) -> str:
    """One student's text."""
    if number % 3 == 0:
        lines = [question["answer"] for question in sheet["questions"]]
        lines[2] = draw.choice([lines[2], lines[2].rpartition(" + ")[0]])
        return "\n\n".join([sheet["header"], f"Student {number}", *(f"${line}$" for line in lines)]) + "\n"
    if number % 3 == 1:
        return HOMEWORK.format(number=number, weight=draw.choice(["f_12", "f_12", "f_10", "f_21", "f_11"]))
    weight = draw.choice(["w_{u-si,v-sj}", "w_{u-i,v-j}", "w_{si-u,sj-v}", "w_{v-sj,u-si}"])
    return FORMULA.format(number=number, weight=weight)


def alone(folder: Path) -> float:
    """Processor seconds of checking every file in this process."""
    submissions = gather([str(folder)])
    start = time.process_time()
    for one in submissions:
        judged(Asked().question(one, "written", one.read()))
    return time.process_time() - start


if __name__ == "__main__":
    main(*map(int, (sys.argv[1:] + ["1000", "2"][len(sys.argv) - 1 :])[:2]))
