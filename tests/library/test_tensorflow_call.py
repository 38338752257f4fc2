"""The lines for TensorFlow, carried out by loops that do what its documentation says, and by TensorFlow where it is."""

import sys
from itertools import product
from math import prod
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from layers import FOLDED, LAYERS, TRANSPOSED, numbers, refused

from symconv import PooledSpec, framework_call, framework_pooling, pool_forward
from symconv.pooled import pooled_of
from symconv.transposed import Layer

KINDS: dict[str, Layer] = {
    **LAYERS,
    **{f"transposed {name}": layer for name, layer in TRANSPOSED.items()},
    **{f"folded {name}": layer for name, layer in FOLDED.items()},
}
POOLED = {
    "max": PooledSpec.of(pool="max", input_size=(5, 6), kernel_size=3, stride=2, padding=1),
    "ceil": PooledSpec.of(pool="average", input_size=(6, 5), kernel_size=3, stride=2, ceil_mode=True, padding=1),
    "inside": PooledSpec.of(pool="average", input_size=(5, 6), kernel_size=(3, 2), stride=2, padding=1, channels=2,
                            count_include_pad=False),
    "divided": PooledSpec.of(pool="average", input_size=7, kernel_size=3, stride=2, divisor=2),
    "dilated": PooledSpec.of(pool="max", input_size=7, kernel_size=3, stride=1, dilation=2),
}  # fmt: skip


def convolution(x: Any, w: Any, strides: Any, padding: str, data_format: str, dilations: Any = None) -> Any:
    """VALID: output m reads from s·m on; x is ``[N, *, C_in]`` and w ``[*, C_in, C_out]``."""
    assert padding == "VALID"
    assert data_format == {3: "NWC", 4: "NHWC", 5: "NDHWC"}[x.ndim]
    assert max(strides) == 1 or dilations is None
    taps, steps = w.shape[:-2], dilations or (1,) * len(strides)
    reach = [d * (k - 1) + 1 for k, d in zip(taps, steps, strict=True)]
    made = [(n - e) // s + 1 for n, e, s in zip(x.shape[1:-1], reach, strides, strict=True)]
    y = np.zeros((len(x), *made, w.shape[-1]))
    for m, a in product(product(*map(range, made)), product(*map(range, taps))):
        at = tuple(s * i + d * j for s, i, d, j in zip(strides, m, steps, a, strict=True))
        y[(slice(None), *m)] += x[(slice(None), *at)] @ w[a]
    return y


def conv_transpose(x: Any, w: Any, output_shape: Any, strides: Any, padding: str, data_format: str) -> Any:
    """What VALID convolution of the output's shape to the input's gives back; w is ``[*, C_out, C_in]``."""
    assert padding == "VALID"
    assert data_format == {3: "NWC", 4: "NHWC", 5: "NDHWC"}[x.ndim]
    y = np.zeros(tuple(int(n) for n in output_shape))
    again = [(n - k) // s + 1 for n, k, s in zip(y.shape[1:-1], w.shape, strides, strict=False)]
    assert again == list(x.shape[1:-1])
    for m, a in product(product(*map(range, x.shape[1:-1])), product(*map(range, w.shape[:-2]))):
        at = tuple(s * i + j for s, i, j in zip(strides, m, a, strict=True))
        y[(slice(None), *at)] += x[(slice(None), *m)] @ w[a].T
    return y


def pool(x: Any, window: Any, kind: str, strides: Any, padding: str, data_format: str, dilations: Any = None) -> Any:
    assert padding == "VALID"
    assert data_format == {3: "NWC", 4: "NHWC", 5: "NDHWC"}[x.ndim]
    steps = dilations or (1,) * len(window)
    spans = zip(x.shape[1:-1], window, steps, strides, strict=True)
    made = [(n - d * (k - 1) - 1) // s + 1 for n, k, d, s in spans]
    y = np.zeros((len(x), *made, x.shape[-1]))
    for m in product(*map(range, made)):
        cut = tuple(
            slice(s * i, s * i + d * (k - 1) + 1, d) for s, i, d, k in zip(strides, m, steps, window, strict=True)
        )
        part = x[(slice(None), *cut)].reshape(len(x), prod(window), -1)
        y[(slice(None), *m)] = part.max(axis=1) if kind == "MAX" else part.mean(axis=1)
    return y


LOOPS = SimpleNamespace(
    nn=SimpleNamespace(convolution=convolution, conv_transpose=conv_transpose, pool=pool),
    pad=lambda x, pads, mode="CONSTANT", **options: np.pad(x, pads, mode=mode.lower(), **options),
    split=np.split, concat=np.concatenate, gather=np.take, range=np.arange, clip_by_value=np.clip, shape=np.shape,
    reshape=np.reshape, constant=np.array,
)  # fmt: skip


def last(array: Any) -> Any:
    """Channels last."""
    return np.moveaxis(array, 1, -1).astype(float)


def filters(array: Any) -> Any:
    """Taps first, then the channels in the other order."""
    return np.moveaxis(array, (0, 1), (-1, -2)).astype(float)


@pytest.mark.parametrize("layer", KINDS.values(), ids=KINDS)
def test_forward_by_loops(layer: Layer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tensorflow", LOOPS)
    known, bias = numbers(layer), np.arange(1, layer.out_channels + 1)
    space: dict[str, Any] = {}
    exec(framework_call(layer, "tf").partition("with tf.GradientTape")[0], space)  # noqa: S102 - our own lines
    given = (last(known.input), filters(known.weight))
    made = space["forward"](*given, bias) if layer.bias else space["forward"](*given)
    assert np.array_equal(made, last(known.output) + (bias if layer.bias else 0))


@pytest.mark.parametrize("spec", POOLED.values(), ids=POOLED)
def test_pooling_by_loops(spec: PooledSpec, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tensorflow", LOOPS)
    x = np.random.default_rng(3).permutation(prod(spec.input_shape)).reshape(spec.input_shape).astype(float)
    space: dict[str, Any] = {}
    exec(framework_pooling(spec, "tf").partition("with tf.GradientTape")[0], space)  # noqa: S102 - our own lines
    assert np.allclose(space["forward"](last(x)), last(pool_forward(spec, x)), rtol=1e-12, atol=0)


def test_what_it_does_not_have_is_refused() -> None:
    uneven = pooled_of({"pool": "max", "input_size": 5, "output_size": 3})
    assert "tf has no windows of different sizes" in str(refused(framework_pooling, uneven, "tf"))
    dilated = PooledSpec.of(pool="max", input_size=9, kernel_size=3, stride=2, dilation=2)
    assert "tf has no dilated windows in steps" in str(refused(framework_pooling, dilated, "tf"))
