"""The pages that are made from the program itself: one of each command, and the man page.

python docs/made.py
"""

import re
from pathlib import Path
from typing import cast

import click

from symconv import __version__
from symconv.cli import COMMANDS, CONTEXT, cli
from symconv.cli.command import Command

HERE = Path(__file__).parent
STATUSES = (
    ("0", "it holds, it is right"),
    ("1", "it does not hold, something is wrong"),
    ("2", "what was given cannot be used, or nothing could be judged"),
    ("3", "symconv failed, which is a bug"),
    ("130", "Ctrl-C"),
)


def pages() -> dict[str, str]:
    """Path below this folder → what stands there."""
    found = {f"commands/{name}.md": page(name) for name in COMMANDS}
    return found | {"commands/index.md": index(), "symconv.1": manual()}


def command(name: str) -> tuple[Command, click.Context]:
    """A command, and what it needs to tell of itself."""
    parent = click.Context(cli, info_name="symconv", **CONTEXT)
    found = cast("Command", cli.get_command(parent, name))
    return found, click.Context(found, info_name=name, parent=parent, **CONTEXT)


def page(name: str) -> str:
    """A command in Markdown."""
    found, ctx = command(name)
    parts = [f"# symconv {name}", plain(found.told.summary), typed(synopsis(found, ctx))]
    parts += [typed(*found.told.examples), *map(plain, found.told.more)]
    for group, records in found.grouped(ctx).items():
        rows = [f"| {code(flags)} | {plain(' '.join(said.split()))} |" for flags, said in records]
        parts += [f"## {group}", "\n".join(["| option | meaning |", "| --- | --- |", *rows])]
    return "\n\n".join(parts) + "\n"


def index() -> str:
    """The list of them."""
    rows = [
        f"| [`symconv {name}`]({name}.md) | {plain(command(name)[0].get_short_help_str(200))} |" for name in COMMANDS
    ]
    table = "\n".join(["| command | what it does |", "| --- | --- |", *rows])
    toc = "\n".join(["```{toctree}", ":hidden:", "", *COMMANDS, "```"])
    return f"# Commands\n\nMade from the commands themselves; `--help` says the same.\n\n{table}\n\n{toc}\n"


def synopsis(found: Command, ctx: click.Context) -> str:
    """How it is called."""
    return f"{ctx.command_path} {' '.join(found.collect_usage_pieces(ctx))}"


def typed(*lines: str) -> str:
    """Lines as they are typed."""
    return "\n".join(["```text", *lines, "```"])


def plain(words: str) -> str:
    """Words that Markdown leaves as they are."""
    return re.sub(r"([\\`*_<>|\[\]~#])", r"\\\1", words)


def code(flags: str) -> str:
    """An option as it is typed, in a cell of a table."""
    return f"`{flags}`".replace("|", "\\|")


def manual() -> str:
    """All commands as one page for man."""
    date = re.search(rf"^## {re.escape(__version__)} \((.*)\)", (HERE.parent / "CHANGELOG.md").read_text("utf-8"), re.M)
    lines = [f'.TH SYMCONV 1 "{date[1] if date else ""}" "symconv {__version__}" "User Commands"', ".SH NAME"]
    lines += [f"symconv \\- {roff(cli.help or '')}", ".SH SYNOPSIS", ".B symconv", ".I COMMAND", "[OPTIONS]"]
    lines += [".SH COMMANDS"]
    for name in COMMANDS:
        found, ctx = command(name)
        lines += [f".SS {roff(synopsis(found, ctx))}", roff(found.told.summary)]
        lines += [".PP", ".EX", *map(roff, found.told.examples), ".EE"]
        lines += [line for text in found.told.more for line in (".PP", roff(text))]
        for group, records in found.grouped(ctx).items():
            lines += [".PP", f".B {roff(group)}"]
            lines += [line for flags, said in records for line in (".TP", f".B {roff(flags)}", roff(said))]
    lines += [".SH EXIT STATUS", *(line for status, said in STATUSES for line in (".TP", f".B {status}", roff(said)))]
    return "\n".join(lines) + "\n"


def roff(words: str) -> str:
    """Words that no request of roff is made of."""
    written = words.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    return f"\\&{written}" if written.startswith((".", "\\(aq")) else written


if __name__ == "__main__":
    for path, text in pages().items():
        HERE.joinpath(path).write_text(text, encoding="utf-8")
