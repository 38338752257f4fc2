"""The options of ``symconv check`` for code, and how a file that holds code is told from one that holds a text."""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from typing import Any, TypeVar

import click

from symconv.cli.command import option
from symconv.cli.output import write
from symconv.errors import InputError
from symconv.spec import ConvSpec

R = TypeVar("R")

CODE = re.compile(r"(?P<path>.+\.py)(?::(?P<name>[A-Za-z_][\w.]*))?", re.DOTALL)

SANDBOX = """\
The code that symconv checks runs in a process of its own, with limits on time and memory and with few environment
variables. That guards against accidents: endless loops, crashes, memory that runs out. It does not guard against
malice: the process may read your files, write to them and use the network, as you may.

Check strangers' code where it can do no harm, for example

    bwrap --ro-bind / / --tmpfs /tmp --tmpfs "$HOME" --ro-bind "$PWD" "$PWD" --dev /dev --proc /proc --unshare-all \\
        --die-with-parent symconv check conv.py:conv_backward

or in a container without a network (docker run --rm --network none --read-only --memory 2g ...).
"""


def _sandbox(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        click.echo(SANDBOX, nl=False)
        ctx.exit()


OPTIONS: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    (
        ("--signature",),
        {"metavar": "ARGS", "help": 'How code is called: "dout, cache=(x, w, b, conv_param)".  [found by trying]'},
    ),
    (("--returns",), {"metavar": "NAMES", "help": "What code returns: dx,dw,db; _ for others.  [found by trying]"}),
    (
        ("--layout",),
        {"metavar": "AXES", "help": "Axes of code's arrays: NCHW, NHWC,HWIO (input, filter).  [found by trying]"},
    ),
    (
        ("--call-limit",),
        {
            "type": click.FloatRange(0, 3600, min_open=True),
            "default": 5.0,
            "show_default": True,
            "metavar": "S",
            "help": "Seconds that one call of code may take; all layers together 20 times that.",
        },
    ),
    (
        ("--memory-limit",),
        {
            "type": click.IntRange(16, 1 << 20),
            "default": 1024,
            "show_default": True,
            "metavar": "MB",
            "help": "Memory that code may take beyond what it has loaded.",
        },
    ),
    (("--emit-test",), {"metavar": "FILE", "help": "Write the smallest failing case of code as a pytest file."}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeOptions:
    """What was told about code."""

    signature: str | None
    returns: str | None
    layout: str | None
    call_limit: float
    memory_limit: int
    emit_test: str | None


def code_options(command: Callable[..., R]) -> Callable[..., R]:
    """Adds the options for code; the command is called with ``code``."""

    @wraps(command)
    def called(*args: Any, **options: Any) -> R:
        code = CodeOptions(**{each.name: options.pop(each.name) for each in fields(CodeOptions)})
        return command(*args, code=code, **options)

    note: dict[str, Any] = {"is_flag": True, "is_eager": True, "expose_value": False, "callback": _sandbox}
    told = "Say how to check strangers' code, and stop."
    wrapped: Callable[..., R] = option("--sandbox", group="Code", help=told, **note)(called)
    for flags, settings in reversed(OPTIONS):
        wrapped = option(*flags, group="Code", **settings)(wrapped)
    return wrapped


def is_code(file: str) -> bool:
    """Whether ``conv.py`` or ``conv.py:conv_backward`` is meant."""
    return CODE.fullmatch(file) is not None


def check_code(file: str, code: CodeOptions, layer: dict[str, Any]) -> Any:
    """The report on one file of code."""
    from symconv.check.code import Options, check_file
    from symconv.foreign.elsewhere import Limits

    found = CODE.fullmatch(file)
    if found is None:
        raise InputError(f"{file} is no Python file")
    limits = Limits(seconds=code.call_limit, memory=code.memory_limit << 20)
    options = Options(
        given=layer,
        signature=code.signature,
        returns=code.returns,
        layout=code.layout,
        limits=limits,
        test_at=code.emit_test,
    )
    spec = ConvSpec.of(**layer) if "input_size" in layer else None
    report = check_file(found["path"], found["name"] or "", spec, options)
    if code.emit_test and report.test:
        write(report.test, code.emit_test)
    elif code.emit_test:
        click.echo(f"symconv: no test written to {code.emit_test}: nothing fails", err=True)
    return report
