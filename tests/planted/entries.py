"""Single entries written out: the terms of a gradient at one place, and mistakes in them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from random import Random

from planted.formula import Layer, meetings
from planted.index import Index, index
from planted.voices import Voice

Place = tuple[int, ...]
FACTORS = {"x": "gw", "w": "gx", "y": "wx"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of ``about`` (x, w: gradients; y: the output itself) as a sum of products, counted from 0."""

    about: str
    at: Place
    terms: tuple[tuple[Place, Place], ...]
    signs: tuple[int, ...] = ()


def entry(layer: Layer, about: str, at: Place) -> Entry:
    """What is right: every meeting of an output, a tap and an input at the place."""
    found = []
    for meeting in product(*map(meetings, layer.axes)):
        m, a, i = (tuple(one[t] for one in meeting) for t in range(3))
        if {"x": i, "w": a, "y": m}[about] == at:
            found.append({"x": (m, a), "w": (m, i), "y": (a, i)}[about])
    return Entry(about=about, at=at, terms=tuple(found))


def right(one: Entry, layer: Layer) -> bool:
    """Whether the terms, with their signs, are those that belong there."""
    signed = sorted(zip(one.signs or (1,) * len(one.terms), one.terms, strict=True))
    return signed == sorted((1, term) for term in entry(layer, one.about, one.at).terms)


def slips(one: Entry, layer: Layer, rng: Random) -> Iterator[tuple[str, Entry]]:
    if one.terms:
        t = rng.randrange(len(one.terms))
        yield "missing-term", replace(one, terms=one.terms[:t] + one.terms[t + 1 :])
        yield "wrong-factor", replace(one, signs=tuple(-1 if n == t else 1 for n in range(len(one.terms))))
        for side in (0, 1):
            changed = list(one.terms[t])
            changed[side] = _near(changed[side], rng)
            if _inside(layer, FACTORS[one.about][side], changed[side]):
                yield "wrong-index", replace(one, terms=(*one.terms[:t], (changed[0], changed[1]), *one.terms[t + 1 :]))
    if len(one.terms) > 1:
        seconds = [second for _, second in one.terms]
        yield (
            "no-flip",
            replace(one, terms=tuple((m, a) for (m, _), a in zip(one.terms, reversed(seconds), strict=True))),
        )
    if len(one.at) == 2:
        turned = tuple((m, a[::-1]) for m, a in one.terms)
        if all(_inside(layer, FACTORS[one.about][1], a) for _, a in turned):
            yield "transposed", replace(one, terms=turned)
    other = _near(one.at, rng)
    if _inside(layer, {"x": "x", "w": "w", "y": "g"}[one.about], other):
        yield "wrong-left-side", replace(one, at=other)
    extra = tuple(tuple(rng.randrange(n) for n in _shape(layer, tensor)) for tensor in FACTORS[one.about])
    yield "extra-term", replace(one, terms=(*one.terms, (extra[0], extra[1])))


def _near(at: Place, rng: Random) -> Place:
    t = rng.randrange(len(at))
    return (*at[:t], at[t] + rng.choice((1, -1)), *at[t + 1 :])


def _shape(layer: Layer, tensor: str) -> Place:
    return tuple({"x": one.size, "w": one.kernel, "g": one.outputs}[tensor] for one in layer.axes)


def _inside(layer: Layer, tensor: str, at: Place) -> bool:
    return all(0 <= one < size for one, size in zip(at, _shape(layer, tensor), strict=True))


def written(one: Entry, voice: Voice) -> str:
    """The entry in somebody's voice; an empty sum is 0."""
    left = (
        voice.entry("y", _places(one.at, voice))
        if one.about == "y"
        else voice.gradient(one.about, _places(one.at, voice))
    )
    said = ""
    for sign, (first, second) in zip(one.signs or (1,) * len(one.terms), one.terms, strict=True):
        factors = [
            voice.gradient("y", _places(at, voice)) if tensor == "g" else voice.entry(tensor, _places(at, voice))
            for tensor, at in zip(FACTORS[one.about], (first, second), strict=True)
        ]
        if voice.weight_first:
            factors.reverse()
        said += (" - " if sign < 0 else " + ") + f" {voice.times} ".replace("  ", " ").join(factors)
    return f"{left} = " + (said.removeprefix(" + ").strip() or "0")


def _places(at: Place, voice: Voice) -> tuple[Index, ...]:
    return tuple(index((one + voice.base, ())) for one in at)
