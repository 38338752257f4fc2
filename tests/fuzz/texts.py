"""Texts that nobody would write: pieces of mathematics in any order, and derivations with such pieces put in.

    python tests/fuzz/texts.py 1000000 [seed]

Each is read as one kind of file. A text that crashes, takes too long, is executed, commands a terminal, or hides the
statement ahead of it is told with its seed and number, each kind once; the exit status is 1 where there is one.
"""

import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from contextlib import suppress
from pathlib import Path

from symconv import check_text
from symconv.check.judgement import VERDICTS
from symconv.check.telling.written import as_text
from symconv.errors import InputError, SpecError
from symconv.files.reading import WILD
from symconv.language.wording import Wording

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
    *(
        r"\frac{\partial}{\partial w_{1}}",
        r"{a \over b}",
        r"\hat{\tilde{x}}",
        r"\ddot",
        r"\left[ a \quad b \right]",
        r"\left[\begin{aligned} a \quad b \end{aligned}\right]",
        r"\langle X, W \rangle_F",
        r"X \in \mathbb{R}^{3 \times 2}",
        r"\sum^{(2,2)}_{i,j=(0,0)}",
        r"\mathrel{+}=",
        "sum over i, j of ",
        "Σ_{ci, kh} x[ci, o+kh]",
        "dY.sum(axis=0)",
        "x_1 gets g_0 f_1 + g_1 f_0",
        "dX has shape 4x3",
        "//! - `",
        "│ ",
        "(H=5, W=4)",
        "\n        i\n",
        "\x1b[31m",
        "½",
        "x̂",
        "   + ",
        "d L",
        "1D conv: ",
    ),
]
DERIVATIONS = [
    r"$\frac{\partial L}{\partial x_{11}} = \delta_{00} w_{11} + \delta_{01} w_{10} + \delta_{10} w_{01}$",
    r"$$\frac{\partial L}{\partial w_{ab}} = \sum_{i=0}^{M-1} \sum_j \delta_{ij} x_{si+a,sj+b}$$",
    r"\[ y_{ij} = \sum_{a,b} x_{i+a,j+b} w_{ab} \] \[ \frac{dL}{dx_{ij}} = \sum_{a,b} \delta_{i-a,j-b} w_{ab} \]",
    r"\begin{align} \frac{\partial L}{\partial X} &= \mathrm{pad}_{1}(\delta) \ast \operatorname{rot180}(W) \\ &= 0"
    r" \end{align}",
    "dL/dx12 = dL/dy11*w12 + dL/dy12*w11\ndL/dw11 = dL/dy11*x11 + dL/dy12*x12\n",
    "for i in range(3):\n    for a in range(2):\n        dX[i + a] += dY[i] * W[a]\n",
    "dW = conv2d(X, dY, stride=2)\ndX = conv_transpose2d(dY, W, stride=2, output_padding=1)\n",
    "∂L/∂x₁₁ = Σ_{m,n} ∂L/∂o_mn · f_{1−m,1−n}, O = ⌊(N + 2P − K)/S⌋ + 1\n",
    r"$$\frac{\partial L}{\partial X} = \begin{bmatrix} w_1 & 0 \\ w_2 & w_1 \\ 0 & w_2 \end{bmatrix} \delta$$",
    r"$H_{out} = \left\lfloor \frac{H + 2p - k}{s} \right\rfloor + 1$, $\frac{\partial L}{\partial b_o} ="
    r" \sum_{n,i,j} \delta_{noij}$",
]
CANARY = Path(tempfile.gettempdir()) / f"symconv-canary-{time.time_ns()}"
ATTACKS = [f"__import__('pathlib').Path({str(CANARY)!r}).touch()", "{{ 7*7 }}", "$(touch " + str(CANARY) + ")"]
SLOWEST = 20.0
"""Seconds of processor time for one text."""
NAMES = ("a.md", "a.tex", "a.txt", "a.html")
LENGTHS = (1, 2, 2, 3, 3, 4, 4, 6, 8, 12, 20, 50)
"""Pieces of a text."""
AHEAD = {"a.txt": "dL/dx_11 = dL/dy_11*w_00\n\n"}
"""A statement ahead of a text, which is told whatever comes after it."""
ALSO_AHEAD = "$\\frac{\\partial L}{\\partial x_{11}} = \\delta_{11} w_{00}$\n\n"


def text(seed: int, number: int) -> str:
    """The text of a number: some are derivations, which take long to judge, the others pieces alone."""
    chosen = random.Random(f"{seed}:{number}")  # noqa: S311 - no secret
    if chosen.random() < 1 / 80:
        return _derivation(chosen)
    return "".join(_piece(chosen) for _ in range(chosen.choice(LENGTHS)))


def _piece(chosen: random.Random) -> str:
    return chosen.choice(PIECES if chosen.random() < 0.98 else ATTACKS)


def _derivation(chosen: random.Random) -> str:
    """One to three derivations one after the other, each with a few stretches left out, repeated or replaced."""
    written = "\n".join(chosen.sample(DERIVATIONS, chosen.choice([1, 1, 2, 3])))
    for _ in range(chosen.choice([1, 2, 4, 8])):
        start = chosen.randrange(len(written) + 1)
        end = start + chosen.choice([0, 1, 1, 2, 5])
        put = chosen.choice([_piece(chosen), "", written[start:end] * 2, written[end : end + chosen.choice([3, 10])]])
        written = written[:start] + put + written[end:]
    return written


def checked(seed: int, number: int) -> None:
    """Reads the text of a number as one kind of file, some with a statement ahead of it.

    Raises:
        AssertionError: a verdict is none of ours, it took too long, commands a terminal, or was executed.
    """
    begun, name = time.process_time(), NAMES[number % len(NAMES)]
    ahead = AHEAD.get(name, ALSO_AHEAD) if number // len(NAMES) % 20 == 0 else ""
    written = ahead + text(seed, number)
    given = {"input_size": "4x3", "kernel_size": "2x2"} if len(written) % 2 else None
    with suppress(InputError, SpecError):
        report = check_text(written, given=given, name=name)
        assert all(one.verdict in VERDICTS for one in report.statements), "a verdict that is none"
        assert all(one.place.line >= 1 and one.place.column >= 1 for one in report.statements), "no place"
        assert not ahead or any(one.place.line == 1 for one in report.statements), "a statement is not told"
        assert report.to_json(), "no report"
        assert not WILD.search(as_text(report, Wording())), "a sign that commands a terminal"
    assert time.process_time() - begun < SLOWEST, "too slow"
    assert not CANARY.exists(), "the text was executed"


def main(count: int, seed: int) -> int:
    """Checks so many texts; 1 where one was not survived."""
    met: Counter[str] = Counter()
    for number in range(count):
        begun = time.process_time()
        try:
            checked(seed, number)
        except Exception as error:  # the others are still tried
            last = traceback.extract_tb(error.__traceback__)[-1]
            kind = f"{type(error).__name__} in {Path(last.filename).name}:{last.lineno}"
            met[kind] += 1
            if met[kind] == 1:
                print(f"seed {seed}, text {number}: {kind}: {error}: {text(seed, number)!r}", flush=True)
        if (took := time.process_time() - begun) > SLOWEST / 10:
            print(f"seed {seed}, text {number}: {took:.1f} seconds", flush=True)
        if number % 10_000 == 0:
            print(number, flush=True)
    print(f"{count} texts, {dict(met)}")
    return 1 if met else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0))
