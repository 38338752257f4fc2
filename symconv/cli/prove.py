"""``symconv prove``: every route against the chain rule, for one layer or for a grid of them."""

import sys
from typing import Any

import click

import symconv
from symconv.cli.layer import layer_options
from symconv.cli.output import chosen_format, output_option, write
from symconv.errors import InputError
from symconv.spec import ConvSpec


@click.command(short_help="Prove every route to the gradients, for a layer or a whole grid.")
@layer_options
@click.option("--routes", default="all", show_default=True, metavar="NAME,...", help="Routes to prove.")
@click.option("--sweep", metavar="GRID", help='Every layer of a grid: "kernel=1..5 stride=1..4 input=2..10".')
@click.option("-j", "--jobs", type=click.IntRange(1), help="Processes of a sweep.  [one for each core]")
@click.option("--scheduler", metavar="ADDRESS", help="Prove a sweep on a dask cluster: tcp://host:port.")
@click.option("--format", "format_", type=click.Choice(["text", "markdown", "latex", "json"]), help="[text]")
@click.option("--ascii", is_flag=True, help="Text in ASCII alone.")
@click.option("--max-terms", type=click.IntRange(1), help="Most products x·f of a layer.  [1000000]")
@output_option
@click.pass_context
def prove(
    ctx: click.Context,
    layer: dict[str, Any],
    routes: str,
    sweep: str | None,
    jobs: int | None,
    scheduler: str | None,
    format_: str | None,
    ascii: bool,  # noqa: A002 - the option's name
    max_terms: int | None,
    output: str | None,
) -> None:
    """Prove, entry by entry and exactly, that every route gives the gradient that the chain rule gives.

    Exit status 0 means that everything was proven, 1 that something does not hold.

    \b
    symconv prove --stride 2 --kernel 3
    symconv prove -n 9x7 -k 3x2 -s 2 -p 1:2x0 --routes textbook,polyphase
    symconv prove --sweep "kernel=1..5 stride=1..4 padding=0..4 dilation=1..3 input=2..10"
    """  # noqa: D301 - \b keeps click from joining these lines
    format_ = chosen_format(format_, output)
    only = None if routes == "all" else tuple(name.strip() for name in routes.split(","))
    limit = {} if max_terms is None else {"max_terms": max_terms}
    if sweep is not None:
        if layer:
            raise InputError(f"a sweep names its layers itself; leave out --{next(iter(layer)).replace('_', '-')}")
        result: Any = _swept(sweep, only=only, jobs=jobs, scheduler=scheduler, **limit)
    elif jobs or scheduler:
        raise InputError(f"--{'jobs' if jobs else 'scheduler'} is for --sweep")
    else:
        result = symconv.prove(ConvSpec.of(**layer), only=only, **limit)
    write(result.to_json() if format_ == "json" else result.to_document(format_, ascii=ascii), output)
    ctx.exit(0 if result.holds else 1)


def _swept(text: str, **options: Any) -> Any:
    grid = symconv.Grid.of(text)
    with click.progressbar(length=len(grid), label="proving", file=sys.stderr) as bar:
        return symconv.prove_sweep(grid, progress=bar.update, **options)
