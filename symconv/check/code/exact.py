"""Coefficients beside those of the chain rule: the same comparison that a written derivation gets."""

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

import numpy as np

from symconv.algebra.polynomial import NormalForm, Ranks
from symconv.check.code.layout import Array
from symconv.check.evaluating.differences import Comparison, Difference
from symconv.check.evaluating.truth import SOURCE, Truth, truth
from symconv.spec import ConvSpec, positions

FACTOR = {"grad_input": "weight", "grad_weight": "input", "grad_bias": None}
DENOMINATOR = 10_000


@lru_cache(maxsize=128)
def expected(spec: ConvSpec, name: str) -> Array:
    """The true coefficients, shaped as ``impulses.coefficients`` reads them off."""
    true = truth(spec)
    alphabet, factor = true.alphabet, FACTOR[name]
    upstreams, entries = alphabet.ranks("grad_output"), alphabet.ranks(SOURCE[name])
    shape = (len(entries), len(upstreams), *([len(alphabet.ranks(factor))] if factor else []))
    table = np.zeros(shape)
    for row, index in enumerate(positions(alphabet.shapes[SOURCE[name]])):
        for ranks, coefficient in true.entry(name, index).items():
            places = [ranks[0] - upstreams[0], *([ranks[1] - alphabet.ranks(factor)[0]] if factor else [])]
            table[(row, *places)] = coefficient
    return table


def compared(spec: ConvSpec, name: str, table: Array) -> Comparison:
    """The coefficients of one gradient against the truth, entry by entry."""
    true = truth(spec)
    right = expected(spec, name)
    indices = list(positions(true.alphabet.shapes[SOURCE[name]]))
    got = {(0, name, index): _form(true, name, table[row]) for row, index in enumerate(indices)}
    wrong = [row for row in range(len(indices)) if not np.array_equal(table[row], right[row])]
    differences = [
        Difference(
            tensor=name,
            index=indices[row],
            side=0,
            expected=true.entry(name, indices[row]),
            got=got[0, name, indices[row]],
        )
        for row in wrong
    ]
    return Comparison(truth=true, assumed=set(), compared=len(indices), differences=differences, got=got)


def missized(spec: ConvSpec, name: str, message: str) -> Comparison:
    """A gradient that has another size."""
    true = truth(spec)
    index = next(positions(true.alphabet.shapes[SOURCE[name]]))
    difference = Difference(
        tensor=name, index=index, side=0, expected=true.entry(name, index), got=None, message=message
    )
    return Comparison(truth=true, assumed=set(), compared=1, differences=[difference])


def _form(true: Truth, name: str, row: Array) -> NormalForm:
    alphabet, factor = true.alphabet, FACTOR[name]
    first = alphabet.ranks("grad_output")[0]
    second = alphabet.ranks(factor)[0] if factor else 0
    form: dict[Ranks, int] = {}
    for place in np.argwhere(row):
        upstream, *other = (int(n) for n in place)
        form[(first + upstream, *(second + n for n in other))] = _number(float(row[tuple(place)]))
    return form


def _number(value: float) -> int:
    """A whole number; a fraction where the code has one, which is counted and written like a number."""
    return int(value) if value.is_integer() else Fraction(value).limit_denominator(DENOMINATOR)  # type: ignore[return-value]


def averaged(tables: Mapping[ConvSpec, Array], name: str) -> bool:
    """Whether the coefficients are the truth divided by the number of images, on layers with several."""
    several = {spec: table for spec, table in tables.items() if spec.batch > 1}
    return bool(several) and all(
        np.allclose(table * spec.batch, expected(spec, name), rtol=0, atol=1e-9) for spec, table in tables.items()
    )
