"""Scatter and gather loops in Python on a stated layer, and mistakes in them; what they do is run here on numbers."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from random import Random

from planted.formula import Layer, drawn, truth
from planted.index import Index, index, plus, value
from planted.truths import Family, formulas, place


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """``for letters in ranges: about[left] op= Π tensor[places]``, counted from 0."""

    about: str
    left: tuple[Index, ...]
    factors: tuple[tuple[str, tuple[Index, ...]], ...]
    ranges: tuple[tuple[str, int], ...]
    op: str = "+="


def loop(about: str, layer: Layer) -> Loop:
    """The scatter of ∂L/∂x, or the gather of ∂L/∂w, with the layer's numbers in the places."""
    axes = range(len(layer.axes))
    m, a = (tuple(index((1, (f"{kind}{t}",))) for t in axes) for kind in "ma")
    meet = tuple(
        _numbers(place("meet", t, Family(axes=len(axes), stride=True, padding=True, dilation=True)), layer)
        for t in axes
    )
    ranges = tuple((f"m{t}", layer.axes[t].outputs) for t in axes) + tuple(
        (f"a{t}", layer.axes[t].kernel) for t in axes
    )
    if about == "x":
        return Loop(about="x", left=meet, factors=(("g", m), ("w", a)), ranges=ranges)
    return Loop(about="w", left=a, factors=(("g", m), ("x", meet)), ranges=ranges)


def _numbers(one: Index, layer: Layer) -> Index:
    """Sizes as numbers: s·m + d·a − p → 2·m + a − 1."""
    terms = []
    for number, letters in one:
        for letter in letters:
            if letter[0] in "sdp":
                number *= layer.letters[letter]
        terms.append((number, tuple(one for one in letters if one[0] not in "sdp")))
    return index(*terms)


def slips(one: Loop) -> Iterator[tuple[str, Loop]]:
    yield "overwritten-overlap", replace(one, op="=")
    for r, (letter, size) in enumerate(one.ranges):
        yield "limits", replace(one, ranges=(*one.ranges[:r], (letter, size - 1), *one.ranges[r + 1 :]))
    for f, (tensor, places) in enumerate(one.factors):
        for p, at in enumerate(places):
            for step in (1, -1):
                changed = (*places[:p], plus(at, step), *places[p + 1 :])
                yield "off-by-one", replace(one, factors=(*one.factors[:f], (tensor, changed), *one.factors[f + 1 :]))
        if len(places) == 2:
            turned = (tensor, places[::-1])
            yield "transposed", replace(one, factors=(*one.factors[:f], turned, *one.factors[f + 1 :]))
    for p, at in enumerate(one.left):
        for t, (number, letters) in enumerate(at):
            if letters and number > 1:
                lost = index(*at[:t], (1, letters), *at[t + 1 :])
                yield "stride-lost", replace(one, left=(*one.left[:p], lost, *one.left[p + 1 :]))
            if not letters:
                yield "padding-lost", replace(one, left=(*one.left[:p], at[:t] + at[t + 1 :], *one.left[p + 1 :]))


def right(one: Loop, layer: Layer, rng: Random) -> bool | None:
    """Whether the loops leave the right numbers; None where they leave an array, which a reader may forgive."""
    numbers = drawn(layer, rng)
    family = Family(axes=len(layer.axes), stride=True, padding=True, dilation=True)
    model = formulas(family)["filter" if one.about == "w" else "forward"]
    model = replace(
        model, about=one.about, left=tuple(f"{'a' if one.about == 'w' else 'i'}{t}" for t in range(len(layer.axes)))
    )
    wanted = truth(model, layer, numbers)
    found = dict.fromkeys(wanted, 0)
    for run in product(*(range(size) for _, size in one.ranges)):
        here = dict(zip((letter for letter, _ in one.ranges), run, strict=True))
        total = 1
        for tensor, places in one.factors:
            at = tuple(value(p, here) for p in places)
            entry = numbers[tensor].get((0, 0, *at))
            if entry is None and not (tensor == "x" and one.factors[1][0] == "x"):
                return None
            total *= entry or 0
        at = tuple(value(p, here) for p in one.left)
        if at in found:
            found[at] = found[at] + total if one.op == "+=" else total
    return found == wanted


def written(one: Loop, names: dict[str, str]) -> str:
    def said(at: Index) -> str:
        found = ""
        for number, letters in at:
            size = [] if abs(number) == 1 and letters else [str(abs(number))]
            found += (" - " if number < 0 else " + ") + "*".join([*size, *(names[letter] for letter in letters)])
        return found.removeprefix(" + ").strip() or "0"

    def entry(tensor: str, places: tuple[Index, ...]) -> str:
        return f"{names[tensor]}[{', '.join(map(said, places))}]"

    lines = [f"{'    ' * r}for {names[letter]} in range({size}):" for r, (letter, size) in enumerate(one.ranges)]
    products = " * ".join(entry(tensor, places) for tensor, places in one.factors)
    return "\n".join([*lines, f"{'    ' * len(lines)}d{entry(one.about, one.left)} {one.op} {products}"])
