"""``symconv slides``: a lecture on one layer, as a deck."""

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
from symconv.cli.output import chosen_format, line_width, output_option, write, write_all
from symconv.cli.then import stacked, then_option
from symconv.cli.waiting import waited
from symconv.errors import InputError
from symconv.folded import FoldedSpec
from symconv.pooled import PooledSpec, pooled_of
from symconv.render.documents import Document
from symconv.stack import Stack
from symconv.transposed import Layer, TransposedSpec, layer_of

if TYPE_CHECKING:
    from symconv.library.deck import Lectured

FORMATS = ("html", "beamer", "pdf", "typst", "pptx", "marp", "quarto")
ENDINGS = {
    ".html": "html",
    ".md": "marp",
    ".qmd": "quarto",
    ".tex": "beamer",
    ".typ": "typst",
    ".pdf": "pdf",
    ".pptx": "pptx",
}
FOLDER = "output"
LOOKS = ("theme", "notes", "handout", "template_dir")
"""Options that change nothing of what the slides are."""
THEMES = (
    "Look. html: auto, light, dark, or a .css file; marp: default, gaia, uncover; "
    "quarto: default, simple, serif, dark, night."
)


@click.command(cls=Command, short_help="Make lecture slides of a layer's derivation.")
@any_layer_options
@pooling_options
@then_option
@option(
    "--activation",
    group="Layer",
    type=click.Choice(["relu", "sigmoid", "tanh", "f"]),
    help="With --then: what stands between the layers; f is any function.  [f]",
)
@option("--only", group="What is told", metavar="SECTION,...", help="Keep these sections alone.")
@option("--skip", group="What is told", metavar="SECTION,...", help="Leave these sections out.")
@option("--outline", group="What is told", is_flag=True, help="List the slides instead of writing them.")
@option(
    "--theorem",
    group="What is told",
    is_flag=True,
    help="Three slides more: what holds for every size, and why.",
)
@option(
    "--full",
    group="What is told",
    is_flag=True,
    help="Also where the zeros come from, the phases, and every verdict.",
)
@values_option
@index_base_option
@names_option
@grad_symbol_option
@option("--title", group="How it is written", metavar="TEXT", help="Title of the deck.")
@option("--author", group="How it is written", metavar="TEXT", help="Author of the deck.")
@language_option
@option("--theme", group="How it is written", metavar="NAME", help=THEMES)
@option("--notes", group="How it is written", is_flag=True, help="What the lecturer says, beside the slides.")
@option("--handout", group="How it is written", is_flag=True, help="One page a slide, as it is at its end.")
@option(
    "--template-dir",
    group="How it is written",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with templates that replace symconv's own.",
)
@option("--format", "format_", group="How it is written", type=click.Choice(FORMATS), help="[html]")
@option("--max-terms", group="Running", type=click.IntRange(1), help="Most products x·f of a layer.  [1000000]")
@output_option
def slides(
    layer: dict[str, Any],
    then: tuple[str, ...],
    activation: str | None,
    only: str | None,
    skip: str | None,
    outline: bool,
    names: str | None,
    grad_symbol: str | None,
    format_: str | None,
    max_terms: int | None,
    output: str | None,
    **told: Any,
) -> None:
    """Make lecture slides of a convolution layer's gradients, of a transposed one's, or of a pooling's.

    Without -o the deck goes to the folder output/ under a name that tells the layer.

    \b
    symconv slides --stride 2 --kernel 3
    symconv slides -n 7 -k 3 -s 2 -o lecture.md        for Marp
    symconv slides -s 2 --outline --skip warm-up       what the slides would be
    symconv slides --transposed -s 2                   how a transposed layer paints
    symconv slides --pool max -n 6x6 -k 3 -s 2         who gets the gradient
    symconv slides -k 3 -s 2 --then "kernel=3 stride=2"  two layers
    """  # noqa: D301 - \b keeps click from joining these lines
    format_ = chosen_format(format_, output, ENDINGS, "html")
    if activation and not then:
        raise InputError("--activation is what stands between layers: say --then, too")
    limit: dict[str, Any] = {} if max_terms is None else {"max_terms": max_terms}
    chosen: dict[str, Any] = {"only": _sections(only), "skip": _sections(skip), "names": names_told(names, grad_symbol)}
    chosen |= limit
    told |= chosen
    if then:
        spec: Lectured = stacked(layer, then, theorem=told.pop("theorem"), full=told.pop("full"))
        told["activation"] = activation or "f"
    elif "pool" in layer:
        pooling.check_given(theorem=told.pop("theorem"), full=told.pop("full"))
        spec = pooled_of(layer)
    else:
        spec = layer_of(layer)
    if outline:
        words = {name: value for name, value in told.items() if name not in LOOKS}
        write(symconv.outline(spec, width=line_width() if output is None else None, **words), output)
        return
    with waited(spec) as progress:
        heard: dict[str, Any] = {} if then or "pool" in layer else {"progress": progress}
        deck = symconv.slides(spec, format=format_, **heard, **told)
    _write(deck, _name(spec), format_, output)


def _write(deck: Document, name: str, format_: str, output: str | None) -> None:
    """A deck to its file, or under a name of its own to the folder of decks."""
    if output is None:
        ending = next(ending for ending, known in ENDINGS.items() if known == format_)
        write_all(FOLDER, [(f"{name}{ending}", deck)])
    else:
        write(deck, output, format_)


def _sections(text: str | None) -> tuple[str, ...]:
    """``quiz,filter`` as a tuple."""
    return tuple(part.strip() for part in text.split(",")) if text else ()


def _name(spec: "Lectured") -> str:
    """``slides-5x5-k3x3-s2x2``: a file name that tells the layer."""
    if isinstance(spec, Stack):
        names = [_name(spec.first), *(_name(layer).partition("-k")[2] for layer in spec.layers[1:])]
        return "-then-k".join(names)
    parts = [_kind(spec), "x".join(map(str, spec.input_size))]
    if isinstance(spec, PooledSpec) and not spec.even:
        return "-".join([*parts, f"to{'x'.join(map(str, spec.output_size))}"])
    layer = spec.form if isinstance(spec, PooledSpec) else spec
    parts += [letter + "x".join(map(str, size)) for letter, size in (("k", layer.kernel_size), ("s", layer.stride))]
    if any(map(any, spec.padding)):
        parts.append("p" + "x".join(f"{before}-{after}" for before, after in spec.padding))
    if any(d > 1 for d in layer.dilation):
        parts.append("d" + "x".join(map(str, layer.dilation)))
    if (spec.in_channels, spec.out_channels) != (1, 1):
        parts.append(f"c{spec.in_channels}-{spec.out_channels}")
    if layer.groups > 1 and layer is spec:
        parts.append(f"g{layer.groups}")
    return "-".join(parts)


def _kind(spec: Layer | PooledSpec) -> str:
    """``slides``, and what kind of layer they are on."""
    if isinstance(spec, PooledSpec):
        return f"slides-{spec.pool}"
    kind = "-transposed" if isinstance(spec, TransposedSpec) else ""
    return f"slides-{spec.padding_mode}" if isinstance(spec, FoldedSpec) else f"slides{kind}"
