"""How commands end: a verdict has its exit status, and nothing else has."""

import ctypes
import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

import symconv
from symconv.__main__ import Interrupt
from symconv.cli import COMMANDS, cli
from symconv.cli.ending import as_typed
from symconv.errors import InputError, OutputError, ProofError, SpecError, WorkerError

ROOT = Path(__file__).parent.parent.parent
BUG = ", this is a bug; symconv --debug shows where"


def test_the_list_of_commands_says_what_they_say_of_themselves() -> None:
    """It is kept beside them, so that to list them loads none."""
    context = click.Context(cli)
    commands = {name: cli.get_command(context, name) for name in cli.list_commands(context)}
    assert {name: command and command.get_short_help_str(200) for name, command in commands.items()} == COMMANDS


def test_help_loads_no_command() -> None:
    script = (
        "import sys; from symconv.cli import cli; cli(['--help'], standalone_mode=False); print(sorted(sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert "'symconv.cli'" in told
    assert "'symconv.cli." not in told
    assert "'symconv.spec'" not in told


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (InputError("it is so"), 2, "it is so"),
        (OutputError("it is so"), 2, "it is so"),
        (WorkerError("it is so"), 2, "it is so"),
        (
            ProofError("two routes"),
            3,
            "two routes; this is a bug in symconv, please report it with the command you ran",
        ),
        (KeyError("d_output"), 3, f"failed (KeyError){BUG}"),
        (RecursionError(), 3, f"failed (RecursionError){BUG}"),
        (UnicodeEncodeError("ascii", "∂", 0, 1, "no"), 3, f"failed (UnicodeEncodeError){BUG}"),
        (AssertionError(), 3, f"failed (AssertionError){BUG}"),
        (MemoryError(), 2, "there is not enough memory for this"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (OSError(errno.ENOSPC, "No space left on device"), 2, "standard output: No space left on device"),
        (OSError(errno.EACCES, "Permission denied", "a.md"), 2, "a.md: Permission denied"),
        (OSError("of a library"), 3, f"failed (OSError){BUG}"),
        (InputError("two\nlines\x1b"), 2, "two lines\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_one_line_and_a_status(error: BaseException, status: int, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(symconv, "derive", fail)
    finished = CliRunner().invoke(cli, ["derive"])
    assert (finished.exit_code, finished.stderr) == (status, f"symconv: {said}\n")
    assert finished.stdout == ""
    debugged = CliRunner().invoke(cli, ["--debug", "derive"])
    assert debugged.exception is error or isinstance(error, KeyboardInterrupt | OSError)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["-n", "five"], "-n must be whole"),
        (["-nfive"], "-n must be whole"),
        (["--input-size", "five"], "--input-size must be whole"),
        (["--input-size=five"], "--input-size must be whole"),
        (["hw.tex"], "input_size must be whole"),
    ],
)
def test_an_option_is_named_as_it_was_typed(typed: list[str], told: str) -> None:
    assert as_typed(SpecError("input_size must be whole", parameter="input_size", got="five"), typed) == told


def test_prose_is_left_alone() -> None:
    error = SpecError("groups 3 do not divide in_channels 4, stride or not", parameter="groups", got=3)
    typed = ["--stride", "2", "--groups=3", "--in-channels", "4"]
    assert as_typed(error, typed) == "--groups 3 do not divide --in-channels 4, stride or not"


def test_an_unknown_option_is_answered_by_the_one_that_is_meant() -> None:
    for typed, meant in (("--strid", "--stride"), ("--kernal", "--kernel"), ("--max", "--max-terms")):
        finished = CliRunner().invoke(cli, ["derive", typed, "2"])
        assert finished.exit_code == 2
        (line,) = finished.stderr.splitlines()
        assert line == f"symconv: no such option '{typed}'; did you mean '{meant}'?"
        assert "--entries" not in line


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        (["derive", "--in-channels", "two"], "--in-channels: 'two' is not a valid integer; … derive"),
        (["derive", "--index-base", "3"], "--index-base: 3 is not in the range 0<=x<=1; … derive"),
        (["slides", "--format", "doc"], "--format: 'doc' is not one of 'html', 'beamer', "),
        (["derive", "-k"], "option '-k' requires an argument"),
        (["check"], "missing argument 'FILE...'; … check"),
        (["teach"], "no such command 'teach'; … "),
        (["--loud"], "no such option '--loud'; … "),
        (["derive", "a\0b"], "no argument holds a NUL"),
    ],
    ids=repr,
)
def test_what_is_no_command_is_told_in_one_line(typed: list[str], line: str) -> None:
    finished = CliRunner().invoke(cli, typed, prog_name="symconv")
    assert (finished.exit_code, finished.stdout) == (2, "")
    told, _, command = line.partition("…")
    assert finished.stderr.startswith(f"symconv: {told}")
    assert finished.stderr.count("\n") == 1
    if command:
        assert finished.stderr == f"symconv: {told}symconv{command.rstrip()} --help lists what there is\n"


@pytest.mark.parametrize(
    ("format_", "name", "fits"),
    [
        ("html", "b.pdf", False),
        ("pdf", "b.tex", False),
        ("json", "b.html", False),
        ("json", "b.txt", True),
        ("tikz", "b.tex", True),
        ("html", "b.xhtml", True),
        ("html", "b.html", True),
    ],
)
def test_a_format_fits_the_ending(format_: str, name: str, fits: bool) -> None:
    from symconv.cli.output import chosen_format

    if fits:
        assert chosen_format(format_, name) == format_
    else:
        with pytest.raises(InputError, match=f"--format {format_} does not fit '{name}', which ends as"):
            chosen_format(format_, name)


def test_sizes_are_written_with_either_sign(run: Callable) -> None:
    assert (
        CliRunner().invoke(cli, ["derive", "-n", "5×4"]).stdout
        == CliRunner().invoke(cli, ["derive", "-n", "5x4"]).stdout
    )


@pytest.mark.parametrize("command", ["derive", "slides", "prove", "check", "exercise", "grad"])
def test_help_begins_with_examples_and_lists_every_option(command: str) -> None:
    from symconv.cli.command import GROUPS

    told = CliRunner().invoke(cli, [command, "--help"]).stdout
    lines = told.splitlines()
    start = lines.index("Examples:")
    assert start <= 6
    examples = [line for line in lines[start + 1 : start + 4] if line.startswith(f"  symconv {command}")]
    assert len(examples) >= 2
    headings = [line.removesuffix(":") for line in lines if line.removesuffix(":") in (*GROUPS, "Other options")]
    assert headings == [each for each in (*GROUPS, "Other options") if each in headings]
    loaded = cli.get_command(None, command)  # type: ignore[arg-type]
    assert loaded is not None
    for parameter in loaded.params:
        if parameter.param_type_name == "option":
            assert parameter.opts[-1] in told or parameter.opts[0] in told
    other = told.partition("Other options:\n")[2]
    assert other.split() == ["-h,", "--help", "Show", "this", "message", "and", "exit."]


def test_the_themes_of_slides_are_those_of_its_formats() -> None:
    """The help is written without loading what renders."""
    from symconv.cli.slides import THEMES
    from symconv.render import decks, theme

    assert f"html: {', '.join(theme.THEMES)}, or a .css file" in THEMES
    for name in ("marp", "quarto"):
        with pytest.raises(InputError) as raised:
            decks.FORMATS[name].looks("none")
        listed = str(raised.value).partition("one of ")[2].partition(", got")[0]
        assert f"{name}: {listed}" in THEMES


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["slides", "--title", "a\x1b[31mb"], "--title must be printable text of at most 200 signs, got 'a\\x1b[31mb'"),
        (["derive", "--format", "html", "--theme", "zero.css"], "cannot read theme 'zero.css': not a plain file"),
        (["check", "class", "--key", "/dev/zero"], "cannot read /dev/zero: not a plain file"),
        (["check", "class", "--key", "pipe"], "cannot read pipe: not a plain file"),
        (["check", "class", "--journal", "/dev/zero"], "a journal is a plain file, which /dev/zero is not"),
        (["exercise", "--students", "pipe"], "--students must be a number or a file of names, got 'pipe'"),
        (["grad", "zero.csv", "f.csv", "--grad-output", "ones"], "cannot read zero.csv: not a plain file"),
        (
            ["grad", "x.csv", "f.csv", "--grad-output", "random:" + "1" * 5000],
            "the seed in random:SEED must be a whole",
        ),
        (["derive", "-o", "/dev/full"], "cannot write /dev/full: No space left on device"),
        (["prove", "--wait", "3"], "--wait is for --scheduler"),
        (["vectors", "--axes", "1", "-o", "-"], "files of a folder are not for standard output; name a folder"),
        (["check", "class", "--feedback", "-"], "--feedback names a folder, which - is not"),
        (["prove", "--format", "rocq", "-o", "/dev/null"], "cannot write /dev/null: Not a directory"),
    ],
)
def test_what_never_ends_or_commands_is_one_line(
    typed: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("x.csv", "f.csv"):
        Path(name).write_text("1,2\n3,4\n")
    Path("class").mkdir()
    Path("class", "a.txt").write_text("")
    for name in ("zero.css", "zero.csv"):
        Path(name).symlink_to("/dev/zero")
    os.mkfifo("pipe")
    before = sorted(tmp_path.iterdir())
    finished = CliRunner().invoke(cli, typed)
    assert finished.exit_code == 2
    assert finished.stderr.splitlines()[-1].startswith(f"symconv: {told}")
    assert sorted(tmp_path.iterdir()) == before


def test_a_nul_is_told() -> None:
    finished = CliRunner().invoke(cli, ["check", "a\0b"])
    assert finished.exit_code == 2
    assert "no argument holds a NUL" in finished.stderr


RIGHT, WRONG = "dL/dx_00 = dL/do_00*f_00\n", "dL/dx_00 = dL/do_00*f_01\n"
LAYER = ["--input-size", "5x5", "--kernel", "3", "--stride", "2"]


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [(KeyError("x"), 3, f"failed (KeyError){BUG}"), (InputError("it is so"), 2, "it is so")],
)
@pytest.mark.parametrize(("other", "alone"), [(RIGHT, 0), (WRONG, 1)])
def test_one_of_several_files_costs_the_others_nothing(
    error: Exception, status: int, said: str, other: str, alone: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(other)
    Path("b.txt").write_text("FAIL")
    judge = symconv.check_text

    def fails(text: str, *given: Any, **named: Any) -> Any:
        if text == "FAIL":
            raise error
        return judge(text, *given, **named)

    monkeypatch.setattr(symconv, "check_text", fails)
    told = CliRunner().invoke(cli, ["check", "a.txt", *LAYER])
    finished = CliRunner().invoke(cli, ["check", "b.txt", "a.txt", "b.txt", *LAYER])
    assert told.exit_code == alone
    assert finished.stdout == told.stdout
    assert finished.stderr == f"symconv: b.txt: {said}\n" * 2
    assert finished.exit_code == (status if status == 3 else alone or 2)
    debugged = CliRunner().invoke(cli, ["--debug", "check", "a.txt", "b.txt", *LAYER])
    assert debugged.exception is error


def test_of_several_files_that_cannot_be_read_each_is_told(tmp_path: Path) -> None:
    finished = CliRunner().invoke(cli, ["check", str(tmp_path / "a.txt"), str(tmp_path / "b.md")])
    assert (finished.exit_code, finished.stdout) == (2, "")
    assert [line.split(":")[1].strip() for line in finished.stderr.splitlines()] == [
        f"cannot read {tmp_path / name}" for name in ("a.txt", "b.md")
    ]


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ("--version >&-", 2, "standard output: Bad file descriptor"),
        ("--help > /dev/full", 2, "standard output: No space left on device"),
        ("derive --help > /dev/full", 2, "standard output: No space left on device"),
        ("check - <&-", 2, "cannot read -: Bad file descriptor"),
        ("derive --stride 0 >&- <&-", 2, "--stride must be at least 1, got 0"),
        ("--nope 2>/dev/full", 2, None),
        ("derive --stride 0 2>/dev/full", 2, None),
        ("--version 2>/dev/full", 0, None),
        ("prove --sweep kernel=1 --jobs 1 2>/dev/full", 0, None),
        ("--version <&- 2>&-", 0, None),
    ],
)
def test_streams_that_take_nothing(typed: str, status: int, said: str | None) -> None:
    """Also what Python itself has to say at the exit, about what is left in a buffer, is no part of it."""
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    finished = subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -m symconv {typed}"],
        cwd=ROOT,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == status
    assert finished.stderr == ("" if said is None else f"symconv: {said}\n")
    assert bool(finished.stdout) == (status == 0)


def test_what_fails_before_there_is_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr("symconv.cli.Commands.format_help", fail)
    finished = CliRunner().invoke(cli, ["--help"])
    assert (finished.exit_code, finished.stderr) == (3, f"symconv: failed (KeyError){BUG}\n")
    assert isinstance(CliRunner().invoke(cli, ["--debug", "--help"]).exception, KeyError)


def test_a_folder_called_dash_is_not_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("-").mkdir()
    Path("-", "a.txt").write_text(WRONG)
    assert CliRunner().invoke(cli, ["check", "-", *LAYER], input=RIGHT).exit_code == 0


@pytest.mark.parametrize(
    ("command", "does", "said"),
    [(["derive"], "derive", "interrupted"), (["check", "a.txt", "a.txt"], "check_text", "a.txt: interrupted")],
)
def test_ctrl_c_that_a_library_makes_another_error_of(
    command: list[str], does: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As ctypes does where it comes while arguments are handed to C; what is still to be done is not begun."""
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(RIGHT)

    def fail(*_: object, **__: object) -> None:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            raise ctypes.ArgumentError("argument 1") from None

    monkeypatch.setattr(symconv, does, fail)
    before = signal.signal(signal.SIGINT, Interrupt())
    try:
        finished = CliRunner().invoke(cli, command)
    finally:
        signal.signal(signal.SIGINT, before)
    assert (finished.exit_code, finished.stderr) == (130, f"symconv: {said}\n")
