"""What a certificate claims, against plain loops."""

from itertools import product

import pytest
from certified import CERTIFIED
from layers import LAYERS, meetings, refused

from symconv import ConvSpec
from symconv.algebra.chain_rule import differentiate
from symconv.axis import Axis
from symconv.errors import ProofError
from symconv.proof import certificate as certificates
from symconv.proof.certificate import certificate

SPECS = {**LAYERS, **CERTIFIED}


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_every_product_of_every_entry(spec: ConvSpec) -> None:
    """A table has an entry for each index in reading order, and a product for each meeting."""
    found = list(meetings(spec))
    expected = {
        "input": [(i, (("grad_output", o), ("weight", w))) for o, w, i in found],
        "weight": [(w, (("grad_output", o), ("input", i))) for o, w, i in found],
    }
    shapes = {"input": spec.input_shape, "weight": spec.weight_shape, "bias": (spec.out_channels,)}
    if spec.bias:
        outputs = product(*map(range, spec.output_shape))
        expected["bias"] = [((o[1],), (("grad_output", o),)) for o in outputs]  # type: ignore[misc]
    tables = certificate(differentiate(spec)).tables
    assert [table.claim for table in tables] == [f"grad_{tensor}" for tensor in expected]
    for table in tables:
        assert [index for index, _ in table.rows] == list(product(*map(range, shapes[table.tensor])))
        listed = [(index, factors) for index, products in table.rows for factors in products]
        assert sorted(listed) == sorted(expected[table.tensor])


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_phases_tell_every_entry(spec: ConvSpec) -> None:
    """Put into the closed form of its phase, every input meets the outputs it meets, through the same taps."""
    phases = {phase.number: phase.terms for phase in certificate(differentiate(spec)).phases}
    assert sorted(phases) == list(product(*map(range, spec.stride)))
    met: dict[tuple[int, ...], set[object]] = {i: set() for i in product(*map(range, spec.input_size))}
    for o, w, i in meetings(spec):
        met[i[2:]].add((o[2:], w[2:]))
    for i, expected in met.items():
        steps = [divmod(place, s) for place, s in zip(i, spec.stride, strict=True)]
        told = {
            (tuple(shift + j for shift, (j, _) in zip(shifts, steps, strict=True)), tap)
            for shifts, tap in phases[tuple(phase for _, phase in steps)]
        }
        outside = {pair for pair in told if any(not 0 <= m < n for m, n in zip(pair[0], spec.output_size, strict=True))}
        assert told - outside == expected


def test_the_blackboard() -> None:
    """At s = 2, k = 3, p = 1, x_{2j} takes o_j f_1, and x_{2j+1} takes o_{j+1} f_0 and o_j f_2."""
    axis = Axis(input_size=7, kernel_size=3, stride=2, dilation=1, before=1, after=1)
    assert axis.phase(0) == ((0, 1),)
    assert axis.phase(1) == ((1, 0), (0, 2))


def test_too_many_phases() -> None:
    error = refused(certificate, differentiate(ConvSpec.of(input_size=(2, 2), kernel_size=1, stride=(40, 30))))
    assert str(error) == "stride (40, 30) has 1200 phases, more than the 1000 of a certificate"


def test_a_coefficient_is_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    found = differentiate(LAYERS["signal"])
    terms = certificates.terms
    monkeypatch.setattr(certificates, "terms", lambda chain: [(2 * c, ranks) for c, ranks in terms(chain)])
    with pytest.raises(ProofError, match="coefficient 2"):
        certificate(found)
