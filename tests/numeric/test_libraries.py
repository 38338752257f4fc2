"""JAX's and CuPy's arrays in, the same library's out. CuPy needs a GPU: NumPy's arrays play its part."""

import sys
from types import SimpleNamespace

import numpy as np
import pytest

import symconv
from symconv import ConvSpec, FoldedSpec, InputError, TransposedSpec
from symconv.numeric import libraries, tensors

SIZES = {"kernel_size": 2, "in_channels": 4, "out_channels": 6, "groups": 2, "batch_size": 2}
LAYERS = {
    "image": ConvSpec.of(input_size=(9, 8), stride=2, padding=1, bias=True, **SIZES),
    "signal": ConvSpec.of(input_size=11, dilation=2, **SIZES),
    "transposed": TransposedSpec.of(input_size=(3, 4), stride=2, **SIZES),
    "folded": FoldedSpec.of(input_size=(5, 6), padding=1, padding_mode="reflect", **SIZES),
}


def results(spec, maps, weight, grads, bias):
    return (
        symconv.forward(spec, maps, weight, bias),
        symconv.grad_input(spec, grads, weight),
        symconv.grad_weight(spec, maps, grads),
        symconv.grad_bias(spec, grads),
    )


def given(spec, dtype=np.float32):
    draw = np.random.default_rng(1)
    shapes = (spec.input_shape, spec.weight_shape, spec.output_shape)
    arrays = [draw.integers(-9, 10, shape).astype(dtype) for shape in shapes]
    return [*arrays, np.arange(spec.out_channels).astype(dtype) if spec.bias else None]


@pytest.fixture(scope="module")
def jax():
    return pytest.importorskip("jax", reason="needs jax (the peers extra)")


def assert_alike(spec, convert, kind, dtype=np.float32):
    arrays = given(spec, dtype)
    ours = results(spec, *arrays)
    theirs = results(spec, *(None if array is None else convert(array) for array in arrays))
    for array, found in zip(ours, theirs, strict=True):
        assert isinstance(found, kind)
        assert found.dtype == array.dtype
        np.testing.assert_array_equal(libraries.library(found).numpy(found), array)


@pytest.mark.parametrize("name", ["image", "folded"])
def test_jax_gives_what_numpy_gives(name, jax):
    assert_alike(LAYERS[name], jax.numpy.asarray, jax.Array)


def test_finite_floats_never_leave_jax(jax, monkeypatch):
    monkeypatch.setattr(tensors, "by_numpy", None)
    maps, weight, grads = map(jax.numpy.asarray, given(LAYERS["signal"])[:3])
    expected = jax.lax.conv_general_dilated(maps, weight, (1,), "VALID", rhs_dilation=(2,), feature_group_count=2)
    np.testing.assert_array_equal(symconv.forward(LAYERS["signal"], maps, weight), expected)
    assert symconv.grad_input(LAYERS["signal"], grads, weight).shape == maps.shape
    assert symconv.grad_weight(LAYERS["signal"], maps, grads).shape == weight.shape


def test_what_jax_does_as_numpy_would(jax):
    spec, xp = ConvSpec.of(input_size=1, kernel_size=3, padding=1), jax.numpy
    weight = xp.asarray([[[np.inf, 2, np.nan]]], "float32")
    assert symconv.forward(spec, xp.ones((1, 1, 1)), weight).tolist() == [[[2.0]]]
    half = symconv.forward(spec, xp.ones((1, 1, 1), "bfloat16"), xp.ones((1, 1, 3), "bfloat16"))
    assert (half.dtype, half.tolist()) == ("bfloat16", [[[1.0]]])
    with pytest.raises(InputError, match="the result is int64, which JAX has if jax_enable_x64 is set"):
        symconv.forward(spec, xp.ones((1, 1, 1), "int32"), xp.ones((1, 1, 3), "int32"))


class Cupy(np.ndarray):
    """Looks like CuPy's."""

    device = "gpu 0"

    def __array_namespace__(self):
        names = ("zeros", "reshape", "moveaxis", "stack", "matmul", "sum", "any")
        own = {name: lambda *given, at=name, **more: getattr(np, at)(*given, **more).view(Cupy) for name in names}
        return SimpleNamespace(**own, result_type=np.result_type)


Cupy.__module__ = "cupy"


@pytest.fixture
def cupy(monkeypatch):
    names = {"asnumpy": np.asarray, "asarray": lambda array: array.view(Cupy), "isfinite": np.isfinite}
    monkeypatch.setitem(sys.modules, "cupy", SimpleNamespace(**names))
    libraries._cupy.cache_clear()
    yield lambda array: array.view(Cupy)
    libraries._cupy.cache_clear()


@pytest.mark.parametrize("dtype", [np.float32, np.int32])
@pytest.mark.parametrize("spec", LAYERS.values(), ids=LAYERS)
def test_cupy_gives_what_numpy_gives(spec, dtype, cupy):
    assert_alike(spec, cupy, Cupy, dtype)


def test_arrays_of_two_libraries_are_refused(jax, cupy):
    maps, weight, *_ = given(LAYERS["signal"])
    with pytest.raises(InputError, match="arrays of one library are wanted, got CuPy and JAX"):
        symconv.forward(LAYERS["signal"], jax.numpy.asarray(maps), cupy(weight))
