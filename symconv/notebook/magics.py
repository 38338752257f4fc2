"""``%load_ext symconv``: ``%%symconv check`` judges the text of a cell, ``%symconv derive`` derives a layer.

The words of the line are options, as on the command line; ``--help`` tells them.
"""

import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import click

from symconv.check.checker import check_text
from symconv.check.telling.hints import asked
from symconv.cli.layer import any_layer_options, layer_options
from symconv.cli.notation import language_option, names_option, names_told
from symconv.errors import SymconvError
from symconv.language.wording import Wording
from symconv.library.derivation import derive as derived
from symconv.notebook import cells
from symconv.spec import ConvSpec
from symconv.transposed import layer_of

USAGE = "%symconv derive [options], or %%symconv check [options] with a text below; --help tells the options"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a magic gives: a value, and how the cell shows it.

    Attributes:
        value: the derivation, or the report.
        language: of the words.
        told: what ``Derivation.story`` takes besides.
    """

    value: Any
    language: str = "en"
    told: Mapping[str, Any] = field(default_factory=dict)

    def _repr_html_(self) -> str:
        return cells.html(self.value, self.language, **self.told)

    def _repr_markdown_(self) -> str:
        return cells.markdown(self.value, self.language, **self.told)


@click.command(name="%symconv derive")
@any_layer_options
@click.option("--brief", "length", flag_value="brief", help="One page, as a handout.")
@click.option("--full", "length", flag_value="full", help="The lesson and an appendix that leaves nothing out.")
@names_option
@language_option
@click.pass_obj
def derive(text: str, layer: dict[str, Any], length: str | None, names: str | None, language: str) -> Told:
    """Derive and prove both gradients of a layer, and tell it."""
    told = {"length": length or "lesson", "names": names_told(names)}
    return Told(value=derived(layer_of(layer)), language=language, told=told)


@click.command(name="%%symconv check")
@layer_options
@click.option("--index-base", type=click.IntRange(0, 1), metavar="0|1", help="Number of the first entry.")
@click.option("--hint", is_flag=True, help="Ask a question instead of showing the solution.")
@language_option
@click.pass_obj
def check(text: str, layer: dict[str, Any], index_base: int | None, hint: bool, language: str) -> Told:
    """Judge every statement about a layer's gradients in the text of the cell."""
    spec = ConvSpec.of(**layer) if "input_size" in layer else None
    report = check_text(text, spec, given=layer, name="In[ ]", index_base=index_base, markup="markdown")
    return Told(value=asked(report, Wording(language)) if hint else report, language=language)


COMMANDS: Mapping[str, Callable[..., Any]] = {"derive": derive, "check": check}


def symconv(line: str, cell: str | None = None) -> Told | None:
    """One command: the line's words are its options, the cell its text.

    Raises:
        UsageError: what was typed cannot be used; notebooks show it as one line.
    """
    try:
        name, *options = shlex.split(line) or [""]
        if name not in COMMANDS or (name == "check" and cell is None):
            raise click.UsageError(USAGE)
        found: Told | None = COMMANDS[name].main(options, standalone_mode=False, obj=cell or "")  # type: ignore[attr-defined]
        return found or None  # --help is printed
    except (click.ClickException, SymconvError, ValueError) as error:
        from IPython.core.error import UsageError  # where this runs, it is there

        raise UsageError(error.format_message() if isinstance(error, click.ClickException) else str(error)) from None


def load_ipython_extension(shell: Any) -> None:
    """Called by ``%load_ext symconv``."""
    shell.register_magic_function(symconv, "line_cell", "symconv")
