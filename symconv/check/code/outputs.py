"""What is said of a forward pass: that it is the layer's, another layer's, or no layer's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from symconv.check.code.asking import OUTPUT, Reading
from symconv.check.code.biased import habit, times
from symconv.check.code.biased import off as off_bias
from symconv.check.code.came import Tried
from symconv.check.code.exact import expected, of_bias
from symconv.check.code.exchanged import mistaken
from symconv.check.code.layers import told
from symconv.check.code.layout import Array
from symconv.check.code.meaning import ONE_SIDED, Meaning
from symconv.check.code.truths import shapes
from symconv.spec import positions


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What is said of a forward pass.

    Attributes:
        verdict: ``right``, ``right under an assumption`` or ``wrong``.
        message: one sentence.
        notes: what the verdict depends on.
        on: where it fails, or any layer.
        got: what it does there, and what is right.
        expected: see ``got``.
        ids: mistakes that explain it.
    """

    verdict: str
    message: str
    on: Tried
    notes: tuple[str, ...] = ()
    got: str = ""
    expected: str = ""
    ids: tuple[str, ...] = ()


def deviates(one: Tried, meaning: Meaning) -> bool:
    """Whether a forward pass that was read whole is not that of the layer."""
    table = one.forward.table if one.forward else None
    return table is not None and not np.array_equal(table, expected(one.spec, OUTPUT, meaning))


def judged(reading: Reading, tried: Sequence[Tried]) -> Output | None:
    """What is to be said of the forward pass; None where there is none that can be read."""
    read = [one for one in tried if one.forward is not None and one.forward.table is not None]
    sampled = [one for one in tried if one.sampled and OUTPUT in one.found]
    if not read and len(sampled) < len(tried):
        return None
    off = [one for one in read if deviates(one, reading.meaning)]
    sampled_off = [one for one in sampled if not one.found[OUTPUT].right]
    if off:
        return _other(reading.meaning, off, len(read))
    own = habit(reading, read)
    notes = [note for note in (reading.meaning.told, own) if note]
    if not own and (biased := off_bias(reading, read)):
        return _biased(reading, *biased[0], left_out=times(reading, read) == 0)
    if sampled_off:
        one = sampled_off[0]
        return Output(verdict="wrong", message=f"on {told(one.spec)}: {one.found[OUTPUT].problem}", on=one)
    count = len(read) + len(sampled)
    message = f"the forward pass is exact on {count} layers" if count > 1 else "the forward pass is exact on the layer"
    return Output(verdict="right", message=message, on=(read or sampled)[0], notes=tuple(notes))


def _biased(reading: Reading, one: Tried, bias: Array, *, left_out: bool) -> Output:
    """A bias that is not added once to each output of its filter: the first output that shows it."""
    if left_out:
        message = "the forward pass leaves out the bias that it is handed"
        return Output(verdict="wrong", message=message, on=one, ids=("missing-term",))
    true, shaped = of_bias(one.spec, reading.meaning), shapes(one.spec, reading.meaning)
    row = int(np.argwhere((bias != true).any(axis=1))[0, 0])
    place = _entry("o", list(positions(shaped["dout"]))[row], shaped["dout"])
    got, right = (_terms(part[row]) for part in (bias, true))
    message = f"the forward pass does not add its bias as the layer does: {place} has {got}, and must have {right}"
    return Output(verdict="wrong", message=message, on=one, got=f"{place}: {got}", expected=f"{place}: {right}")


def _terms(row: Array) -> str:
    """``b_0 + 2·b_1``."""
    factors = {1.0: "", -1.0: "−"}
    terms = (f"{factors.get(row[place], f'{row[place]:g}·')}b_{place}" for place in np.flatnonzero(row)[:8])
    return " + ".join(terms) or "none of it"


def _other(meaning: Meaning, off: Sequence[Tried], read: int) -> Output:
    """A forward pass of another layer: of which, if that is known, and the first product that is not the layer's."""
    sided = next((one for one in ONE_SIDED if all(_is(part, one) for part in off)), None)
    first = off[0]
    table, true = first.forward.table, expected(first.spec, OUTPUT, meaning)  # type: ignore[union-attr]
    got, right, place = _products(table, true, first, meaning)  # type: ignore[arg-type]
    (before, after), *_ = sided.actual(first.told).padding if sided else ((0, 0),)  # type: ignore[union-attr]
    padded = f"it pads {before} before and {after} after, where {first.told.padding[0][0]} on each side was told"
    said = padded if sided else f"{place} is {got or '0'}, and must be {right or '0'}"
    message = f"the forward pass is not that of the layer on {len(off)} of {read} layers: {said}"
    ids = ("wrong-padding",) if sided else ()
    return Output(
        verdict="wrong",
        message=message,
        on=first,
        got=f"{place} = {got or '0'}",
        expected=f"{place} = {right or '0'}",
        ids=ids or tuple(_mistaken(meaning, off)),
    )


def _mistaken(meaning: Meaning, off: Sequence[Tried]) -> Iterator[str]:
    """The mistakes of a transposed layer's forward pass."""
    if meaning.transposed:
        yield from mistaken([(one.spec, OUTPUT, one.forward.table) for one in off])  # type: ignore[union-attr,misc]


def _is(one: Tried, meaning: Meaning) -> bool:
    spec = meaning.actual(one.told)
    table = one.forward.table if one.forward else None
    return spec is not None and table is not None and np.array_equal(table, expected(spec, OUTPUT, meaning))


def _products(table: Array, true: Array, one: Tried, meaning: Meaning) -> tuple[str, str, str]:
    """The first output that differs: its sum as it is, as it must be, and its place."""
    row = int(np.argwhere((table != true).reshape(len(table), -1).any(axis=1))[0, 0])
    shaped = shapes(one.spec, meaning)
    place = _entry("o", list(positions(shaped["dout"]))[row], shaped["dout"])
    return " + ".join(_sum(table[row], shaped)), " + ".join(_sum(true[row], shaped)), place


def _sum(row: Array, shaped: Mapping[str, tuple[int, ...]]) -> Iterator[str]:
    inputs, taps = list(positions(shaped["x"])), list(positions(shaped["w"]))
    for x, w in np.argwhere(row)[:8]:
        number = row[x, w]
        factor = "" if number == 1 else f"{number:g}·"
        yield f"{factor}{_entry('x', inputs[x], shaped['x'])}·{_entry('f', taps[w], shaped['w'])}"


def _entry(letter: str, index: Sequence[int], shape: Sequence[int]) -> str:
    """``x_01``, without images and channels where there is one of each."""
    kept = list(index) if any(n > 1 for n in shape[:2]) else list(index[2:])
    sign = "" if all(n < 10 for n in kept) else ","
    return f"{letter}_{sign.join(map(str, kept))}"
