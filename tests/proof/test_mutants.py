"""Every mistake people make, made in every route: the prover must reject each, and say where and how.

A mutant is a route with one mistake put into it. Some mistakes can be put into any route from outside (a filter turned
around, padding exchanged); these are made in every route of the tables, also in one that is added tomorrow. Others need
the inside of a route; these patch the words it is written in.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import prod
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from layers import LAYERS, Index, meetings

from symconv import ConvSpec, routes
from symconv.algebra.chain_rule import Gradients, differentiate
from symconv.algebra.polynomial import NormalForm
from symconv.exact import ExactArray, matmul, moveaxis, reshape, result_type, zeros
from symconv.proof.entrywise import Proof, in_numpy, prove_routes
from symconv.routes import matrix, operators, polyphase
from symconv.routes.arrays import Array
from symconv.routes.contractions import contractions
from symconv.routes.operators import pad
from symconv.routes.polyphase import phases as every_phase
from symconv.spec import positions

TRIED = {
    "classroom": LAYERS["classroom"],
    "rectangle": LAYERS["rectangle"],
    "remainder": LAYERS["remainder"],
    "dilated": LAYERS["dilated"],
    "padding above kernel": LAYERS["padding above kernel"],
    "groups": LAYERS["groups"],
    "channels": ConvSpec.of(
        input_size=(4, 3), kernel_size=2, stride=(2, 1), in_channels=2, out_channels=2, batch_size=2, bias=True
    ),
    "exchangeable": ConvSpec.of(input_size=(4, 3), kernel_size=2, stride=1, dilation=2),
}
"""Layers on which mistakes show; with ``exchangeable``, stride and dilation can trade places, sizes unchanged."""

CLAIMS = contractions(ConvSpec.of())
FILTER_SIDE = [claim for claim in CLAIMS if "weight" in CLAIMS[claim].given]
Route = Callable[..., Array]


@dataclass(frozen=True)
class Mutant:
    """A mistake in one route of a claim.

    Attributes:
        claim: what the route claims to compute.
        route: the route's name.
        mistake: what is wrong.
        wrap: (claim, route) → the route with the mistake, where it is made from outside.
        patch: attribute of symconv → replacement for the layer, where it is made inside.
    """

    claim: str
    route: str
    mistake: str
    wrap: Callable[[str, Route], Route] = lambda claim, route: route
    patch: Mapping[str, Callable[[ConvSpec], Any]] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.claim} by {self.route}: {self.mistake}"


def around(
    spec: Callable[[ConvSpec], ConvSpec] = lambda spec: spec,
    weight: Callable[[Array], Array] = lambda weight: weight,
    maps: Callable[[Array], Array] = lambda maps: maps,
    result: Callable[[ConvSpec, Array], Array] = lambda spec, result: result,
) -> Callable[[str, Route], Route]:
    """A mistake made from outside: in the layer, in the filter, in the maps (X, ∂L/∂O), or in the result."""

    def mistaken(claim: str, route: Route) -> Route:
        given = CLAIMS[claim].given

        def wrong(layer: ConvSpec, *arrays: ExactArray) -> Array:
            named = zip(given, map(in_numpy, arrays), strict=True)
            changed = (weight(array) if name == "weight" else maps(array) for name, array in named)
            return result(layer, route(spec(layer), *changed))

        return wrong

    return mistaken


def first_only(array: Array, axis: int) -> Array:
    """Everything but the first along an axis replaced by 0."""
    kept = array.copy()
    kept[(slice(None),) * axis + (slice(1, None),)] = 0
    return kept


def exchanged_padding(spec: ConvSpec) -> ConvSpec:
    return replace(spec, padding=tuple((after, before) for before, after in spec.padding))


ANYWHERE = {
    # in routes that are given the filter
    "filter not turned, or turned twice": (FILTER_SIDE, around(weight=operators.flip)),
    "filter turned along one axis only": (FILTER_SIDE, around(weight=lambda f: f[..., ::-1])),
    "filter turned along the other axis only": (FILTER_SIDE, around(weight=lambda f: f[..., ::-1, :])),
    "filter transposed": (FILTER_SIDE, around(weight=lambda f: f.swapaxes(-1, -2))),
    "off by one in the tap": (FILTER_SIDE, around(weight=lambda f: np.roll(f, 1, axis=-1))),
    "one tap forgotten": (FILTER_SIDE, around(weight=lambda f: pad(f[..., 1:], (0, 1), (0, 0)))),
    "filters of two channels exchanged": (FILTER_SIDE, around(weight=lambda f: f[::-1])),
    # in all routes with space
    "padding before and after exchanged": (list(CLAIMS)[:3], around(spec=exchanged_padding)),
    "stride and dilation exchanged": (
        list(CLAIMS)[:3],
        around(spec=lambda spec: replace(spec, stride=spec.dilation, dilation=spec.stride)),
    ),
    "two indices exchanged": (list(CLAIMS)[:3], around(result=lambda spec, entries: entries.swapaxes(-1, -2))),
    "shifted by one": (list(CLAIMS)[:3], around(result=lambda spec, entries: np.roll(entries, 1, axis=-1))),
    # in all routes
    "channels not summed": (list(CLAIMS), around(maps=lambda maps: first_only(maps, 1))),
    "images not summed": (list(CLAIMS), around(maps=lambda maps: first_only(maps, 0))),
    "sum missing, one term for all": (list(CLAIMS), around(maps=lambda maps: first_only(maps, maps.ndim - 1))),
    "scaled by the batch size": (list(CLAIMS), around(result=lambda spec, entries: entries * spec.batch)),
    "sign lost": (list(CLAIMS), around(result=lambda spec, entries: -entries)),
    "an entry dropped": (list(CLAIMS), around(result=lambda spec, entries: entries[..., :-1])),
    "an axis dropped": (list(CLAIMS)[:3], around(result=lambda spec, entries: entries[0])),
}


def mutants_from_outside() -> Iterator[Mutant]:
    for mistake, (claims, make) in ANYWHERE.items():
        for claim in claims:
            for name in CLAIMS[claim].routes:
                yield Mutant(claim, name, mistake, wrap=make)


def constant(value: object) -> Callable[[ConvSpec], object]:
    """A patch that is the same for every layer."""
    return lambda spec: value


def padding_by(more_before: int, more_after: int) -> Callable[..., Array]:
    return lambda maps, before, after: pad(maps, [b + more_before for b in before], [a + more_after for a in after])


def remainder_before(spec: ConvSpec) -> Callable[..., Array]:
    rest = [axis.remainder for axis in spec.axes]
    return lambda maps, before, after: pad(
        maps,
        [b + r for b, r in zip(before, rest, strict=True)],
        [a - r for a, r in zip(after, rest, strict=True)],
    )


def one_zero_more(maps: Array, factors: tuple[int, ...]) -> Array:
    return operators.dilate(maps, tuple(factor + (factor > 1) for factor in factors))


def one_zero(maps: Array, factors: tuple[int, ...]) -> Array:
    return operators.dilate(maps, tuple(min(factor, 2) for factor in factors))


def not_dilated(maps: Array, factors: tuple[int, ...]) -> Array:
    return maps


def half_turned(maps: Array) -> Array:
    return maps[..., ::-1]


def unswapped(weight: ExactArray, groups: int) -> ExactArray:
    return reshape(weight, operators.swap_channels(weight, groups).shape)


def untrimmed(slices: Iterator[slice]) -> tuple[Any, ...]:
    return (..., *(slice(None, None, part.step) for part in slices))


def unstepped(slices: Iterator[slice]) -> tuple[Any, ...]:
    return (..., *(slice(0, part.stop // (part.step or 1)) for part in slices))


def one_late(slices: Iterator[slice]) -> tuple[Any, ...]:
    return (..., *(slice(part.step - 1, None, part.step) for part in slices))


def own_stride_kept(spec: ConvSpec) -> Callable[[ConvSpec], ConvSpec]:
    return lambda layer: layer


def assigned(left: ExactArray, right: ExactArray, to: list[int], size: int) -> ExactArray:
    """What comes last, where products that lead to one entry should be added."""
    total = zeros((size, *left.shape[1:3], right.shape[3]))
    for number, entry in enumerate(to):
        total[[entry]] = matmul(left[[number]], right[[number]])
    return total


class Overwriting(ExactArray):
    """An array to whose parts nothing is added: what comes overwrites them."""

    def __getitem__(self, index: Any) -> "Overwriting":
        part = super().__getitem__(index)
        return Overwriting(part.entries, part.shape)

    def __add__(self, other: Any) -> Any:
        return other


def arrays_that_overwrite(spec: ConvSpec) -> Callable[[ExactArray], SimpleNamespace]:
    def made(shape: Index, *, dtype: object) -> Overwriting:
        return Overwriting(zeros(shape).entries, shape)

    return lambda array: SimpleNamespace(zeros=made, result_type=result_type)


def positions_without_last(spec: ConvSpec) -> Callable[[Index], list[Index]]:
    return lambda shape: list(positions(shape))[:-1]


def places_changed(**changes: Callable[[ConvSpec, list[int]], list[int]]) -> Callable[[ConvSpec], Callable[..., Any]]:
    original = matrix.places

    def changed(spec: ConvSpec) -> Any:
        found = original(spec)
        return replace(found, **{name: change(spec, getattr(found, name)) for name, change in changes.items()})

    return constant(changed)


def backwards(spec: ConvSpec, taps: list[int]) -> list[int]:
    return [prod(spec.kernel_size) - 1 - tap for tap in taps]


def first_for_all(spec: ConvSpec, places: list[int]) -> list[int]:
    return [0] * len(places)


def phases_changed(change: Callable[[Any], Any]) -> Callable[[ConvSpec], Callable[..., Any]]:
    original = polyphase.phases
    return constant(lambda axis: [change(phase) for phase in original(axis)])


INSIDE: dict[tuple[str, str], dict[str, dict[str, Callable[[ConvSpec], Any]]]] = {
    ("output", "decimation"): {
        "dilation forgotten": {"routes.decimation.dilate": constant(not_dilated)},
        "padding forgotten": {"routes.decimation.pad": constant(lambda maps, before, after: maps)},
        "every s-th from the wrong one": {"routes.decimation.region": constant(one_late)},
    },
    ("grad_input", "textbook"): {
        "not turned": {"routes.textbook.flip": constant(lambda maps: maps)},
        "turned along one axis only": {"routes.textbook.flip": constant(half_turned)},
        "transposed instead of turned": {"routes.textbook.flip": constant(lambda maps: moveaxis(maps, -1, -2))},
        "s zeros instead of s-1": {"routes.textbook.dilate": constant(one_zero_more)},
        "one zero whatever the stride": {"routes.textbook.dilate": constant(one_zero)},
        "zeros forgotten": {"routes.textbook.dilate": constant(not_dilated)},
        "pad k instead of k-1": {"routes.textbook.pad": constant(padding_by(1, 1))},
        "pad one too far before": {"routes.textbook.pad": constant(padding_by(1, -1))},
        "pad k-2 instead of k-1": {"routes.textbook.pad": constant(padding_by(-1, -1))},
        "crop forgotten": {
            "routes.textbook.pad": constant(
                lambda maps, before, after: pad(maps, [max(b, 0) for b in before], [max(a, 0) for a in after])
            )
        },
        "padding of the layer ignored": {
            "routes.textbook.pad": lambda spec: (
                lambda maps, before, after: pad(
                    maps,
                    [b + p[0] for b, p in zip(before, spec.padding, strict=True)],
                    [a + p[1] for a, p in zip(after, spec.padding, strict=True)],
                )
            )
        },
        "remainder dropped": {"spec.Axis.remainder": constant(property(lambda axis: 0))},
        "remainder before instead of after": {"routes.textbook.pad": remainder_before},
        "channels of the filter not swapped": {"routes.textbook.swap_channels": constant(unswapped)},
    },
    ("grad_input", "upsample"): {
        "s zeros instead of s-1": {"routes.upsample.dilate": constant(one_zero_more)},
        "one zero whatever the stride": {"routes.upsample.dilate": constant(one_zero)},
        "zeros forgotten": {"routes.upsample.dilate": constant(not_dilated)},
        "remainder dropped": {"routes.upsample.pad": constant(lambda maps, before, after: maps)},
        "remainder before instead of after": {
            "routes.upsample.pad": constant(lambda maps, before, after: pad(maps, after, before))
        },
        "stride kept": {"routes.upsample._at_stride_1": own_stride_kept},
        "not turned": {"routes.textbook.flip": constant(lambda maps: maps)},
    },
    ("grad_input", "matrix"): {
        "= for +=": {"routes.matrix._multiplied": constant(assigned)},
        "taps counted backwards": {"routes.matrix.places": places_changed(taps=backwards)},
        "one place lost": {
            "routes.matrix.places": places_changed(
                outputs=lambda spec, places: places[:-1],
                inputs=lambda spec, places: places[:-1],
                taps=lambda spec, places: places[:-1],
            )
        },
        "first output for all": {"routes.matrix.places": places_changed(outputs=first_for_all)},
    },
    ("grad_input", "polyphase"): {
        "one phase lost": {"routes.polyphase.phases": constant(lambda axis: every_phase(axis)[:-1])},
        "not turned": {"routes.polyphase.flip": constant(lambda maps: maps)},
        "turned along one axis only": {"routes.polyphase.flip": constant(half_turned)},
        "phase started one early": {
            "routes.polyphase.phases": phases_changed(lambda phase: replace(phase, start=max(phase.start - 1, 0)))
        },
        "steps between outputs forgotten": {
            "routes.polyphase.phases": phases_changed(lambda phase: replace(phase, step=1))
        },
        "every phase with all taps": {
            "routes.polyphase.phases": lambda spec: (
                lambda axis: [
                    polyphase.Phase(number=number, taps=range(axis.kernel_size), step=1, start=0)
                    for number in range(axis.stride)
                ]
            )
        },
        "channels of the filter not swapped": {"routes.polyphase.swap_channels": constant(unswapped)},
    },
    ("grad_input", "scatter"): {
        "= for +=": {"routes.scatter.namespace": arrays_that_overwrite},
        "one tap lost": {"routes.scatter.positions": positions_without_last},
        "channels of the filter not swapped": {"routes.scatter.swap_channels": constant(unswapped)},
    },
    ("grad_weight", "textbook"): {
        "not trimmed to k": {"routes.textbook.region": constant(untrimmed)},
        "dilation of the taps forgotten": {"routes.textbook.region": constant(unstepped)},
        "strided instead of dilated": {"routes.textbook.dilate": constant(not_dilated)},
        "s zeros instead of s-1": {"routes.textbook.dilate": constant(one_zero_more)},
        "padding forgotten": {"routes.textbook.pad": constant(lambda maps, before, after: maps)},
        "padding exchanged": {"routes.textbook.pad": constant(lambda maps, before, after: pad(maps, after, before))},
    },
    ("grad_weight", "upsample"): {
        "zeros forgotten": {"routes.upsample.dilate": constant(not_dilated)},
        "one zero whatever the stride": {"routes.upsample.dilate": constant(one_zero)},
        "remainder before instead of after": {
            "routes.upsample.pad": constant(lambda maps, before, after: pad(maps, after, before))
        },
        "not trimmed to k": {
            "routes.textbook.region": constant(untrimmed),
            "routes.upsample.pad": constant(lambda maps, b, a: maps),
        },
    },
    ("grad_weight", "matrix"): {
        "= for +=": {"routes.matrix._multiplied": constant(assigned)},
        "taps counted backwards": {"routes.matrix.places": places_changed(taps=backwards)},
        "first input for all": {"routes.matrix.places": places_changed(inputs=first_for_all)},
    },
}


def mutants_from_inside() -> Iterator[Mutant]:
    for (claim, route), mistakes in INSIDE.items():
        for mistake, patch in mistakes.items():
            yield Mutant(claim, route, mistake, patch=patch)


MUTANTS = [*mutants_from_outside(), *mutants_from_inside()]


@pytest.fixture(scope="module")
def found() -> dict[str, Gradients]:
    return {name: differentiate(spec) for name, spec in TRIED.items()}


def tried(mutant: Mutant, gradients: Gradients) -> Proof | None:
    """The verdict on a mutant for one layer; None where the mistake breaks the arithmetic of shapes there."""
    route = mutant.wrap(mutant.claim, CLAIMS[mutant.claim].routes[mutant.route])
    with pytest.MonkeyPatch.context() as patched:
        for attribute, make in mutant.patch.items():
            patched.setattr(f"symconv.{attribute}", make(gradients.alphabet.spec))
        try:
            (proof,) = prove_routes(gradients, mutant.claim, {"mutant": route})
        except (ValueError, IndexError):
            return None
    return proof


def true_forms(gradients: Gradients, claim: str) -> dict[Index, NormalForm]:
    """Each entry's polynomial by loops."""
    spec, rank = gradients.alphabet.spec, gradients.alphabet.rank
    shape = gradients.alphabet.shapes[CLAIMS[claim].shape_of]
    forms: dict[Index, dict[tuple[int, ...], int]] = {index: {} for index in positions(shape)}
    for o, w, x in meetings(spec):
        ranks = {"output": rank("grad_output", o), "weight": rank("weight", w), "input": rank("input", x)}
        left_out = {"output": "output", "grad_input": "input", "grad_weight": "weight"}.get(claim)
        if left_out:
            entry = {"output": o, "input": x, "weight": w}[left_out]
            forms[entry][tuple(sorted(r for name, r in ranks.items() if name != left_out))] = 1
    for o in positions(gradients.alphabet.shapes["grad_output"]):
        if claim == "grad_bias":
            forms[o[1:2]][rank("grad_output", o),] = 1
        elif claim == "output" and spec.bias:
            forms[o][rank("bias", o[1:2]),] = 1
    return forms


@pytest.mark.parametrize("mutant", MUTANTS, ids=str)
def test_the_prover_rejects(mutant: Mutant, found: dict[str, Gradients]) -> None:
    rejected = 0
    for gradients in found.values():
        if mutant.claim == "grad_bias" and not gradients.alphabet.spec.bias:
            continue
        proof = tried(mutant, gradients)
        if proof is None or proof.holds:
            continue
        rejected += 1
        truth = true_forms(gradients, mutant.claim)
        assert proof.entries == len(truth)
        for difference in proof.differences:
            assert difference.truth == truth.get(difference.index)
            assert difference.got != difference.truth
        assert [d.index for d in proof.differences] == sorted({d.index for d in proof.differences})
    assert rejected >= 1


@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize("layer", TRIED)
def test_the_routes_without_mistakes_pass(claim: str, layer: str, found: dict[str, Gradients]) -> None:
    if claim == "grad_bias" and not TRIED[layer].bias:
        claim = "output"
    proofs = list(prove_routes(found[layer], claim, CLAIMS[claim].routes))
    assert [(proof.route, proof.differences) for proof in proofs] == [(name, ()) for name in CLAIMS[claim].routes]


def test_every_route_has_mutants() -> None:
    every = {(claim, name) for claim, told in CLAIMS.items() for name in told.routes}
    assert {(mutant.claim, mutant.route) for mutant in MUTANTS} == every
    assert set(INSIDE) <= every
    assert len({str(mutant) for mutant in MUTANTS}) == len(MUTANTS)


def named(gradients: Gradients, form: NormalForm | None) -> set[str] | None:
    """``{"g00·f22", "2·g01·f20"}``: the terms of a form, for layers without channels."""
    if form is None:
        return None
    letters = {"grad_output": "g", "input": "x", "weight": "f"}
    entries = {ranks: [gradients.alphabet.entry(rank) for rank in ranks] for ranks in form}
    return {
        ("" if coefficient == 1 else f"{coefficient}·")
        + "·".join(letters[tensor] + "".join(map(str, index[2:])) for tensor, index in entries[ranks])
        for ranks, coefficient in form.items()
    }


BY_HAND = [
    # 5x5, kernel 3, stride 2; differences at x_ij: (i, j), truth, what the mutant says
    ("filter not turned, or turned twice", (0, 0), {"g00·f00"}, {"g00·f22"}),
    ("filter not turned, or turned twice", (0, 1), {"g00·f01"}, {"g00·f21"}),
    (
        "filter not turned, or turned twice",
        (2, 2),
        {"g00·f22", "g01·f20", "g10·f02", "g11·f00"},
        {"g00·f00", "g01·f02", "g10·f20", "g11·f22"},
    ),
    ("filter turned along one axis only", (0, 2), {"g00·f02", "g01·f00"}, {"g00·f00", "g01·f02"}),
    ("filter transposed", (2, 1), {"g00·f21", "g10·f01"}, {"g00·f12", "g10·f10"}),
    ("sign lost", (4, 4), {"g11·f22"}, {"-1·g11·f22"}),
    ("an entry dropped", (0, 4), {"g01·f02"}, None),
]


@pytest.mark.parametrize(("mistake", "place", "truth", "got"), BY_HAND)
@pytest.mark.parametrize("route", routes.GRAD_INPUT)
def test_differences_by_hand(
    route: str,
    mistake: str,
    place: Index,
    truth: set[str],
    got: set[str] | None,
    found: dict[str, Gradients],
) -> None:
    (mutant,) = (m for m in MUTANTS if (m.claim, m.route, m.mistake) == ("grad_input", route, mistake))
    proof = tried(mutant, found["classroom"])
    assert proof is not None
    (difference,) = (d for d in proof.differences if d.index == (0, 0, *place))
    assert named(found["classroom"], difference.truth) == truth
    assert named(found["classroom"], difference.got) == got


def test_where_a_symmetric_mistake_is_right_no_difference_is_claimed(found: dict[str, Gradients]) -> None:
    """The middle tap stays where it is when the filter is turned: x_11 and x_13, x_31, x_33 meet only f_11."""
    (mutant,) = (
        m
        for m in MUTANTS
        if (m.claim, m.route, m.mistake) == ("grad_input", "textbook", "filter not turned, or turned twice")
    )
    proof = tried(mutant, found["classroom"])
    assert proof is not None
    differing = {difference.index[2:] for difference in proof.differences}
    assert set(positions((5, 5))) - differing == {(1, 1), (1, 3), (3, 1), (3, 3)}


def test_the_remainder_dropped_by_hand(found: dict[str, Gradients]) -> None:
    """6x8, kernel 3x2, stride 2x4: rows have remainder 1, columns 2; without them the result is 5x6."""
    (mutant,) = (m for m in MUTANTS if str(m) == "grad_input by textbook: remainder dropped")
    proof = tried(mutant, found["remainder"])
    assert proof is not None
    assert proof.shape == (1, 1, 5, 6)
    assert [(d.index[2:], d.truth, d.got) for d in proof.differences] == [
        (place, {}, None) for place in positions((6, 8)) if place[0] == 5 or place[1] >= 6
    ]
