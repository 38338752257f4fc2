"""``symconv site``: the live page as a folder for any web server."""

from pathlib import Path

import click

from symconv.cli.command import Command, option
from symconv.cli.notation import language_option


@click.command(cls=Command, short_help="Write the live page as a folder for a web server; Python runs in the browser.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@option(
    "--pyodide",
    group="How it is written",
    metavar="DIR",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="An unpacked npm package pyodide, whose files are copied; without it they are loaded from cdn.jsdelivr.net.",
)
@option("--hints-only", group="What is told", is_flag=True, help="Check asks questions, and never shows solutions.")
@language_option
def site(folder: Path, pyodide: Path | None, hints_only: bool, language: str) -> None:
    """Write the live page as a folder of files for any web server: no installation, and nothing is sent anywhere.

    Python itself, compiled for browsers (Pyodide), runs in the page. With --pyodide the folder holds all of it and
    needs no other server; the page keeps itself for reading without a network. The folder is new, empty, or an
    older site, which is replaced.

    \b
    npm pack pyodide@0.25.1 && tar -xf pyodide-0.25.1.tgz && symconv site public --pyodide package
    symconv site public --language de --hints-only
    """  # noqa: D301 - \b keeps click from joining these lines
    from symconv.site import pyodide as known  # loaded only where they are needed
    from symconv.site.folder import write_site

    python = known.public() if pyodide is None else known.unpacked(pyodide)
    written = write_site(folder, python, language=language, hints=hints_only)
    held = sum(written.values()) / 1e6
    source = f"Pyodide {python.version} from {python.address}" if python.address else f"Pyodide {python.version} in it"
    click.echo(f"{folder}: {len(written)} files, {held:.1f} MB, {source}", err=True)
