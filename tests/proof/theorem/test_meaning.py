"""The formal statements mean what we think: on real layers they give the numbers of plain loops."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from layers import LAYERS, Numbers, counted_outputs, numbers

from symconv import ConvSpec
from symconv.proof.theorem.evaluating import value
from symconv.proof.theorem.indices import Letter
from symconv.proof.theorem.replay import random_arrays
from symconv.proof.theorem.statement import Statement
from symconv.proof.theorem.statements import STATEMENTS
from symconv.proof.theorem.terms import Place, Term

ENTRIES = 16
NOWHERE = 10**6
"""What an array holds where it has no entry: a proof that reads there would not agree."""

FORMS = sorted(set(STATEMENTS) - {"adjoint", "polyphase"})
DERIVED = {"∂x": "grad_input", "∂f": "grad_weight", "o": "output"}


def sizes(spec: ConvSpec) -> dict[Letter, int]:
    found = {Letter("B"): spec.batch, Letter("H"): spec.groups}
    found |= {Letter("U"): spec.out_channels // spec.groups, Letter("V"): spec.in_channels // spec.groups}
    stated = (spec.input_size, spec.kernel_size, spec.stride, spec.dilation, spec.padding, counted_outputs(spec))
    for axis, (n, k, s, d, (before, after), m) in enumerate(zip(*stated, strict=True)):
        rest = n + before + after - d * (k - 1) - 1 - s * (m - 1)
        named = {"N": n, "k": k, "s": s, "d": d, "p₋": before, "p₊": after, "M": m, "r": rest}
        found |= {Letter(name, axis): size for name, size in named.items()}
    return found


def read(array: np.ndarray, lead: Place) -> Callable[[Place, Place], int]:
    """The array at image, channel and place; far from 0 where it has no entry."""

    def at(upper: Place, index: Place) -> int:
        place = (*(upper or lead), *index)
        inside = all(0 <= i < n for i, n in zip(place, array.shape, strict=True))
        return int(array[place]) if inside else NOWHERE + hash(place) % 1000

    return at


def evaluated(statement: Statement, term: Term, here: Mapping[Letter, int], exact: Numbers, channels: bool) -> int:
    lead = () if channels else (0, 0)
    arrays: dict[str, Any] = random_arrays((), here, None)  # type: ignore[arg-type] - nothing is drawn
    arrays |= {"g": read(exact.grad_output, lead), "f": read(exact.weight, lead), "x": read(exact.input, lead)}
    named: dict[str, Any] = dict(arrays)
    for definition in statement.definitions:
        letters = (*definition.index, *definition.upper)

        def entry(upper: Place, index: Place, definition: Any = definition, letters: Any = letters) -> int:
            return value(definition.term, {**here, **dict(zip(letters, (*index, *upper), strict=True))}, named)

        named[definition.array] = entry
    return value(term, here, named)


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("form", FORMS)
def test_a_statement_gives_the_numbers_of_the_loops(layer: str, form: str, replayed: Callable) -> None:
    spec = LAYERS[layer]
    channels = max(spec.batch, spec.in_channels, spec.out_channels) > 1
    statement = replayed(form, len(spec.stride), channels)
    exact = numbers(spec)
    assert statement.left
    expected = getattr(exact, DERIVED[statement.left.array])
    draw = np.random.default_rng(3)
    for place in draw.permutation(list(np.ndindex(expected.shape)))[:ENTRIES]:
        here = sizes(spec) | counted(statement, tuple(map(int, place)), spec)
        for term in (statement.derivation.start, statement.derivation.term):
            assert evaluated(statement, term, here, exact, channels) == expected[tuple(place)]


def counted(statement: Statement, place: Place, spec: ConvSpec) -> dict[Letter, int]:
    """The letters of one entry: image, group, channels, and its place."""
    assert statement.left
    name = {"∂x": "i", "∂f": "a", "o": "m"}[statement.left.array]
    found = {Letter(name, axis): at for axis, at in enumerate(place[2:])}
    out, wide = spec.out_channels // spec.groups, spec.in_channels // spec.groups
    first, second = place[:2]
    if name == "i":
        return found | {Letter("z"): first, Letter("h"): second // wide, Letter("v"): second % wide}
    if name == "a":
        return found | {Letter("h"): first // out, Letter("y"): first % out, Letter("v"): second}
    return found | {Letter("z"): first, Letter("h"): second // out, Letter("y"): second % out}


@pytest.mark.parametrize("layer", ["classroom", "signal", "rectangle", "stride above kernel", "dilated", "volume"])
def test_the_phases_together_are_the_gradient(layer: str, replayed: Callable) -> None:
    spec = LAYERS[layer]
    statement, exact = replayed("polyphase", len(spec.stride)), numbers(spec)
    for place in list(np.ndindex(spec.input_size))[::3]:
        here = sizes(spec)
        for axis, (i, s, (before, _)) in enumerate(zip(place, spec.stride, spec.padding, strict=True)):
            here |= {Letter("φ", axis): (i + before) % s, Letter("j", axis): (i + before) // s}
        assert evaluated(statement, statement.derivation.term, here, exact, False) == exact.grad_input[(0, 0, *place)]


@pytest.mark.parametrize("layer", ["classroom", "signal", "rectangle", "remainder", "volume"])
def test_zero_insertion_is_the_adjoint_of_keeping_every_sth(layer: str, replayed: Callable) -> None:
    spec = LAYERS[layer]
    statement, exact = replayed("adjoint", len(spec.stride)), numbers(spec)
    outputs = exact.grad_output[0, 0]
    y = np.random.default_rng(5).integers(
        -99, 99, tuple(s * m + 3 for s, m in zip(spec.stride, outputs.shape, strict=True))
    )
    kept = y[tuple(slice(0, s * (m - 1) + 1, s) for s, m in zip(spec.stride, outputs.shape, strict=True))]
    dilated = np.zeros(tuple(s * (m - 1) + 1 for s, m in zip(spec.stride, outputs.shape, strict=True)), int)
    dilated[tuple(slice(None, None, s) for s in spec.stride)] = outputs
    expected = int((outputs * kept).sum())
    assert expected == int((dilated * y[tuple(map(slice, dilated.shape))]).sum())
    arrays = {"y": read(y, ()), "g": read(outputs, ()), "D": read(dilated, ())}
    for term in (statement.derivation.start, statement.derivation.term):
        assert value(term, sizes(spec), arrays) == expected
