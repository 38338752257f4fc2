"""SymPy as a second judge: the loss built from the definition here, differentiated there, equal in every entry."""

from itertools import product

import pytest
import sympy
from layers import LAYERS, meetings, refused

import symconv
from symconv import ConvSpec, routes
from symconv.errors import InputError, ProofError, SpecError

JUDGED = {
    "classroom": LAYERS["classroom"],
    "stride 1": ConvSpec.of(input_size=(3, 4), kernel_size=(2, 3)),
    "padded": ConvSpec.of(input_size=(3, 4), kernel_size=(3, 2), stride=(2, 3), padding=((1, 1), (0, 2))),
    "dilated": ConvSpec.of(input_size=(5, 4), kernel_size=(2, 3), stride=(2, 1), padding=((0, 1), (1, 0)), dilation=2),
    "unread": ConvSpec.of(input_size=(4, 5), kernel_size=(1, 2), stride=(2, 3)),
    "channels": ConvSpec.of(
        input_size=(3, 2), kernel_size=2, stride=2, padding=1, in_channels=2, out_channels=2, bias=True
    ),
    "groups": ConvSpec.of(
        input_size=4, kernel_size=3, stride=2, padding=1, groups=2, in_channels=2, out_channels=4, batch_size=2
    ),
    "volume": ConvSpec.of(
        input_size=(2, 3, 2), kernel_size=(1, 2, 2), stride=(1, 2, 1), padding=((0, 0), (1, 0), (0, 1))
    ),
}


def symbol(spec: ConvSpec, tensor: str, index: tuple[int, ...]) -> sympy.Symbol:
    """The symbol as the guide names it: channels and images above, only where there are several."""
    letter = {"input": "x", "weight": "f", "output": "o", "bias": "b"}[tensor]
    several = {
        "input": (spec.batch_size != 1, spec.batch_size != 1 or spec.in_channels > 1),
        "output": (spec.batch_size != 1, spec.batch_size != 1 or spec.out_channels > 1),
        "weight": (spec.in_channels > 1 or spec.out_channels > 1,) * 2,
        "bias": (spec.out_channels > 1,),
    }[tensor]
    upper = [str(place) for place, shown in zip(index, several, strict=False) if shown]
    lower = "".join(map(str, index[len(several) :]))
    return sympy.Symbol(letter + (f"^({','.join(upper)})" if upper else "") + (f"_{lower}" if lower else ""))


@pytest.mark.parametrize("spec", JUDGED.values(), ids=JUDGED)
def test_sympy_finds_the_same(spec: ConvSpec) -> None:
    outputs: dict[tuple[int, ...], sympy.Expr] = {
        index: symbol(spec, "bias", index[1:2]) if spec.bias else sympy.Integer(0)
        for index in product(*map(range, spec.output_shape))
    }
    for o, w, x in meetings(spec):
        outputs[o] += symbol(spec, "input", x) * symbol(spec, "weight", w)
    loss = sum(sympy.Symbol(f"∂L/∂{symbol(spec, 'output', index)}") * output for index, output in outputs.items())
    found = symconv.derive(spec).to_sympy()
    tensors = {"input": spec.input_shape, "weight": spec.weight_shape}
    if spec.bias:
        tensors["bias"] = (spec.out_channels,)
    assert list(found) == ["output", *(f"grad_{tensor}" for tensor in tensors)]
    assert {index: found["output"][index] - output for index, output in outputs.items()} == dict.fromkeys(outputs, 0)
    for tensor, shape in tensors.items():
        assert found[f"grad_{tensor}"].shape == shape
        for index in product(*map(range, shape)):
            truth = sympy.diff(loss, symbol(spec, tensor, index))
            assert sympy.expand(truth - found[f"grad_{tensor}"][index]) == 0, (tensor, index)


def test_entries_by_hand() -> None:
    found = symconv.derive(LAYERS["classroom"]).to_sympy()
    names = {name: sympy.Symbol(name) for name in ("f_01", "f_21", "∂L/∂o_00", "∂L/∂o_10")}
    assert found["grad_input"][0, 0, 2, 1] == names["f_01"] * names["∂L/∂o_10"] + names["f_21"] * names["∂L/∂o_00"]


def test_two_digit_indices_have_commas() -> None:
    found = symconv.derive(ConvSpec.of(input_size=(1, 12), kernel_size=1)).to_sympy()
    assert found["grad_input"][0, 0, 0, 11] == sympy.Symbol("∂L/∂o_0,11") * sympy.Symbol("f_00")


def test_symbols_of_different_entries_differ() -> None:
    """x_1,11 and x_11,1 must not be one symbol."""
    found = symconv.derive(ConvSpec.of(input_size=(12, 12), kernel_size=1)).to_sympy()
    assert len(found["output"].free_symbols) == 145


@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS)
def test_every_proof_of_a_derivation_holds(layer: ConvSpec) -> None:
    derivation = symconv.derive(layer)
    assert all(proof.holds for proof in derivation.proofs)
    assert {proof.claim for proof in derivation.proofs} >= {"output", "grad_input", "grad_weight"}
    assert ("grad_bias" in {proof.claim for proof in derivation.proofs}) == layer.bias


def test_a_route_that_disagrees_is_our_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(routes.GRAD_INPUT, "matrix", lambda spec, grad_output, weight: grad_output)  # type: ignore[index]
    error = refused(symconv.derive, LAYERS["classroom"])
    assert isinstance(error, ProofError)
    assert str(error).startswith(
        "route matrix disagrees with the chain rule on grad_input at (0, 0, 0, 0) of ConvSpec("
    )


def test_what_cannot_be_derived() -> None:
    assert isinstance(refused(symconv.derive, LAYERS["classroom"], max_terms=3), SpecError)
    assert isinstance(refused(symconv.derive, LAYERS["classroom"], activation="gelu"), InputError)
    assert isinstance(refused(symconv.derive, ConvSpec.of(batch_size=None)), SpecError)
