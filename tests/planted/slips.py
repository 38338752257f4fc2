"""Ways of making a formula wrong, each with the name of the mistake."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from planted.formula import Formula, Sum
from planted.index import Index, Term, index, plus, runs


def slips(formula: Formula) -> Iterator[tuple[str, Formula]]:
    """Name of a mistake, and the formula with it; whether it is wrong is for plain loops to say."""
    yield from _places(formula)
    yield from _pairs(formula)
    yield from _sums(formula)
    yield "wrong-factor", replace(formula, scale=-1)
    yield "wrong-factor", replace(formula, scale=2)
    if any(one.letter == "b" for one in formula.sums):
        yield "batch-averaged", replace(formula, over="B")


def _places(formula: Formula) -> Iterator[tuple[str, Formula]]:
    """One place of one factor changed."""
    for f, (tensor, places) in enumerate(formula.factors):
        for p, one in enumerate(places):
            for name, changed in _changed(one):
                yield name, _with(formula, f, (tensor, (*places[:p], changed, *places[p + 1 :])))
        spatial = [p for p, one in enumerate(places) if _axis(one) is not None]
        if len(spatial) == 2 and len(formula.factors) == 2:  # a lone factor may name its axes otherwise
            turned = list(places)
            turned[spatial[0]], turned[spatial[1]] = places[spatial[1]], places[spatial[0]]
            yield "transposed", _with(formula, f, (tensor, tuple(turned)))
        for name, turn in (("no-flip", _unflipped), ("stride-lost", _without("s")), ("padding-lost", _without("p"))):
            yield name, _with(formula, f, (tensor, tuple(map(turn, places))))
    flipped = tuple((t, tuple(_flipped(one, formula.base) for one in p)) for t, p in formula.factors)
    yield "double-flip", replace(formula, factors=flipped)


def _changed(one: Index) -> Iterator[tuple[str, Index]]:
    yield "off-by-one", plus(one, 1)
    yield "off-by-one", plus(one, -1)
    for t, (number, letters) in enumerate(one):
        if letters and len(one) > 1:
            yield "padding-lost" if letters[-1][0] == "p" else "wrong-index", one[:t] + one[t + 1 :]
            sign = "one-axis-flip" if letters[-1][0] in "am" else "wrong-padding"
            yield sign, index(*one[:t], (-number, letters), *one[t + 1 :])
        if len(letters) == 2:
            yield (
                "stride-lost" if letters[0][0] == "s" else "no-dilation",
                index(*one[:t], (number, letters[1:]), *one[t + 1 :]),
            )
    yield "stride-on-tap", _exchanged(one)


def _exchanged(one: Index) -> Index:
    """The factors before the two letters that run, exchanged: s·m + d·a → d·m + s·a."""
    running = [t for t, (_, letters) in enumerate(one) if letters and letters[-1][0] in "ma"]
    if len(running) != 2:
        return one
    terms: list[Term] = list(one)
    (n, first), (m, second) = terms[running[0]], terms[running[1]]
    terms[running[0]] = (n, (*second[:-1], first[-1]))
    terms[running[1]] = (m, (*first[:-1], second[-1]))
    return index(*terms)


def _pairs(formula: Formula) -> Iterator[tuple[str, Formula]]:
    """Two factors, or two places that are channels, exchanged."""
    if len(formula.factors) == 2:
        (first, places), (second, others) = formula.factors
        if len(places) == len(others):
            yield "operands-swapped", replace(formula, factors=((first, others), (second, places)))
    for f, (tensor, places) in enumerate(formula.factors):
        if len(places) > 2 and tensor == "w" and _axis(places[0]) is None:
            yield "operands-swapped", _with(formula, f, (tensor, (places[1], places[0], *places[2:])))


def _sums(formula: Formula) -> Iterator[tuple[str, Formula]]:
    """One sum too short, or left out."""
    for s, one in enumerate(formula.sums):
        rest = formula.sums[:s], formula.sums[s + 1 :]
        for low, high in ((1, 0), (0, -1)):
            short = Sum(letter=one.letter, low=plus(one.low, low), high=plus(one.high, high))
            yield "limits", replace(formula, sums=(*rest[0], short, *rest[1]))
        first = tuple(
            (tensor, tuple(_first(p, one.letter, formula.base) for p in places)) for tensor, places in formula.factors
        )
        name = "channels-not-summed" if one.letter in "co" else "missing-sum"
        yield name, replace(formula, sums=rest[0] + rest[1], factors=first)


def _first(one: Index, letter: str, base: int) -> Index:
    """A place where a letter is at its first value."""
    return index(
        *(
            (number * base if letter in letters else number, tuple(f for f in letters if f != letter))
            for number, letters in one
        )
    )


def _with(formula: Formula, f: int, factor: tuple[str, tuple[Index, ...]]) -> Formula:
    return replace(formula, factors=(*formula.factors[:f], factor, *formula.factors[f + 1 :]))


def _axis(one: Index) -> str | None:
    return next((letters[-1][1] for _, letters in one if letters and runs(letters[-1]) and letters[-1][1:]), None)


def _unflipped(one: Index) -> Index:
    """Every tap and output added: i − a → i + a."""
    return index(*((abs(n) if letters and letters[-1][0] in "am" else n, letters) for n, letters in one))


def _flipped(one: Index, base: int) -> Index:
    """A tap alone, counted from the other end."""
    if len(one) == 1 and one[0][1] and one[0][1][-1][0] == "a":
        return index((1, ("k" + one[0][1][-1][1:],)), (2 * base - 1, ()), (-1, one[0][1]))
    return one


def _without(letter: str) -> Callable[[Index], Index]:
    """A letter left out: a factor becomes 1, and a term of its own goes."""

    def turn(one: Index) -> Index:
        kept = [(number, letters) for number, letters in one if not (len(letters) == 1 and letters[0][0] == letter)]
        return index(*((number, tuple(f for f in letters if f[0] != letter)) for number, letters in kept))

    return turn
