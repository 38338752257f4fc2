"""``symconv vectors``: test vectors for a backward pass in any language."""

from typing import Any

import click

from symconv.cli.command import Command, option
from symconv.cli.layer import unfolded_layer_options
from symconv.cli.output import write_all


@click.command(cls=Command, short_help="Write test vectors for a backward pass in any language.")
@unfolded_layer_options
@option(
    "--axes",
    group="What is told",
    type=click.IntRange(1, 3),
    default=2,
    show_default=True,
    help="Axes, where no size is given.",
)
@option("--impulses", group="What is told", is_flag=True, help="Single units instead of small whole numbers.")
@option(
    "-o",
    "--output",
    group="How it is written",
    required=True,
    metavar="DIR",
    help="The folder that they are written into.",
)
def vectors(layer: dict[str, Any], axes: int, impulses: bool, output: str) -> None:
    """Write inputs and right outputs of layers that tell the known mistakes apart: cases.json, cases.npz, cases.txt.

    All numbers are small and whole, so floats of any type hold them exactly. What a program in C, Rust, Mojo or on a
    GPU makes of them is judged by symconv check answers.npz --vectors DIR; answers are called 0_dx, 0_dw, 0_db, 1_dx
    and so on, in .npz or .json, or stand in a .txt as numbers alone.

    \b
    symconv vectors --stride 2 --kernel 3 -o cases/
    symconv vectors --transposed --stride 2 -o up/
    symconv check answers.npz --vectors cases/
    """  # noqa: D301 - \b keeps click from joining these lines
    from symconv.library.vectors import files
    from symconv.library.vectors import vectors as made

    write_all(output, files(made(layer, axes, impulses=impulses)).items())
