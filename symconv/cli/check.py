"""``symconv check``: somebody's own derivation against the truth."""

import json
import sys
from pathlib import Path
from typing import Any

import click

import symconv
from symconv.cli.classroom import ClassOptions, check_class, class_options
from symconv.cli.code import CodeOptions, check_code, code_options, is_code
from symconv.cli.command import Command, option
from symconv.cli.layer import layer_options
from symconv.cli.notation import language_option
from symconv.cli.output import line_width, output_option, write
from symconv.errors import InputError
from symconv.files.reading import LARGEST_FILE, text_of
from symconv.spec import ConvSpec

FORMATS = ("text", "json", "markdown", "html", "sarif")
ROLES = ("input", "weight", "output", "bias", "grad_output", "loss")


@click.command(cls=Command, short_help="Judge somebody's own derivation, statement by statement.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@layer_options
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
    hold for all of them.

    Exit status 0 means that all is right, 1 that something is wrong, 2 that nothing could be used.

    \b
    symconv check homework.tex --input-size 5x5 --kernel 3 --stride 2
    symconv check notes.md --format json
    symconv check submissions/ --jobs 4 --report class.html
    symconv check conv.py:conv_backward --emit-test test_conv.py
    """  # noqa: D301 - \b keeps click from joining these lines
    spec = ConvSpec.of(**layer) if "input_size" in layer else None
    given = _names(names)
    judged = code.vectors is not None
    alone = len(files) == 1 and classroom.function is not None and is_code(files[0], named=True)
    if classroom.wanted(files) and not (alone and classroom.only_a_function):
        for option, asked in (("rubric", rubric), ("emit-test", code.emit_test)):
            if asked:
                raise InputError(f"--{option} is for single files; --feedback tells each student")
        points = {} if max_points is None else {"max_points": max_points}
        about: dict[str, Any] = {"layer": layer, "names": given, "index_base": index_base, **points}
        about |= {"code": classroom.code(code), "hint": hint, "language": language}
        ctx.exit(check_class(files, classroom, format_=format_, output=output, **about))
    reports = [
        check_code(file, code, layer, classroom.function)
        if judged or is_code(file, named=alone)
        else symconv.check_text(_text(file), spec, given=layer, name=_shown(file), names=given, index_base=index_base)
        for file in files
    ]
    if rubric and max_points is None:
        max_points = 10
    told = _document(
        reports, format_, language=language, hint=hint, points=max_points, rubric=rubric, on_terminal=output is None
    )
    write(told, output, format_)
    codes = {report.exit_code for report in reports}
    ctx.exit(1 if 1 in codes else min(codes))


def _document(
    reports: list[Any],
    format_: str,
    *,
    language: str,
    hint: bool,
    points: float | None,
    rubric: bool,
    on_terminal: bool,
) -> str:
    from symconv.check.telling import hints, pages, sarif, written
    from symconv.language.wording import Wording

    say = Wording("en" if format_ in ("json", "sarif") else language)
    if hint:
        reports = [hints.asked(report, say) for report in reports]
    if format_ == "json":
        found = [report.to_json() for report in reports]
        return json.dumps(found[0] if len(found) == 1 else found, ensure_ascii=False, indent=2) + "\n"
    if format_ == "sarif":
        return json.dumps(sarif.as_sarif(reports), ensure_ascii=False, indent=2) + "\n"
    if format_ == "text":
        told = "\n".join(written.as_text(report, say, points=points, rubric=rubric) for report in reports)
        return _fitted(told) if on_terminal else told
    if format_ == "markdown":
        return "\n".join(pages.as_markdown(report, say) for report in reports)
    from symconv.render.classroom import verdicts_document  # Jinja is loaded only where it is needed

    return verdicts_document(reports, say)


def _fitted(told: str) -> str:
    """Text on lines as wide as the terminal, at least 60 columns."""
    from symconv.render.wrapping import fitted  # loaded only where it is needed

    columns = line_width()
    return told if columns is None else fitted(told, max(columns, 60))


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
