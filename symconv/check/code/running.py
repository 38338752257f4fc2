"""All layers, one after another, as far as the function and the time allow: small ones whole, larger ones sampled."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from time import monotonic, process_time
from typing import Any

from symconv.check.code.asking import Asked, Reading
from symconv.check.code.came import Tried
from symconv.check.code.fitting import Probing
from symconv.check.code.forward import NONLINEAR
from symconv.check.code.impulses import MOST_CALLS, calls
from symconv.check.code.layers import large, layers, square
from symconv.check.code.patterns import pattern
from symconv.check.code.rectified import beside
from symconv.check.code.rows import row
from symconv.check.code.sampled import sampled
from symconv.check.code.settings import GEOMETRY
from symconv.check.code.source import Shown
from symconv.check.code.trying import tried
from symconv.check.code.vocabulary import roles
from symconv.check.report import Row
from symconv.errors import InputError
from symconv.foreign.calls import MOST_ENTRIES
from symconv.foreign.clock import passed
from symconv.foreign.runner import Runner
from symconv.spec import ConvSpec

TIMES = 20
"""How many times the limit of a call all layers together may take."""

FEW = 3
"""Layers that are too few to stand for all."""

LATE = "the time is up"
SQUARE_IMAGES = "the code reads one size for both axes of the input"

STEPWISE = 6.0
"""Seconds of processor time for all layers together, where each new shape is compiled, operation by operation."""

MOST_LATE = 2
"""Calls that may run out of time before no more layers are tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What came out of all layers.

    Attributes:
        tried: of each that was judged, the smallest first.
        rows: one for each layer, tried or not.
        notes: where the code refuses a layer, or its own forward pass fails, so that there is no gradient to be judged.
    """

    tried: list[Tried]
    rows: list[Row]
    notes: list[str]


def on_layers(
    runner: Runner, reading: Reading, given: Mapping[str, Any], shown: Shown, seconds: float, *, stepwise: bool
) -> Came:
    """What came out on each layer; ``stepwise`` where each new shape is compiled, operation by operation.

    Raises:
        InputError: the layer asked for is too large.
    """
    done: list[Tried] = []
    excused: list[tuple[Tried, str]] = []
    rows: list[tuple[ConvSpec, str]] = []
    passing = _passing(runner)

    def few() -> bool:
        return len(_of_squares(done, excused)) < FEW

    for spec, whole in _chosen(reading, given, few, passing, stepwise=stepwise):
        why = reading.why_not(spec, given) or _limited(spec, shown) or _too_large(spec, given)
        most = STEPWISE if stepwise else TIMES * seconds
        if not why and (passing() > most or _late(done) >= MOST_LATE):
            why = LATE
        if not why:
            one = (tried if whole else sampled)(Asked(runner=runner, reading=reading, told=spec))
            why = _excused(one, reading)
            excused += [(one, why)] if why and why != LATE else []
            done += [] if why else [one]
        rows.append((spec, why))
    if any(why == NONLINEAR for _, why in excused):  # a sample alone does not tell that
        done = [one for one in done if not one.sampled or all(part.right for part in one.found.values())]
    kept = _of_squares(done, excused)
    others = {one.told for one in done if one not in kept}
    rows, done = [(spec, SQUARE_IMAGES if spec in others else why) for spec, why in rows], kept
    done.sort(key=lambda one: calls(one.spec))
    rows.sort(key=lambda pair: calls(pair[0]) > MOST_CALLS)
    seen = {one.told: one for one in done}
    listed = [row(spec, seen.get(spec), why, reading) for spec, why in rows]
    notes = list(_domain(excused, done))
    notes += (
        [f"judged for square images alone: {SQUARE_IMAGES}"] if any(why == SQUARE_IMAGES for _, why in rows) else []
    )
    if done and reading.meaning.rectified:
        notes += filter(None, [beside(Asked(runner=runner, reading=reading, told=done[0].told))])
    return Came(tried=done, rows=listed, notes=notes)


def _passing(runner: Runner) -> Callable[[], float]:
    """How many seconds have passed since, ours and the code's own, as limits count them."""
    began, spent = monotonic(), process_time() + runner.spent
    return lambda: passed(process_time() + runner.spent - spent, monotonic() - began)


def _domain(excused: Sequence[tuple[Tried, str]], done: Sequence[Tried]) -> Iterator[str]:
    """``not judged where its own forward pass fails: ValueError: …, on 5 of 19 layers, exactly those …``."""
    for why in dict.fromkeys(why.partition(": ")[0] for _, why in excused):
        alike = [(one, said) for one, said in excused if said.startswith(f"{why}: ")]
        seen = pattern([one.spec for one, _ in alike], [one.spec for one in done])
        yield f"not judged where {alike[0][1]}" + (f", {seen.told}" if seen.told else "")


def _chosen(
    reading: Reading, given: Mapping[str, Any], few: Callable[[], bool], passing: Callable[[], float], *, stepwise: bool
) -> Iterator[tuple[ConvSpec, bool]]:
    """The layers, and whether each is read whole; a kernel that the code fixes is that of all.

    Where hardly any of them could be tried, square ones follow. What takes long for each shape begins with those that
    the search has been on, and goes on with the large ones, which have everything at once, unless that took long.
    """
    fixed = {} if reading.kernel is None else {"kernel_size": reading.kernel}
    axes = len(reading.layout.axes)
    alone = {} if "N" in reading.layout.input else {"batch_size": 1}
    known = Probing(given).expressible(reading) if stepwise else []
    small = [spec for spec in layers(axes, {**fixed, **given}) if spec not in known]
    whole = [(spec, calls(spec) <= MOST_CALLS) for spec in small]
    wide = [(spec, False) for spec in large(axes, {**fixed, **alone, **given}) if spec not in (*small, *known)]
    yield from ((spec, False) for spec in known)
    yield from (wide + whole if stepwise and passing() < STEPWISE / 3 else whole + wide)
    if few():
        yield from ((spec, True) for spec in square(axes, {**fixed, **given}) if spec not in small)


def _of_squares(done: list[Tried], excused: Sequence[tuple[Tried, str]]) -> list[Tried]:
    """Without layers of other images, where the forward pass is no layer's wherever the output is not square."""
    outputs = [{*one.spec.output_size} for one, _ in excused]
    others = any(len(sizes) > 1 for sizes in ({*one.spec.output_size} for one in done))
    if others or not outputs or any(len(sizes) < 2 for sizes in outputs):
        return done
    return [one for one in done if len({*one.spec.input_size}) < 2]


def _late(done: list[Tried]) -> int:
    return sum(one.failure is not None and one.failure.kind == "late" for one in done)


def _excused(one: Tried, reading: Reading) -> str:
    """Why a call says nothing of the gradient; empty where it does.

    Code says itself what it is not for, by an error raised on purpose; where its forward pass fails, or gives an output
    of another size, there is no gradient of the layer; and what is compiled for each size, or runs step by step, is not
    wrong where it is slow.
    """
    failure = one.failure
    if failure is None:
        return one.undefined
    if failure.kind == "refused":
        return f"the code refuses it: {failure.text}"
    if failure.kind == "late" and (reading.plan.framework != "numpy" or reading.plan.engine):
        return LATE
    return one.undefined


def _limited(spec: ConvSpec, shown: Shown) -> str:
    for name in shown.first_only:
        values = next((GEOMETRY[role](spec) for role in roles(name) if role in GEOMETRY), ())
        if len(set(values)) > 1:
            return f"the code reads {name}[0] for both axes"
    if shown.square and len(set(spec.kernel_size)) > 1:
        return "the code reads one size for both axes of the kernel"
    if shown.square_image and len(set(spec.input_size)) > 1:
        return SQUARE_IMAGES
    return ""


def _too_large(spec: ConvSpec, given: Mapping[str, Any]) -> str:
    entries = max(map(prod, (spec.input_shape, spec.weight_shape, spec.output_shape)))
    if entries <= MOST_ENTRIES:
        return ""
    message = f"its largest array has {entries} entries, more than {MOST_ENTRIES}"
    if "input_size" in given:
        raise InputError(f"the layer is too large to be sampled: {message}; take a smaller one")
    return message
