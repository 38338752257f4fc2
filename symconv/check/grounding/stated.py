"""The layer of entries that are written out: the steps that prose and definitions state, as small as can be."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

from symconv.check.evaluating.reading import Reading
from symconv.check.evaluating.remembered import holds
from symconv.check.grounding.numbers import written_out
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.context import Context, WrittenOut
from symconv.check.understanding.given import given_sizes
from symconv.check.understanding.prose import SIZED, stated_size
from symconv.spec import ConvSpec

DEFINED = "the outputs that the text defines"
ENTRIES = "the entries that are written out"


def layer_of_entries(text: str, claims: list[Claim], context: Context) -> WrittenOut | None:
    """The layer whose entries are written out; None where there are none, or a whole layer is given."""
    if context.spec is not None:
        return None
    base = context.base or 0
    forwards = [found for found in claims if found.kind == "forward" and found.concrete]
    told = {**stated_size(text, "kernel_size"), **stated_size(text, "input_size")}
    sizes = {**told, **given_sizes(context.data)}
    for given in _steps(context, free=bool(forwards)):
        for more in (sizes, {}):
            spec = written_out(claims, replace(context, given={**more, **given, **context.given}), base)
            if spec is not None and all(_holds(found, context, spec, base) for found in forwards):
                return WrittenOut(spec=spec, origin=DEFINED if forwards else SIZED if len(more) == 2 else ENTRIES)
    spec = written_out(claims, context, base)
    return None if spec is None else WrittenOut(spec=spec, origin=ENTRIES)


def _holds(found: Claim, context: Context, spec: ConvSpec, base: int) -> bool:
    return holds(found, context, spec, base, Reading(), context.sizes)


def _steps(context: Context, *, free: bool) -> Iterator[dict[str, Any]]:
    """Strides, paddings and dilations: those that the definitions leave, then the prose, then, if ``free``, any."""
    kernels = {layer.kernel_size for layer in context.layers}
    for spec in context.layers:
        kernel = {"kernel_size": spec.kernel_size} if len(kernels) == 1 else {}
        yield {"stride": spec.stride, "padding": spec.padding, "dilation": spec.dilation, **kernel}
    scope = context.scope
    every = list(product((1, 2, 3), (0, 1, 2), (1, 2)))
    for stride, padding, dilation in every:
        if scope.stride(stride) and scope.padding(padding) and scope.dilation(dilation):
            yield {"stride": stride, "padding": padding, "dilation": dilation}
    for stride, padding, dilation in every if free else ():
        yield {"stride": stride, "padding": padding, "dilation": dilation}
