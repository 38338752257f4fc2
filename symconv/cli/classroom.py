"""A whole class is checked, and what was asked for is written of it."""

import gc
from pathlib import Path
from typing import Any

from symconv.cli.class_options import ClassOptions
from symconv.cli.crew import Bar
from symconv.cli.output import write, write_below
from symconv.errors import InputError


def check_class(
    files: tuple[str, ...],
    classroom: ClassOptions,
    *,
    format_: str,
    output: str | None,
    hint: bool,
    language: str,
    **asked: Any,
) -> int:
    """Checks a class and writes what was asked for; the exit status."""
    from symconv.library import class_report

    formats, targets, kept, told_to = classroom.formats, classroom.targets, classroom.kept, classroom.told_to
    if format_ not in class_report.FORMATS:
        raise InputError(f"a class report is {', '.join(class_report.FORMATS)}, got {format_}")
    asked |= {"time_limit": classroom.time_limit} if classroom.time_limit else {}
    looks = {"language": language, **classroom.looks([*formats, format_])}
    classroom.refuse_unwritable(output)
    gc.enable()  # unlike other runs, which are short, that of a class may leave much behind
    with Bar() as bar:
        report = class_report.check_class(
            files,
            key=Path(classroom.key) if classroom.key else None,
            jobs=classroom.jobs,
            scheduler=classroom.scheduler,
            journal=kept,
            resume=bool(classroom.resume),
            started=bar.begin,
            **asked,
        )
    for path, format_of in zip(classroom.reports, formats, strict=True):
        write(report.to_document(format_of, **looks), path, format_of)
    if told_to:
        write_below(told_to, report.feedback(hint=hint, **looks))
    for kind, target in targets:
        write_below(target, report.export(kind, target, hint=hint, language=language))
    brief = format_ == "text" and output is None and bool(classroom.reports)
    write(report.to_document("summary" if brief else format_, **looks), output, format_)
    if kept and not classroom.journal:
        kept.unlink(missing_ok=True)
    return report.exit_code
