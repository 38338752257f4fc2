"""Writing arrays into one ``.npz``, piece by piece, so that it is complete or not there at all."""

import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.lib import format as npy

from symconv.files.writing import writing
from symconv.routes.numbers import Array


class Archive:
    """An ``.npz`` being written.

    Args:
        file: the open zip file.
    """

    def __init__(self, file: zipfile.ZipFile) -> None:
        self.file = file

    def add(self, name: str, shape: tuple[int, ...], dtype: np.dtype[np.generic], pieces: Iterable[Array]) -> None:
        """Writes one array whose ``pieces`` follow each other along its first axis."""
        header = {"descr": npy.dtype_to_descr(dtype), "fortran_order": False, "shape": shape}
        with self.file.open(f"{name}.npy", "w", force_zip64=True) as stream:
            npy.write_array_header_2_0(stream, header)
            for piece in pieces:
                stream.write(np.ascontiguousarray(piece, dtype).data.cast("B") if piece.size else b"")


class Nowhere:
    """An archive that keeps nothing, for results that are only looked at."""

    def add(self, name: str, shape: tuple[int, ...], dtype: np.dtype[np.generic], pieces: Iterable[Array]) -> None:
        """Lets the pieces pass."""
        for _ in pieces:
            pass


@contextmanager
def archived(path: Path) -> Iterator[Archive]:
    """An archive that takes its place at the end, in one step.

    Raises:
        OutputError: the file cannot be written; an older one is left as it was.
    """
    with writing(path) as stream, zipfile.ZipFile(stream, "w") as file:
        yield Archive(file)
