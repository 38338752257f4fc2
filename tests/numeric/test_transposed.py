"""Transposed layers on numbers: plain loops, PyTorch, infinite entries, pieces, files."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from layers import TRANSPOSED, numbers, refused, transposed_signals

import symconv
from symconv import TransposedSpec
from symconv.errors import InputError
from symconv.numeric.checks import checked
from symconv.numeric.job import Job
from symconv.numeric.rounding import roundings
from symconv.numeric.run import run as carried_out

layers = pytest.mark.parametrize("layer", TRANSPOSED.values(), ids=TRANSPOSED)


@layers
def test_integers_are_exact(layer: TransposedSpec) -> None:
    known = numbers(layer)
    bias = np.arange(layer.out_channels) + 5 if layer.bias else None
    output = symconv.forward(layer, known.input, known.weight, bias)
    added = 0 if bias is None else bias.reshape(-1, *(1,) * len(layer.stride))
    assert np.array_equal(output, known.output + added)
    assert np.array_equal(symconv.grad_input(layer, known.grad_output, known.weight), known.grad_input)
    assert np.array_equal(symconv.grad_weight(layer, known.input, known.grad_output), known.grad_weight)
    assert np.array_equal(symconv.grad_bias(layer, known.grad_output), known.grad_bias)


def test_every_small_signal() -> None:
    """M 1..4, k 1..3, s 1..3, p 0..1 on each side, d 1..2, output_padding 0..2, against loops."""
    for layer in transposed_signals(paddings=2, extras=3):
        known = numbers(layer)
        assert np.array_equal(symconv.forward(layer, known.input, known.weight), known.output), layer
        assert np.array_equal(symconv.grad_input(layer, known.grad_output, known.weight), known.grad_input), layer
        assert np.array_equal(symconv.grad_weight(layer, known.input, known.grad_output), known.grad_weight), layer


def drawn(draw: np.random.Generator) -> TransposedSpec | None:
    """A random layer that PyTorch has, too; None where its output would have no entry."""
    axes, groups = int(draw.integers(1, 4)), int(draw.integers(1, 4))

    def each(least: int, most: int) -> tuple[int, ...]:
        return tuple(draw.integers(least, most + 1, axes).tolist())

    stride, dilation = each(1, 3), each(1, 3)
    extra = tuple(int(draw.integers(max(s, d))) for s, d in zip(stride, dilation, strict=True))
    try:
        return TransposedSpec.of(
            input_size=each(1, 5),
            kernel_size=each(1, 4),
            stride=stride,
            dilation=dilation,
            padding=each(0, 2),
            output_padding=extra,
            groups=groups,
            in_channels=groups * int(draw.integers(1, 4)),
            out_channels=groups * int(draw.integers(1, 4)),
            batch_size=int(draw.integers(1, 4)),
            bias=bool(draw.integers(2)),
        )
    except symconv.SpecError:
        return None


def test_pytorch_agrees() -> None:
    torch = pytest.importorskip("torch", reason="needs torch (the peers extra)")
    draw, compared = np.random.default_rng(3), 0
    for layer in (drawn(draw) for _ in range(150)):
        if layer is None:
            continue
        x, w = draw.standard_normal(layer.input_shape), draw.standard_normal(layer.weight_shape)
        b = draw.standard_normal(layer.out_channels) if layer.bias else None
        g = draw.standard_normal(layer.output_shape)
        given = [torch.tensor(each, requires_grad=True) for each in (x, w, *([b] if b is not None else []))]
        function = getattr(torch.nn.functional, f"conv_transpose{len(layer.stride)}d")
        made = function(
            *given,
            stride=layer.stride,
            padding=tuple(before for before, _ in layer.padding),
            output_padding=layer.output_padding,
            groups=layer.groups,
            dilation=layer.dilation,
        )
        made.backward(torch.tensor(g))
        ours = [symconv.grad_input(layer, g, w), symconv.grad_weight(layer, x, g)]
        ours += [symconv.grad_bias(layer, g)] if layer.bias else []
        np.testing.assert_allclose(symconv.forward(layer, x, w, b), made.detach().numpy(), atol=1e-12)
        for found, tensor in zip(ours, given, strict=True):
            np.testing.assert_allclose(found, tensor.grad.numpy(), atol=1e-11)
        compared += 1
    assert compared > 100


@layers
def test_it_is_checked_and_rounds_within_its_bounds(layer: TransposedSpec) -> None:
    draw = np.random.default_rng(5)
    job = Job(
        spec=layer,
        input=draw.standard_normal(layer.input_shape).astype(np.float32),
        weight=draw.standard_normal(layer.weight_shape).astype(np.float32),
        grad_output=draw.standard_normal(layer.output_shape).astype(np.float32),
    )
    compared = list(checked(job))
    assert [each.against for each in compared] == ["central differences"] * 2 + ["decimation", "textbook"]
    assert all(each.holds for each in (*compared, *roundings(job)))
    assert len(list(roundings(job))) == 3
    assert carried_out(job).agrees


def test_an_infinite_entry_reaches_what_it_meets_alone() -> None:
    layer = TransposedSpec.of(input_size=3, kernel_size=2, stride=3)
    x, w = np.array([[[1.0, np.inf, 2.0]]]), np.array([[[0.0, 1.0]]])
    output = symconv.forward(layer, x, w)
    np.testing.assert_array_equal(output, [[[0, 1, 0, np.nan, np.inf, 0, 0, 2]]])
    grads = np.full(layer.output_shape, 1.0)
    grads[0, 0, 2] = np.inf  # no input reaches it
    job = Job(spec=layer, input=np.ones((1, 1, 3)), weight=np.ones((1, 1, 2)), grad_output=grads)
    assert carried_out(job).products == {"output": 6.0, "grad_input": 6.0, "grad_weight": 6.0}


def test_dask_stays_lazy() -> None:
    array = pytest.importorskip("dask.array", reason="needs dask")
    layer, known = TRANSPOSED["groups"].with_batch_size(None), numbers(TRANSPOSED["groups"])
    lazy = array.from_array(known.input, chunks=(1, -1, -1, -1))
    grads = array.from_array(known.grad_output, chunks=(1, -1, -1, -1))
    bias = np.zeros(layer.out_channels, int)
    assert np.array_equal(symconv.forward(layer, lazy, known.weight, bias).compute(), known.output)
    assert np.array_equal(symconv.grad_input(layer, grads, known.weight).compute(), known.grad_input)
    assert np.array_equal(symconv.grad_weight(layer, lazy, grads).compute(), known.grad_weight)


@pytest.mark.parametrize(
    ("weight", "message"),
    [
        ((2, 4, 2, 3), "weight is 2 along in_channels where the layer has 6, got shape (2, 4, 2, 3)"),
        ((6, 4, 2, 3), "weight is 4 along out_channels/groups where the layer has 2, got shape (6, 4, 2, 3)"),
    ],
)
def test_a_filter_of_another_layout_is_refused(weight: tuple[int, ...], message: str) -> None:
    layer = TRANSPOSED["groups"]
    error = refused(symconv.grad_input, layer, np.ones(layer.output_shape), np.ones(weight))
    assert (type(error), str(error)) == (InputError, message)


def test_grad_from_files(tmp_path: Path, run: Callable) -> None:
    layer, known = TRANSPOSED["groups"], numbers(TRANSPOSED["groups"])
    for name, array in (("x", known.input), ("f", known.weight), ("g", known.grad_output)):
        np.save(tmp_path / f"{name}.npy", array)
    sizes = ["--stride", "1x2", "-p", "0:1x2:0", "--output-padding", "0x1"]
    options = ["--transposed", *sizes, "--groups", "2", "--bias", "--check", "-o", "out.npz"]
    finished = run("grad", "x.npy", "f.npy", "g.npy", *options, cwd=tmp_path)
    assert finished.returncode == 0, finished.stderr
    with np.load(tmp_path / "out.npz") as made:
        for name in ("output", "grad_input", "grad_weight", "grad_bias"):
            assert np.array_equal(made[name], getattr(known, name)), name
    np.savez(tmp_path / "theirs.npz", grad_input=known.grad_input[..., ::-1])
    wrong = run("grad", "x.npy", "f.npy", "g.npy", *options[:-3], "--expect", "theirs.npz", cwd=tmp_path)
    assert (wrong.returncode, "explained" in wrong.stdout, layer.input_size) == (1, False, (3, 2))
    nhwc = run("grad", "x.npy", "f.npy", "g.npy", *options[:-3], "--layout", "NHWC", cwd=tmp_path)
    assert nhwc.stderr == "symconv: the filter of a transposed layer is read as NCHW has it; leave out --layout\n"
