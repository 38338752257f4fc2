"""``symconv derive``: both gradients of a layer, told from the setting to the verdicts."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import symconv
from symconv.cli import pooling
from symconv.cli.command import Command, option
from symconv.cli.layer import any_layer_options, pooling_options
from symconv.cli.notation import (
    grad_symbol_option,
    index_base_option,
    language_option,
    names_option,
    names_told,
    values_option,
)
from symconv.cli.output import chosen_format, line_width, output_option, write
from symconv.cli.terminal import in_ascii
from symconv.cli.then import stacked, then_option
from symconv.cli.waiting import waited
from symconv.library.frameworks import FRAMEWORKS
from symconv.pooled import pooled_of
from symconv.render.documents import COMPILED, FORMATS, PICTURES, WORKED
from symconv.transposed import layer_of

if TYPE_CHECKING:
    from symconv.stack import Stack


@click.command(cls=Command, short_help="Derive and prove both gradients of a layer, and tell it.")
@any_layer_options
@pooling_options
@option(
    "--activation",
    group="Layer",
    type=click.Choice(["relu", "sigmoid", "tanh", "f"]),
    help="The input came through this activation; derive one step further back. f is any function. "
    "With --then it stands between the layers.  [f]",
)
@then_option
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
    help="Entries written out besides: all, sample, or 2,2;0,1.",
)
@option("--brief", "length", group="What is told", flag_value="brief", help="One page, as a handout.")
@option(
    "--full",
    "length",
    group="What is told",
    flag_value="full",
    help="The lesson and an appendix that leaves nothing out.",
)
@option(
    "--framework",
    group="What is told",
    type=click.Choice(FRAMEWORKS),
    help="Only the call that computes the same layer there, forward and backward.",
)
@values_option
@index_base_option
@names_option
@grad_symbol_option
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
    help="A picture alone: forward, dilate, pad, flip, slide or filter.  [forward]",
)
@option(
    "--animate",
    group="How it is written",
    is_flag=True,
    help="SVG whose window moves, or whose pictures appear one after the other.",
)
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
    then: tuple[str, ...],
    wrt: str,
    length: str | None,
    entries: str,
    framework: str | None,
    values: str,
    index_base: int,
    names: str | None,
    grad_symbol: str | None,
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
    """Derive and prove both gradients of a convolution layer, or of a transposed one, or the one of a pooling.

    Without --input-size the smallest layer that teaches is taken: two outputs along each axis (three where only then
    windows share an entry), no remainder, and an input that the filter fits on. Told is a lesson of about two pages;
    --brief is one page, --full everything.

    \b
    symconv derive --stride 2 --kernel 3
    symconv derive -n 7 -k 3 -s 2 -p 1                 a signal
    symconv derive -n 8x6 -k 3x2 -s 2x3 -o paper.tex   a rectangle, as LaTeX
    symconv derive --transposed -n 4 -k 3 -s 2 -p 1 --output-padding 1
    symconv derive --pool max -n 6x6 -k 3 -s 2
    symconv derive -k 3 -s 2 --then "kernel=3 stride=2" --activation relu
    """  # noqa: D301 - \b keeps click from joining these lines
    if framework and not then:
        write(_called(layer, framework), output)
        return
    format_ = chosen_format(format_, output)
    limit = {} if max_terms is None else {"max_terms": max_terms}
    called = names_told(names, grad_symbol)
    notation = {"names": called, "index_base": index_base, "language": language}
    told: dict[str, Any] = {"wrt": _wrt(wrt), "length": length or "lesson", "entries": entries, "values": values}
    told |= {"title": title, "author": author, **notation}
    looks: dict[str, Any] = {"flavor": flavor, "theme": theme, "template_dir": template_dir}
    looks |= {"ascii": in_ascii(ascii, format_, output), "figure": figure, "animate": animate}
    if format_ == "text" and output is None:
        looks["width"] = line_width()
    if then:
        alone = {"wrt": wrt != "all", "entries": entries != "sample", "framework": framework, "figure": figure}
        stack = stacked(layer, then, **alone, animate=animate, **({length: True} if length else {}))
        told = {name: told[name] for name in ("values", "title", "author", *notation)}
        write(_of_several(stack, format_, {"activation": activation or "f", **limit}, looks, told), output, format_)
        return
    if "pool" in layer:
        pooling.check_given(activation=activation)
        write(pooling.derived(layer, format_, looks=looks, told=told, max_terms=limit), output, format_)
        return
    spec = layer_of(layer)
    with waited(spec) as progress:
        derivation = symconv.derive(spec, activation=activation, progress=progress, **limit)
    if format_ == "json":
        document: Any = derivation.to_json(names=called, values=values)
    else:
        document = derivation.to_document(format_, **looks, **told)
    write(document, output, format_)


def _called(layer: Mapping[str, Any], framework: str) -> str:
    """How another library computes the layer."""
    if "pool" in layer:
        return symconv.framework_pooling(pooled_of(layer), framework)
    return symconv.framework_call(layer_of(layer), framework)


def _of_several(
    stack: "Stack", format_: str, derived: Mapping[str, Any], looks: Mapping[str, Any], told: Mapping[str, Any]
) -> str | bytes:
    """The derivation of several layers in a format."""
    derivation = symconv.derive_stack(stack, **derived)
    if format_ == "json":
        return derivation.to_json()
    told_looks = {name: value for name, value in looks.items() if name not in ("figure", "animate")}
    return derivation.to_document(format_, **told_looks, **told)


def _wrt(text: str) -> tuple[str, ...]:
    """``input,bias`` as a tuple."""
    return ("weight", "input", "bias") if text == "all" else tuple(part.strip() for part in text.split(","))
