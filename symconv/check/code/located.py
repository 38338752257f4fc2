"""Where an object of a class holds its weight and its bias, by looking: the arrays it has when it has been built."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from symconv.check.code.asking import Asked, Reading
from symconv.check.code.layout import Layout
from symconv.check.code.meaning import Meaning
from symconv.check.code.source import Shown
from symconv.check.code.vocabulary import gradient, roles
from symconv.foreign.outcome import Failure
from symconv.foreign.runner import Runner
from symconv.spec import ConvSpec

Shape = tuple[int, ...]
MOST_BIASES = 3
"""Places that may hold the bias."""

SHAPES = frozenset({"x_shape", "w_shape", "out_shape"})
"""What no weight is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """Places to be filled in.

    Attributes:
        sets: place → role.
        layout: with the axes that the bias has there.
        meaning: a layer whose bias may have an entry for each place of the output.
    """

    sets: Mapping[str, str]
    layout: Layout
    meaning: Meaning


def is_bias(place: str) -> bool:
    """Whether the name of a place says that a bias is held there."""
    return "b" in roles(_name(place)) and not _is_other(place)


def is_weight(place: str) -> bool:
    """Whether the name of a place says that a filter is held there."""
    return "w" in roles(_name(place)) and not _is_other(place)


def located(runner: Runner, reading: Reading, told: ConvSpec, shown: Shown) -> list[Filled] | Failure:
    """The places to fill in, the likeliest first; a failure where no object can be built."""
    asked = Asked(runner=runner, reading=reading, told=told)
    zeros = {role: np.zeros(shape) for role, shape in asked.shapes().items()}
    found = runner.places(reading.plan, asked.setting(), asked.handed(zeros))
    if isinstance(found, Failure):
        return found
    shape = asked.reading.layout.shape("w", asked.shapes()["w"])
    weights = list(_weights(found, shape, free=reading.makes_kernel, letters=reading.layout.weight))
    (count,) = asked.shapes()["b"]
    fitting = [place for place, got in found.items() if _core(got) == _core((count,)) and not _is_other(place)]
    biases = _named_first("b", fitting)
    untied = [] if biases else list(_untied(found, asked))
    ways = [{weight: "w"} | dict.fromkeys(bias, "b") for weight in weights[:2] for bias in _each(biases or untied)]
    ways += [{weight: "w"} for weight in weights[:1] if biases]
    meaning = replace(reading.meaning, untied=bool(untied))

    def filled(sets: Mapping[str, str]) -> Filled:
        held = next((found[place] for place, role in sets.items() if role == "b" and place in found), ())
        axes = "".join("F" if n == count else "1" for n in held) if biases and count > 1 else ""
        return Filled(sets=sets, layout=replace(reading.layout, bias=axes or reading.layout.bias), meaning=meaning)

    return [filled(sets) for sets in ways or _unmade(shown, found)]


def _each(places: Sequence[str]) -> list[Sequence[str]]:
    """One of them at a time; none where there is none."""
    return [[place] for place in places[:MOST_BIASES]] or [[]]


def _untied(found: Mapping[str, Shape], asked: Asked) -> Iterator[str]:
    """Places of a bias that has an entry for each place of the output."""
    wanted = _core(asked.reading.layout.shape("b", asked.shapes()["dout"][1:]))
    named = (place for place in found if "b" in roles(_name(place)) and not _is_other(place))
    yield from (place for place in named if _core(found[place]) == wanted)


def _weights(found: Mapping[str, Shape], shape: Shape, *, free: bool, letters: str) -> Iterator[str]:
    """Places of the weight's shape; where the class alone knows the kernel's size, of any kernel's."""

    def fits(got: Shape) -> bool:
        if not free:
            return _core(got) == _core(shape)
        same = (n == m for n, m, letter in zip(got, shape, letters, strict=False) if letter in "FC")
        return len(got) == len(shape) and all(same)

    yield from _named_first("w", [place for place, got in found.items() if fits(got) and not _is_other(place)])


def _named_first(role: str, places: list[str]) -> list[str]:
    return sorted(places, key=lambda place: role not in roles(_name(place)))


def _name(place: str) -> str:
    """``W`` of ``params['W']`` and of ``W['val']``."""
    words = [word for word in re.findall(r"[A-Za-z_]\w*", place) if word not in ("data", "val", "value", "_data")]
    return words[-1] if words else place


def _is_other(place: str) -> bool:
    """Whether its name says that it is something else: a gradient, or the shape of an output."""
    return bool(SHAPES & set(roles(_name(place)))) or "grad" in place.lower() or gradient(_name(place)) is not None


def _core(shape: Shape) -> Shape:
    return tuple(n for n in shape if n != 1)


def _unmade(shown: Shown, found: Mapping[str, Shape]) -> list[dict[str, str]]:
    """Places by their names that hold no array yet; those that hold one of another size are no places for this one."""
    held = {re.split(r"[.\[]", place)[0] for place in found}
    return [way for way in _by_name(shown) if not {re.split(r"[.\[]", place)[0] for place in way} & held][:4]


def _by_name(shown: Shown) -> Iterator[dict[str, str]]:
    """Where the source says that they are kept; a bias may be none."""
    entries = [
        f"{holder.removeprefix('self.')}['{key}']"
        for holder, keys in shown.keys.items()
        if holder.startswith("self.") and "grad" not in holder and "cache" not in holder
        for key in keys
    ]
    held: dict[str, list[str]] = {}
    for place in (*shown.stored, *entries):
        for role in roles(_name(place))[:1]:
            held.setdefault(role, []).append(place)
    for weight in held.get("w", [])[:3]:
        for bias in (*held.get("b", [])[:1], None):
            yield {weight: "w"} | ({bias: "b"} if bias else {})
