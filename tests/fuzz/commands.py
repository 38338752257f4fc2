"""Commands that nobody would type: any options, with any values, in any order.

    python tests/fuzz/commands.py 10000 [seed]

Each ends with the exit status of a verdict or of unusable input, and a line that says why; the run stops at the first
that ends otherwise. The seed and the number of the command tell which it was.
"""

import random
import sys
from typing import Any

import click
from click.testing import CliRunner

from symconv.cli import cli

COMMANDS = ("derive", "prove", "exercise", "slides", "check", "grad")
SIZES = (
    "1",
    "2",
    "3",
    "4",
    "5x4",
    "3×2",
    "2x3x2",
    "0",
    "-1",
    "x",
    "",
    "3x",
    "1:2",
    "1:2x0:0",
    "same",
    "full",
    "²",
    "1e3",
)
WORDS = (
    "",
    "x",
    "∂",
    "a\x1b[31mb",
    "a\nb",
    "\ud800",
    "all",
    "none",
    "0,0",
    "2,2;0,1",
    "input=X",
    "input=X,input=Y",
    "=",
)
WORDS += ("weight", "input,bias", "en", "de", "svg", "random:1", "random:x", "ones", "kernel=1..2 input=2..3", "1..3")
WORDS += ("kernel=2..1", "quiz", "forward", "slide", "dark", "a.css", "{{ 7*7 }}", "../x", "9" * 5000, "-", "--")
PLACES = ("-", "/dev/null", "no/such/place.txt", "/", "", "a\x00b", "x" * 300)
"""Where nothing is left behind."""
LATER = {"--scheduler", "--jobs", "--wait", "--template-dir", "--max-memory", "--picture", "--report", "--feedback"}
LATER |= {"--export", "--journal", "--emit-test", "--sandbox", "--sweep", "--all-sizes"}
LATER |= {"--function", "--key", "--resume", "--time-limit"}
"""Options that write, wait or start processes; they have tests of their own."""


def command(seed: int, number: int) -> list[str]:
    """The command of a number."""
    chosen = random.Random(f"{seed}:{number}")  # noqa: S311 - no secret
    name = chosen.choice(COMMANDS)
    loaded = cli.get_command(click.Context(cli), name)
    assert loaded is not None
    options = [each for each in loaded.params if isinstance(each, click.Option) and not LATER & set(each.opts)]
    typed = [name]
    for option in chosen.sample(options, chosen.choice([0, 1, 2, 4])):
        typed.append(chosen.choice(option.opts))
        typed += [] if option.is_flag else [_value(chosen, option)]
    if name in ("check", "grad"):
        typed += chosen.choices(("tests/data/x.csv", "tests/data/homework.tex", "nowhere", "", "a\x00b"), k=2)
    return typed


def _value(chosen: random.Random, option: click.Option) -> str:
    if "--output" in option.opts:
        return chosen.choice(PLACES)
    if isinstance(option.type, click.Choice) and chosen.random() < 0.7:
        return str(chosen.choice(list(option.type.choices)))
    likely: Any = SIZES if option.type is click.INT or option.metavar in ("SIZE", "PAD", "N") else WORDS
    return str(chosen.choice(likely if chosen.random() < 0.8 else [*SIZES, *WORDS]))


def ended(typed: list[str]) -> None:
    """Runs a command in this process.

    Raises:
        AssertionError: it fails, or ends without a line that says why.
    """
    finished = CliRunner().invoke(cli, typed)
    if finished.exception is not None and not isinstance(finished.exception, SystemExit):
        raise finished.exception
    assert finished.exit_code in (0, 1, 2), finished.stderr
    assert "Traceback" not in finished.stderr
    if finished.exit_code == 2:
        assert finished.stderr.strip(), "no word of why"
    assert "\x1b" not in finished.stdout + finished.stderr


def main(count: int, seed: int) -> None:
    """Runs so many commands."""
    for number in range(count):
        typed = command(seed, number)
        try:
            ended(typed)
        except BaseException:
            print(f"seed {seed}, command {number}: {typed!r}", file=sys.stderr)
            raise
        if number % 1_000 == 0:
            print(number, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
