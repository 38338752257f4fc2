"""Options, one library call, print, exit code: the only room with click.

A command is one file here and one name below, and is loaded when it is asked for.
Exit 0: holds, correct; 1: does not hold, wrong answer; 2: unusable input; 3: a bug of ours; 130: Ctrl-C.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from types import MappingProxyType
from typing import Any

import click

from symconv import __version__

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "derive": "Derive and prove both gradients of a layer, and tell it.",
        "slides": "Make lecture slides of a layer's derivation.",
        "serve": "Open the live page on this machine, in a browser.",
        "site": "Write the live page as a folder for a web server; Python runs in the browser.",
        "prove": "Prove every route to the gradients, for a layer or a whole grid.",
        "check": "Judge somebody's own derivation, statement by statement.",
        "vectors": "Write test vectors for a backward pass in any language.",
        "exercise": "Draw exercises for a class, with the key.",
        "grad": "Compute output and gradients of real arrays.",
        "schema": "Print the JSON schema of what a command prints.",
    }
)
"""Command → its help in one line: to list them loads none."""
TYPED = "symconv.typed"
"""Where a context keeps the arguments of a run."""
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Commands(click.Group):
    """A group whose commands end in one clear line when something is wrong, never in a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, as help lists them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"symconv.cli.{cmd_name}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands in the help."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def make_context(self, info_name: str | None, args: list[str], *parent: Any, **extra: Any) -> click.Context:
        """Reads what stands before the command; help and version are written here."""
        typed = tuple(args)
        with _in_one_line(typed, debug="--debug" in typed):
            return super().make_context(info_name, args, *parent, **extra)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keeps what was typed, for what is said about it; no system passes a NUL on, but callers in Python may."""
        if any("\0" in argument for argument in args):
            raise click.UsageError("no argument holds a NUL", ctx)
        ctx.meta[TYPED] = tuple(args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command that was asked for."""
        with _in_one_line(ctx.meta[TYPED], debug=ctx.params["debug"]):
            return super().invoke(ctx)


@contextmanager
def _in_one_line(typed: Sequence[str], *, debug: bool) -> Iterator[None]:
    """Ends what goes wrong in a line and its exit status."""
    try:
        yield
    except click.UsageError as error:
        if isinstance(error, click.exceptions.NoArgsIsHelpError):
            raise
        from symconv.cli import ending  # loaded only where something is wrong

        raise click.exceptions.Exit(ending.misused(error)) from error
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except (Exception, KeyboardInterrupt) as error:
        if debug:
            raise
        from symconv.cli import ending  # loaded only where something is wrong

        raise click.exceptions.Exit(ending.ended(error, typed)) from error


@click.group(cls=Commands, context_settings=CONTEXT)
@click.version_option(__version__, prog_name="symconv")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def cli(debug: bool) -> None:
    """The gradients of a convolution layer: derived, proven, told."""
