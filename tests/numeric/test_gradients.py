"""The four functions against values worked elsewhere: by hand, by CS231n, by SciPy, by PyTorch where installed."""

import numpy as np
import pytest

from symconv import ConvSpec, forward, grad_bias, grad_input, grad_weight


def test_a_case_worked_by_hand():
    spec = ConvSpec.of(input_size=(3, 6), kernel_size=2, stride=(1, 2))
    maps = np.arange(1, 19).reshape(1, 1, 3, 6)
    weight = np.arange(1, 5).reshape(1, 1, 2, 2)
    grads = np.arange(1, 7).reshape(1, 1, 2, 3)
    rows = [[1, 2, 2, 4, 3, 6], [7, 12, 11, 18, 15, 24], [12, 16, 15, 20, 18, 24]]
    np.testing.assert_array_equal(grad_input(spec, grads, weight)[0, 0], rows)
    np.testing.assert_array_equal(grad_weight(spec, maps, grads).ravel(), [161, 182, 287, 308])
    np.testing.assert_array_equal(grad_bias(spec, grads), [21])


def test_the_layer_where_the_famous_recipe_is_silently_wrong():
    spec = ConvSpec.of(input_size=2, kernel_size=2, stride=3, padding=1)
    answer = grad_input(spec, np.full((1, 1, 1), 10), np.array([[[1, 2]]]))
    np.testing.assert_array_equal(answer, [[[20, 0]]])


def test_cs231n_forward():
    spec = ConvSpec.of(
        input_size=4, kernel_size=(4, 4), stride=2, padding=1, in_channels=3, out_channels=3, batch_size=2, bias=True
    )
    maps = np.linspace(-0.1, 0.5, 96).reshape(2, 3, 4, 4)
    weight = np.linspace(-0.2, 0.3, 144).reshape(3, 3, 4, 4)
    output = forward(spec, maps, weight, np.linspace(-0.1, 0.2, 3))
    np.testing.assert_allclose(output[0, 0].ravel(), [-0.08759809, -0.10987781, -0.18387192, -0.2109216], atol=5e-9)


GEOMETRIES = [
    {"input_size": (9, 11), "kernel_size": (3, 4), "stride": (2, 3), "padding": ((1, 2), (0, 1)), "dilation": (2, 1)},
    {"input_size": (8, 7), "kernel_size": (2, 3), "stride": (3, 2), "in_channels": 2, "out_channels": 9},
    {"input_size": 17, "kernel_size": 5, "stride": 3, "padding": 4, "in_channels": 4, "out_channels": 6, "groups": 2},
    {"input_size": (4, 5, 6), "kernel_size": (2, 3, 1), "stride": (1, 2, 3), "padding": 1, "out_channels": 2},
]


@pytest.fixture(params=GEOMETRIES, ids=lambda kwargs: "x".join(map(str, np.atleast_1d(kwargs["input_size"]))))
def spec(request):
    return ConvSpec.of(**request.param, batch_size=None)


def arrays(spec, dtype=np.float64, batch_size=3):
    rng = np.random.default_rng(7)
    closed = spec.with_batch_size(batch_size)
    shapes = (closed.input_shape, closed.weight_shape, closed.output_shape)
    return [rng.standard_normal(shape).astype(dtype) for shape in shapes]


def test_scipy_agrees(spec):
    signal = pytest.importorskip("scipy.signal")
    maps, weight, grads = arrays(spec)
    output = np.zeros_like(grads)
    per_group = spec.out_channels // spec.groups
    for image, out in np.ndindex(*grads.shape[:2]):
        for channel in range(weight.shape[1]):
            padded = np.pad(maps[image, out // per_group * weight.shape[1] + channel], spec.padding)
            spread = np.zeros([axis.effective_kernel for axis in spec.axes])
            spread[tuple(slice(None, None, d) for d in spec.dilation)] = weight[out, channel]
            dense = signal.correlate(padded, spread, mode="valid", method="direct")
            output[image, out] += dense[tuple(slice(None, None, s) for s in spec.stride)]
    np.testing.assert_allclose(forward(spec, maps, weight), output, atol=1e-12)


def test_the_gradients_are_adjoints_of_forward(spec):
    maps, weight, grads = arrays(spec)
    loss = np.vdot(grads, forward(spec, maps, weight))
    assert np.vdot(maps, grad_input(spec, grads, weight)) == pytest.approx(loss, rel=1e-12)
    assert np.vdot(weight, grad_weight(spec, maps, grads)) == pytest.approx(loss, rel=1e-12)


def test_pytorch_agrees(spec):
    torch = pytest.importorskip("torch", reason="PyTorch (the peers extra) is not installed")
    maps, weight, grads = (torch.from_numpy(each).requires_grad_() for each in arrays(spec))
    before_and_after = [pad for pair in reversed(spec.padding) for pad in pair]
    padded = torch.nn.functional.pad(maps, before_and_after)
    convolve = (torch.nn.functional.conv1d, torch.nn.functional.conv2d, torch.nn.functional.conv3d)[len(spec.axes) - 1]
    output = convolve(padded, weight, stride=spec.stride, dilation=spec.dilation, groups=spec.groups)
    expected = torch.autograd.grad(output, (maps, weight), grads)
    plain = [each.detach().numpy() for each in (maps, weight, grads)]
    np.testing.assert_allclose(forward(spec, *plain[:2]), output.detach().numpy(), atol=1e-12)
    np.testing.assert_allclose(grad_input(spec, plain[2], plain[1]), expected[0].numpy(), atol=1e-12)
    np.testing.assert_allclose(grad_weight(spec, plain[0], plain[2]), expected[1].numpy(), atol=1e-12)


@pytest.mark.parametrize(
    ("dtype", "wider", "size", "channels", "bound"),
    [(np.float32, np.float64, (56, 56), 64, 7e-7), (np.float64, np.longdouble, (14, 14), 8, 3e-14)],
)
def test_rounding_stays_small(dtype, wider, size, channels, bound):
    spec = ConvSpec.of(input_size=size, padding=1, in_channels=channels, out_channels=channels, batch_size=4)
    given = arrays(spec, dtype, 4)
    exact = [each.astype(wider) for each in given]
    for function, (first, second) in ((forward, (0, 1)), (grad_input, (2, 1)), (grad_weight, (0, 2))):
        truth = function(spec, exact[first], exact[second])
        answer = function(spec, given[first], given[second])
        assert answer.dtype == dtype
        assert np.abs(answer - truth).max() <= bound * np.abs(truth).max()
