"""``symconv exercise``: a sheet of questions for each student, and the key."""

from pathlib import Path
from typing import Any

import click

from symconv.cli.command import Command, option
from symconv.cli.layer import pooling_options, unfolded_layer_options
from symconv.cli.notation import language_option
from symconv.cli.output import ENDINGS, chosen_format, line_width, write, write_below
from symconv.errors import InputError
from symconv.files.reading import plain_text
from symconv.files.writing import is_device

MOST_STUDENTS = 10_000
QUIZZES = {"moodle": ".xml", "qti": ".zip"}
"""Format of a quiz → the ending of its file."""
SHEETS = {"text": ".txt", "markdown": ".md", "latex": ".tex", "html": ".html", "pdf": ".pdf"}
"""Format of a sheet → the ending of its file."""


@click.command(cls=Command, short_help="Draw exercises for a class, with the key.")
@option("--seed", group="What is told", type=int, default=0, show_default=True, help="Another number, other exercises.")
@option(
    "--students",
    group="What is told",
    default="1",
    show_default=True,
    metavar="N|FILE",
    help="How many, or a file of names.",
)
@option(
    "--level",
    group="What is told",
    type=click.IntRange(1, 3),
    help="How hard the layers are.  [2, or what there is]",
)
@unfolded_layer_options
@pooling_options
@option(
    "--index-base",
    group="How it is written",
    type=click.IntRange(0, 1),
    default=0,
    show_default=True,
    help="Number of the first entry.",
)
@language_option
@option("--format", "format_", group="How it is written", type=click.Choice([*SHEETS, "json", *QUIZZES]), help="[text]")
@option(
    "--autograder",
    group="How it is written",
    multiple=True,
    metavar="KIND:DIR",
    help="A folder that grades the exercise elsewhere: gradescope:DIR, prairielearn:DIR. Repeatable.",
)
@option(
    "-o",
    "--output",
    group="How it is written",
    metavar="DIR|FILE",
    help="A folder for a sheet each, or one file with all; the key is beside them.",
)
def exercise(
    seed: int,
    students: str,
    level: int | None,
    layer: dict[str, Any],
    index_base: int,
    language: str,
    format_: str | None,
    autograder: tuple[str, ...],
    output: str | None,
) -> None:
    """Draw an exercise for each student: different layers of one difficulty, equally many terms to write.

    The level counts stride, padding, remainder (of transposed layers: output padding) and dilation. Layer options
    hold for all sheets; where they tell a layer that has no such likes, all sheets are on it. With --transposed
    entries of the output are asked, too, and with --pool max numbers say what each window chooses. Each sheet has a
    header line by which symconv check knows the layer. The key is in files of its own: key.json, or sheets-key.json
    beside sheets.md, has every answer; on standard output, --format json is the key. A quiz (Moodle XML, QTI 2.1)
    asks the same with answers to choose from; the wrong ones are what common mistakes lead to.

    \b
    symconv exercise --seed 7 --students 30 --format latex -o sheets/
    symconv exercise --seed 7 --students names.txt --kernel 3 --stride 2 -o sheets.md
    symconv exercise --seed 7 --students 30 --pool max -o sheets.pdf
    symconv exercise --seed 7 --students 30 -o quiz.xml     for Moodle; quiz.zip is QTI 2.1
    """  # noqa: D301 - \b keeps click from joining these lines
    from symconv.library import exercise_set

    drawn = exercise_set.exercise(
        seed, _students(students), level=level, index_base=index_base, language=language, layer=layer
    )
    for wanted in autograder:
        _write_autograder(drawn, wanted)
    endings = {**ENDINGS, **{ending: quiz for quiz, ending in QUIZZES.items()}}
    if output is None or output in ("", "-") or is_device(output):
        format_ = chosen_format(format_, output, endings)
        width = {"width": line_width()} if format_ == "text" and output is None else {}
        write(_whole(drawn, format_, **width), output, format_)
        return
    path = Path(output)
    if path.suffix in endings:
        write_below(path.parent, _in_one(drawn, chosen_format(format_, output, endings), path))
    elif format_ in QUIZZES:
        raise InputError(f"a quiz is one file; end it in {QUIZZES[format_]}")
    elif format_ == "json":
        raise InputError(f"a folder has sheets, which are {', '.join(SHEETS)}; key.json is written beside them")
    else:
        write_below(path, _each_alone(drawn, format_ or "markdown"))


Files = list[tuple[str, str | bytes]]


def _write_autograder(drawn: Any, wanted: str) -> None:
    """Writes the folder of an autograder.

    Raises:
        InputError: there is none of that kind, or no folder is named.
    """
    from symconv.library.autograders import AUTOGRADERS

    kind, _, folder = wanted.partition(":")
    if kind not in AUTOGRADERS or not folder:
        raise InputError(f"--autograder expects KIND:DIR with {', '.join(AUTOGRADERS)}, got {wanted[:60]!r}")
    write_below(Path(folder), AUTOGRADERS[kind](drawn))


def _whole(drawn: Any, format_: str, **looks: Any) -> Any:
    if format_ in QUIZZES:
        return drawn.quiz(format_)
    return drawn.to_json() if format_ == "json" else drawn.to_document(format_, **looks)


def _in_one(drawn: Any, format_: str, path: Path) -> Files:
    """All sheets in one file, with the key beside it."""
    sheets = [(path.name, _whole(drawn, format_))]
    if format_ == "json" or format_ in QUIZZES:  # these hold the answers themselves
        return sheets
    return [
        *sheets,
        (f"{path.stem}-key{path.suffix}", drawn.key(format_)),
        (f"{path.stem}-key.json", drawn.to_json()),
    ]


def _each_alone(drawn: Any, format_: str) -> Files:
    """A file for each sheet, and the key."""
    ending = SHEETS[format_]
    sheets = [(f"{name}{ending}", sheet) for name, sheet in drawn.sheets(format_)]
    return [*sheets, (f"key{ending}", drawn.key(format_)), ("key.json", drawn.to_json())]


def _students(stated: str) -> int | list[str]:
    """How many, or the names in a file, one a line.

    Raises:
        InputError: it is no such number, and no file that can be read.
    """
    if stated.isdecimal() and len(stated) < 9:
        if not 0 < int(stated) <= MOST_STUDENTS:
            raise InputError(f"--students must be 1 to {MOST_STUDENTS}, got {stated}")
        return int(stated)
    try:
        lines = plain_text(Path(stated), stated).splitlines()
    except InputError as error:
        raise InputError(f"--students must be a number or a file of names, got {stated[:60]!r}: {error}") from error
    return [line.strip() for line in lines if line.strip()]
