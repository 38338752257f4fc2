"""Numbers in operations, ``pad(∂L/∂O, 2)``: they suit one size of filter, and are judged by it alone."""

from dataclasses import replace

from symconv.check.readings.domain import Domain
from symconv.check.readings.ground import Ground
from symconv.check.readings.trial import Trial, tried_on
from symconv.check.understanding.claims import Claim
from symconv.spec import ConvSpec

SIZES = range(2, 8)
"""Taps along each axis that are tried; with one tap, no mistake shows."""
ONE_SIZE = "it holds only where the filter has the size {}, which the text does not tell"


def suiting(found: Claim, ground: Ground, trial: Trial) -> str:
    """The size of filter that the numbers of a claim suit; empty where none does, or where the text tells it."""
    kernels = {spec.kernel_size for spec in trial.layers}
    if not found.amounts or ground.spec is not None or len(kernels) < 2:
        return ""
    log = ground.under(trial.used)
    for size in SIZES:
        layers = dict.fromkeys(_sized(spec.form, size) for spec in trial.layers)
        about = Domain(layers=tuple(layers), origin=trial.origin)
        if tried_on(about, found, ground, log, first=True).right:
            return "x".join(map(str, about.layers[0].kernel_size))
    return ""


def _sized(spec: ConvSpec, size: int) -> ConvSpec:
    """A layer with another size of filter, and as many outputs."""
    more = (d * (size - k) for d, k in zip(spec.dilation, spec.kernel_size, strict=True))
    sizes = tuple(max(n + step, 1) for n, step in zip(spec.input_size, more, strict=True))
    return replace(spec, kernel_size=(size,) * len(sizes), input_size=sizes)
