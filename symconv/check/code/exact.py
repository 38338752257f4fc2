"""Coefficients beside those of the chain rule: the same comparison that a written derivation gets."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from math import prod

import numpy as np

from symconv.algebra.polynomial import NormalForm, Ranks
from symconv.algebra.tensors import Alphabet, Index
from symconv.check.code.layout import Array
from symconv.check.code.meaning import USUAL, Meaning, folded
from symconv.check.evaluating.differences import Comparison, Difference
from symconv.check.evaluating.truth import SOURCE, Truth, truth
from symconv.spec import ConvSpec, positions

FACTOR = {"grad_input": "weight", "grad_weight": "input", "grad_bias": None}
ORDER = {"output": (1, 0, 2), "grad_input": (0, 1, 2), "grad_weight": (2, 1, 0)}
"""Gradient → how its coefficients ``[entry, ∂L/∂O or X, F or X]`` stand in the layer's ``[X, ∂L/∂O, F]``."""
DENOMINATOR = 10_000


@lru_cache(maxsize=256)
def expected(spec: ConvSpec, name: str, meaning: Meaning = USUAL) -> Array:
    """The true coefficients, shaped as ``impulses.coefficients`` reads them off."""
    if name == "grad_bias":
        return _bias(spec, meaning)
    table = _folded(spec, meaning.fold) if meaning.fold else _true(spec)
    if meaning.transposed:
        table = table.transpose(1, 0, 2)
    if meaning.flipped:
        table = flipped(table, spec)
    return table.transpose(ORDER[name])


def of_forward(table: Array, name: str) -> Array:
    """The coefficients that follow from those of a forward pass, ``[O, X, F]``."""
    return table.transpose(1, 0, 2).transpose(ORDER[name])


def of_bias(spec: ConvSpec, meaning: Meaning = USUAL) -> Array:
    """The coefficients of the bias in the output, ``[O, b]``."""
    return expected(spec, "grad_bias", meaning).T


def flipped(table: Array, spec: ConvSpec) -> Array:
    """Coefficients by the taps of a flipped filter, which is the last axis."""
    taps = prod(spec.kernel_size)
    return np.ascontiguousarray(table.reshape(*table.shape[:2], -1, taps)[..., ::-1].reshape(table.shape))


@lru_cache(maxsize=128)
def _true(spec: ConvSpec) -> Array:
    """``[X, ∂L/∂O, F]``: what the chain rule says of every product."""
    true = truth(spec)
    return trilinear(spec, lambda _, tensor, index: true.entry(tensor, index))


def _folded(spec: ConvSpec, mode: str) -> Array:
    """The same where the padding is folded: what reads a copy reads the entry that it is a copy of."""
    layer = folded(spec, mode)
    padded, shape = _true(layer.form), layer.input_shape
    table = np.zeros((prod(shape), *padded.shape[1:]))
    for row, (image, channel, *place) in enumerate(positions(layer.form.input_shape)):
        at = (axis.source(n - axis.before) for axis, n in zip(layer.axes, place, strict=True))
        table[np.ravel_multi_index((image, channel, *at), shape)] += padded[row]  # type: ignore[arg-type]  # none is a zero
    return table


def trilinear(spec: ConvSpec, entry: Callable[[Alphabet, str, Index], NormalForm]) -> Array:
    """``[X, ∂L/∂O, F]``: the coefficient of every product in the entries of ``grad_input``."""
    alphabet = truth(spec).alphabet
    upstreams, entries, taps = (alphabet.ranks(name) for name in ("grad_output", "input", "weight"))
    table = np.zeros((len(entries), len(upstreams), len(taps)))
    for row, index in enumerate(positions(alphabet.shapes["input"])):
        for (upstream, tap), coefficient in entry(alphabet, "grad_input", index).items():
            table[row, upstream - upstreams[0], tap - taps[0]] = coefficient
    return table


def _bias(spec: ConvSpec, meaning: Meaning) -> Array:
    shape, channels = spec.output_shape, spec.out_channels
    if meaning.transposed:
        shape, channels = spec.input_shape, spec.in_channels
    if meaning.untied:
        return np.tile(np.eye(prod(shape[1:])), shape[0])
    upstream = np.arange(prod(shape)).reshape(shape)
    table = np.zeros((channels, upstream.size))
    for channel in range(channels):
        table[channel, upstream[:, channel].ravel()] = 1
    return table


def compared(spec: ConvSpec, name: str, table: Array, right: Array, meaning: Meaning = USUAL) -> Comparison:
    """The coefficients of one gradient against the right ones, entry by entry."""
    true = truth(spec, convolved=meaning.flipped)
    indices = list(positions(true.alphabet.shapes[SOURCE[name]]))
    wrong = [row for row in range(len(indices)) if not np.array_equal(table[row], right[row])]
    if name == "grad_input" and meaning.flipped:  # ranks count the layer's own taps
        table, right = flipped(table, spec), flipped(right, spec)
    got = {(0, name, index): _form(true, name, table[row]) for row, index in enumerate(indices)}
    differences = [
        Difference(
            tensor=name,
            index=indices[row],
            side=0,
            expected=_form(true, name, right[row]),
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


def averaged(tables: Sequence[tuple[ConvSpec, Array]], name: str, meaning: Meaning = USUAL) -> bool:
    """Whether the coefficients are the truth divided by the number of images, on layers with several."""
    return any(spec.batch > 1 for spec, _ in tables) and all(
        np.allclose(table * spec.batch, expected(spec, name, meaning), rtol=0, atol=1e-9) for spec, table in tables
    )
