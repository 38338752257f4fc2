"""What a command does not need it does not load: most of a short run is spent on imports."""

import subprocess
import sys
from pathlib import Path

import pytest

LAYER = ["--stride", "2", "--kernel", "3"]
PROVER = ("symconv.proof.theorem.rules", "symconv.proof.theorem.statements", "symconv.proof.theorem.drawn", "z3")
TEMPLATES = ("jinja2", "symconv.render.markup")
HANDS = ("symconv.notation.mathml", "symconv.notation.typst")
JUDGE = ("symconv.check", "symconv.notation.reader", "symconv.classroom")
DECK = ("symconv.lesson.deck", "symconv.lesson.slide")

UNNEEDED = {
    "derive": (("derive", *LAYER), (*PROVER, *TEMPLATES, *HANDS, *JUDGE, *DECK, "numpy")),
    "page": (("derive", *LAYER, "-o", "x.html"), (*PROVER, *JUDGE, DECK[0], "symconv.render.terminal", "numpy")),
    "json": (
        ("derive", *LAYER, "-o", "x.json"),
        (*PROVER, *TEMPLATES, *HANDS, *JUDGE, *DECK, "symconv.render.terminal", "numpy"),
    ),
    "deck": (("slides", *LAYER, "-o", "x.html"), (*PROVER, "symconv.render.terminal", "typst", "numpy")),
    "prove": (("prove", *LAYER), (*PROVER, *TEMPLATES, *HANDS, *JUDGE, *DECK)),
    "check": (
        ("check", "line.txt"),
        (*TEMPLATES, *HANDS, *DECK, "symconv.proof.theorem.statements", "z3", "numpy", "sympy"),
    ),
}
RUN = """
import sys
from symconv.cli import cli
cli(sys.argv[1:], standalone_mode=False)
print("loaded:", *sys.modules)
"""


@pytest.mark.parametrize(("command", "unneeded"), UNNEEDED.values(), ids=UNNEEDED)
def test_what_is_not_needed_is_not_loaded(command: tuple[str, ...], unneeded: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "line.txt").write_text("dL/dx_02 = dL/do_00*f_02 + dL/do_01*f_00", encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-c", RUN, *command], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    loaded = ended.stdout.splitlines()[-1].split()[1:]
    assert [name for name in loaded if name in unneeded] == []
