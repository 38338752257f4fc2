"""The common ground of one claim: that of its text, on the layers that the claim is said to hold for."""

from dataclasses import replace

from symconv.check.shapes.layers import projected
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.context import Context
from symconv.spec import ConvSpec


def limited(found: Claim, context: Context) -> Context:
    """The context of a claim under its own side conditions; the text's where it has none."""
    where = found.where
    each = where.each_axis and all(len(part.index) <= 1 and not part.upper for part in found.known)
    if not (where.sizes or each):
        return context
    written = context.written_out
    layers = _those(found, context.layers if context.spec is None else (context.spec,))
    if each:
        layers = tuple(dict.fromkeys(axis for spec in layers for axis in projected(spec)))
        return replace(context, spec=None, layers=layers, written_out=None, given=dict(where.sizes))
    if written is not None:
        there = where.of(written.spec)
        written = None if there is None else replace(written, spec=there)
    return replace(
        context,
        spec=layers[0] if context.spec is not None and layers else None,
        layers=layers,
        written_out=written,
        given={**context.given, **dict(where.sizes)},
    )


def _those(found: Claim, layers: tuple[ConvSpec, ...]) -> tuple[ConvSpec, ...]:
    return tuple(dict.fromkeys(spec for spec in map(found.where.of, layers) if spec is not None))
