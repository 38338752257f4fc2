"""All layers, one after another, as far as the function and the time allow."""

from collections.abc import Mapping
from time import monotonic
from typing import Any

from symconv.check.code.asking import Asked, Reading
from symconv.check.code.exact import averaged
from symconv.check.code.impulses import MOST_CALLS, calls
from symconv.check.code.layers import layers, told
from symconv.check.code.source import Shown
from symconv.check.code.trying import Found, Tried, tried
from symconv.check.code.vocabulary import SHORT
from symconv.check.report import Row
from symconv.errors import InputError
from symconv.foreign.runner import Runner
from symconv.spec import ConvSpec

TIMES = 20
"""How many times the limit of a call all layers together may take."""

MOST_LATE = 2
"""Calls that may run out of time before no more layers are tried."""


def on_layers(
    runner: Runner, reading: Reading, given: Mapping[str, Any], shown: Shown, seconds: float
) -> tuple[list[Tried], list[Row]]:
    """What came out on each layer, the smallest first, and a row for each, tried or not.

    Raises:
        InputError: the layer asked for is too large.
    """
    done: list[Tried] = []
    rows: dict[ConvSpec, str] = {}
    fixed = {} if reading.kernel is None else {"kernel_size": reading.kernel}
    chosen = layers(len(reading.layout.axes), {**fixed, **given})
    until = monotonic() + TIMES * seconds
    for spec in chosen:
        why = reading.why_not(spec, given) or _limited(spec, shown, len(chosen))
        if not why and (monotonic() > until or _late(done) >= MOST_LATE):
            why = "the time is up"
        rows[spec] = why
        if not why:
            done.append(tried(Asked(runner=runner, reading=reading, spec=spec)))
    done.sort(key=lambda one: calls(one.spec))
    seen = {one.spec: one for one in done}
    return done, [_row(spec, seen.get(spec), why, reading) for spec, why in rows.items()]


def _late(done: list[Tried]) -> int:
    return sum(one.failure is not None and one.failure.kind == "late" for one in done)


def _limited(spec: ConvSpec, shown: Shown, layers_there_are: int) -> str:
    if shown.square and len(set(spec.kernel_size)) > 1:
        return "the code reads one size for both axes of the kernel"
    if calls(spec) <= MOST_CALLS:
        return ""
    message = f"it needs {calls(spec)} calls, more than {MOST_CALLS}"
    if layers_there_are == 1:
        raise InputError(f"the layer is too large to read off every coefficient: {message}; take a smaller one")
    return message


def _row(spec: ConvSpec, one: Tried | None, why: str, reading: Reading) -> Row:
    verdicts = {}
    for name in reading.results:
        if one is not None:
            part = one.found.get(name)
            verdicts[SHORT[name]] = "failed" if part is None else _word(name, one, part)
    return Row(told=told(spec), layer=spec.to_json(), verdicts=verdicts, not_tried=why)


def _word(name: str, one: Tried, part: Found) -> str:
    if part.right:
        return "right"
    mean = part.table is not None and averaged({one.spec: part.table}, name)
    return "averaged" if mean else "wrong"
