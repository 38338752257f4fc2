"""The layers that a claim is about: given, defined, written out, or all that the text speaks of."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from symconv.check.asking import Log
from symconv.check.evaluating.looping import counts_to_number
from symconv.check.pooled import PooledForm
from symconv.check.readings.channelled import channelled
from symconv.check.readings.defined import defined, pool, spread
from symconv.check.readings.entries import DEFINED as OUTPUTS
from symconv.check.readings.entries import SIZED, written_out
from symconv.check.readings.ground import Ground
from symconv.check.shapes.layers import projected
from symconv.check.told import Spec
from symconv.check.understanding.claims import Claim
from symconv.folded import FoldedSpec
from symconv.notation.tree import Apply
from symconv.spec import ConvSpec
from symconv.transposed import TransposedSpec

LAYERS = "small layers that tell the known mistakes apart"
DEFINED = "small layers on which the text's own definition holds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """The layers that a claim is about, and what tells them."""

    layers: tuple[Spec, ...]
    origin: str


def domain(found: Claim, ground: Ground, log: Log) -> Domain:
    """The layers to judge one claim on, under the answers of one reading."""
    where, whole = found.where, _domain(found, ground, log)
    if isinstance(ground.spec, TransposedSpec | FoldedSpec | PooledForm):
        return whole
    layers: Iterable[ConvSpec] = [spec for spec in whole.layers if isinstance(spec, ConvSpec)]
    if where.sizes:
        layers = (spec for spec in map(where.of, layers) if spec is not None)
    if found.each_axis:
        layers = (axis for spec in layers for axis in projected(spec))
    return replace(whole, layers=tuple(dict.fromkeys(layers)))


def _domain(found: Claim, ground: Ground, log: Log) -> Domain:
    if ground.spec is not None:
        return Domain(layers=(ground.spec,), origin=ground.origin)
    if found.concrete or found.ends_at_number or found.amounts:
        written = written_out(ground, ground.axes(found), log)
        if written is not None:
            return Domain(layers=channelled((written.spec,), [found], ground), origin=written.origin)
    if found.concrete:
        layers = defined(ground, log) if found.kind == "forward" or found.names_taps_alone else ()
        alike = len({spec.kernel_size for spec in layers}) == 1 or found.kind == "forward"
        return Domain(layers=layers if alike else (), origin=DEFINED)
    whole = ground.declared_whole
    if whole is not None and (
        found.amounts or found.ends_at_number or counts_to_number(found.loops) or _spreads(found)
    ):
        return Domain(layers=channelled((whole,), [found], ground), origin=SIZED)
    axes = ground.axes(found)
    fitting = tuple(spec for spec in defined(ground, log) if len(spec.input_size) == axes)
    fitting = _like_written(fitting, found, ground, log) if fitting and found.kind != "forward" else fitting
    origin = DEFINED if fitting else LAYERS
    fitting = fitting or spread(_like_written(tuple(pool(ground, [found], log)), found, ground, log))
    return Domain(layers=channelled(fitting, [found], ground), origin=origin)


def _spreads(found: Claim) -> bool:
    """Whether a claim spreads a map and does not say by what: it speaks of the stride that its text tells."""
    return any(isinstance(node, Apply) and node.operator == "dilate" and not node.parameter for node in found.nodes)


def _like_written(layers: tuple[Spec, ...], found: Claim, ground: Ground, log: Log) -> tuple[Spec, ...]:
    """Those with the steps of the outputs that are written out, where the claim has no letter for one."""
    written = written_out(ground, ground.axes(found), log)
    if written is None or written.origin != OUTPUTS:
        return layers
    lettered = {meaning[0] for letter in found.letters if (meaning := ground.meaning(letter))}
    steps = [step for step in ("stride", "padding", "dilation") if step not in lettered]
    alike = tuple(one for one in layers if all(getattr(one, step) == getattr(written.spec, step) for step in steps))
    return alike or (written.spec,)


def silence(ground: Ground, layers: tuple[Spec, ...]) -> tuple[str, ...]:
    """What is assumed of the layers because neither text nor options say it."""
    if ground.spec is not None or not layers:
        return ()
    said = ground.scope.said | frozenset(ground.given)
    silent = {
        "stride 1": "stride" not in said and all(set(spec.stride) == {1} for spec in layers),
        "no padding": "padding" not in said and all(not any(map(sum, spec.padding)) for spec in layers),
    }
    return tuple(note for note, holds in silent.items() if holds)
