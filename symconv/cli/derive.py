"""``symconv derive``: both gradients of a layer, told from the setting to the verdicts."""

from pathlib import Path
from typing import Any

import click

import symconv
from symconv.cli.command import Command, option
from symconv.cli.layer import layer_options
from symconv.cli.notation import index_base_option, language_option, names_option, names_told
from symconv.cli.output import chosen_format, output_option, write
from symconv.cli.terminal import in_ascii
from symconv.render.documents import COMPILED, FORMATS, PICTURES, WORKED
from symconv.spec import ConvSpec


@click.command(cls=Command, short_help="Derive and prove both gradients of a layer, and tell it.")
@layer_options
@option(
    "--activation",
    group="Layer",
    type=click.Choice(["relu", "sigmoid", "tanh", "f"]),
    help="The input came through this activation; derive one step further back. f is any function.",
)
@option(
    "--wrt",
    group="What is told",
    default="all",
    show_default=True,
    help="Gradients to tell: input, weight, bias, or all.",
)
@option(
    "--entries",
    group="What is told",
    default="sample",
    show_default=True,
    help="Entries written out: all, sample, or 2,2;0,1.",
)
@index_base_option
@names_option
@option(
    "--format",
    "format_",
    group="How it is written",
    type=click.Choice([*FORMATS, *COMPILED, *PICTURES, *WORKED, "json"]),
    help="[text]",
)
@option(
    "--flavor",
    group="How it is written",
    type=click.Choice(["github", "pandoc", "jupyter"]),
    help="Whom Markdown is for; the last two write math between $$.  [github]",
)
@option("--ascii", group="How it is written", is_flag=True, help="Text in ASCII alone.")
@option("--title", group="How it is written", default="", help="Title of the document.  [the layer]")
@option("--author", group="How it is written", default="", help="Who signs the document.")
@language_option
@option(
    "--figure",
    group="How it is written",
    metavar="NAME",
    help="Of svg and tikz: forward, dilate, pad, flip or slide.  [forward]",
)
@option("--animate", group="How it is written", is_flag=True, help="SVG whose pictures appear one after the other.")
@option(
    "--theme",
    group="How it is written",
    metavar="THEME",
    help="Of HTML and SVG: auto, light, dark, or a .css file.  [auto]",
)
@option(
    "--template-dir",
    group="How it is written",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with templates that replace symconv's own.",
)
@option("--max-terms", group="Running", type=click.IntRange(1), help="Most products x·f of a layer.  [1000000]")
@output_option
def derive(
    layer: dict[str, Any],
    activation: str | None,
    wrt: str,
    entries: str,
    index_base: int,
    names: str | None,
    format_: str | None,
    flavor: str | None,
    ascii: bool,  # noqa: A002 - the option's name
    title: str,
    author: str,
    language: str,
    figure: str | None,
    animate: bool,
    theme: str | None,
    template_dir: Path | None,
    max_terms: int | None,
    output: str | None,
) -> None:
    """Derive and prove both gradients of a convolution layer.

    Without --input-size the smallest layer that teaches is taken: two outputs along each axis, no remainder.

    \b
    symconv derive --stride 2 --kernel 3
    symconv derive -n 7 -k 3 -s 2 -p 1                 a signal
    symconv derive -n 8x6 -k 3x2 -s 2x3 -o paper.tex   a rectangle, as LaTeX
    """  # noqa: D301 - \b keeps click from joining these lines
    format_ = chosen_format(format_, output)
    limit = {} if max_terms is None else {"max_terms": max_terms}
    told: dict[str, Any] = {"names": names_told(names), "index_base": index_base, "wrt": _wrt(wrt), "entries": entries}
    told |= {"title": title, "author": author, "language": language}
    looks: dict[str, Any] = {
        "flavor": flavor,
        "ascii": in_ascii(ascii, format_, output),
        "theme": theme,
        "template_dir": template_dir,
    }
    looks |= {"figure": figure, "animate": animate}
    derivation = symconv.derive(ConvSpec.of(**layer), activation=activation, **limit)
    document = derivation.to_json() if format_ == "json" else derivation.to_document(format_, **looks, **told)
    write(document, output, format_)


def _wrt(text: str) -> tuple[str, ...]:
    """``input,bias`` as a tuple."""
    return ("weight", "input", "bias") if text == "all" else tuple(part.strip() for part in text.split(","))
