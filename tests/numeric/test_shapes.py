"""Arrays that do not belong to the layer: one line that names the axis."""

from dataclasses import replace

import numpy as np
import pytest

from symconv import ConvSpec, forward, grad_bias, grad_input, grad_weight
from symconv.errors import InputError
from symconv.numeric.shapes import check_room

SPEC = ConvSpec.of(input_size=(5, 7), kernel_size=3, stride=2, in_channels=4, out_channels=6, groups=2, batch_size=None)
UNGROUPED = replace(SPEC, groups=1)
MAPS, WEIGHT, GRADS = np.zeros((2, 4, 5, 7)), np.zeros((6, 2, 3, 3)), np.zeros((2, 6, 2, 3))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: forward(SPEC, MAPS[0], WEIGHT), "input has 3 axes where [batch_size, in_channels, axis 0, axis 1] is"),
        (lambda: forward(SPEC, MAPS[:, :3], WEIGHT), "input is 3 along in_channels where the layer has 4"),
        (lambda: forward(SPEC, MAPS[..., :6], WEIGHT), "input is 6 along axis 1 where the layer has 7"),
        (lambda: forward(SPEC, MAPS, WEIGHT[:, :1]), "weight is 1 along in_channels/groups where the layer has 2"),
        (lambda: forward(UNGROUPED, MAPS, WEIGHT[:, :1]), "weight is 1 along in_channels where the layer has 4"),
        (lambda: forward(SPEC, MAPS, WEIGHT[:5]), "weight is 5 along out_channels where the layer has 6"),
        (
            lambda: forward(replace(SPEC, bias=True), MAPS, WEIGHT, np.zeros(5)),
            "bias is 5 along out_channels where the layer has 6",
        ),
        (lambda: forward(SPEC, MAPS, WEIGHT, np.zeros(6)), "the layer has no bias, and one was given"),
        (lambda: forward(replace(SPEC, bias=True), MAPS, WEIGHT), "the layer has a bias, and none was given"),
        (lambda: grad_input(SPEC, GRADS[:, :, :1], WEIGHT), "grad_output is 1 along axis 0 where the layer has 2"),
        (lambda: grad_weight(SPEC, MAPS, GRADS[:1]), "input holds 2 images and grad_output 1: batch_size must agree"),
        (lambda: grad_bias(SPEC.with_batch_size(3), GRADS), "grad_output is 2 along batch_size where the layer has 3"),
    ],
)
def test_the_text_names_the_axis(call, message):
    with pytest.raises(InputError) as raised:
        call()
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)


def test_the_shape_is_told():
    with pytest.raises(InputError, match=r"got shape \(2, 4, 5, 6\)"):
        forward(SPEC, MAPS[..., :6], WEIGHT)


@pytest.mark.parametrize(("images", "entries"), [(2, 120), (1, 60), (0, 60)])
@pytest.mark.parametrize("channels", [(2, 3), (3, 2)])
def test_the_largest_array_with_its_padding_is_counted(images, entries, channels, monkeypatch):
    """3 channels of 4×5 entries, two images or one; of none as if there were one."""
    spec = ConvSpec.of(
        input_size=(2, 3), kernel_size=1, padding=1, in_channels=channels[0], out_channels=channels[1], batch_size=None
    )
    monkeypatch.setattr("symconv.numeric.shapes.MOST_ENTRIES", entries)
    check_room(spec, images)
    monkeypatch.setattr("symconv.numeric.shapes.MOST_ENTRIES", entries - 1)
    with pytest.raises(InputError, match=f"do not fit into memory: with the padding up to {entries} entries"):
        check_room(spec, images)
