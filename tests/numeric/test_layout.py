"""Arrays as people keep them: shapes whose sides are all different, and where each entry goes."""

import numpy as np
import pytest

from symconv.errors import InputError
from symconv.numeric.layout import axes_of, full_maps, full_weight, stored


def array(*shape):
    return np.arange(np.prod(shape)).reshape(shape)


@pytest.mark.parametrize(
    ("shape", "axes", "channels", "layout", "subscripts", "full"),
    [
        ((4, 5), 2, 1, "NCHW", "hw->hw", (1, 1, 4, 5)),
        ((4, 5), 2, 1, "NHWC", "hw->hw", (1, 1, 4, 5)),
        ((3, 4, 5), 2, 3, "NCHW", "chw->chw", (1, 3, 4, 5)),
        ((7, 4, 5), 2, 1, "NCHW", "nhw->nhw", (7, 1, 4, 5)),
        ((7, 4, 3), 2, 3, "NHWC", "hwc->chw", (1, 3, 7, 4)),
        ((7, 4, 5), 2, 1, "NHWC", "nhw->nhw", (7, 1, 4, 5)),
        ((4, 4, 3), 2, 3, "NHWC", "hwc->chw", (1, 3, 4, 4)),
        ((3, 4, 4), 2, 3, "NHWC", "nhw->nhw", (3, 1, 4, 4)),
        ((3, 4, 3), 2, 3, "NHWC", "hwc->chw", (1, 3, 3, 4)),
        ((2, 7), 1, 2, "NCHW", "cw->cw", (1, 2, 7)),
        ((7, 2), 1, 2, "NHWC", "wc->cw", (1, 2, 7)),
        ((2, 7), 1, 5, "NHWC", "nw->nw", (2, 1, 7)),
        ((2, 3, 4, 5), 2, 3, "NCHW", "nchw->nchw", (2, 3, 4, 5)),
        ((2, 4, 5, 3), 2, 3, "NHWC", "nhwc->nchw", (2, 3, 4, 5)),
    ],
)
def test_maps_are_filled_in_from_the_front(shape, axes, channels, layout, subscripts, full):
    given = array(*shape)
    found = full_maps("input", given, axes, channels, layout)
    assert found.shape == full
    np.testing.assert_array_equal(found.ravel(), np.einsum(subscripts, given).ravel())


@pytest.mark.parametrize(("shape", "axes"), [((3,), 2), ((2, 3, 4, 5, 6), 2), ((2, 3, 4, 5), 1), ((), 1)])
@pytest.mark.parametrize("layout", ["NCHW", "NHWC"])
def test_other_numbers_of_axes_are_refused(shape, axes, layout):
    with pytest.raises(InputError, match=r"grad_output of shape .* does not fit a layer of \d axes"):
        full_maps("grad_output", array(*shape), axes, 1, layout)
    with pytest.raises(InputError, match=r"weight of shape .* is neither \d-dimensional nor has two channel axes more"):
        full_weight(array(*shape), axes, layout)


def test_weights_have_their_channels_in_front():
    kernel, whole = array(3, 5), array(3, 5, 2, 4)
    np.testing.assert_array_equal(full_weight(kernel, 2, "NHWC"), kernel[np.newaxis, np.newaxis])
    np.testing.assert_array_equal(full_weight(whole, 2, "NHWC"), np.einsum("hwco->ochw", whole))
    assert full_weight(whole, 2, "NCHW") is whole


def test_results_go_back_to_where_they_came_from():
    maps, weight, bias = array(2, 3, 4, 5), array(4, 2, 3, 5), array(4)
    np.testing.assert_array_equal(stored("grad_input", maps, "NHWC"), np.einsum("nchw->nhwc", maps))
    np.testing.assert_array_equal(stored("grad_weight", weight, "NHWC"), np.einsum("ochw->hwco", weight))
    assert stored("grad_bias", bias, "NHWC") is bias
    assert stored("grad_weight", weight, "NCHW") is weight


@pytest.mark.parametrize(
    ("shape", "axes"), [((3,), 1), ((3, 3), 2), ((4, 2, 3), 1), ((4, 2, 3, 3), 2), ((4, 2, 3, 3, 3), 3)]
)
def test_axes_of_weights(shape, axes):
    assert axes_of(array(*shape)) == axes


@pytest.mark.parametrize("shape", [(), (1, 1, 1, 1, 1, 1)])
def test_no_layer_has_such_weights(shape):
    with pytest.raises(InputError, match=f"weight has {len(shape)} axes, expected 1 to 5"):
        axes_of(array(*shape))
