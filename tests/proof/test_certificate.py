"""What a certificate claims, against plain loops."""

import json
from itertools import product

import pytest
from certified import CERTIFIED
from certified import TRANSPOSED as CERTIFIED_TRANSPOSED
from layers import LAYERS, TRANSPOSED, meetings, refused

import symconv
from symconv import ConvSpec, TransposedSpec
from symconv.axis import Axis
from symconv.proof.certificate import Certificate, certificate, claims

CONVOLUTIONS = {**LAYERS, **CERTIFIED}
SPECS = {**CONVOLUTIONS, **TRANSPOSED, **CERTIFIED_TRANSPOSED}


def everything(spec: ConvSpec | TransposedSpec) -> Certificate:
    return certificate(spec, {claim: product(*map(range, shape)) for claim, shape in claims(spec).items()})


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_every_product_of_every_entry(spec: ConvSpec | TransposedSpec) -> None:
    """A table has an entry for each index in reading order, and a product for each meeting."""
    found = list(meetings(spec))
    expected = {
        "output": [(o, (("input", i), ("weight", w))) for o, w, i in found],
        "grad_input": [(i, (("grad_output", o), ("weight", w))) for o, w, i in found],
        "grad_weight": [(w, (("grad_output", o), ("input", i))) for o, w, i in found],
    }
    shapes = {"output": spec.output_shape, "grad_input": spec.input_shape, "grad_weight": spec.weight_shape}
    if spec.bias:
        outputs = list(product(*map(range, spec.output_shape)))
        expected["output"] += [(o, (("bias", o[1:2]),)) for o in outputs]  # type: ignore[misc]
        expected["grad_bias"] = [((o[1],), (("grad_output", o),)) for o in outputs]  # type: ignore[misc]
        shapes["grad_bias"] = (spec.out_channels,)
    tables = everything(spec).tables
    assert [table.claim for table in tables] == list(expected)
    for table in tables:
        assert [index for index, _ in table.rows] == list(product(*map(range, shapes[table.claim])))
        listed = [(index, factors) for index, products in table.rows for factors in products]
        assert sorted(listed) == sorted(expected[table.claim])


@pytest.mark.parametrize("name", ["channels", "volume", "groups", "crop", "transposed groups"])
def test_entries_read_as_derive_prints_them(name: str) -> None:
    """In the order in which a derivation is read, which is found by differentiating."""
    spec = SPECS[name]
    derived = json.loads(symconv.derive(spec).to_json())
    for table in everything(spec).tables:
        assert [
            [[[tensor, list(index)] for tensor, index in factors] for factors in products] for _, products in table.rows
        ] == [[term["factors"] for term in entry["terms"]] for entry in derived[table.claim]]


def test_only_what_is_asked() -> None:
    """However large the layer: an entry of ∂L/∂F has a product for each output that reads no padding."""
    spec = ConvSpec.of(input_size=(224, 224), stride=2, padding=1, in_channels=64, out_channels=128)
    found = certificate(spec, {"grad_weight": [(127, 63, 0, 1)], "grad_input": [(0, 9, 223, 223)]})
    assert [[len(products) for _, products in table.rows] for table in found.tables] == [[], [128], [111 * 112]]


def test_too_many_products() -> None:
    spec = ConvSpec.of(input_size=(5, 5))
    asked = {"grad_weight": [(0, 0, 0, 0), (0, 0, 1, 1)]}
    certificate(spec, asked, limit=18)
    error = refused(certificate, spec, asked, limit=17)
    assert str(error) == "the entries asked for have 18 products, more than the limit of 17; ask for fewer"


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_phases_tell_every_entry(spec: ConvSpec | TransposedSpec) -> None:
    """Put into the closed form of its phase, every input meets the outputs it meets, through the same taps.

    Of a transposed layer, every output the inputs.
    """
    phases = {phase.number: phase.terms for phase in certificate(spec, {}).phases}
    assert sorted(phases) == list(product(*map(range, spec.stride)))
    inner, outer = spec.form.output_size, spec.form.input_size
    met: dict[tuple[int, ...], set[object]] = {i: set() for i in product(*map(range, outer))}
    for o, w, i in meetings(spec):
        read, written = (o, i) if isinstance(spec, ConvSpec) else (i, o)
        met[written[2:]].add((read[2:], w[2:]))
    for i, expected in met.items():
        steps = [divmod(place, s) for place, s in zip(i, spec.stride, strict=True)]
        told = {
            (tuple(shift + j for shift, (j, _) in zip(shifts, steps, strict=True)), tap)
            for shifts, tap in phases[tuple(phase for _, phase in steps)]
        }
        outside = {pair for pair in told if any(not 0 <= m < n for m, n in zip(pair[0], inner, strict=True))}
        assert told - outside == expected


def test_the_blackboard() -> None:
    """At s = 2, k = 3, p = 1, x_{2j} takes o_j f_1, and x_{2j+1} takes o_{j+1} f_0 and o_j f_2."""
    axis = Axis(input_size=7, kernel_size=3, stride=2, dilation=1, before=1, after=1)
    assert axis.phase(0) == ((0, 1),)
    assert axis.phase(1) == ((1, 0), (0, 2))


def test_too_many_phases() -> None:
    error = refused(certificate, ConvSpec.of(input_size=(2, 2), kernel_size=1, stride=(40, 30)), {})
    assert str(error) == "stride (40, 30) has 1200 phases, more than the 1000 of a certificate"
