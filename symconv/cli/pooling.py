"""What ``derive``, ``prove`` and ``grad`` do for a pooling; options that it leaves nothing to do are refused."""

import sys
from pathlib import Path
from typing import Any

import click

import symconv
from symconv.cli.output import line_width
from symconv.errors import InputError
from symconv.pooled import PooledSpec, pooled_of
from symconv.sizes import sizes

ARGUMENTS = {"certificate": "a certificate", "filter": "a third file"}
"""What is given without a name of its own."""


def derived(
    layer: dict[str, Any], format_: str, *, looks: dict[str, Any], told: dict[str, Any], max_terms: dict[str, int]
) -> Any:
    """The lesson, or JSON."""
    if told.pop("wrt") not in (("weight", "input", "bias"), ("input",)):
        raise InputError("a pooling has no filter and no bias: --wrt is input")
    check_given(figure=looks.pop("figure"), animate=looks.pop("animate"))
    derivation = symconv.derive_pooling(pooled_of(layer), **max_terms)
    if format_ == "json":
        return derivation.to_json(names=told["names"], values=told["values"])
    return derivation.to_document(format_, **looks, **told)


def proven(layer: dict[str, Any], *, sweep: str | None, only: tuple[str, ...] | None, **limit: Any) -> Any:
    """The verdicts on one pooling, or on all of a grid."""
    if sweep is None:
        return symconv.prove_pooling(pooled_of(layer), only=only, **limit)
    grid = symconv.Grid.of(sweep)
    with click.progressbar(length=len(grid), label="proving", file=sys.stderr) as bar:
        return symconv.prove_pooling_sweep(grid, layer, only=only, progress=bar.update, **limit)


def check_given(**given: object) -> None:
    """Refuses what is for layers with a filter; ``all_sizes`` is told as ``--all-sizes``.

    Raises:
        InputError: something of it was given.
    """
    for name, value in given.items():
        if value:
            told = ARGUMENTS.get(name) or f"--{name.replace('_', '-')}"
            raise InputError(f"{told} is for layers with a filter; leave it out for a pooling")


def computed(
    layer: dict[str, Any], file: str, source: str, target: Path | None, *, check: bool, expect: str | None
) -> int:
    """``grad`` of a pooling: X and G; the exit status, 0 if what was compared agrees."""
    from symconv.numeric import tables
    from symconv.numeric.opened import expected
    from symconv.numeric.pooled_run import opened_pooling, run_pooling
    from symconv.routes.pooled_mistakes import explained

    spec, maps, grads = opened_pooling(file, source, lambda shape: _of(layer, shape), _axes(layer))
    report = run_pooling(spec, maps, grads, target, expect=expect, check=check)
    room = line_width()
    click.echo(tables.ranges(report, room))
    if report.comparisons:
        click.echo(tables.comparisons(report.comparisons, room))
    wrong = {(each.name, each.against) for each in report.comparisons if not each.holds}
    if expect and ("grad_input", "expected") in wrong:
        click.echo("\n".join(explained(spec, expected(expect), maps, grads)))
    return 0 if all(each.holds for each in report.comparisons) else 1


def _axes(layer: dict[str, Any]) -> int | None:
    """How many axes the options tell: -n 7 is a signal, -k 3x2 speaks of an image; None where they leave it open."""
    known = {name: sizes(layer[name], name) for name in ("input_size", "kernel_size", "stride") if name in layer}
    lists = [len(size) for size in known.values() if isinstance(size, list)]
    return max(lists, default=1 if "input_size" in known else None)


def _of(layer: dict[str, Any], shape: tuple[int, ...]) -> PooledSpec:
    """The layer for images of this shape, ``[N, C, *input_size]``."""
    known = {"input_size": shape[2:], "in_channels": shape[1], "batch_size": shape[0]}
    return pooled_of(known | layer)
