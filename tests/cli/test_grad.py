"""``symconv grad`` from files to one file."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import symconv
from symconv.cli import cli


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    np.save("x.npy", np.arange(1, 19).reshape(1, 1, 3, 6))
    np.savetxt("f.csv", [[1, 2], [3, 4]], delimiter=",", fmt="%d")
    np.savez("g.npz", g=np.arange(1, 7).reshape(2, 3))
    return tmp_path


def grad(*words, status=0):
    result = CliRunner().invoke(cli, ["grad", *map(str, words)])
    assert result.exit_code == status, result.output
    return result


def loaded(name):
    with np.load(name) as archive:
        return dict(archive)


def batch(images=7, dtype=np.float32):
    rng = np.random.default_rng(3)
    shapes = {"x": (images, 4, 9, 8), "f": (6, 2, 3, 2), "g": (images, 6, 4, 7)}
    for name, shape in shapes.items():
        np.save(f"{name}.npy", rng.standard_normal(shape).astype(dtype))
    return "x.npy", "f.npy", "g.npy", "--stride", "2x1", "--groups", "2"


def test_the_case_worked_by_hand(here):
    result = grad("x.npy", "f.csv", "g.npz", "--stride", "1x2", "-o", "grads.npz", "--check", "--bias")
    grads = loaded("grads.npz")
    rows = [[1, 2, 2, 4, 3, 6], [7, 12, 11, 18, 15, 24], [12, 16, 15, 20, 18, 24]]
    np.testing.assert_array_equal(grads["grad_input"], [[rows]])
    np.testing.assert_array_equal(grads["grad_weight"], [[[[161, 182], [287, 308]]]])
    np.testing.assert_array_equal(grads["output"], [[[[58, 78, 98], [118, 138, 158]]]])
    np.testing.assert_array_equal(grads["grad_bias"], [21])
    assert "2618 = 2618 = 2618" in result.stdout
    assert result.stdout.count("✓ equal") == 4
    assert "(2, 3) read as (1, 1, 2, 3)" in result.stderr


def test_pieces_give_the_same(here):
    words = batch(images=7)
    grad(*words, "-o", "whole.npz", "--bias")
    rng = grad(*words, "-o", "pieces.npz", "--bias", "--max-memory", "17000K", "--expect", "whole.npz")
    assert rng.stdout.count("✓ equal") == 4
    whole, pieces = loaded("whole.npz"), loaded("pieces.npz")
    for name in whole:
        np.testing.assert_allclose(pieces[name], whole[name], rtol=1e-6, atol=1e-5)
        assert pieces[name].dtype == np.float32


def test_nhwc_is_the_same_layer(here):
    words = batch()
    grad(*words, "-o", "nchw.npz")
    for name, moved in (("x", (0, 2, 3, 1)), ("f", (2, 3, 1, 0)), ("g", (0, 2, 3, 1))):
        np.save(f"{name}.npy", np.load(f"{name}.npy").transpose(moved))
    grad(*words, "--layout", "NHWC", "-o", "nhwc.npz")
    first, second = loaded("nchw.npz"), loaded("nhwc.npz")
    for name in ("output", "grad_input"):
        np.testing.assert_allclose(second[name].transpose(0, 3, 1, 2), first[name], rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(second["grad_weight"].transpose(3, 2, 0, 1), first["grad_weight"], rtol=1e-5, atol=1e-5)


def test_somebody_elses_mistake_is_found(here, monkeypatch):
    monkeypatch.setenv("COLUMNS", "140")  # a row of the table is one line
    words = batch()
    grad(*words, "-o", "right.npz")
    theirs = loaded("right.npz")
    theirs["grad_input"][3, 1, 2, 5] += 1
    np.savez("theirs.npz", **theirs)
    result = grad(*words, "--expect", "theirs.npz", status=1)
    line = next(line for line in result.stdout.splitlines() if line.startswith("grad_input") and "expected" in line)
    assert "[3, 1, 2, 5]" in line
    assert line.split()[2:5] == ["2,016", "1", "1.00e+00"]
    assert "✗ differs" in line


def test_nan_is_reported(here):
    maps = np.ones((1, 1, 3, 6))
    maps[0, 0, 1, 1] = np.nan
    np.save("x.npy", maps)
    result = grad("x.npy", "f.csv", "g.npz", "--stride", "1x2")
    assert "1 NaN" in next(line for line in result.stdout.splitlines() if line.startswith("input"))
    assert "not a number" in result.stdout


def test_images_and_grey(here):
    image = pytest.importorskip("PIL.Image", reason="Pillow (the images extra) is not installed")
    pixels = np.random.default_rng(0).integers(0, 256, (6, 7, 3), dtype=np.uint8)
    image.fromarray(pixels).save("photo.png")
    result = grad("photo.png", "f.csv", "--grad-output", "random:1", "--padding", "same", "-o", "edge.npz")
    assert "colours turned to grey" in result.stderr
    assert loaded("edge.npz")["grad_input"].shape == (1, 1, 6, 7)


def test_of_a_picture_alone_the_output_is_what_is_differentiated(here):
    """L = ½‖O‖², ⟨∂L/∂O, O⟩ = ‖O‖². One pixel of 2 under the filter [1, 3]: o = 6, 2, and ∂L/∂x there is 6·3 + 2·1."""
    image = pytest.importorskip("PIL.Image", reason="Pillow (the images extra) is not installed")
    image.fromarray(np.array([[0, 2, 0]], dtype=np.uint8)).save("photo.png")
    np.savetxt("row.csv", [[1, 3]], delimiter=",", fmt="%d")
    for words in ([], ["--grad-output", "output"]):
        result = grad("photo.png", "row.csv", *words, "-o", "edge.npz")
        assert "grad_output: the output itself, as for the loss ½‖O‖²" in result.stderr
        found = loaded("edge.npz")
        assert found["output"].tolist() == [[[[6, 2]]]]
        assert found["grad_input"].tolist() == [[[[6, 20, 6]]]]
        assert "40 = 40 = 40" in result.stdout
    np.savetxt("x.csv", [[0, 2, 0]], delimiter=",", fmt="%d")
    assert "got neither" in grad("x.csv", "row.csv", status=2).stderr


@pytest.mark.parametrize("number", ["1", "2"])
def test_threads_change_nothing(here, number):
    grad("x.npy", "f.csv", "g.npz", "--stride", "1x2", "-o", "some.npz")
    grad("x.npy", "f.csv", "g.npz", "--stride", "1x2", "--threads", number, "-o", "other.npz")
    for name, array in loaded("some.npz").items():
        np.testing.assert_array_equal(loaded("other.npz")[name], array)


def test_a_gradient_as_a_picture(here):
    image = pytest.importorskip("PIL.Image", reason="Pillow (the images extra) is not installed")
    np.savetxt("g.csv", [[0, 0, -1], [0, 0, 0]], delimiter=",", fmt="%d")
    grad("x.npy", "f.csv", "g.csv", "--stride", "1x2", "--picture", "p.png")
    shades = [[128, 128, 128, 128, 96, 64], [128, 128, 128, 128, 32, 0], [128] * 6]
    with image.open("p.png") as picture:
        np.testing.assert_array_equal(np.asarray(picture), shades)
    result = grad("x.npy", "f.csv", "g.csv", "--stride", "1x2", "--picture", "p.gif", status=2)
    assert "a picture needs two spatial axes and one of .png" in result.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["x.npy", "f.csv"], "G (∂L/∂O) must be a third file or --grad-output random:SEED"),
        (["x.npy", "f.csv", "g.npz", "--grad-output", "ones"], "got both"),
        (["x.npy", "f.csv", "--grad-output", "twos"], "--grad-output must be output, ones or random:SEED, got 'twos'"),
        (["x.npy", "f.csv", "--grad-output", "random:x"], "the seed in random:SEED must be a whole number, got 'x'"),
        (["x.npy", "f.csv", "g.npz"], "grad_output is 3 along axis 1 where the layer has 5"),
        (["x.npy", "f.csv", "g.npz", "-s", "1x2", "-o", "a.txt"], "the result must be an .npz, got 'a.txt'"),
        (["x.npy", "f.csv", "g.npz", "-s", "1x2", "-o", "no/a.npz"], "cannot write no/a.npz: No such file"),
        (["x.npy", "f.csv", "g.npz", "-s", "1x2", "--max-memory", "much"], "--max-memory must be a size such as"),
        (["x.npy", "f.csv", "g.npz", "-s", "1x2", "--max-memory", "9M"], "more than the 9,437,184 allowed"),
        (["x.npy", "f.csv", "g.npz", "-s", "1x2", "--input-size", "3x7"], "input is 6 along axis 1 where the layer"),
        (["x.npy", "f.csv", "g.npz", "-s", "0"], "-s must be at least 1, got 0"),
        (["x.npy", "f.csv", "g.npz", "-s", "1x2", "--expect", "g.npz"], "g.npz holds none of output, grad_input"),
        (["no.npy", "f.csv", "g.npz"], "cannot read no.npy: No such file"),
    ],
)
def test_bad_input_is_one_line_and_exit_2(here, words, message):
    before = sorted(path.name for path in here.iterdir())
    result = grad(*words, status=2)
    last = result.stderr.splitlines()[-1]
    assert last.startswith("symconv: ")
    assert message in last
    assert sorted(path.name for path in here.iterdir()) == before


HINTS = {
    "tensorflow": ((2, 9, 8, 6), (3, 2, 6, 4), (2, 7, 7, 4), [], "these shapes fit --layout NHWC"),
    "pytorch": ((2, 6, 9, 8), (4, 6, 3, 2), (2, 4, 7, 7), ["--layout", "NHWC"], "these shapes fit --layout NCHW"),
    "mlx": (
        (2, 9, 8, 6),
        (4, 3, 2, 6),
        (2, 7, 7, 4),
        [],
        "after np.moveaxis(F, 0, -1), for this looks like [C_out, *kernel_size, C_in] of MLX or TensorFlow Lite, "
        "with --layout NHWC",
    ),
    "mlx, the layout known": (
        (2, 9, 8, 6),
        (4, 3, 2, 6),
        (2, 7, 7, 4),
        ["--layout", "NHWC"],
        "after np.moveaxis(F, 0, -1)",
    ),
    "depthwise": (
        (2, 9, 9, 8),
        (3, 3, 8, 2),
        (2, 7, 7, 16),
        ["--layout", "NHWC"],
        "after F.reshape(3, 3, 1, 16) and with --groups 8, for this looks like a depthwise filter of TensorFlow",
    ),
    "a signal": ((2, 9, 6), (3, 6, 4), (2, 7, 4), [], "these shapes fit --layout NHWC"),
}


@pytest.mark.parametrize("case", HINTS.values(), ids=HINTS)
def test_arrays_in_another_order_of_axes_are_recognised(here, case):
    maps, weight, grads, words, hint = case
    for name, shape in (("x", maps), ("f", weight), ("g", grads)):
        np.save(f"{name}.npy", np.ones(shape))
    last = grad("x.npy", "f.npy", "g.npy", *words, status=2).stderr.splitlines()[-1]
    assert hint in last
    if "np.moveaxis" in hint:
        np.save("f.npy", np.moveaxis(np.ones(weight), 0, -1))
    if "F.reshape" in hint:
        np.save("f.npy", np.ones(weight).reshape(3, 3, 1, 16))
    layout = ["--layout", "NCHW" if "--layout NCHW" in hint else "NHWC"]
    grad("x.npy", "f.npy", "g.npy", *layout, *(["--groups", "8"] if "--groups" in hint else []))


def test_no_hint_where_nothing_fits(here):
    np.save("x.npy", np.ones((2, 5, 9, 9)))
    np.save("f.npy", np.ones((4, 6, 3, 2)))
    last = grad("x.npy", "f.npy", "--grad-output", "ones", status=2).stderr.splitlines()[-1]
    assert last == "symconv: input is 5 along in_channels where the layer has 6, got shape (2, 5, 9, 9)"


@pytest.mark.parametrize("stride", [10**6, 2**40, 2**62, 2**63, 10**30])
def test_what_a_layer_costs_does_not_depend_on_its_numbers(here, stride):
    """One output, and one place in which the filter lies: the same as at stride 1."""
    np.savetxt("x.csv", [[1, 2, 3]], delimiter=",", fmt="%d")
    np.savetxt("f.csv", [[1, 10, 100]], delimiter=",", fmt="%d")
    result = grad("x.csv", "f.csv", "--grad-output", "ones", "--stride", f"1x{stride}", "--check", "-o", "a.npz")
    assert loaded("a.npz")["grad_input"].tolist() == [[[[1, 10, 100]]]]
    assert result.stdout.count("✓ equal") == 4


@pytest.mark.parametrize("words", [["-p", 2**39], ["-p", f"{2**39}:0", "-s", 2**38], ["-p", 2**62]])
def test_a_layer_that_fits_into_no_memory_ends_in_one_line(here, words):
    np.savetxt("x.csv", [[1, 2, 3]], delimiter=",", fmt="%d")
    np.savetxt("f.csv", [[1, 10, 100]], delimiter=",", fmt="%d")
    last = grad("x.csv", "f.csv", "--grad-output", "random:1", *words, status=2).stderr.splitlines()[-1]
    assert last.startswith("symconv: the arrays of this layer do not fit into memory")


def test_no_images_are_a_batch(here):
    np.save("x.npy", np.ones((0, 1, 3, 6)))
    np.save("g.npy", np.ones((0, 1, 2, 3)))
    for words in ([], ["--check"], ["--max-memory", "20M"], ["--layout", "NCHW"]):
        grad("x.npy", "f.csv", "g.npy", "--stride", "1x2", "--bias", "-o", "empty.npz", *words)
        grads = loaded("empty.npz")
        assert {name: array.shape for name, array in grads.items()} == {
            "output": (0, 1, 2, 3),
            "grad_input": (0, 1, 3, 6),
            "grad_weight": (1, 1, 2, 2),
            "grad_bias": (1,),
        }
        assert not grads["grad_weight"].any()
        assert not grads["grad_bias"].any()


def test_what_no_window_reads_is_not_multiplied(here):
    """N 6, k 2, s 3: x_2 is read by no window; f_0 with p 2, N 1 reads padding alone."""
    np.save("x.npy", np.array([[[1.0, 2, np.nan, 3, 4, np.inf]]]))
    np.save("f.npy", np.array([[[1.0, 1]]]))
    np.save("g.npy", np.array([[[1.0, 1]]]))
    result = grad("x.npy", "f.npy", "g.npy", "--stride", "3", "--check")
    assert "10 = 10 = 10" in result.stdout
    assert result.stdout.count("✓ equal") == 4
    np.save("x.npy", np.array([[[5.0]]]))
    np.save("f.npy", np.array([[[np.nan, 2, np.inf]]]))
    np.save("g.npy", np.array([[[3.0]]]))
    result = grad("x.npy", "f.npy", "g.npy", "--padding", "1", "--check")
    assert "30 = 30 = 30" in result.stdout
    assert result.stdout.count("✓ equal") == 4


def test_what_is_read_and_no_number_is_told_as_such(here):
    np.save("x.npy", np.array([[[1.0, np.inf, 2]]]))
    np.save("f.npy", np.array([[[1.0, 1]]]))
    np.save("g.npy", np.array([[[1.0, 1]]]))
    result = grad("x.npy", "f.npy", "g.npy", "--check")
    assert "is not a number" in result.stdout
    assert result.stdout.count("✓ equal") == 4
    assert "=" not in result.stdout.split("is not a number")[0].splitlines()[-1]


def test_ones_are_warned_of(here):
    assert "flip forgotten" in grad("x.npy", "f.csv", "--grad-output", "ones").stderr


def test_expected_gradients_with_a_known_mistake_are_explained(run: Callable, tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    arrays = {
        "x": rng.normal(size=(2, 1, 5, 6)),
        "f": rng.normal(size=(2, 1, 3, 2)),
        "g": rng.normal(size=(2, 2, 2, 3)),
    }
    for name, array in arrays.items():
        np.save(tmp_path / f"{name}.npy", array)
    spec = symconv.ConvSpec.of(input_size=(5, 6), kernel_size=(3, 2), stride=2, out_channels=2, batch_size=2)
    unflipped = symconv.grad_input(spec, arrays["g"], arrays["f"][:, :, ::-1, ::-1])
    np.savez(tmp_path / "theirs.npz", grad_input=unflipped, grad_weight=np.ones((2, 1, 3, 2)))
    finished = run("grad", "x.npy", "f.npy", "g.npy", "--stride", "2", "--expect", "theirs.npz", cwd=tmp_path)
    assert finished.returncode == 1
    assert "grad_input: explained by: the filter is not flipped [no-flip]" in finished.stdout
    assert "grad_weight: no known mistake explains it" in finished.stdout
