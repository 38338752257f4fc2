"""Names on paper: upper indices only where there are several, and names that can be used."""

import pytest
from layers import refused

from symconv import ConvSpec
from symconv.errors import InputError
from symconv.notation.paper import DEFAULT_NAMES, Paper, named
from symconv.notation.text import text
from symconv.notation.tree import Number, Partial, Symbol

PLAIN = ConvSpec.of(input_size="5x5")
ENTRIES = [
    # batch, in, out, tensor, full index, on paper
    (1, 1, 1, "input", (0, 0, 2, 3), "x_23"),
    (1, 1, 1, "weight", (0, 0, 0, 1), "f_01"),
    (1, 1, 1, "output", (0, 0, 1, 0), "o_10"),
    (1, 1, 1, "bias", (0,), "b"),
    (1, 1, 1, "grad_output", (0, 0, 1, 0), "∂L/∂o_10"),
    (1, 1, 1, "grad_input", (0, 0, 4, 4), "∂L/∂x_44"),
    (1, 1, 1, "grad_weight", (0, 0, 2, 2), "∂L/∂f_22"),
    (1, 1, 1, "grad_bias", (0,), "∂L/∂b"),
    (1, 3, 1, "input", (0, 2, 0, 0), "x^(2)_00"),
    (1, 3, 1, "weight", (0, 2, 0, 0), "f^(0,2)_00"),
    (1, 3, 1, "output", (0, 0, 0, 0), "o_00"),
    (1, 1, 3, "input", (0, 0, 0, 0), "x_00"),
    (1, 1, 3, "output", (0, 2, 0, 0), "o^(2)_00"),
    (1, 1, 3, "bias", (2,), "b^(2)"),
    (2, 1, 1, "input", (1, 0, 0, 0), "x^(1,0)_00"),
    (2, 1, 1, "output", (1, 0, 0, 0), "o^(1,0)_00"),
    (2, 1, 1, "weight", (0, 0, 0, 0), "f_00"),
    (2, 1, 1, "bias", (0,), "b"),
    (2, 3, 2, "grad_output", (1, 1, 0, 1), "∂L/∂o^(1,1)_01"),
]


@pytest.mark.parametrize(("batch", "inputs", "outputs", "tensor", "index", "written"), ENTRIES)
def test_entries(batch: int, inputs: int, outputs: int, tensor: str, index: tuple[int, ...], written: str) -> None:
    spec = ConvSpec.of(input_size="5x5", batch_size=batch, in_channels=inputs, out_channels=outputs, bias=True)
    assert text(Paper(spec=spec).entry(tensor, index)) == written


def test_counting_from_one() -> None:
    spec = ConvSpec.of(input_size="5x12", in_channels=2)
    paper = Paper(spec=spec, index_base=1)
    assert text(paper.entry("input", (0, 1, 0, 8))) == "x^(2)_19"
    assert text(paper.entry("input", (0, 1, 0, 9))) == "x^(2)_{1,10}"
    assert paper.entry("weight", (0, 0, 0, 0)) == Symbol("f", (Number(1), Number(1)), (Number(1), Number(1)))


def test_whole_tensors() -> None:
    paper = Paper(spec=PLAIN)
    assert [text(paper.whole(tensor)) for tensor in ("input", "grad_output", "grad_weight", "bias")] == [
        "X",
        "∂L/∂O",
        "∂L/∂F",
        "b",
    ]


def test_other_names() -> None:
    paper = Paper(spec=PLAIN, names=named({"input": "A", "weight": "Kernel", "loss": "E"}))
    assert text(paper.entry("grad_input", (0, 0, 2, 2))) == "∂E/∂a_22"
    assert text(paper.entry("weight", (0, 0, 2, 2))) == "kernel_22"
    assert paper.whole("grad_weight") == Partial(Symbol("E"), Symbol("Kernel"))
    assert dict(DEFAULT_NAMES) == {"input": "X", "weight": "F", "output": "O", "bias": "b", "loss": "L"}


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ({"inputs": "A"}, "names are for input, weight, output, bias, loss, grad_output, got 'inputs'"),
        ({"input": ""}, "the name for input must be 1 to 12 letters a-z, got ''"),
        ({"input": "x1"}, "the name for input must be 1 to 12 letters a-z, got 'x1'"),
        ({"input": "x_"}, "the name for input must be 1 to 12 letters a-z, got 'x_'"),
        ({"input": r"\input"}, "the name for input must be 1 to 12 letters a-z, got '\\\\input'"),
        ({"input": "ξ"}, "the name for input must be 1 to 12 letters a-z, got 'ξ'"),
        ({"input": "abcdefghijklm"}, "the name for input must be 1 to 12 letters a-z, got 'abcdefghijklm'"),
        (
            {"input": "F"},
            "names must differ (also in lower case), got "
            "{'input': 'F', 'weight': 'F', 'output': 'O', 'bias': 'b', 'loss': 'L', 'grad_output': 'δ'}",
        ),
        (
            {"bias": "x"},
            "names must differ (also in lower case), got "
            "{'input': 'X', 'weight': 'F', 'output': 'O', 'bias': 'x', 'loss': 'L', 'grad_output': 'δ'}",
        ),
    ],
    ids=str,
)
def test_names_that_cannot_be_used(names: dict[str, str], message: str) -> None:
    error = refused(lambda: Paper(spec=PLAIN, names=named(names)))
    assert isinstance(error, InputError)
    assert str(error) == message


@pytest.mark.parametrize("base", [-1, 2, 10**100], ids=["-1", "2", "googol"])
def test_index_bases_that_cannot_be_used(base: int) -> None:
    error = refused(Paper, spec=PLAIN, index_base=base)
    assert isinstance(error, InputError)
    assert str(error).startswith("index base must be 0 or 1, got ")
