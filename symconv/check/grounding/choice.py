"""Which layers a claim is judged on, and what is assumed of them."""

from dataclasses import replace

from symconv.check.evaluating.scene import has_channels
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.context import Context
from symconv.check.understanding.layers import candidates
from symconv.notation.tree import Number
from symconv.spec import ConvSpec

MOST_LAYERS = 9


def layers_for(found: Claim, context: Context) -> tuple[ConvSpec, ...]:
    """The layers to judge one claim on."""
    if context.spec is not None:
        return (context.spec,)
    if (
        context.written_out is not None
        and found.target.index
        and all(isinstance(n, Number) for n in found.target.index)
    ):
        return (context.written_out,)
    axes = context.axes(found)
    channels, batch = has_channels(found, context.binding, axes)
    fitting = [spec for spec in context.layers if len(spec.input_size) == axes]
    if not fitting:
        fitting = list(spread(tuple(pool(context, [found]))))
    return tuple(
        replace(spec, in_channels=2 if channels else 1, out_channels=3 if channels else 1, batch_size=2 if batch else 1)
        for spec in fitting
    )


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
    flags = [has_channels(found, context.binding, axes) for found in claims]
    channels, batch = (any(flag[n] for flag in flags) for n in (0, 1))
    return [
        spec for spec in candidates(axes, channels, batch, context.given) if context.scope.holds(spec, context.given)
    ]


def spread(layers: tuple[ConvSpec, ...]) -> tuple[ConvSpec, ...]:
    """At most so many layers, from all over the list."""
    if len(layers) <= MOST_LAYERS:
        return layers
    return tuple(layers[n * len(layers) // MOST_LAYERS] for n in range(MOST_LAYERS))
