"""``symconv prove``: every route against the chain rule, for one layer, for a grid of them, or for every size."""

import sys
from typing import TYPE_CHECKING, Any

import click

import symconv
from symconv.cli import pooling
from symconv.cli.command import Command, option
from symconv.cli.crew import cluster_options, jobs_option
from symconv.cli.layer import any_layer_options, pooling_options
from symconv.cli.notation import language_option
from symconv.cli.output import chosen_format, line_width, output_option, write
from symconv.cli.terminal import in_ascii
from symconv.errors import InputError
from symconv.render.documents import COMPILED, FORMATS
from symconv.transposed import layer_of

if TYPE_CHECKING:
    from symconv.workers import Scheduler


@click.command(cls=Command, short_help="Prove every route to the gradients, for a layer or a whole grid.")
@any_layer_options
@pooling_options
@option("--routes", group="What is told", default="all", show_default=True, metavar="NAME,...", help="Routes to prove.")
@option(
    "--sweep",
    group="What is told",
    metavar="GRID",
    help='Every layer of a grid: "kernel=1..5 stride=1..4 input=2..10".',
)
@option(
    "--all-sizes",
    group="What is told",
    is_flag=True,
    help="Derive once for every size; what is given is put in as numbers.",
)
@option("--axes", group="What is told", type=click.IntRange(1, 3), help="Axes of the layers, with --all-sizes.  [1]")
@option(
    "--judge",
    group="Running",
    type=click.Choice(["z3", "replay"]),
    help="Who decides, with --all-sizes.  [z3 if installed]",
)
@jobs_option
@cluster_options
@option(
    "--format",
    "format_",
    group="How it is written",
    type=click.Choice([*FORMATS, *COMPILED, "json", "rocq"]),
    help="[text]",
)
@option(
    "--check",
    group="What is told",
    is_flag=True,
    help="Have the certificate checked: by coqc, or with json by its verify.py.",
)
@option(
    "--entries",
    group="What is told",
    help="Entries that a certificate writes out: all, sample, or 2,2;0,1.  [none]",
)
@language_option
@option("--ascii", group="How it is written", is_flag=True, help="Text in ASCII alone.")
@option("--max-terms", group="Running", type=click.IntRange(1), help="Most products x·f of a layer.  [1000000]")
@output_option
@click.pass_context
def prove(
    ctx: click.Context,
    layer: dict[str, Any],
    routes: str,
    sweep: str | None,
    all_sizes: bool,
    axes: int | None,
    judge: str | None,
    jobs: int | None,
    scheduler: "Scheduler | None",
    format_: str | None,
    check: bool,
    entries: str | None,
    language: str,
    ascii: bool,  # noqa: A002 - the option's name
    max_terms: int | None,
    output: str | None,
) -> None:
    """Prove, entry by entry and exactly, that every route gives the gradient that the chain rule gives.

    Exit status 0 means that everything was proven, 1 that something does not hold.

    \b
    symconv prove --stride 2 --kernel 3
    symconv prove -n 9x7 -k 3x2 -s 2 -p 1:2x0 --routes textbook,polyphase
    symconv prove -s 2 -k 3 --format rocq -o proof/ --check    a certificate for coqc
    symconv prove --all-sizes --stride 2 --kernel 3 --padding 1
    symconv prove --all-sizes --axes 2 --format rocq -o proof/ --check    each derivation, replayed by coqc
    symconv prove --sweep "kernel=1..5 stride=1..4 padding=0..4 dilation=1..3 input=2..10"
    symconv prove --all-sizes --transposed --stride 2 --kernel 3
    symconv prove --transposed --sweep "kernel=1..4 stride=1..3 padding=0..2 output_padding=0..2 input=1..4"
    symconv prove --sweep "padding_mode=reflect,replicate,circular kernel=1..3 stride=1..3 padding=0..2 input=3..6"
    symconv prove --pool max --sweep "kernel=1..4 stride=1..4 padding=0..2 input=1..8"
    """  # noqa: D301 - \b keeps click from joining these lines
    from symconv.cli.certificate import certificate_folder, deliver  # these load what proves

    format_ = chosen_format(format_, output)
    folder = certificate_folder(format_, output, check=check)
    only = None if routes == "all" else tuple(name.strip() for name in routes.split(","))
    limit = {} if max_terms is None else {"max_terms": max_terms}
    if "pool" in layer:
        pooling.check_given(certificate=folder, all_sizes=all_sizes, entries=entries, jobs=jobs, scheduler=scheduler)
    _fit(layer, sweep=sweep, all_sizes=all_sizes, jobs=jobs, scheduler=scheduler, axes=axes, judge=judge, **limit)
    if folder:
        if sweep is not None:
            raise InputError("a certificate is of one layer; leave out --sweep")
        if all_sizes and entries is not None:
            raise InputError("layers of all sizes have no entries to list; leave out --entries")
        if not all_sizes and only is not None:
            raise InputError("a layer's certificate holds for every route; leave out --routes")
        certified: Any = (
            symconv.prove_all_sizes(axes=axes, judge=judge, only=only, **layer)
            if all_sizes
            else symconv.certify(layer_of(layer), entries=entries, **limit)
        )
        ctx.exit(0 if deliver(certified, format_, folder, check=check) else 1)
    if entries is not None:
        raise InputError("--entries is for certificates: --format rocq or json, and -o FOLDER/")
    if "pool" in layer:
        result: Any = pooling.proven(layer, sweep=sweep, only=only, **limit)
    elif sweep is not None:
        result = _swept(sweep, layer, only=only, jobs=jobs, scheduler=scheduler, **limit)
    elif all_sizes:
        result = symconv.prove_all_sizes(axes=axes, judge=judge, only=only, **layer)
    else:
        result = symconv.prove(layer_of(layer), only=only, **limit)
    looks = {"language": language, "ascii": in_ascii(ascii, format_, output)}
    looks |= {"width": line_width()} if format_ == "text" and output is None else {}
    write(result.to_json() if format_ == "json" else result.to_document(format_, **looks), output, format_)
    ctx.exit(0 if result.holds else 1)


def _fit(
    layer: dict[str, Any],
    *,
    sweep: str | None,
    all_sizes: bool,
    jobs: int | None,
    scheduler: "Scheduler | None",
    max_terms: int | None = None,
    **judged: object,
) -> None:
    """Refuses options that would do nothing."""
    if all_sizes and "padding_mode" in layer:
        raise InputError("--all-sizes takes convolutions padded with zeros; leave out --padding-mode")
    if sweep is not None and all_sizes:
        raise InputError("--sweep and --all-sizes are two kinds of proof; give one of them")
    if (jobs or scheduler) and sweep is None:
        raise InputError(f"--{'jobs' if jobs else 'scheduler'} is for --sweep")
    if max_terms and all_sizes:
        raise InputError("--max-terms is for layers with numbers; --all-sizes has no products to count")
    for name, value in judged.items():
        if value and not all_sizes:
            raise InputError(f"--{name} is for --all-sizes")


def _swept(sweep: str, layer: dict[str, Any], **options: Any) -> Any:
    transposed = layer.pop("transposed", False)
    if layer:
        raise InputError(f"a sweep names its layers itself; leave out --{next(iter(layer)).replace('_', '-')}")
    grid = symconv.Grid.of(sweep, transposed=transposed)
    with click.progressbar(length=len(grid), label="proving", file=sys.stderr) as bar:
        return symconv.prove_sweep(grid, progress=bar.update, **options)
