"""How a command ends that could not do what was asked: one line on standard error, and the exit status."""

import errno
import os
import re
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress

import click

from symconv.cli.layer import OPTIONS
from symconv.errors import ProofError, SpecError, SymconvError
from symconv.files.reading import tame

UNUSABLE, BUG, INTERRUPTED, UNREAD = 2, 3, 130, 141
"""Exit statuses besides the verdicts'; the last two are those that shells give for Ctrl-C and for a closed pipe."""


def ended(error: BaseException, typed: Sequence[str], about: str = "") -> int:
    """Says what went wrong, and about which of several files; the exit status."""
    if isinstance(error, OSError) and error.errno is not None and not error.filename:
        _forget()
        if error.errno == errno.EPIPE:
            return UNREAD
    line, status = _meaning(error, typed)
    return _say(f"{about}: {line}" if about and about not in line else line, status)


def misused(error: click.UsageError) -> int:
    """Says in a line what cannot be read as a command, and where what can be is told; the exit status."""
    if isinstance(error, click.BadParameter) and not isinstance(error, click.MissingParameter) and error.param:
        told = f"{max(error.param.opts, key=len)}: {error.message}"
    else:
        told = error.format_message()
        told = (told[:1].lower() + told[1:]).replace(". Did you", "; did you")
    where = f"; {error.ctx.command_path} --help lists what there is" if error.ctx and told[-1:] != "?" else ""
    return _say(told.rstrip(".") + where, UNUSABLE)


def _meaning(error: BaseException, typed: Sequence[str]) -> tuple[str, int]:
    """What is said, and the exit status."""
    if isinstance(error, KeyboardInterrupt) or getattr(signal.getsignal(signal.SIGINT), "heard", False):
        return "interrupted", INTERRUPTED
    if isinstance(error, ProofError):
        return f"{error}; this is a bug in symconv, please report it with the command you ran", BUG
    if isinstance(error, SpecError):
        return as_typed(error, typed), UNUSABLE
    if isinstance(error, SymconvError):
        return _option_as_typed(str(error), typed), UNUSABLE
    if isinstance(error, OSError) and error.errno is not None:
        return f"{error.filename or 'standard output'}: {error.strerror}", UNUSABLE
    if isinstance(error, MemoryError):
        return "there is not enough memory for this", UNUSABLE
    return f"failed ({type(error).__name__}), this is a bug; symconv --debug shows where", BUG


def as_typed(error: SpecError, typed: Sequence[str]) -> str:
    """The text of an error with parameters named as somebody typed them: ``-n`` or ``--input-size`` for input_size."""
    told = str(error)
    for flags, *_ in OPTIONS:
        parameter, found = flags[-1], _found(flags[:-1], typed)
        if found and parameter == error.parameter:
            told = re.sub(rf"^{parameter}\b", found, told)
        if found and "_" in parameter:  # no word of prose
            told = re.sub(rf"\b{parameter}\b", found, told)
    return told


def _option_as_typed(told: str, typed: Sequence[str]) -> str:
    """A text that begins with a parameter of the library, with the option by which it was given."""
    first = re.match(r"[a-z][a-z_]*(?= |:)", told)
    if first is None:
        return told
    return told.replace(first[0], _found([f"--{first[0].replace('_', '-')}"], typed) or first[0], 1)


def _found(flags: Sequence[str], typed: Sequence[str]) -> str:
    """The first of an option's names that was typed, alone, with ``=``, or with its value glued on; empty for none."""
    words = [argument.partition("=")[0] for argument in typed]
    glued = [flag for flag in flags if not flag.startswith("--") and any(word.startswith(flag) for word in words)]
    return next(iter([*(word for word in words if word in flags), *glued]), "")


def _say(line: str, status: int) -> int:
    click.echo(f"symconv: {tame(' '.join(line.split()))}", err=True)
    return status


def _forget() -> None:
    """Nobody takes standard output any more; what is still to come, at the exit too, goes nowhere."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
