"""∂L/∂X as a picture: shades worked by hand."""

import numpy as np
import pytest

from symconv import ConvSpec
from symconv.errors import InputError
from symconv.numeric.job import Job
from symconv.numeric.pictures import draw

image = pytest.importorskip("PIL.Image", reason="Pillow (the images extra) is not installed")


def drawn(path, *maps):
    """The picture of a layer whose filters hand these gradients on, a channel each; 127.5 is rounded to even."""
    grads = np.array(maps, float)[np.newaxis]
    channels, *size = grads.shape[1:]
    spec = ConvSpec.of(
        input_size=size, kernel_size=1, in_channels=channels, out_channels=channels, groups=channels, batch_size=None
    )
    job = Job(spec=spec, input=np.zeros_like(grads), weight=np.ones((channels, 1, 1, 1)), grad_output=grads)
    draw(job, path)
    with image.open(path) as picture:
        return np.asarray(picture)


def test_black_is_minus_the_largest_and_white_the_largest(tmp_path):
    found = drawn(tmp_path / "p.png", [[0.5, -0.5, 0.25], [0, np.nan, -np.inf]])
    np.testing.assert_array_equal(found, [[255, 0, 191], [128, 128, 128]])


def test_nothing_is_grey(tmp_path):
    np.testing.assert_array_equal(drawn(tmp_path / "p.png", [[0, 0]]), [[128, 128]])


def test_three_channels_are_colours(tmp_path):
    found = drawn(tmp_path / "p.png", [[4, 0]], [[0, -4]], [[2, 2]])
    np.testing.assert_array_equal(found, [[[255, 128, 191], [128, 0, 191]]])


@pytest.mark.parametrize("channels", [2, 4])
def test_of_other_channels_the_first_is_drawn(tmp_path, channels):
    found = drawn(tmp_path / "p.png", [[1, -1]], *[[[3, 3]]] * (channels - 1))
    np.testing.assert_array_equal(found, [[255, 0]])


def test_only_what_has_two_axes_is_drawn(tmp_path):
    with pytest.raises(InputError, match="a picture needs two spatial axes"):
        drawn(tmp_path / "p.png", [1, 2])
    assert drawn(tmp_path / "p.JPG", [[1]]).shape == (1, 1)
