"""JSON: parsed back, every gradient rebuilt from it with integers."""

import json
from typing import Any

import numpy as np
import pytest
from layers import LAYERS, numbers

import symconv
from symconv import ConvSpec, routes
from symconv.render.dumped import dumps
from symconv.routes.contractions import contractions

CLAIMS = ("output", "grad_input", "grad_weight", "grad_bias")


def parsed(spec: ConvSpec, **options: str) -> dict[str, Any]:
    text = symconv.derive(spec, **options).to_json()  # type: ignore[arg-type]
    assert text.endswith("}\n")
    assert text.count("\n") == 1
    found: dict[str, Any] = json.loads(text)
    return found


def rebuilt(entries: list[dict[str, Any]], values: dict[str, np.ndarray], shape: tuple[int, ...]) -> np.ndarray:
    """The array that the terms add up to."""
    array = np.zeros(shape, dtype=np.int64)
    for entry in entries:
        for term in entry["terms"]:
            product = term["coefficient"]
            for tensor, index in term["factors"]:
                product *= int(values[tensor][tuple(index)])
            array[tuple(entry["index"])] += product
    return array


@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS)
def test_every_gradient_can_be_rebuilt(layer: ConvSpec) -> None:
    truth = numbers(layer)
    bias = np.arange(1, layer.out_channels + 1) * 10**7
    values = {"input": truth.input, "weight": truth.weight, "grad_output": truth.grad_output, "bias": bias}
    found = parsed(layer)
    for claim in CLAIMS[:3]:
        expected = getattr(truth, claim)
        if claim == "output" and layer.bias:
            expected = expected + bias.reshape(-1, *(1,) * len(layer.input_size))
        np.testing.assert_array_equal(rebuilt(found[claim], values, expected.shape), expected, err_msg=claim)
        assert [tuple(entry["index"]) for entry in found[claim]] == list(np.ndindex(expected.shape))
    if layer.bias:
        np.testing.assert_array_equal(rebuilt(found["grad_bias"], values, bias.shape), truth.grad_bias)
    else:
        assert found["grad_bias"] == []
    assert found["output_size"] == list(truth.output.shape[2:])
    assert ConvSpec.of(**found["layer"]) == layer


def test_keys_in_order() -> None:
    assert list(parsed(LAYERS["channels"])) == [
        "version",
        "layer",
        "output_size",
        *CLAIMS,
        "proofs",
        "names",
        "example",
    ]
    with_activation = parsed(LAYERS["channels"], activation="relu")
    assert list(with_activation) == [
        *("version", "layer", "output_size", *CLAIMS, "proofs", "names", "example"),
        *("activation", "grad_preactivation"),
    ]
    assert with_activation["activation"] == "relu"


def test_a_small_layer_whole() -> None:
    """N 3, k 2, s 2, a zero before: windows (zero, 0) and (1, 2)."""

    def term(*factors: tuple[str, list[int]]) -> dict[str, Any]:
        return {"coefficient": 1, "factors": [list(factor) for factor in factors]}

    def x(i: int) -> tuple[str, list[int]]:
        return "input", [0, 0, i]

    def f(a: int) -> tuple[str, list[int]]:
        return "weight", [0, 0, a]

    def g(m: int) -> tuple[str, list[int]]:
        return "grad_output", [0, 0, m]

    b = ("bias", [0])
    found = parsed(ConvSpec.of(input_size=3, kernel_size=2, stride=2, padding="1:0", bias=True))
    proofs = found.pop("proofs")
    names, numbers = found.pop("names"), found.pop("example")
    assert names == {"input": "X", "weight": "F", "output": "O", "bias": "b", "loss": "L", "grad_output": "δ"}
    assert numbers == {
        "input": [6, 7, 3],
        "weight": [-1, 5],
        "bias": [2],
        "grad_output": [-2, 3],
        "output": [6 * 5 + 2, 7 * -1 + 3 * 5 + 2],
        "grad_input": [-2 * 5, 3 * -1, 3 * 5],
        "grad_weight": [3 * 7, -2 * 6 + 3 * 3],
        "grad_bias": [1],
    }
    assert found == {
        "version": 1,
        "layer": {
            "input_size": [3],
            "kernel_size": [2],
            "stride": [2],
            "padding": [[1, 0]],
            "dilation": [1],
            "groups": 1,
            "in_channels": 1,
            "out_channels": 1,
            "batch_size": 1,
            "bias": True,
        },
        "output_size": [2],
        "output": [
            {"index": [0, 0, 0], "terms": [term(x(0), f(1)), term(b)]},
            {"index": [0, 0, 1], "terms": [term(x(1), f(0)), term(x(2), f(1)), term(b)]},
        ],
        "grad_input": [
            {"index": [0, 0, 0], "terms": [term(g(0), f(1))]},
            {"index": [0, 0, 1], "terms": [term(g(1), f(0))]},
            {"index": [0, 0, 2], "terms": [term(g(1), f(1))]},
        ],
        "grad_weight": [
            {"index": [0, 0, 0], "terms": [term(g(1), x(1))]},
            {"index": [0, 0, 1], "terms": [term(g(0), x(0)), term(g(1), x(2))]},
        ],
        "grad_bias": [{"index": [0], "terms": [term(g(0)), term(g(1))]}],
    }
    assert {"claim": "grad_input", "route": "textbook", "entries": 3, "holds": True} in proofs
    assert {"claim": "grad_bias", "route": "textbook", "entries": 1, "holds": True} in proofs
    taught = [
        (claim, name)
        for claim, told in contractions(ConvSpec.of()).items()
        for name in told.routes
        if name in routes.TAUGHT
    ]
    assert [(proof["claim"], proof["route"]) for proof in proofs] == taught


def test_entries_that_no_output_touches_are_there() -> None:
    found = parsed(ConvSpec.of(input_size=3, kernel_size=1, stride=2))
    assert [len(entry["terms"]) for entry in found["grad_input"]] == [1, 0, 1]


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh", "f"])
def test_through_an_activation(activation: str) -> None:
    """∂L/∂z has the terms of ∂L/∂x, each times f′ at its own place."""
    found = parsed(LAYERS["signal"], activation=activation)
    assert found["activation"] == activation
    for before, after in zip(found["grad_input"], found["grad_preactivation"], strict=True):
        assert after["index"] == before["index"]
        assert after["terms"] == [
            {**term, "factors": [*term["factors"], ["activation_derivative", before["index"]]]}
            for term in before["terms"]
        ]


def test_verdicts_with_both_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    """N 2, k 1: ∂L/∂x is (g_0 f, g_1 f); the wrong route has −g_0 f and an entry too many."""

    def wrong(spec: ConvSpec, grad_output: np.ndarray, weight: np.ndarray) -> np.ndarray:
        (g, h), f = grad_output[0, 0], weight[0, 0, 0]
        return np.array([[[-1 * g * f, h * f, 0]]], dtype=object)

    monkeypatch.setitem(routes.GRAD_INPUT, "wrong", wrong)  # type: ignore[index]
    found = json.loads(symconv.prove(ConvSpec.of(input_size=2, kernel_size=1), only=("wrong",)).to_json())
    factors = [["grad_output", [0, 0, 0]], ["weight", [0, 0, 0]]]
    assert list(found) == ["version", "layer", "grad_input", "grad_weight", "grad_bias", "proofs"]
    assert found["grad_input"][0] == {"index": [0, 0, 0], "terms": [{"coefficient": 1, "factors": factors}]}
    assert found["proofs"] == [
        {
            "claim": "grad_input",
            "route": "wrong",
            "entries": 2,
            "holds": False,
            "differences": [
                {
                    "index": [0, 0, 0],
                    "truth": [{"coefficient": 1, "factors": factors}],
                    "got": [{"coefficient": -1, "factors": factors}],
                },
                {"index": [0, 0, 2], "truth": None, "got": []},
            ],
        }
    ]


def test_a_sweep() -> None:
    found = json.loads(symconv.prove_sweep("kernel=1..3 input=2", jobs=1, only=("textbook",)).to_json())
    assert found == {
        "version": 1,
        "combinations": 3,
        "proven": 2,
        "entries": 4 + 3,
        "skipped": {"the kernel does not fit the padded input": 1},
        "failed": [],
    }


def test_dumps_is_one_line() -> None:
    assert dumps({"a": [1, None]}) == '{"a": [1, null]}\n'
