"""``symconv grad``: output and gradients of real arrays, from files to one ``.npz``."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import starmap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from symconv.cli import pooling
from symconv.cli.command import Command, option
from symconv.cli.crew import cluster_options
from symconv.cli.layer import any_layer_options, pooling_options
from symconv.cli.output import line_width
from symconv.errors import InputError
from symconv.files.writing import is_device
from symconv.transposed import TransposedSpec

if TYPE_CHECKING:
    from symconv.workers import Scheduler

UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}


@click.command(cls=Command, short_help="Compute output and gradients of real arrays.")
@click.argument("input", metavar="X")
@click.argument("weight", metavar="F", required=False)
@click.argument("grad_output", metavar="[G]", required=False)
@option(
    "--grad-output",
    "made",
    group="What is told",
    metavar="KIND",
    help="Instead of G: output (the output itself: L = ½‖O‖²), random:SEED, or ones (hides a missing flip).  "
    "[of a picture: output]",
)
@any_layer_options
@pooling_options
@option("--layout", group="Layer", type=click.Choice(["NCHW", "NHWC"]), default="NCHW", show_default=True)
@option(
    "--check",
    group="What is told",
    is_flag=True,
    help="Compare with central differences and the textbook, on the first images.",
)
@option("--expect", group="What is told", metavar="FILE.npz", help="Compare with somebody else's output and gradients.")
@option("--max-memory", group="Running", metavar="SIZE", help="Work through the batch in pieces that fit: 500M, 2G.")
@option(
    "--threads",
    group="Running",
    type=click.IntRange(min=1),
    metavar="N",
    help="Images worked on beside each other.  [all processors]",
)
@option(
    "--fast-math",
    group="Running",
    is_flag=True,
    help="Fewer multiplications for floats, where that is faster: Winograd's tiles (3 taps), transforms (15 taps). "
    "Off by up to a hundred units in the last place of the largest entry; tells how much it may be, and was.",
)
@cluster_options
@option(
    "--picture",
    group="How it is written",
    metavar="FILE.png",
    help="Draw the input gradient of the first image; grey is 0.",
)
@option(
    "-o",
    "--output",
    group="How it is written",
    metavar="FILE.npz",
    help="Write output, grad_input, grad_weight (and grad_bias).",
)
@click.pass_context
def grad(
    ctx: click.Context,
    input: str,  # noqa: A002 - PyTorch's name
    weight: str | None,
    grad_output: str | None,
    made: str | None,
    layer: dict[str, Any],
    layout: Any,
    check: bool,
    expect: str | None,
    max_memory: str | None,
    threads: int | None,
    fast_math: bool,
    scheduler: "Scheduler | None",
    picture: str | None,
    output: str | None,
) -> None:
    """Compute a layer's output and gradients from X (the input), F (the filter) and G (∂L/∂O).

    Arrays are read from .npy, .npz (file.npz:name), .csv, .png and .jpg. Sizes and channels are those of the arrays;
    an axis for batch or channels that is missing is filled in. With --bias the gradient of a bias is computed too.
    A pooling (--pool) has no filter: give X and G.
    Exit status 1 means that a comparison failed.

    \b
    symconv grad x.npy f.npy g.npy --stride 2 -o grads.npz
    symconv grad photo.png edge.csv --padding same --picture edges.png
    symconv grad x.npy f.npy g.npy --expect mine.npz
    symconv grad x.npy f.npy g.npy --transposed --stride 2 --output-padding 1
    symconv grad x.npy g.npy --pool max --kernel 3 --stride 2
    """  # noqa: D301 - \b keeps click from joining these lines
    from symconv.numeric import tables  # NumPy is loaded only where it is needed
    from symconv.numeric.files import LIMIT
    from symconv.numeric.opened import expected, opened
    from symconv.numeric.pictures import draw
    from symconv.numeric.run import run
    from symconv.render.wrapping import fitted

    if "pool" in layer:
        pooling.check_given(filter=grad_output, scheduler=scheduler, picture=picture, max_memory=max_memory)
        pooling.check_given(layout=layout == "NHWC", threads=threads, fast_math=fast_math)
        source, target = _source(weight, made, input), _target(output)
        ctx.exit(pooling.computed(layer, input, source, target, check=check, expect=expect))
    if weight is None:
        raise click.MissingParameter(ctx=ctx, param_type="argument", param_hint="'F'")
    target, memory = _target(output), _bytes(max_memory)
    job, notes = opened((input, weight), _source(grad_output, made, input), layer, layout, memory or LIMIT)
    job = replace(job, threads=threads, fast_math=fast_math).within(memory)
    for note in notes:
        click.echo(note, err=True)
    theirs = expected(expect, memory or LIMIT) if expect else {}
    with _where(scheduler) as mapped, click.progressbar(length=job.steps, label="computing", file=sys.stderr) as bar:
        report = run(replace(job, mapped=mapped), target, layout=layout, expected=theirs, progress=bar.update)
    if picture:
        draw(job, Path(picture))
    room = line_width()
    for told in (tables.ranges(report, room), tables.products(report)):
        click.echo(told if room is None else fitted(told, room))
    compared = [*report.comparisons, *(_checked(job) if check else [])]
    rounded = _rounded(job) if check or fast_math else []
    if compared:
        click.echo(tables.comparisons(compared, room))
    if rounded:
        click.echo(tables.roundings(rounded, room))
    for line in _explanations(job, report, theirs, layout):
        click.echo(line)
    ctx.exit(0 if report.agrees and all(each.holds for each in (*compared, *rounded)) else 1)


def _explanations(job: Any, report: Any, theirs: dict[str, Any], layout: Any) -> Iterator[str]:
    """The known mistakes that explain gradients that are not ours."""
    from symconv.library.diagnosis import explained
    from symconv.numeric.layout import full_maps, full_weight

    given = {"grad_input": (job.grad_output, job.weight), "grad_weight": (job.input, job.grad_output)}
    if isinstance(job.spec, TransposedSpec):  # the known mistakes are those with convolutions
        return
    axes = len(job.spec.input_size)
    for name in [each.name for each in report.comparisons if not each.holds and each.name in given]:
        if name == "grad_input":
            full = full_maps(name, theirs[name], axes, job.spec.in_channels, layout)
        else:
            full = full_weight(theirs[name], axes, layout)
        found = explained(job.spec, name, full, given[name])
        told = " or ".join(f"{mistake.title} [{mistake.id}]" for mistake in found[:3])
        yield f"{name}: explained by: {told}" if found else f"{name}: no known mistake explains it"


@contextmanager
def _where(scheduler: "Scheduler | None") -> Iterator[Any]:
    """What computes the pieces: this process, or a cluster."""
    if scheduler is None:
        yield starmap
        return
    from symconv.workers import workers

    with workers(scheduler=scheduler) as cluster:
        yield cluster.each


def _checked(job: Any) -> list[Any]:
    """The gradients of the first images against other ways."""
    from symconv.numeric.checks import checked

    images = _few(job)
    click.echo(f"checked in float64 on the first {images} of {len(job.input)} images", err=True)
    return list(checked(job.first(images)))


def _rounded(job: Any) -> list[Any]:
    """How far rounding carried the results of the first images, and with fast math how they are computed."""
    from symconv.numeric import faster
    from symconv.numeric.rounding import roundings

    if job.fast_math:
        ways = faster.ways(job.spec, job.dtype)
        told = ", ".join(f"{result} by {way}" for result, way in ways.items())
        click.echo(f"fast math: {told or 'nothing is faster with it here; computed as without'}", err=True)
    return list(roundings(job.first(_few(job))))


def _few(job: Any) -> int:
    return min(2, job.at_once or len(job.input))


def _source(file: str | None, made: str | None, maps: str) -> str:
    """Where ∂L/∂O comes from; of a picture alone it is the output, which shows what the filter found."""
    from symconv.numeric.files import is_image

    if file is made is None and is_image(maps):
        made = "output"
    if (file is None) == (made is None):
        got = "both" if file else "neither"
        raise InputError(
            f"G (∂L/∂O) must be a third file or --grad-output random:SEED (ones hides a missing flip), got {got}"
        )
    if made == "ones":
        click.echo("grad_output: all ones; a gradient with the flip forgotten often looks right with it", err=True)
    if made == "output":
        click.echo("grad_output: the output itself, as for the loss ½‖O‖²", err=True)
    if made is not None and made not in ("output", "ones") and not made.startswith("random:"):
        raise InputError(f"--grad-output must be output, ones or random:SEED, got {made!r}")
    return str(file or made)


def _target(output: str | None) -> Path | None:
    if output is not None and Path(output).suffix != ".npz" and not is_device(output):
        raise InputError(f"the result must be an .npz, got {output!r}")
    return None if output is None else Path(output)


def _bytes(text: str | None) -> int | None:
    """``500M`` as a number of bytes."""
    if text is None:
        return None
    found = re.fullmatch(r"(\d{1,15})([KMGT]?)B?", text.upper(), re.ASCII)
    if found is None:
        raise InputError(f"--max-memory must be a size such as 500M or 2G, got {text!r}")
    return int(found[1]) * UNITS[found[2]]
