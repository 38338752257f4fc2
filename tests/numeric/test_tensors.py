"""PyTorch's tensors in and out, by routes that are proven, against NumPy's arrays and PyTorch's own convolutions."""

from dataclasses import replace

import numpy as np
import pytest
from layers import LAYERS

import symconv
from symconv import ConvSpec, FoldedSpec, TransposedSpec
from symconv.routes import arrays

torch = pytest.importorskip("torch", reason="needs torch (the peers extra)")
room = pytest.importorskip("symconv.numeric.tensors")
KINDS = {
    **LAYERS,
    "folded": FoldedSpec.of(input_size=(5, 6), kernel_size=3, padding=1, padding_mode="reflect", batch_size=2),
    "transposed": TransposedSpec.of(
        input_size=(3, 4), kernel_size=3, stride=2, in_channels=4, out_channels=6, groups=2, batch_size=2
    ),
}


def given(spec, dtype=np.float64):
    draw = np.random.default_rng(1)
    return [draw.integers(-9, 10, s).astype(dtype) for s in (spec.input_shape, spec.weight_shape, spec.output_shape)]


def results(spec, maps, weight, grads, bias=None):
    return (
        symconv.forward(spec, maps, weight, bias),
        symconv.grad_input(spec, grads, weight),
        symconv.grad_weight(spec, maps, grads),
        symconv.grad_bias(spec, grads),
    )


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.complex64, np.float16, np.int32])
@pytest.mark.parametrize("name", KINDS)
def test_tensors_give_what_arrays_give(name, dtype):
    spec = KINDS[name]
    maps, weight, grads = given(spec, dtype)
    bias = np.arange(spec.out_channels).astype(dtype) if spec.bias else None
    ours = results(spec, maps, weight, grads, bias)
    tensor = None if bias is None else torch.from_numpy(bias)
    theirs = results(spec, *map(torch.from_numpy, (maps, weight, grads)), tensor)
    for array, found in zip(ours, theirs, strict=True):
        assert isinstance(found, torch.Tensor)
        assert found.numpy().dtype == array.dtype
        np.testing.assert_array_equal(found.numpy(), array)


def test_finite_floats_never_leave_pytorch(monkeypatch):
    spec = replace(LAYERS["images"], bias=False)
    monkeypatch.setattr(room, "by_numpy", None)
    monkeypatch.setattr(arrays, "import_module", None)
    maps, weight, grads = map(torch.from_numpy, given(spec))
    assert symconv.forward(spec, maps, weight).dtype == torch.float64
    assert symconv.grad_input(spec, grads, weight).dtype == torch.float64
    assert symconv.grad_weight(spec, maps, grads).dtype == torch.float64


def test_they_are_what_pytorch_computes():
    spec = ConvSpec.of(
        input_size=(9, 8), kernel_size=3, stride=2, padding=1, in_channels=4, out_channels=6, groups=2, batch_size=3
    )
    maps, weight, grads = map(torch.from_numpy, given(spec))
    output = torch.conv2d(maps, weight, stride=2, padding=1, groups=2)
    backward = torch.ops.aten.convolution_backward
    mask = (True, True, False)
    expected = backward(grads, maps, weight, None, (2, 2), (1, 1), (1, 1), False, (0, 0), 2, mask)
    for found, theirs in zip(results(spec, maps, weight, grads), (output, *expected[:2]), strict=False):
        assert torch.equal(found, theirs)


def test_what_is_not_finite_reaches_what_it_meets():
    """N 1, k 3, p 1: the taps f_0 and f_2 lie in the padding."""
    spec = ConvSpec.of(input_size=1, kernel_size=3, padding=1)
    weight = torch.tensor([[[float("inf"), 2.0, float("nan")]]])
    assert symconv.forward(spec, torch.ones(1, 1, 1), weight).tolist() == [[[2.0]]]


def test_an_empty_batch_and_bfloat16_and_half_a_pair():
    spec = ConvSpec.of(input_size=4, kernel_size=2, batch_size=None)
    weight = torch.ones(1, 1, 2)
    assert symconv.forward(spec, torch.ones(0, 1, 4), weight).shape == (0, 1, 3)
    assert symconv.forward(spec, torch.ones(1, 1, 4).bfloat16(), weight.bfloat16()).dtype == torch.bfloat16
    assert symconv.forward(spec, np.ones((1, 1, 4), np.float32), weight).tolist() == [[[2, 2, 2]]]
    with pytest.raises(symconv.InputError, match="weight is 3 along axis 0 where the layer has 2"):
        symconv.forward(spec, torch.ones(1, 1, 4), torch.ones(1, 1, 3))
