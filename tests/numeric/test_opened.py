"""The layer that files describe together: what is filled in, what is told, what is refused."""

from pathlib import Path

import numpy as np
import pytest

from symconv.errors import InputError, SpecError
from symconv.numeric.opened import opened

F = np.ones((2, 3, 2, 2), np.float32)


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def files(x, f=F, g=None):
    """Names of files with these arrays."""
    for name, array in (("x", x), ("f", f), ("g", g)):
        if array is not None:
            np.save(f"{name}.npy", array)
    return ("x.npy", "f.npy"), "ones" if g is None else "g.npy"


def photo():
    """A picture of 4 by 5 pixels in colours."""
    image = pytest.importorskip("PIL.Image", reason="Pillow (the images extra) is not installed")
    pixels = np.random.default_rng(0).integers(0, 256, (4, 5, 3), np.uint8)
    image.fromarray(pixels).save("photo.png")
    return pixels


@pytest.mark.parametrize(("layout", "weight"), [("NCHW", F), ("NHWC", F.transpose(2, 3, 1, 0))])
def test_colours_are_channels_in_either_layout(layout, weight):
    pixels = photo()
    np.save("f.npy", weight)
    job, notes = opened(("photo.png", "f.npy"), "ones", {}, layout)
    np.testing.assert_array_equal(job.input, np.einsum("hwc->chw", pixels)[np.newaxis])
    assert notes[1:] == [
        "input: photo.png, (4, 5, 3) uint8",
        f"input: {(3, 4, 5) if layout == 'NCHW' else (4, 5, 3)} read as (1, 3, 4, 5), batch and channels filled in",
    ]


def test_grey_is_as_bright_as_the_colours():
    pixels = photo()
    np.save("f.npy", F[:1, :1])
    job, notes = opened(("photo.png", "f.npy"), "ones", {})
    red, green, blue = np.moveaxis(pixels.astype(float), -1, 0)
    np.testing.assert_array_equal(
        job.input, (0.299 * red + 0.587 * green + 0.114 * blue).round()[np.newaxis, np.newaxis]
    )
    assert notes[2] == "input: colours turned to grey, because the filter has one channel"


def test_what_is_whole_is_told_and_not_filled_in():
    _, notes = opened(*files(np.ones((1, 3, 4, 5)), F, np.ones((1, 2, 3, 4))), {})
    assert notes == [
        "weight: f.npy, (2, 3, 2, 2) float32",
        "input: x.npy, (1, 3, 4, 5) float64",
        "grad_output: g.npy, (1, 2, 3, 4) float64",
    ]


@pytest.mark.parametrize(("kind", "made"), [("f2", "f4"), ("f4", "f4"), ("f8", "f8"), ("i4", "f8")])
def test_random_gradients_are_as_precise_as_the_layer(kind, made):
    names, _ = files(np.ones((7, 3, 4, 5), kind), F.astype("i4") if kind == "i4" else F)
    drawn = opened(names, "random:5", {})[0].grad_output
    assert (drawn.shape, drawn.dtype) == ((7, 2, 3, 4), np.dtype(made))
    np.testing.assert_array_equal(drawn, np.random.default_rng(5).standard_normal((7, 2, 3, 4)).astype(made))


@pytest.mark.parametrize("seed", ["0", "1", "1" * 100])
def test_seeds(seed):
    names, _ = files(np.ones((1, 3, 4, 5)))
    assert opened(names, f"random:{seed}", {})[0].grad_output.std() > 0


@pytest.mark.parametrize("seed", ["", "-1", "1.5", "x", "1" * 101])
def test_no_seeds(seed):
    names, _ = files(np.ones((1, 3, 4, 5)))
    with pytest.raises(InputError, match="the seed in random:SEED must be a whole number"):
        opened(names, f"random:{seed}", {})


X, G = np.ones((2, 3, 4, 5)), np.ones((2, 2, 3, 4))


@pytest.mark.parametrize(
    ("arrays", "stated", "message"),
    [
        ((X, F, G), {"input_size": (4, 6)}, "input is 5 along axis 1 where the layer has 6"),
        ((X, F, G), {"kernel_size": (2, 3)}, "weight is 2 along axis 1 where the layer has 3"),
        ((X, F, G), {"padding": 2**40}, "the arrays of this layer do not fit into memory"),
        ((X, F, G[..., 1:]), {}, "grad_output is 3 along axis 1 where the layer has 4"),
        ((X, F, G[:1]), {}, "input holds 2 images and grad_output 1: batch_size must agree"),
        ((np.ones(4), np.ones((3, 3)), G), {}, "input of shape (4,) does not fit a layer of 2 axes"),
        ((X + 1j, F, G), {}, "x.npy: holds complex numbers"),
        ((X, F + 1j, G), {}, "f.npy: holds complex numbers"),
        ((X, F, G + 1j), {}, "g.npy: holds complex numbers"),
    ],
)
def test_arrays_that_do_not_belong_together(arrays, stated, message):
    with pytest.raises(InputError) as raised:
        opened(*files(*arrays), stated)
    assert str(raised.value).startswith(message)


def test_where_nothing_helps_the_error_stays_as_it_is():
    """The command line names its parameter as it was typed."""
    with pytest.raises(SpecError) as raised:
        opened(*files(X, F, G), {"stride": 0})
    assert raised.value.parameter == "stride"
    assert sorted(path.name for path in Path().iterdir()) == ["f.npy", "g.npy", "x.npy"]
