"""Numbers of an example: exact, as plain loops over i = s·m + d·a − p have them, and such that every mistake shows."""

import ast
from collections.abc import Callable
from math import prod
from pathlib import Path

import numpy as np
import pytest
from layers import meetings, refused

import symconv
from symconv.algebra.chain_rule import differentiate, gradient
from symconv.algebra.polynomial import NormalForm
from symconv.check.mistakes import MISTAKES
from symconv.check.mistakes.bent import straight
from symconv.lesson.numbers import MOST_TYPED, typed_in
from symconv.lesson.values import chosen, example, ones, values_asked
from symconv.library.example import exemplified
from symconv.spec import positions

LAYERS = {
    "classroom": symconv.ConvSpec.of(stride=2),
    "everything": symconv.ConvSpec.of(
        input_size=(5, 4), kernel_size=(3, 2), stride=(2, 3), padding=((1, 2), (0, 1)), dilation=(1, 2), bias=True
    ),
    "channels": symconv.ConvSpec.of(
        input_size=5, kernel_size=2, stride=2, in_channels=4, out_channels=2, groups=2, batch_size=2
    ),
    "gaps": symconv.ConvSpec.of(input_size=7, kernel_size=2, stride=3),
}


@pytest.mark.parametrize("drawn", [chosen, ones, values_asked("random:7")], ids=["chosen", "ones", "random"])
@pytest.mark.parametrize("spec", LAYERS.values(), ids=LAYERS)
def test_numbers_are_those_of_plain_loops(spec: symconv.ConvSpec, drawn: Callable[[str, int], tuple[int, ...]]) -> None:
    made = example(differentiate(spec), drawn)
    shapes = {"input": spec.input_shape, "weight": spec.weight_shape, "grad_output": spec.output_shape}
    x, w, g = (np.array(drawn(name, prod(shape))).reshape(shape) for name, shape in shapes.items())
    out, dx, dw = (np.zeros(array.shape, dtype=int) for array in (g, x, w))
    for o, tap, place in meetings(spec):
        out[o] += x[place] * w[tap]
        dx[place] += g[o] * w[tap]
        dw[tap] += g[o] * x[place]
    if spec.bias:
        out += np.array(drawn("bias", spec.out_channels)).reshape(1, -1, *(1,) * len(spec.stride))
    for tensor, array in (("output", out), ("grad_input", dx), ("grad_weight", dw)):
        assert [made.value(tensor, index) for index in positions(array.shape)] == array.ravel().tolist(), tensor


@pytest.mark.parametrize("spec", [LAYERS["classroom"], LAYERS["everything"]], ids=["classroom", "everything"])
def test_every_mistake_shows(spec: symconv.ConvSpec) -> None:
    """Where what a mistake gives is another polynomial somewhere, it is another number somewhere."""
    found = differentiate(spec)
    made, truth = example(found, chosen), straight(spec)
    seen = set()

    def number(form: NormalForm) -> int:
        return sum(int(c) * prod(int(made.numbers[rank]) for rank in ranks) for ranks, c in form.items())

    for mistake in MISTAKES.values():
        bent = next(mistake.bends(truth), None) if mistake.bends else None
        for tensor in ("input", "weight") if bent else ():
            chains = getattr(found, f"grad_{tensor}")
            forms = [
                (bent.entry(found.alphabet, f"grad_{tensor}", found.alphabet.entry(rank)[1]), gradient(chain))
                for rank, chain in zip(found.alphabet.ranks(tensor), chains, strict=True)
            ]
            differing = [(form, right) for form, right in forms if form is not None and form != right]
            if differing:
                assert any(number(form) != number(right) for form, right in differing), (mistake.id, tensor)
                seen.add(mistake.id)
    assert {"no-flip", "no-dilation", "stride-on-tap", "one-axis-flip", "off-by-one"} <= seen


def test_the_usual_numbers_are_distinct_and_never_zero() -> None:
    for tensor, count in (("input", 10), ("weight", 9), ("grad_output", 6)):
        numbers = chosen(tensor, count)
        assert len(set(numbers)) == count
        assert 0 not in numbers
    assert chosen("weight", 9) != chosen("weight", 9)[::-1]


@pytest.mark.parametrize("spec", LAYERS.values(), ids=LAYERS)
def test_the_program_is_python_on_lines_that_fit(spec: symconv.ConvSpec) -> None:
    code = typed_in(example(differentiate(spec), chosen), spec, wrapped=True)
    assert code is not None
    assert max(map(len, code.lines)) <= MOST_TYPED
    statements = ast.parse("\n".join(code.lines)).body
    assert [ast.unparse(statement) for statement in statements][-1] == "print(x.grad, w.grad)"
    assert ast.unparse(statements[-2]).endswith(".backward(up)")


@pytest.mark.parametrize("text", ["", "random", "random:x", "twos", "a.npy"])
def test_other_values_are_refused(text: str) -> None:
    error = refused(values_asked, text)
    assert str(error).startswith("values must be chosen, random:SEED, ones, off or a file FILE.npz, got ")


def test_values_come_from_a_file(tmp_path: Path) -> None:
    spec, file = LAYERS["gaps"], tmp_path / "a.npz"
    arrays = {"input": np.arange(7.0), "weight": np.array([[[2, -1]]]), "grad_output": np.array([1, 3])}
    np.savez(file, **arrays)
    made = exemplified(differentiate(spec), str(file))
    assert made is not None
    assert [made.value("grad_input", (0, 0, at)) for at in range(7)] == [2, -1, 0, 6, -3, 0, 0]
    for name, array, told in (
        ("weight", np.ones(3), "must have shape [1, 1, 2], got [3]"),
        ("input", np.arange(7) / 2, "must hold whole numbers up to 99999"),
        ("input", np.full(7, np.nan), "must hold whole numbers up to 99999"),
    ):
        np.savez(file, **(arrays | {name: array}))
        assert told in str(refused(exemplified, differentiate(spec), str(file)))
    np.savez(file, input=np.arange(7))
    assert "has no array weight" in str(refused(exemplified, differentiate(spec), str(file)))
    file.write_bytes(b"no")
    assert "a.npz: not a readable .npz file: " in str(refused(exemplified, differentiate(spec), str(file)))
