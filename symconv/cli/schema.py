"""``symconv schema``: the JSON that commands print, as schemas."""

import click

from symconv.cli.command import Command
from symconv.cli.output import output_option, write
from symconv.library.schemas import PRINTING
from symconv.library.schemas import schema as schema_of


@click.command(cls=Command, short_help="Print the JSON schema of what a command prints.")
@click.argument("printing", type=click.Choice(PRINTING), metavar="|".join(PRINTING))
@output_option
def schema(printing: str, output: str | None) -> None:
    """Print the JSON schema (draft 2020-12) of what a command prints with --format json.

    \b
    symconv schema derive
    symconv schema check -o check.schema.json
    """  # noqa: D301 - \b keeps click from joining these lines
    write(schema_of(printing), output, "json")
