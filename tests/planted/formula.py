"""Sums of products, and what they come to on a layer by plain loops."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from random import Random

from planted.index import Index, counted_from_one, plus, value

Numbers = Mapping[str, Mapping[tuple[int, ...], int]]


SIZES = {"m": "q", "a": "k", "i": "n", "b": "B", "c": "C", "o": "O"}
"""Letter that runs → letter of how far, each with its axis: output, tap, input, image, input and output channel."""

HOLDS = {"x": "bci", "w": "oca", "g": "bom"}
"""Tensor → what its places are, the last one for each axis."""

ABOUT = {"x": "x", "w": "w", "y": "g", "b": "o"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One axis of a layer; the output is counted, not computed from a formula."""

    size: int
    kernel: int
    stride: int = 1
    dilation: int = 1
    before: int = 0
    after: int = 0

    @property
    def outputs(self) -> int:
        end = self.size + self.before + self.after
        return sum(1 for start in range(0, end, self.stride) if start + self.dilation * (self.kernel - 1) < end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A layer as plain numbers."""

    axes: tuple[Axis, ...]
    images: int = 1
    into: int = 1
    out: int = 1

    @property
    def letters(self) -> dict[str, int]:
        """What the letters that are sizes stand for."""
        found = {"B": self.images, "C": self.into, "O": self.out}
        for t, axis in enumerate(self.axes):
            found |= {f"s{t}": axis.stride, f"d{t}": axis.dilation, f"p{t}": axis.before}
            found |= {f"k{t}": axis.kernel, f"n{t}": axis.size, f"q{t}": axis.outputs}
        return found

    def span(self, letter: str) -> int:
        """How many places a letter that runs has."""
        size = SIZES[letter[0]] + letter[1:]
        return self.letters[size]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    letter: str
    low: Index
    high: Index


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """``about[left] = scale · Σ sums  Π tensor[places]``, counted from ``base``; tensors are x, w and g = ∂L/∂y."""

    about: str
    left: tuple[str, ...]
    sums: tuple[Sum, ...]
    factors: tuple[tuple[str, tuple[Index, ...]], ...]
    base: int = 0
    scale: int = 1
    over: str = ""


def counted(formula: Formula, base: int) -> Formula:
    """A formula that counts from 0, counting from another base."""
    if base == formula.base:
        return formula
    return replace(
        formula,
        base=base,
        sums=tuple(Sum(letter=s.letter, low=plus(s.low, 1), high=plus(s.high, 1)) for s in formula.sums),
        factors=tuple((tensor, tuple(map(counted_from_one, places))) for tensor, places in formula.factors),
    )


def drawn(layer: Layer, rng: Random) -> Numbers:
    """Numbers for all entries of x, w and g, so large that no two wrong sums agree by chance."""
    return {
        tensor: {place: rng.randrange(1, 10**9) for place in _places(layer, runs)} for tensor, runs in HOLDS.items()
    }


def values(formula: Formula, layer: Layer, numbers: Numbers) -> dict[tuple[int, ...], Fraction]:
    """What the formula says of every entry, counted from 0; places that it does not write are 0."""
    letters = layer.letters
    found = {}
    for place in product(*(range(layer.span(name)) for name in formula.left)):
        here = letters | {name: at + formula.base for name, at in zip(formula.left, place, strict=True)}
        total = sum(_product(formula, inside, numbers) for inside in _inside(formula.sums, here))
        found[place] = Fraction(formula.scale * total, letters[formula.over] if formula.over else 1)
    return found


def truth(formula: Formula, layer: Layer, numbers: Numbers) -> dict[tuple[int, ...], Fraction]:
    """What is right for the formula's left side: every meeting of an output, a tap and an input, i = s·m + d·a − p."""
    found = {place: Fraction(0) for place in product(*(range(layer.span(name)) for name in formula.left))}
    for b, c, o in product(range(layer.images), range(layer.into), range(layer.out)):
        for meeting in product(*map(meetings, layer.axes)):
            at = {"b": b, "c": c, "o": o}
            for t, (m, a, i) in enumerate(meeting):
                at |= {f"m{t}": m, f"a{t}": a, f"i{t}": i}
            entry = {tensor: numbers[tensor][_at(layer, runs, at)] for tensor, runs in HOLDS.items()}
            found[tuple(at[name] for name in formula.left)] += _term(formula.about, entry)
    if formula.about == "b":
        found = {place: Fraction(0) for place in found}
        for at_, number in numbers["g"].items():
            found[at_[1:2] if "o" in formula.left else ()] += number
    return found


def _term(about: str, entry: Mapping[str, int]) -> int:
    first, second = {"x": "gw", "w": "gx", "y": "xw", "b": "gg"}[about]
    return entry[first] * entry[second]


def meetings(axis: Axis) -> list[tuple[int, int, int]]:
    """Output, tap and input along an axis: i = s·m + d·a − p."""
    pairs = product(range(axis.outputs), range(axis.kernel))
    places = ((m, a, axis.stride * m + axis.dilation * a - axis.before) for m, a in pairs)
    return [(m, a, i) for m, a, i in places if 0 <= i < axis.size]


def _places(layer: Layer, runs: str) -> Iterator[tuple[int, ...]]:
    return product(*(range(layer.span(name)) for name in _names(layer, runs)))


def _names(layer: Layer, runs: str) -> tuple[str, ...]:
    return (*runs[:-1], *(f"{runs[-1]}{t}" for t in range(len(layer.axes))))


def _at(layer: Layer, runs: str, at: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(at[name] for name in _names(layer, runs))


def _inside(sums: tuple[Sum, ...], here: dict[str, int]) -> Iterator[dict[str, int]]:
    if not sums:
        yield here
        return
    for at in range(value(sums[0].low, here), value(sums[0].high, here) + 1):
        yield from _inside(sums[1:], here | {sums[0].letter: at})


def _product(formula: Formula, here: Mapping[str, int], numbers: Numbers) -> int:
    total = 1
    for tensor, places in formula.factors:
        lead = len(next(iter(numbers[tensor]))) - len(places)
        at = (0,) * lead + tuple(value(one, here) - formula.base for one in places)
        total *= numbers[tensor].get(at, 0)
        if not total:
            return 0
    return total


def holds(formula: Formula, layer: Layer, rng: Random) -> bool:
    numbers = drawn(layer, rng)
    return values(formula, layer, numbers) == truth(formula, layer, numbers)
