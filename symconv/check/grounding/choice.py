"""Which layers a claim is judged on, and what is assumed of them."""

from collections.abc import Iterator
from dataclasses import replace

from symconv.check.evaluating.scene import has_channels
from symconv.check.understanding.channels import SINGLE, Counts, channel_counts
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.context import Context
from symconv.check.understanding.full import filled
from symconv.check.understanding.layers import candidates
from symconv.check.understanding.layout import PLAIN
from symconv.check.understanding.names import size_meaning
from symconv.notation.tree import Number
from symconv.notation.walk import walk
from symconv.spec import ConvSpec

MOST_LAYERS = 9


def layers_for(found: Claim, context: Context) -> tuple[ConvSpec, ...]:
    """The layers to judge one claim on."""
    if context.spec is not None:
        return (context.spec,)
    if found.concrete:
        if context.written_out is not None:
            return (context.written_out.spec,)
        return context.layers if found.kind == "forward" or _names_taps_alone(found, context) else ()
    if context.written_out is not None and found.ends_at_number:
        return (context.written_out.spec,)
    axes = context.axes(found)
    counts, batch = counted([found], context, axes)
    fitting = [spec for spec in context.layers if len(spec.input_size) == axes]
    if not fitting:
        fitting = list(spread(tuple(pool(context, [found]))))
    inputs, outputs, groups = counts
    return tuple(
        replace(spec, in_channels=inputs, out_channels=outputs, groups=groups, batch_size=2 if batch else 1)
        for spec in fitting
    )


def _names_taps_alone(found: Claim, context: Context) -> bool:
    """Whether only filters have numbers for indices, and all layers that the text defines have their taps."""
    others = [part for part in found.known if PLAIN[part.tensor] != "weight" and part.index]
    named = any(isinstance(node, Number) for part in others for node in part.index)
    return bool(others) and not named and len({spec.kernel_size for spec in context.layers}) == 1


def counted(claims: list[Claim], context: Context, axes: int) -> tuple[Counts, bool]:
    """The channels that layers for these claims need, and whether they need several images."""
    flags = [has_channels(found, context, axes) for found in claims]
    channels, batch = (any(flag[n] for flag in flags) for n in (0, 1))
    known = [part for found in claims for part in found.known]
    return (channel_counts(known, axes, above=context.channels_above) if channels else SINGLE), batch


def silence(found: Claim, context: Context) -> tuple[str, ...]:
    """What is assumed of the layers because neither text nor options say it."""
    if context.spec is not None or context.layers or context.written_out is not None:
        return ()
    said = context.scope.said | frozenset(context.given)
    layers = layers_for(found, context)
    silent = {
        "stride 1": "stride" not in said and all(set(spec.stride) == {1} for spec in layers),
        "no padding": "padding" not in said and all(not any(map(sum, spec.padding)) for spec in layers),
        "dilation 1": "dilation" not in said and all(set(spec.dilation) == {1} for spec in layers),
    }
    return tuple(note for note, holds_ in silent.items() if holds_ and note != "dilation 1")


def pool(context: Context, claims: list[Claim]) -> list[ConvSpec]:
    """The layers that the text may be about, before its definitions are heard."""
    axes = context.axes(claims[0]) if claims else 2
    counts, batch = counted(claims, context, axes)
    some, scope = list(candidates(axes, counts, batch, context.given)), context.scope
    back = "padding" not in scope.said and _reaches_back(claims)
    if (scope.full or back) and "padding" not in context.given:
        some += map(filled, some[:])
    scopes = (scope, replace(scope, full=True)) if back else (scope,)
    fitting = (spec for spec in dict.fromkeys(some) if any(one.holds(spec, context.given) for one in scopes))
    return [wide for spec in fitting for wide in (_padded(spec) if context.convolved else (spec,))]


def _reaches_back(claims: list[Claim]) -> bool:
    """Whether a definition starts before its input by something of the filter's size, ``x_{i+a−(k−1)}``."""
    read = (part for found in claims if found.kind == "forward" for part in found.known if part.tensor == "input")
    nodes = (node for part in read for index in part.index for node in walk(index))
    return any((size_meaning(node) or ("", None))[0] == "kernel" for node in nodes)


def _padded(spec: ConvSpec) -> Iterator[ConvSpec]:
    """Where a true convolution may start and end: inside, as long as its input, or full."""
    yield spec
    if not any(map(sum, spec.padding)):
        reach = [axis.effective_kernel - 1 for axis in spec.axes]
        yield replace(spec, padding=tuple((r, 0) for r in reach))
        yield replace(spec, padding=tuple((r, r) for r in reach))


def spread(layers: tuple[ConvSpec, ...]) -> tuple[ConvSpec, ...]:
    """At most so many layers, from all over the list."""
    if len(layers) <= MOST_LAYERS:
        return layers
    return tuple(layers[n * len(layers) // MOST_LAYERS] for n in range(MOST_LAYERS))
