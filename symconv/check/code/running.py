"""All layers, one after another, as far as the function and the time allow: small ones whole, larger ones sampled."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

from symconv.check.code.asking import OUTPUT, Asked, Reading
from symconv.check.code.came import Found, Tried
from symconv.check.code.exact import averaged
from symconv.check.code.impulses import MOST_CALLS, calls
from symconv.check.code.layers import large, layers, square, told
from symconv.check.code.outputs import deviates
from symconv.check.code.patterns import pattern
from symconv.check.code.sampled import sampled
from symconv.check.code.settings import GEOMETRY
from symconv.check.code.source import Shown
from symconv.check.code.trying import tried
from symconv.check.code.vocabulary import SHORT, roles
from symconv.check.report import Row
from symconv.errors import InputError
from symconv.foreign.runner import Runner
from symconv.spec import ConvSpec

TIMES = 20
"""How many times the limit of a call all layers together may take."""

FEW = 3
"""Layers that are too few to stand for all."""

MOST_LATE = 2
"""Calls that may run out of time before no more layers are tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What came out of all layers.

    Attributes:
        tried: of each that was judged, the smallest first.
        rows: one for each layer, tried or not.
        notes: where the code's own forward pass fails, so that there is no gradient to be judged.
    """

    tried: list[Tried]
    rows: list[Row]
    notes: list[str]


def on_layers(runner: Runner, reading: Reading, given: Mapping[str, Any], shown: Shown, seconds: float) -> Came:
    """What came out on each layer.

    Raises:
        InputError: the layer asked for is too large.
    """
    done: list[Tried] = []
    undefined: list[Tried] = []
    rows: list[tuple[ConvSpec, str]] = []
    until = monotonic() + TIMES * seconds
    for spec, whole in _chosen(reading, given, done):
        why = reading.why_not(spec, given) or _limited(spec, shown, whole, given)
        if not why and (monotonic() > until or _late(done) >= MOST_LATE):
            why = "the time is up"
        if not why:
            one = (tried if whole else sampled)(Asked(runner=runner, reading=reading, told=spec))
            why = _refused(one, shown)
            undefined += [one] if one.undefined and not why else []
            why = why or _slow(one, reading)
            why = why or (f"its own forward pass fails: {one.failure.text}" if one.undefined and one.failure else "")
            done += [] if why else [one]
        rows.append((spec, why))
    done.sort(key=lambda one: calls(one.spec))
    seen = {one.told: one for one in done}
    listed = [_row(spec, seen.get(spec), why, reading) for spec, why in rows]
    return Came(tried=done, rows=listed, notes=_domain(undefined, done))


def _domain(undefined: Sequence[Tried], done: Sequence[Tried]) -> list[str]:
    """``not judged where its own forward pass fails (ValueError: …), on 5 of 19 layers, exactly those …``."""
    if not undefined or undefined[0].failure is None:
        return []
    seen = pattern([one.spec for one in undefined], [one.spec for one in done])
    return [f"not judged where its own forward pass fails ({undefined[0].failure.text}), {seen.told}"]


def _chosen(reading: Reading, given: Mapping[str, Any], done: Sequence[Tried]) -> Iterator[tuple[ConvSpec, bool]]:
    """The layers, and whether each is read whole; a kernel that the code fixes is that of all.

    Where hardly any of them could be tried, square ones follow.
    """
    fixed = {} if reading.kernel is None else {"kernel_size": reading.kernel}
    axes = len(reading.layout.axes)
    small = layers(axes, {**fixed, **given})
    yield from ((spec, True) for spec in small)
    yield from ((spec, False) for spec in large(axes, {**fixed, **given}) if spec not in small)
    if len(done) < FEW:
        yield from ((spec, True) for spec in square(axes, {**fixed, **given}) if spec not in small)


def _late(done: list[Tried]) -> int:
    return sum(one.failure is not None and one.failure.kind == "late" for one in done)


def _slow(one: Tried, reading: Reading) -> str:
    """Code that is compiled for each size, or step by step, is not wrong where it is slow."""
    late = one.failure is not None and one.failure.kind == "late"
    return "the time is up" if late and (reading.plan.framework != "numpy" or reading.plan.engine) else ""


def _refused(one: Tried, shown: Shown) -> str:
    """Why the code is not for a layer, where it says so itself: by an error that it raises on purpose."""
    failure = one.failure
    if failure is None or failure.kind != "raised":
        return ""
    refused = failure.text.startswith("NotImplementedError") or failure.line in shown.raises
    return f"the code refuses it: {failure.text}" if refused else ""


def _limited(spec: ConvSpec, shown: Shown, whole: bool, given: Mapping[str, Any]) -> str:
    for name in shown.first_only:
        values = next((GEOMETRY[role](spec) for role in roles(name) if role in GEOMETRY), ())
        if len(set(values)) > 1:
            return f"the code reads {name}[0] for both axes"
    if shown.square and len(set(spec.kernel_size)) > 1:
        return "the code reads one size for both axes of the kernel"
    if not whole or calls(spec) <= MOST_CALLS:
        return ""
    message = f"it needs {calls(spec)} calls, more than {MOST_CALLS}"
    if "input_size" in given:
        raise InputError(f"the layer is too large to read off every coefficient: {message}; take a smaller one")
    return message


def _row(spec: ConvSpec, one: Tried | None, why: str, reading: Reading) -> Row:
    verdicts = {}
    shown = one.spec if one is not None else spec
    if one is not None:
        for name in reading.gradients:
            part = one.found.get(name)
            verdicts[SHORT[name]] = "failed" if part is None else _word(name, one, part, reading)
    if one is not None and OUTPUT in reading.results:
        verdicts = {"o": _ahead(one, reading)} | verdicts
    sampled_ = " (sampled)" if one is not None and one.sampled else ""
    return Row(told=told(shown) + sampled_, layer=shown.to_json(), verdicts=verdicts, not_tried=why)


def _ahead(one: Tried, reading: Reading) -> str:
    if one.sampled:
        part = one.found.get(OUTPUT)
        return "failed" if part is None else "right" if part.right else "wrong"
    if one.forward is None or one.forward.table is None:
        return "failed"
    return "wrong" if deviates(one, reading.meaning) else "right"


def _word(name: str, one: Tried, part: Found, reading: Reading) -> str:
    if part.right:
        return "averaged" if part.problem == "averaged" else "right"
    mean = part.table is not None and averaged({one.spec: part.table}, name, reading.meaning)
    return "averaged" if mean else "wrong"
