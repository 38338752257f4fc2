"""Options, one library call, print, exit code: the only room with click.

A command is one file here and one name below, and is loaded when it is asked for.
Exit 0: holds, correct; 1: does not hold, wrong answer; 2: unusable input.
"""

import errno
from importlib import import_module
from typing import Any

import click

from symconv import __version__
from symconv.errors import ProofError, SymconvError

COMMANDS = ("derive", "slides", "prove", "check", "vectors", "exercise", "grad")
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

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command that was asked for."""
        try:
            return super().invoke(ctx)
        except SymconvError as error:
            if ctx.params["debug"]:
                raise
            click.echo(f"symconv: {error}", err=True)
            if isinstance(error, ProofError):
                click.echo("symconv: this is a bug in symconv, please report it with the command you ran", err=True)
            ctx.exit(1 if isinstance(error, ProofError) else 2)
        except OSError as error:
            if ctx.params["debug"] or error.errno == errno.EPIPE:
                raise
            click.echo(f"symconv: {error.filename or 'standard output'}: {error.strerror or error}", err=True)
            ctx.exit(2)


@click.group(cls=Commands, context_settings=CONTEXT)
@click.version_option(__version__, prog_name="symconv")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def cli(debug: bool) -> None:
    """The gradients of a convolution layer: derived, proven, told."""
