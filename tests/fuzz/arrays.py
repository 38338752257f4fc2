"""Broken arrays and random layers: every file ends in an array or in one line, every layer in what plain loops give.

    python tests/fuzz/arrays.py 100000 SEED

Stops at the first file that ends otherwise, and at the first layer with another result; infinite entries and NaN among
the numbers, too.
"""

import io
import random
import sys
import tempfile
import warnings
import zipfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))
from layers import meetings

from symconv import ConvSpec, forward, grad_bias, grad_input, grad_weight
from symconv.errors import SpecError, SymconvError
from symconv.numeric.files import members, read_array

DTYPES = ("<f8", ">f4", "<f2", "<i8", "|i1", "|u1", "|b1", "<c16", "<U3", "<M8[s]", "|V5")
PIECES = (b"'", b"(", b")", b"{", b",", b"9" * 30, b"-1", b"\n", b"\0", b"\xff", b"True", b"PK\x03\x04", b"NUMPY")


def written(draw: random.Random) -> tuple[str, bytes]:
    """A whole file of some kind."""
    shape = tuple(draw.randrange(4) for _ in range(draw.randrange(4)))
    array = np.zeros(shape, draw.choice(DTYPES))
    stream, kind = io.BytesIO(), draw.choice(("npy", "npz", "npz", "csv"))
    if kind == "npy":
        np.lib.format.write_array(stream, array, version=draw.choice([(1, 0), (2, 0), (3, 0)]))
    elif kind == "npz":
        member = io.BytesIO()
        np.save(member, array)
        with zipfile.ZipFile(stream, "w", draw.choice([0, 8, 12, 14])) as archive:
            for name in draw.sample(["a.npy", "b.npy", "ü.npy", "c.txt"], draw.randrange(1, 3)):
                archive.writestr(name, member.getvalue())
    else:
        np.savetxt(stream, np.arange(draw.randrange(1, 9)).reshape(1, -1), delimiter=",")
    return kind, stream.getvalue()


def broken(content: bytes, draw: random.Random) -> bytes:
    """The file with a few bytes changed, left out or put in."""
    data = bytearray(content)
    for _ in range(draw.choice((1, 1, 2, 5))):
        at = draw.randrange(len(data) + 1) if data else 0
        how = draw.randrange(4)
        if how == 0 and data:
            data[min(at, len(data) - 1)] = draw.randrange(256)
        elif how == 1:
            del data[at : at + draw.choice((1, 2, 40))]
        elif how == 2:
            data[at:at] = draw.choice(PIECES)
        else:
            data[at : at + 4] = draw.randbytes(4)
    return bytes(data)


def try_file(draw: random.Random, folder: Path) -> None:
    """Reads a broken file."""
    kind, content = written(draw)
    path = folder / f"x.{kind}"
    path.write_bytes(broken(content, draw))
    calls = [lambda: read_array(str(path), 1 << 20)]
    if kind == "npz":
        calls += [lambda: read_array(f"{path}:a", 1 << 20), lambda: members(str(path))]
    for call in calls:
        said = ""
        try:
            call()
        except SymconvError as error:
            said = str(error)
        if "\n" in said:
            raise AssertionError(f"more than one line: {said}")


def random_layer(draw: random.Random) -> ConvSpec:
    """Any small layer, H ≠ W, other numbers along each axis."""
    while True:
        axes, groups = draw.choice((1, 1, 2, 2, 3)), draw.randint(1, 3)

        def each(low: int, high: int, axes: int = axes) -> tuple[int, ...]:
            return tuple(draw.randint(low, high) for _ in range(axes))

        try:
            return ConvSpec.of(
                input_size=each(1, 7 if axes < 3 else 4),
                kernel_size=each(1, 4 if axes < 3 else 2),
                stride=each(1, draw.choice((2, 4, 9))),
                dilation=each(1, 3),
                padding=tuple(zip(each(0, 3), each(0, 3), strict=True)),
                groups=groups,
                in_channels=groups * draw.randint(1, 2),
                out_channels=groups * draw.randint(1, 3),
                batch_size=draw.randint(1, 2),
            )
        except SpecError:
            continue


def try_layer(draw: random.Random) -> None:
    """All four functions against loops."""
    spec, numbers = random_layer(draw), np.random.default_rng(draw.randrange(1 << 30))
    shapes = {"x": spec.input_shape, "f": spec.weight_shape, "g": spec.output_shape}
    given = {name: numbers.integers(-9, 10, shape).astype(float) for name, shape in shapes.items()}
    for array in given.values():
        chosen = numbers.random(array.shape) < draw.choice((0, 0, 0.03, 0.2))
        array[chosen] = numbers.choice([np.inf, -np.inf, np.nan, 0.0], int(chosen.sum()))
    exact = {name: np.zeros(shape) for name, shape in shapes.items()}
    with np.errstate(invalid="ignore"):
        for o, w, i in meetings(spec):
            exact["g"][o] += given["x"][i] * given["f"][w]
            exact["x"][i] += given["g"][o] * given["f"][w]
            exact["f"][w] += given["x"][i] * given["g"][o]
        bias = given["g"].sum(axis=(0, *range(2, given["g"].ndim)))
    told = f"{spec}, {given}"
    np.testing.assert_array_equal(forward(spec, given["x"], given["f"]), exact["g"], err_msg=told)
    np.testing.assert_array_equal(grad_input(spec, given["g"], given["f"]), exact["x"], err_msg=told)
    np.testing.assert_array_equal(grad_weight(spec, given["x"], given["g"]), exact["f"], err_msg=told)
    with np.errstate(invalid="ignore"):
        np.testing.assert_array_equal(grad_bias(spec, given["g"]), bias, err_msg=told)


def main(count: int, seed: int) -> None:
    """Half files, a tenth as many layers."""
    with tempfile.TemporaryDirectory() as name, warnings.catch_warnings(action="ignore"):
        for number in range(count):
            draw = random.Random(f"{seed} {number}")  # noqa: S311 - not for secrets
            try:
                try_file(draw, Path(name))
                if number % 10 == 0:
                    try_layer(draw)
            except BaseException:
                print(f"number {number} of seed {seed}", flush=True)
                raise
            if number % 10_000 == 0:
                print(number, flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
