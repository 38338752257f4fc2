"""Commands whose help begins with what is typed, and lists options by what they are about."""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import cleandoc
from typing import Any, TypeVar

import click

from symconv.errors import InputError

R = TypeVar("R", bound=Callable[..., Any])

GROUPS = ("Layer", "Pooling", "What is told", "How it is written", "Class", "Code", "Running")
"""Headings of options, in their order."""
MOST_EXAMPLES = 3
KNOWN_TO_FOUR = "derive, prove, slides and grad"
OTHER_KINDS = {
    **dict.fromkeys(
        ("--transposed", "--output-padding", "--allow-large-output-padding"),
        ("derive, prove, slides, grad, vectors and exercise", "convolutions alone"),
    ),
    "--padding-mode": (KNOWN_TO_FOUR, "convolutions padded with zeros"),
    "--pool": ("derive, prove, slides, grad and exercise", "layers with a filter, and not poolings"),
    "--then": ("derive and slides", "a single layer"),
}
"""Options of layers that some commands do not know → which know them, and what the others take."""


class Option(click.Option):
    """An option under a heading."""

    def __init__(self, *args: Any, group: str, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.group = group


def option(*flags: str, group: str, **settings: Any) -> Callable[[R], R]:
    """``click.option`` under one of ``GROUPS``."""
    return click.option(*flags, cls=Option, group=group, **settings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a command's docstring says.

    Attributes:
        summary: what it does, in a sentence.
        more: the paragraphs after it.
        examples: lines to type.
    """

    summary: str
    more: tuple[str, ...]
    examples: tuple[str, ...]


class Command(click.Command):
    """A command that shows examples first: the lines after a backspace in its docstring."""

    @property
    def told(self) -> Told:
        """Its docstring, taken apart."""
        words, _, examples = cleandoc(self.help or "").partition("\b\n")
        summary, *more = (" ".join(text.split()) for text in words.strip().split("\n\n"))
        lines = tuple(line.strip() for line in examples.splitlines() if line.strip())
        return Told(summary=summary, more=tuple(more), examples=lines)

    def grouped(self, ctx: click.Context) -> dict[str, list[tuple[str, str]]]:
        """Heading → its options, each as it is typed and what it does; those without a heading come last."""
        listed: dict[str, list[tuple[str, str]]] = {group: [] for group in (*GROUPS, "Other options")}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is not None and isinstance(parameter, click.Option):
                flags, words = record
                told = words.replace("[default: ", "[")  # as where a default is said in words
                listed[parameter.group if isinstance(parameter, Option) else "Other options"].append((flags, told))
        return {group: records for group, records in listed.items() if records}

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What it does in a sentence, how it is called, and the rest."""
        _paragraph(formatter, self.told.summary)
        with formatter.section("Examples"):
            lines = self.told.examples[:MOST_EXAMPLES]
            formatter.write("".join(f"{' ' * formatter.current_indent}{line}\n" for line in lines))
        for text in self.told.more:
            _paragraph(formatter, text)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, heading by heading."""
        for group, records in self.grouped(ctx).items():
            with formatter.section(group):
                formatter.write_dl(records)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parses; an option that is not known is answered by the one that is meant most likely."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            if error.option_name in OTHER_KINDS:
                takers, taken = OTHER_KINDS[error.option_name]
                message = f"{error.option_name} is for {takers}; {ctx.info_name} takes {taken}"
                raise InputError(message) from error
            known = [flag for parameter in self.get_params(ctx) for flag in parameter.opts if flag.startswith("--")]
            begun = [flag for flag in known if flag.startswith(error.option_name)]
            from difflib import get_close_matches  # loaded only where it is needed

            meant = begun or get_close_matches(error.option_name, known, n=1)
            raise click.NoSuchOption(error.option_name, possibilities=sorted(meant), ctx=ctx) from error


def _paragraph(formatter: click.HelpFormatter, text: str) -> None:
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(text)
