"""Layers with folded padding on numbers: plain loops, PyTorch, infinite entries, double backward, pieces, files."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from layers import FOLDED, folded_signals, numbers

import symconv
from symconv import FoldedSpec
from symconv.numeric.checks import checked
from symconv.numeric.job import Job
from symconv.numeric.rounding import roundings
from symconv.numeric.run import run as carried_out
from symconv.routes.contractions import computed, contractions

layers = pytest.mark.parametrize("layer", FOLDED.values(), ids=FOLDED)


@layers
def test_integers_are_exact(layer: FoldedSpec) -> None:
    known = numbers(layer)
    bias = np.arange(layer.out_channels) + 5 if layer.bias else None
    output = symconv.forward(layer, known.input, known.weight, bias)
    added = 0 if bias is None else bias.reshape(-1, *(1,) * len(layer.stride))
    assert np.array_equal(output, known.output + added)
    assert np.array_equal(symconv.grad_input(layer, known.grad_output, known.weight), known.grad_input)
    assert np.array_equal(symconv.grad_weight(layer, known.input, known.grad_output), known.grad_weight)
    assert np.array_equal(symconv.grad_bias(layer, known.grad_output), known.grad_bias)


@layers
def test_every_route_computes(layer: FoldedSpec) -> None:
    known = numbers(layer)
    arrays = {"input": known.input, "weight": known.weight, "grad_output": known.grad_output}
    for claim, contraction in contractions(layer).items():
        for route in contraction.routes:
            if claim != "grad_bias":
                assert np.array_equal(computed(layer, claim, route, arrays), getattr(known, claim)), (claim, route)


def test_every_small_signal() -> None:
    """Each mode, N 1..5, k 1..3, s 1..3, p 0..2 on each side, d 1..2, against loops."""
    for layer in folded_signals(sizes=5, paddings=2):
        known = numbers(layer)
        assert np.array_equal(symconv.forward(layer, known.input, known.weight), known.output), layer
        assert np.array_equal(symconv.grad_input(layer, known.grad_output, known.weight), known.grad_input), layer
        assert np.array_equal(symconv.grad_weight(layer, known.input, known.grad_output), known.grad_weight), layer


def drawn(draw: np.random.Generator) -> FoldedSpec | None:
    """A random layer, asymmetric, with groups; None where its filter does not fit or its padding is too much."""
    axes, groups = int(draw.integers(1, 4)), int(draw.integers(1, 4))

    def each(least: int, most: int) -> tuple[int, ...]:
        return tuple(draw.integers(least, most + 1, axes).tolist())

    try:
        return FoldedSpec.of(
            padding_mode=str(draw.choice(["reflect", "replicate", "circular"])),
            input_size=each(1, 6),
            kernel_size=each(1, 4),
            stride=each(1, 3),
            dilation=each(1, 2),
            padding=[tuple(pair) for pair in draw.integers(0, 4, (axes, 2)).tolist()],
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
    for layer in (drawn(draw) for _ in range(600)):
        if layer is None:
            continue
        x, w = draw.standard_normal(layer.input_shape), draw.standard_normal(layer.weight_shape)
        b = draw.standard_normal(layer.out_channels) if layer.bias else None
        g = draw.standard_normal(layer.output_shape)
        given = [torch.tensor(each, requires_grad=True) for each in (x, w, *([b] if b is not None else []))]
        around = [n for pair in reversed(layer.padding) for n in pair]
        padded = torch.nn.functional.pad(given[0], around, mode=layer.padding_mode)
        function = getattr(torch.nn.functional, f"conv{len(layer.stride)}d")
        options = {"stride": layer.stride, "groups": layer.groups, "dilation": layer.dilation}
        made = function(padded, *given[1:], **options)
        made.backward(torch.tensor(g))
        ours = [symconv.grad_input(layer, g, w), symconv.grad_weight(layer, x, g)]
        ours += [symconv.grad_bias(layer, g)] if layer.bias else []
        np.testing.assert_allclose(symconv.forward(layer, x, w, b), made.detach().numpy(), atol=1e-12)
        for found, tensor in zip(ours, given, strict=True):
            np.testing.assert_allclose(found, tensor.grad.numpy(), atol=1e-11)
        compared += 1
    assert compared > 150


def test_pytorch_has_the_same_bounds() -> None:
    torch = pytest.importorskip("torch", reason="needs torch (the peers extra)")
    for mode in ("reflect", "replicate", "circular"):
        for size in range(1, 5):
            for before, after in np.ndindex(6, 6):
                try:
                    torch.nn.functional.pad(torch.zeros(1, 1, size), (before, after), mode=mode)
                    theirs = True
                except (RuntimeError, ValueError):
                    theirs = False
                try:
                    pads = [(before, after)]
                    FoldedSpec.of(padding_mode=mode, input_size=size, kernel_size=1, padding=pads)
                    ours = True
                except symconv.SpecError:
                    ours = False
                assert ours == theirs, (mode, size, before, after)


@layers
def test_it_is_checked_and_rounds_within_its_bounds(layer: FoldedSpec) -> None:
    draw = np.random.default_rng(5)
    job = Job(
        spec=layer,
        input=draw.standard_normal(layer.input_shape).astype(np.float32),
        weight=draw.standard_normal(layer.weight_shape).astype(np.float32),
        grad_output=draw.standard_normal(layer.output_shape).astype(np.float32),
    )
    compared = list(checked(job))
    assert [each.against for each in compared] == ["central differences"] * 2 + ["textbook", "textbook"]
    assert all(each.holds for each in (*compared, *roundings(job)))
    assert len(list(roundings(job))) == 3
    assert carried_out(job).agrees


def test_sums_that_int64_holds_only_without_the_fold_are_refused() -> None:
    """Five copies of one entry: each sum fits, all of them together do not."""
    layer = FoldedSpec.of(padding_mode="replicate", input_size=1, kernel_size=1, padding=2)
    large = np.array([[[2**62]]])
    with pytest.raises(symconv.InputError, match="beyond int64"):
        symconv.grad_input(layer, np.ones(layer.output_shape, np.int64), large)
    assert symconv.grad_input(layer, np.ones(layer.output_shape, np.int64), large // 4).tolist() == [[[5 * 2**60]]]


def test_an_infinite_entry_reaches_what_it_meets_alone() -> None:
    layer = FoldedSpec.of(padding_mode="reflect", input_size=3, kernel_size=1, padding="1:0")
    grads = np.array([[[np.inf, 1.0, 2.0, 3.0]]])  # at x₁ in the padding, x₀, x₁, x₂
    w = np.ones((1, 1, 1))
    np.testing.assert_array_equal(symconv.grad_input(layer, grads, w), [[[1, np.inf, 3]]])
    grads[0, 0, 2] = -np.inf
    np.testing.assert_array_equal(symconv.grad_input(layer, grads, w), [[[1, np.nan, 3]]])


@layers
def test_double_backward_is_the_same_three_maps(layer: FoldedSpec) -> None:
    """S = ⟨u, ∂L/∂X⟩ + ⟨v, ∂L/∂F⟩, differentiated by loops: it is linear in each tensor."""
    plain = replace(layer, bias=False)
    first, second = numbers(plain, 1), numbers(plain, 2)
    found = symconv.grad_grad(
        plain,
        first.grad_output,
        first.input,
        first.weight,
        grad_grad_input=second.input,
        grad_grad_weight=second.weight,
    )
    loss = (second.input * first.grad_input).sum() + (second.weight * first.grad_weight).sum()
    assert (found.grad_grad_output * first.grad_output).sum() == loss
    assert (found.grad_input * first.input).sum() == (second.weight * first.grad_weight).sum()
    assert (found.grad_weight * first.weight).sum() == (second.input * first.grad_input).sum()


def test_dask_stays_lazy() -> None:
    array = pytest.importorskip("dask.array", reason="needs dask")
    layer, known = FOLDED["groups"].with_batch_size(None), numbers(FOLDED["groups"])
    lazy = array.from_array(known.input, chunks=(1, -1, -1, -1))
    grads = array.from_array(known.grad_output, chunks=(1, -1, -1, -1))
    bias = np.zeros(layer.out_channels, int)
    assert np.array_equal(symconv.forward(layer, lazy, known.weight, bias).compute(), known.output)
    assert np.array_equal(symconv.grad_input(layer, grads, known.weight).compute(), known.grad_input)
    assert np.array_equal(symconv.grad_weight(layer, lazy, grads).compute(), known.grad_weight)


def test_grad_from_files(tmp_path: Path, run: Callable) -> None:
    known = numbers(FOLDED["groups"])
    for name, array in (("x", known.input), ("f", known.weight), ("g", known.grad_output)):
        np.save(tmp_path / f"{name}.npy", array)
    options = ["--padding-mode", "reflect", "--stride", "1x2", "-p", "0:1x2:0", "--groups", "2", "--bias"]
    finished = run("grad", "x.npy", "f.npy", "g.npy", *options, "--check", "-o", "out.npz", cwd=tmp_path)
    assert finished.returncode == 0, finished.stderr
    with np.load(tmp_path / "out.npz") as made:
        for name in ("output", "grad_input", "grad_weight", "grad_bias"):
            assert np.array_equal(made[name], getattr(known, name)), name
    cropped = symconv.ConvSpec.of(
        input_size=(4, 5), kernel_size=(2, 3), stride=(1, 2), padding="0:1x2:0", groups=2, in_channels=4,
        out_channels=6, batch_size=2,
    )  # fmt: skip
    forgotten = symconv.grad_input(cropped, known.grad_output, known.weight)
    np.savez(tmp_path / "theirs.npz", grad_input=forgotten)
    wrong = run("grad", "x.npy", "f.npy", "g.npy", *options, "--expect", "theirs.npz", cwd=tmp_path)
    assert wrong.returncode == 1
    told = "grad_input: explained by: what lies in the padding is cut off instead of folded back [cropped]"
    assert told in wrong.stdout
    np.savez(tmp_path / "theirs.npz", grad_input=-forgotten)
    unknown = run("grad", "x.npy", "f.npy", "g.npy", *options, "--expect", "theirs.npz", cwd=tmp_path)
    assert (unknown.returncode, "no known mistake explains it" in unknown.stdout) == (1, True)


def test_files_that_do_not_fit_are_told_in_one_line(tmp_path: Path, run: Callable) -> None:
    np.save(tmp_path / "x.npy", np.ones((1, 1, 3, 3)))
    np.save(tmp_path / "f.npy", np.ones((1, 1, 2, 2)))
    options = ["--padding-mode", "reflect", "-p", "3", "--grad-output", "random:1"]
    finished = run("grad", "x.npy", "f.npy", *options, cwd=tmp_path)
    assert finished.returncode == 2
    assert (
        finished.stderr == "symconv: reflect padding 3:3 along axis 0 must be at most 2 with input 3, as in PyTorch\n"
    )
