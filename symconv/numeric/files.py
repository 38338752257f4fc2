"""Arrays from files: ``.npy``, ``.npz`` (``file.npz:name``), ``.csv``, and images with the ``images`` extra.

Files are not trusted: nothing in them is ever executed, and no more memory is taken than the limit allows. An ``.npy``
file is mapped, not read, so it may be larger than memory.
"""

import lzma
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Mapping
from math import prod
from pathlib import Path

import numpy as np

from symconv.errors import InputError, MissingExtraError
from symconv.files.reading import printable, refuse_endless
from symconv.numeric.header import read_header
from symconv.routes.numbers import Array

LIMIT = 4 << 30
"""Most bytes an archive member, a table or an image may take, unless stated otherwise."""


UNREADABLE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    NotImplementedError,  # a compression that Python does not know
    RuntimeError,  # an encrypted member
    EOFError,
    OSError,
    OverflowError,
    ValueError,
)
"""What reading a broken zip archive ends in."""


def read_array(name: str, limit: int = LIMIT) -> Array:
    """The array in a file; images come as ``[height, width]`` or ``[height, width, 3]``.

    Args:
        name: a path, or ``path.npz:member``.
        limit: most bytes of what cannot be mapped.

    Raises:
        InputError: there is no such file, or it holds no array of numbers that can be used.
        MissingExtraError: an image, and Pillow is not installed.
    """
    path, member = _parts(name)
    read = READERS.get(path.suffix.lower())
    if read is None:
        raise InputError(f"{name}: cannot tell what this file is; it must end in {', '.join(READERS)}")
    refuse_endless(path, name)
    try:
        return read(path, member, limit)
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from error
    except MemoryError:
        raise InputError(f"{name}: too large for the memory there is") from None


def members(name: str) -> list[str]:
    """The names of the arrays in an ``.npz``.

    Raises:
        InputError: it cannot be read.
    """
    refuse_endless(Path(name), name)
    try:
        with zipfile.ZipFile(name) as archive:
            return [each.removesuffix(".npy") for each in archive.namelist() if each.endswith(".npy")]
    except FileNotFoundError as error:
        raise InputError(f"cannot read {name}: {error.strerror or error}") from error
    except UNREADABLE as error:
        raise _no_archive(name, error) from error


def is_image(name: str) -> bool:
    """Whether a file's ending is that of an image."""
    return READERS.get(Path(name).suffix.lower()) is _image


def _parts(name: str) -> tuple[Path, str]:
    before, colon, member = name.rpartition(":")
    if colon and before.lower().endswith(".npz"):
        return Path(before), member
    return Path(name), ""


def _npy(path: Path, member: str, limit: int) -> Array:
    try:
        with path.open("rb") as stream:
            shape, fortran, dtype = read_header(str(path), stream)
            start = stream.tell()
        _check_size(str(path), path.stat().st_size - start, shape, dtype)
        if not prod(shape):
            return np.zeros(shape, dtype)
        return np.memmap(path, dtype, "r", start, shape, "F" if fortran else "C")
    except InputError:
        raise
    except (ValueError, OverflowError) as error:
        raise InputError(f"{path}: {_line(error)}") from error


def _npz(path: Path, member: str, limit: int) -> Array:
    try:
        with zipfile.ZipFile(path) as archive:
            info = archive.getinfo(_member(path, archive.namelist(), member))
            told = f"{path}:{printable(info.filename.removesuffix('.npy'))}"
            if info.file_size > limit:
                raise InputError(f"{told} unpacks to {info.file_size:,} bytes, more than the limit {limit:,}")
            with archive.open(info) as stream:
                shape, fortran, dtype = read_header(told, stream)
                data = stream.read(limit)
        _check_size(told, len(data), shape, dtype)
        return np.frombuffer(data, dtype, prod(shape)).reshape(shape, order="F" if fortran else "C")
    except InputError:
        raise
    except UNREADABLE as error:
        raise _no_archive(str(path), error) from error


def _no_archive(told: str, error: Exception) -> InputError:
    return InputError(f"{told}: not a readable .npz file: {_line(error)}")


def _member(path: Path, names: list[str], asked: str) -> str:
    known = [name.removesuffix(".npy") for name in names if name.endswith(".npy")]
    if not asked and len(known) == 1:
        return f"{known[0]}.npy"
    if asked not in known:
        named = ", ".join(map(printable, known))
        got = f"no array {asked!r}" if asked else f"{len(known)} arrays"
        raise InputError(f"{path} holds {got}; write {path}:NAME with one of: {named or '(none)'}")
    return f"{asked}.npy"


def _check_size(told: str, got: int, shape: tuple[int, ...], dtype: np.dtype[np.generic]) -> None:
    stated = prod(shape) * dtype.itemsize
    if got < stated:
        raise InputError(f"{told}: the header states {stated:,} bytes of {dtype} and the file holds {got:,}")


def _csv(path: Path, member: str, limit: int) -> Array:
    if path.stat().st_size > limit:
        raise InputError(f"{path} has {path.stat().st_size:,} bytes, more than the limit {limit:,}")
    for kind in (np.int64, np.float64):
        try:
            with warnings.catch_warnings(action="ignore"):
                table = np.loadtxt(path, kind, delimiter=",", ndmin=2, encoding="utf-8")
        except (ValueError, OverflowError) as error:
            problem = error
        else:
            if not table.size:
                raise InputError(f"{path}: holds no numbers")
            return table
    raise InputError(f"{path}: not a table of numbers: {_line(problem)}")


def _image(path: Path, member: str, limit: int) -> Array:
    try:
        from PIL import Image, UnidentifiedImageError
    except ImportError as error:
        raise MissingExtraError(f"{path}: images need Pillow: pip install 'symconv[images]'") from error
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(path) as image:
            if prod(image.size) * 3 > limit:
                raise InputError(f"{path} has {prod(image.size):,} pixels, more than the limit {limit:,} bytes allows")
            return np.asarray(image if image.mode in ("L", "I;16") else image.convert("RGB"))
    except InputError:
        raise
    except UnidentifiedImageError as error:
        raise InputError(f"{path}: not an image that can be read") from error
    except (Image.DecompressionBombError, SyntaxError, ValueError) as error:
        raise InputError(f"{path}: {_line(error)}") from error


def _line(error: Exception) -> str:
    """The first line of an error's text."""
    return (str(error).splitlines() or [type(error).__name__])[0]


READERS: Mapping[str, Callable[[Path, str, int], Array]] = {
    ".npy": _npy,
    ".npz": _npz,
    ".csv": _csv,
    ".png": _image,
    ".jpg": _image,
    ".jpeg": _image,
}
