"""Texts that nobody would write: pieces of mathematics in any order, as many as are asked for.

    python tests/fuzz/texts.py 1000000 [seed]

Each is read as every kind of file; the run stops at the first crash, at a text that takes longer than ten seconds, and
where a text was executed. The seed and the number of the text tell which it was.
"""

import random
import sys
import tempfile
import time
from pathlib import Path

from symconv import check_text
from symconv.check.report import VERDICTS
from symconv.errors import InputError, SpecError

PIECES = [
    *r"\{}[]()_^=+-*/,;:.&|'$%#!<>~ ",
    *"xwodLyfFXδΣ∂∇123ijklmnst⋆⊙⊛⌊⌋·×₁²′\n",
    *(
        r"\frac{\partial L}{\partial x_{11}}",
        r"\frac",
        r"\sum_{i=0}^{2}",
        r"\sum",
        r"\partial",
        r"\\",
        r"\pmod",
        r"\bmod",
    ),
    *(
        "dL/dx11",
        "dX[i, j] += ",
        "for i in range(3):\n",
        "```\n",
        "```math\n",
        "$$",
        r"\[",
        r"\]",
        "| a | b |\n|---|---|\n",
    ),
    *(r"\begin{bmatrix}", r"\end{bmatrix}", r"\begin{cases}", r"\end{cases}", r"\begin{align}", r"\end{align}"),
    *(
        r"\text{if }",
        r"\mathrm{pad}_{1}",
        r"\operatorname{rot180}",
        "conv2d(X, W, stride=2)",
        "W[::-1, ::-1]",
        r"\left\{",
    ),
    *(
        r"\newcommand{\a}[1]{#1#1}",
        r"\def\b{\a{\b}}",
        r"\a{",
        r"\b",
        r"\tag{1}",
        "symconv: stride=2\n",
        "stride 2, ",
        "0.5",
    ),
    *(
        "y_{ij} = \\sum_{a,b} x_{i+a,j+b} w_{ab}",
        " if ",
        " else ",
        "kernel 3x3 ",
        "<p>",
        "&amp;",
        "\u00a0",
        "\U0001d465",
    ),
]
CANARY = Path(tempfile.gettempdir()) / f"symconv-canary-{time.time_ns()}"
ATTACKS = [f"__import__('pathlib').Path({str(CANARY)!r}).touch()", "{{ 7*7 }}", "$(touch " + str(CANARY) + ")"]
SLOWEST = 10.0


def text(seed: int, number: int) -> str:
    """The text of a number."""
    chosen = random.Random(f"{seed}:{number}")  # noqa: S311 - no secret
    count = chosen.choice([3, 10, 30, 80])
    return "".join(chosen.choice(PIECES if chosen.random() < 0.98 else ATTACKS) for _ in range(count))


def checked(written: str) -> None:
    """Reads a text as every kind of file.

    Raises:
        AssertionError: a verdict is none of ours, it took too long, or the text was executed.
    """
    for name in ("a.md", "a.tex", "a.txt", "a.html"):
        begun = time.monotonic()
        given = {"input_size": "4x3", "kernel_size": "2x2"} if len(written) % 2 else None
        report = check_text(written, given=given, name=name)
        assert all(one.verdict in VERDICTS for one in report.statements), name
        assert all(one.place.line >= 1 and one.place.column >= 1 for one in report.statements), name
        assert time.monotonic() - begun < SLOWEST, f"{name}: too slow"
    assert not CANARY.exists(), "the text was executed"


def main(count: int, seed: int) -> None:
    """Checks so many texts."""
    for number in range(count):
        written = text(seed, number)
        try:
            checked(written)
        except (InputError, SpecError):
            continue
        except BaseException:
            print(f"seed {seed}, text {number}: {written!r}", file=sys.stderr)
            raise
        if number % 10_000 == 0:
            print(number, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
