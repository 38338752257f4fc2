"""General formulas, mutated one symbol at a time: none that is wrong is called right.

A formula is written for one axis as a sum over letters; plain sums over a grid of layers decide whether a mutant is
still right, so the judge's own small set of layers must tell the others apart.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import pytest

from symconv import check_text

Index = tuple[tuple[str, int], ...]
"""Letter (``1`` for a number, two letters for a product) → what it is multiplied by."""


@dataclass(frozen=True, kw_only=True)
class Formula:
    """``∂L/∂target = Σ_letter δ_upstream · other``, and the layers it is about."""

    about: str
    forward: Index
    target: str
    letter: str
    upstream: Index
    other: Index
    first: int = 0
    last: int = -1
    """The sum ends at M (or k) and this many more."""


ONE = (("i", 1), ("a", 1))
STRIDED = (("si", 1), ("a", 1))
PADDED = (("si", 1), ("a", 1), ("p", -1))
DILATED = (("si", 1), ("da", 1), ("p", -1))
SAID = {
    ONE: "stride 1, no padding",
    STRIDED: "stride $s$, no padding",
    PADDED: "stride $s$, padding $p$, dilation 1",
    DILATED: "stride $s$, padding $p$, dilation $d$",
}
FORMULAS = {
    "input, stride 1": Formula(
        about="x", forward=ONE, target="u", letter="a", upstream=(("u", 1), ("a", -1)), other=(("a", 1),)
    ),
    "input, strided": Formula(
        about="x", forward=STRIDED, target="u", letter="i", upstream=(("i", 1),), other=(("u", 1), ("si", -1))
    ),
    "input, padded": Formula(
        about="x", forward=PADDED, target="u", letter="i", upstream=(("i", 1),), other=(("u", 1), ("p", 1), ("si", -1))
    ),
    "filter, strided": Formula(
        about="w", forward=STRIDED, target="a", letter="i", upstream=(("i", 1),), other=(("si", 1), ("a", 1))
    ),
    "filter, dilated": Formula(
        about="w",
        forward=DILATED,
        target="a",
        letter="i",
        upstream=(("i", 1),),
        other=(("si", 1), ("da", 1), ("p", -1)),
    ),
}


def written(index: Index) -> str:
    found = "".join(
        f"{'-' if n < 0 else '+'}{abs(n) if abs(n) != 1 or name == '1' else ''}{'' if name == '1' else ' '.join(name)}"
        for name, n in index
    )
    return found.removeprefix("+") or "0"


def text(formula: Formula) -> str:
    other, size = ("w", "M" if formula.letter == "i" else "k") if formula.about == "x" else ("x", "M")
    end = f"{size}{formula.last:+d}" if formula.last else size
    right = rf"\delta_{{{written(formula.upstream)}}} {other}_{{{written(formula.other)}}}"
    forward = rf"$y_{{i}}=\sum_{{a}} x_{{{written(formula.forward)}}} w_{{a}}$"
    claim = rf"\frac{{\partial L}}{{\partial {formula.about}_{{{formula.target}}}}}"
    return (
        f"{SAID[formula.forward]}. {forward}\n\n"
        rf"$${claim}=\sum_{{{formula.letter}={formula.first}}}^{{{end}}} {right}$$"
    )


def value(index: Index, letters: dict[str, int]) -> int:
    total = 0
    for name, n in index:
        for letter in name if name != "1" else "":
            n *= letters[letter]
        total += n
    return total


def layers(formula: Formula) -> Iterator[dict[str, int]]:
    used = {letter for name, _ in formula.forward for letter in name}
    choices = product(range(2, 8), range(1, 4), range(1, 4), range(3), range(1, 3))
    for size, taps, stride, padding, dilation in choices:
        layer = {"N": size, "k": taps, "s": stride, "p": padding, "d": dilation}
        usual = (stride == 1 or "s" in used) and (padding == 0 or "p" in used) and (dilation == 1 or "d" in used)
        room = size + 2 * padding - dilation * (taps - 1) - 1
        if usual and room >= 0:
            yield {**layer, "M": room // stride + 1}


def terms(formula: Formula, layer: dict[str, int]) -> list[Counter[tuple[int, int]]]:
    """For each entry of the gradient how often each (output, other entry) stands in its sum; outside is 0."""
    targets, others = (layer["N"], layer["k"]) if formula.about == "x" else (layer["k"], layer["N"])
    end = layer["M" if formula.letter == "i" else "k"] + formula.last
    found = []
    for target in range(targets):
        counted: Counter[tuple[int, int]] = Counter()
        for number in range(formula.first, end + 1):
            letters = {**layer, formula.target: target, formula.letter: number}
            pair = value(formula.upstream, letters), value(formula.other, letters)
            if 0 <= pair[0] < layer["M"] and 0 <= pair[1] < others:
                counted[pair] += 1
        found.append(counted)
    return found


def changed(index: Index) -> Iterator[Index]:
    """One more, one less, a term dropped, a sign turned, a factor lost, another letter for the stride."""
    yield (*index, ("1", 1))
    yield (*index, ("1", -1))
    for number, (name, n) in enumerate(index):
        rest = index[:number], index[number + 1 :]
        if len(index) > 1:
            yield rest[0] + rest[1]
        yield (*rest[0], (name, -n), *rest[1])
        if len(name) == 2:
            yield (*rest[0], (name[1], n), *rest[1])


def mutants(formula: Formula) -> Iterator[Formula]:
    for index in changed(formula.upstream):
        yield replace(formula, upstream=index)
    for index in changed(formula.other):
        yield replace(formula, other=index)
    for first, last in ((0, 0), (0, -2), (1, -1), (1, 0)):
        yield replace(formula, first=first, last=last)
    letters = {formula.target, formula.letter}
    for one, two in product(letters, repeat=2):
        swapped = tuple((name.replace(one, two), n) for name, n in formula.other)
        if one != two and swapped != formula.other:
            yield replace(formula, other=swapped)


def verdict(formula: Formula) -> str:
    return check_text(text(formula), name="a.md").statements[-1].verdict


@pytest.mark.parametrize("name", FORMULAS)
def test_the_formula_is_right(name: str) -> None:
    assert verdict(FORMULAS[name]).startswith("right")


@pytest.mark.parametrize("name", FORMULAS)
def test_no_wrong_mutant_is_called_right(name: str) -> None:
    right = FORMULAS[name]
    grid = list(layers(right))
    truth = [terms(right, layer) for layer in grid]
    outcomes = {mutant: [terms(mutant, layer) for layer in grid] == truth for mutant in mutants(right)}
    judged = {mutant: verdict(mutant) for mutant in outcomes}
    assert [text(one) for one, same in outcomes.items() if not same and judged[one].startswith("right")] == []
    assert [text(one) for one, same in outcomes.items() if same and judged[one] == "wrong"] == []
    assert sum(word == "wrong" for word in judged.values()) > len(judged) / 2
