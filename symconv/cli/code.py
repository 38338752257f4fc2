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

CODE = re.compile(r"(?P<path>.+\.(?:py|ipynb))(?::(?P<name>[A-Za-z_][\w.]*))?", re.DOTALL)

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
    (("--construct",), {"metavar": "ARGS", "help": 'How a class is built: "n_in=in_channels, k=kernel_size".'}),
    (("--set", "sets"), {"metavar": "PLACES", "help": "Where a class holds its weight and bias: \"params['W']=w\"."}),
    (("--grads",), {"metavar": "PLACES", "help": "Where gradients lie afterwards: \"dx=returned, dw=grads['W']\"."}),
    (("--forward",), {"metavar": "NAME", "help": "The forward pass that decides what is right.  [found by its name]"}),
    (("--adapter",), {"metavar": "FILE", "help": "Call gradients(dout, x, w, b, layer) of this file instead."}),
    (("--write-adapter",), {"metavar": "FILE", "help": "Write the start of such a file, as far as the call is known."}),
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
    (
        ("--vectors",),
        {"metavar": "DIR", "help": "Judge answers (.npz, .json, .txt) to symconv vectors in this folder."},
    ),
    (("--emit-test",), {"metavar": "FILE", "help": "Write the smallest failing case of code as a pytest file."}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeOptions:
    """What was told about code."""

    signature: str | None
    returns: str | None
    layout: str | None
    construct: str | None
    sets: str | None
    grads: str | None
    forward: str | None
    adapter: str | None
    write_adapter: str | None
    call_limit: float
    memory_limit: int
    vectors: str | None
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


def is_code(file: str, *, named: bool = False) -> bool:
    """Whether ``conv.py``, ``conv.py:conv_backward`` or ``notes.ipynb:conv_backward`` is meant.

    A notebook alone is a text; one of which a function is named is code.
    """
    found = CODE.fullmatch(file)
    return found is not None and (found["path"].endswith(".py") or found["name"] is not None or named)


STATED = ("signature", "returns", "layout", "construct", "sets", "grads", "forward", "adapter")


def check_code(file: str, code: CodeOptions, layer: dict[str, Any], function: str | None = None) -> Any:
    """The report on one file of code."""
    for name in ("padding_mode", "output_size", "global_"):
        if name in layer:
            raise InputError(f"code shows it by its forward pass: leave out --{name.strip('_').replace('_', '-')}")
    if code.vectors:
        from symconv.library.answers import check_answers

        return check_answers(file, code.vectors)
    from symconv.check.code import Options, check_file
    from symconv.foreign.elsewhere import Limits

    found = CODE.fullmatch(file)
    if found is None:
        raise InputError(f"{file} is no Python file")
    options = Options(
        given=layer,
        limits=Limits(seconds=code.call_limit, memory=code.memory_limit << 20),
        test_at=code.emit_test,
        adapter_at=code.write_adapter,
        **{name: getattr(code, name) for name in STATED},
    )
    spec = ConvSpec.of(**layer) if "input_size" in layer and "pool" not in layer else None
    report = check_file(found["path"], found["name"] or function or "", spec, options)
    if code.write_adapter and report.test:
        write(report.test, code.write_adapter)
    elif code.emit_test and report.test:
        write(report.test, code.emit_test)
    elif code.emit_test:
        click.echo(f"symconv: no test written to {code.emit_test}: nothing fails", err=True)
    return report
