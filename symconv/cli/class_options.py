"""The options of ``symconv check`` for a whole class."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from symconv.cli.code import STATED, CodeOptions
from symconv.cli.command import option
from symconv.cli.crew import cluster_options, jobs_option
from symconv.errors import InputError
from symconv.files.writing import is_device, refuse_unwritable, refuse_unwritable_below

if TYPE_CHECKING:
    from symconv.workers import Scheduler

R = TypeVar("R")

ENDINGS = {".html": "html", ".md": "markdown", ".csv": "csv", ".json": "json", ".txt": "text"}
GRADEBOOKS = ("gradescope", "nbgrader", "otter", "prairielearn")

OPTIONS: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    (
        ("--report", "reports"),
        {"multiple": True, "metavar": "FILE", "help": "Class report; .html, .md, .csv, .json or .txt. Repeatable."},
    ),
    (("--feedback",), {"metavar": "DIR", "help": "Write a page for each student into this folder."}),
    (("--theme",), {"metavar": "THEME", "help": "Of reports and feedback in HTML: auto, light, dark, or a .css file."}),
    (
        ("--export", "exports"),
        {
            "multiple": True,
            "metavar": "KIND:PATH",
            "help": "For another gradebook: gradescope:DIR or FILE.json, nbgrader:FILE, otter:FILE, prairielearn:FILE. "
            "Repeatable.",
        },
    ),
    (("--function",), {"metavar": "NAME", "help": "Run Python submissions, too: the backward pass to call."}),
    (("--key",), {"metavar": "FILE", "help": "key.json of symconv exercise: its layers and questions count."}),
    (
        ("--time-limit",),
        {"type": click.FloatRange(0, 86400, min_open=True), "metavar": "S", "help": "Seconds for a submission.  [60]"},
    ),
    (("--journal",), {"metavar": "FILE", "help": "Keep each result at once.  [beside the first report, until done]"}),
    (("--resume",), {"is_flag": True, "default": None, "help": "Go on with what the journal holds."}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassOptions:
    """What was asked about a class."""

    reports: tuple[str, ...]
    feedback: str | None
    theme: str | None
    exports: tuple[str, ...]
    function: str | None
    key: str | None
    jobs: int | None
    scheduler: "Scheduler | None"
    time_limit: float | None
    journal: str | None
    resume: bool | None

    def wanted(self, files: tuple[str, ...]) -> bool:
        """Whether this is about a class: more than single files are named, or an option is for one."""
        from symconv.classroom.submissions import is_class

        return is_class(files) or any(getattr(self, each.name) for each in fields(self))

    @property
    def only_a_function(self) -> bool:
        """Whether nothing else was asked about a class."""
        return not any(getattr(self, each.name) for each in fields(self) if each.name != "function")

    def code(self, told: CodeOptions) -> dict[str, Any] | None:
        """How Python submissions are called; None where they are not run."""
        if self.function is None:
            return None
        limits = {"seconds": told.call_limit, "memory": told.memory_limit << 20}
        stated = {name: getattr(told, name) for name in STATED}
        if (
            told.adapter is not None
        ):  # a class is asked about its text: whatever is judged by another one is judged anew
            from symconv.check.code.texts import text_of

            stated["adapter"] = text_of(Path(told.adapter))
        return {"function": self.function, **stated, **limits}

    @property
    def kept(self) -> Path | None:
        """Where results are kept as they come."""
        if self.journal:
            return Path(self.journal)
        if self.resume and not self.reports:
            raise InputError("--resume needs --report or --journal, which say where results were kept")
        return next((Path(f"{path}.journal") for path in self.reports if not is_device(path)), None)

    @property
    def targets(self) -> list[tuple[str, Path]]:
        """Gradebook and path of every export."""
        found = [export.partition(":") for export in self.exports]
        for kind, _, path in found:
            if kind not in GRADEBOOKS or not path:
                raise InputError(f"--export expects KIND:PATH with {', '.join(GRADEBOOKS)}, got {kind[:60]!r}")
        return [(kind, Path(path)) for kind, _, path in found]

    def refuse_unwritable(self, output: str | None) -> None:
        """Says before a class is checked what could not be written after it.

        Raises:
            OutputError: a report, a folder or an export has no place.
        """
        folders = [path for kind, path in self.targets if kind == "gradescope" and path.suffix != ".json"]
        for folder in (*folders, *([self.told_to] if self.told_to else [])):
            refuse_unwritable_below(folder)
        files = [*self.reports, *(str(path) for _, path in self.targets if path not in folders), output or "-"]
        for file in (each for each in files if each != "-"):
            refuse_unwritable(file)

    def looks(self, formats: list[str]) -> dict[str, str]:
        """The theme of what is written in HTML, known before the class is checked."""
        from symconv.render.theme import themed

        if self.theme is None:
            return {}
        if "html" not in formats and not self.feedback:
            raise InputError("--theme is for HTML: a --report that ends in .html, --feedback, or --format html")
        themed(self.theme)
        return {"theme": self.theme}

    @property
    def told_to(self) -> Path | None:
        """The folder for a page of each student."""
        path = Path(self.feedback or "")
        if self.feedback == "-" or (path.exists() and not path.is_dir()):
            raise InputError(f"--feedback names a folder, which {self.feedback} is not")
        return path if self.feedback else None

    @property
    def formats(self) -> list[str]:
        """The format of every report."""
        for report in self.reports:
            if Path(report).suffix.lower() not in ENDINGS:
                raise InputError(f"a class report ends in {', '.join(ENDINGS)}, got {report!r}")
        return [ENDINGS[Path(report).suffix.lower()] for report in self.reports]


def class_options(command: Callable[..., R]) -> Callable[..., R]:
    """Adds the options for a class; the command is called with ``classroom``."""

    @wraps(command)
    def called(*args: Any, **options: Any) -> R:
        classroom = ClassOptions(**{each.name: options.pop(each.name) for each in fields(ClassOptions)})
        return command(*args, classroom=classroom, **options)

    wrapped: Callable[..., R] = jobs_option(cluster_options(called))
    for flags, settings in reversed(OPTIONS):
        wrapped = option(*flags, group="Class", **settings)(wrapped)
    return wrapped
