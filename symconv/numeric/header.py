"""The header of an ``.npy``: shape, order and dtype, read without evaluating anything.

NumPy writes it as a Python dictionary of three plain values; a file with anything else in its header holds no array of
numbers.
"""

import re
from typing import IO

import numpy as np

from symconv.errors import InputError

MAGIC = b"\x93NUMPY"
LONGEST = 10_000
WRITTEN = re.compile(
    r"\{'descr': '(?P<dtype>[<>|=]?[biufcO][0-9]{0,3})', 'fortran_order': (?P<order>True|False), "
    r"'shape': \((?P<shape>(?:[0-9]{1,18},? ?)*)\),? ?\}\s*"
)


def read_header(told: str, stream: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype[np.generic]]:
    """Shape, whether the first index runs fastest, and dtype; the stream is left where the numbers begin.

    Raises:
        InputError: it is no such header; ``told`` names the file.
    """
    found = WRITTEN.fullmatch(_text(told, stream))
    if found is None:
        raise InputError(f"{told}: not a readable .npy file: its header is not that of an array of numbers")
    if "O" in found["dtype"]:
        raise InputError(f"{told}: holds Python objects, which could execute code when read; save numbers instead")
    shape = tuple(map(int, re.findall("[0-9]+", found["shape"])))
    try:
        return shape, found["order"] == "True", np.dtype(found["dtype"])
    except TypeError:
        raise InputError(f"{told}: not a readable .npy file: there is no dtype {found['dtype']!r}") from None


def _text(told: str, stream: IO[bytes]) -> str:
    """The header's text."""
    start = stream.read(8)
    width = {1: 2, 2: 4, 3: 4}.get(start[6]) if len(start) == 8 and start.startswith(MAGIC) else None
    if width is None:
        raise InputError(f"{told}: not a readable .npy file: it does not begin as one")
    length = int.from_bytes(stream.read(width), "little")
    header = stream.read(min(length, LONGEST))
    if len(header) < length:
        raise InputError(f"{told}: not a readable .npy file: its header is cut off or too long")
    return header.decode("latin-1")
