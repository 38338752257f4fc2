"""The fast routes need a few MiB beside inputs and outputs, however large the batch or the image."""

import tracemalloc

import numpy as np
import pytest

from symconv import ConvSpec
from symconv.routes import FORWARD, GRAD_INPUT, GRAD_WEIGHT

MIB = 1 << 20
TABLES = {"forward": FORWARD, "grad_input": GRAD_INPUT, "grad_weight": GRAD_WEIGHT}
LAYERS = {
    "padded": {"input_size": (56, 56), "kernel_size": 3, "padding": 1, "in_channels": 32, "out_channels": 32},
    "overlapping": {
        "input_size": (64, 64),
        "kernel_size": 4,
        "stride": 2,
        "padding": 1,
        "in_channels": 32,
        "out_channels": 64,
    },
    "filter first": {
        "input_size": (112, 112),
        "kernel_size": 7,
        "stride": 2,
        "padding": 3,
        "in_channels": 3,
        "out_channels": 64,
    },
}


def workspace(call):
    """Peak memory of a call beside its result, in bytes."""
    tracemalloc.start()
    try:
        result = call()
        return tracemalloc.get_traced_memory()[1] - result.nbytes
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize("function", ["forward", "grad_input", "grad_weight"])
def test_workspace_is_small_and_does_not_grow_with_the_batch(name, function):
    found = []
    for images in (8, 32):
        spec = ConvSpec.of(**LAYERS[name], batch_size=images)
        maps, weight, grads = (
            np.ones(shape, np.float32) for shape in (spec.input_shape, spec.weight_shape, spec.output_shape)
        )
        given = {"forward": (maps, weight), "grad_input": (grads, weight), "grad_weight": (maps, grads)}[function]
        found.append(workspace(lambda spec=spec, given=given: TABLES[function]["gemm"](spec, *given)))
    assert found[0] <= 6 * MIB
    assert found[1] <= found[0] + 64 * 1024


def test_an_image_larger_than_the_workspace_is_read_from_its_file(tmp_path):
    maps = np.lib.format.open_memmap(tmp_path / "x.npy", "w+", np.float32, (1, 1, 4096, 4096))
    maps[0, 0, 17, 4000] = 2
    spec = ConvSpec.of(input_size=(4096, 4096), stride=2, padding=1)
    grads = np.full(spec.output_shape, np.float32(3))
    assert workspace(lambda: GRAD_WEIGHT["gemm"](spec, maps, grads)) <= 6 * MIB
    np.testing.assert_array_equal(GRAD_WEIGHT["gemm"](spec, maps, grads)[0, 0], [[0, 6, 0], [0, 0, 0], [0, 6, 0]])
