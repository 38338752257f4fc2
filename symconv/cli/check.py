"""``symconv check``: somebody's own derivation against the truth."""

import sys
from collections.abc import Callable, Container, Mapping
from pathlib import Path
from typing import Any

import click

import symconv
from symconv.check.told import as_far_as_told
from symconv.cli import TYPED
from symconv.cli.class_options import ClassOptions, class_options
from symconv.cli.classroom import check_class
from symconv.cli.code import CodeOptions, check_code, code_options, is_code
from symconv.cli.command import Command, option
from symconv.cli.ending import BUG, INTERRUPTED, UNUSABLE, ended
from symconv.cli.layer import any_layer_options, pooling_options
from symconv.cli.notation import language_option
from symconv.cli.output import output_option, write
from symconv.cli.readings import given, loaded, reading_options, refuse_elsewhere, save_reading
from symconv.cli.verdicts import document
from symconv.errors import InputError
from symconv.files.reading import LARGEST_FILE, text_of

FORMATS = ("text", "json", "markdown", "html", "sarif", "github")
ROLES = ("input", "weight", "output", "bias", "grad_output", "loss")


@click.command(cls=Command, short_help="Judge somebody's own derivation, statement by statement.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@any_layer_options
@pooling_options
@option(
    "--index-base",
    group="How it is written",
    type=click.IntRange(0, 1),
    metavar="0|1",
    help="Number of the first entry.  [what the text shows]",
)
@option("--names", group="How it is written", metavar="ROLE=NAME,...", help=f"Letters, for {', '.join(ROLES)}.")
@option("--format", "format_", group="How it is written", type=click.Choice(FORMATS), default="text", show_default=True)
@option("--hint", group="What is told", is_flag=True, help="Ask a question instead of showing the solution.")
@option(
    "--max-points",
    group="What is told",
    type=click.FloatRange(0, 1e6),
    metavar="N",
    help="Give points, N for everything right.",
)
@option("--rubric", group="What is told", is_flag=True, help="Show the points of each statement.")
@reading_options
@language_option
@class_options
@code_options
@output_option
@click.pass_context
def check(
    ctx: click.Context,
    files: tuple[str, ...],
    layer: dict[str, Any],
    index_base: int | None,
    names: str | None,
    format_: str,
    hint: bool,
    max_points: float | None,
    rubric: bool,
    reading: str | None,
    save: str | None,
    language: str,
    classroom: ClassOptions,
    code: CodeOptions,
    output: str | None,
) -> None:
    """Judge every statement about a layer's gradients in LaTeX, Markdown, notebooks, HTML or plain text; - is stdin.

    Folders, globs and zip archives are a class: one verdict a file, each in a process that it may bring down.
    A backward pass in Python, conv.py:conv_backward, runs on unit impulses: every coefficient is read off and judged.

    Without layer options the layer is taken from a header line (symconv: stride=2 kernel=3 input=5x5), or general
    formulas are judged on a set of small layers that tells the known mistakes apart; options without --input-size
    hold for all of them. A transposed layer (--transposed), folded padding (--padding-mode) and a pooling (--pool) are
    told there or in the header line, and with their size.

    Exit status 0 means that all is right, 1 that something is wrong, 2 that nothing, or not each
    of several files, could be used.

    \b
    symconv check homework.tex --input-size 5x5 --kernel 3 --stride 2
    symconv check notes.md --save-reading reading.toml
    symconv check notes.md --reading reading.toml --format json
    symconv check submissions/ --jobs 4 --report class.html
    symconv check conv.py:conv_backward --emit-test test_conv.py
    """  # noqa: D301 - \b keeps click from joining these lines
    spec = as_far_as_told(layer)
    _refuse_kinds(layer, "a saved reading" if save else "")
    letters, told_reading = _names(names), loaded(reading)
    judged = code.vectors is not None
    alone = len(files) == 1 and classroom.function is not None and is_code(files[0], named=True)
    if classroom.wanted(files) and not (alone and classroom.only_a_function):
        for option, asked in (("rubric", rubric), ("emit-test", code.emit_test)):
            if asked:
                raise InputError(f"--{option} is for single files; --feedback tells each student")
        refuse_elsewhere(save, alone=False)
        given(told_reading, reading, several=True)
        points: dict[str, Any] = {"reading": told_reading}
        points |= {} if max_points is None else {"max_points": max_points}
        _refuse_kinds(layer, "a class")
        told: dict[str, Any] = {"layer": layer, "names": letters, "index_base": index_base}
        told |= {"code": classroom.code(code), "hint": hint, "language": language}
        ctx.exit(check_class(files, classroom, format_=format_, output=output, **told, **points))
    coded = [judged or is_code(file, named=alone) for file in files]
    refuse_elsewhere(save, alone=coded == [False])
    by = given(told_reading, reading, several=len(files) > 1)
    how: dict[str, Any] = {"given": layer, "names": letters, "index_base": index_base, "reading": by}

    def report(file: str) -> Any:
        if judged or is_code(file, named=alone):
            _refuse_kinds(layer, "code", but=("pool",))
            return check_code(file, code, layer, classroom.function)
        return symconv.check_text(_text(file), spec, name=_shown(file), **how)

    reports, failed = _each(files, report, ctx)
    save_reading(reports, save)
    if rubric and max_points is None:
        max_points = 10
    if reports:
        how = {"hint": hint, "points": max_points, "rubric": rubric, "on_terminal": output is None}
        write(document(reports, format_, language=language, several=len(files) > 1, **how), output, format_)
    codes = {report.exit_code for report in reports}
    ctx.exit(BUG if BUG in failed else 1 if 1 in codes else min(codes) if not failed else UNUSABLE)


def _each(files: tuple[str, ...], report: Callable[[str], Any], ctx: click.Context) -> tuple[list[Any], set[int]]:
    """The reports on files, and the exit statuses of those that have none; where there are several, none costs another.

    Raises:
        Exception: there is but one file, or ``--debug`` wants to see where it fails.
    """
    reports, failed = [], set()
    for file in files:
        try:
            reports.append(report(file))
        except Exception as error:
            if len(files) == 1 or ctx.find_root().params.get("debug"):
                raise
            failed.add(ended(error, ctx.meta.get(TYPED, ()), about=_shown(file)))
            if INTERRUPTED in failed:
                ctx.exit(INTERRUPTED)
    return reports, failed


OF_KINDS = ("transposed", "output_padding", "allow_large_output_padding", "padding_mode", "pool")
"""Options that tell of a layer that is no convolution padded with zeros."""


def _refuse_kinds(layer: Mapping[str, Any], where: str, but: Container[str] = ()) -> None:
    """Says what is not told that its layer is of another kind.

    Raises:
        InputError: the layer is of a kind that is not taken there.
    """
    for name in OF_KINDS if where else ():
        if name in layer and name not in but:
            flag = "transposed" if name in OF_KINDS[:3] else name.replace("_", "-")
            raise InputError(f"--{flag} is for one text after the other, not for {where}")


def _shown(file: str) -> str:
    return "<stdin>" if file == "-" else file


def _text(file: str) -> str:
    """What a file holds.

    Raises:
        InputError: it cannot be read, is no text, or is too large.
    """
    try:
        raw = sys.stdin.buffer.read(LARGEST_FILE + 1) if file == "-" else _bytes(Path(file))
    except OSError as error:
        raise InputError(f"cannot read {file}: {error.strerror or error}") from error
    return text_of(raw, file)


def _bytes(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(LARGEST_FILE + 1)


def _names(stated: str | None) -> dict[str, str]:
    """``input=X,weight=W`` as a mapping.

    Raises:
        InputError: a pair is not of that form, or its role is not known.
    """
    found = {}
    for pair in stated.split(",") if stated else ():
        role, _, name = pair.strip().partition("=")
        if role not in ROLES or not name:
            raise InputError(f"--names expects ROLE=NAME with a role of {', '.join(ROLES)}, got {pair.strip()[:60]!r}")
        found[role] = name
    return found
