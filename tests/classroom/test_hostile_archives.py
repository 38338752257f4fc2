"""Sixteen archives made to do harm: each is refused in a line, or gives what is safe in it; soon, and on no disk."""

import io
import lzma
import struct
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile, ZipInfo

import pytest

from symconv.classroom.archive import STUDENT, members
from symconv.errors import InputError

SECOND = 3.0
"""Of processor time, as a busy machine counts it; each takes a hundredth of that."""


def packed(*files: tuple[str | ZipInfo, bytes], how: int = ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w", how) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return made.getvalue()


def local(name: bytes, crc: int, size: int, unpacked: int, *, method: int = 8, extra: bytes = b"") -> bytes:
    head = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, method, 0, 0, crc, size, unpacked, len(name), len(extra))
    return head + name + extra


def central(name: bytes, crc: int, size: int, unpacked: int, offset: int, *, method: int = 8) -> bytes:
    fields = (20, 20, 0, method, 0, 0, crc, size, unpacked, len(name), 0, 0, 0, 0, 0, offset)
    return struct.pack("<4s6H3L5H2L", b"PK\1\2", *fields) + name


def end(entries: int, size: int, offset: int) -> bytes:
    return struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, entries, entries, size, offset, 0)


def one_kernel(files: int) -> bytes:
    """Every entry of the list points at the same bytes."""
    data = bytes(500_000)
    kernel = zlib.compress(data)[2:-4]
    body = local(b"0", zlib.crc32(data), len(kernel), len(data)) + kernel
    listed = b"".join(
        central(f"{number}.tex".encode(), zlib.crc32(data), len(kernel), len(data), 0) for number in range(files)
    )
    return body + listed + end(files, len(listed), len(body))


def quoted(files: int) -> bytes:
    """Each file is packed as a stored block that holds the headers of all that follow."""
    data, bodies, listed, offset = b"x" * 1000, [], [], 0
    kernel = zlib.compress(data)[2:-4]
    heads = [local(f"{number}.tex".encode(), 0, 0, 0) for number in range(files)]
    rest = len(kernel) + sum(map(len, heads))
    for number, head in enumerate(heads):
        rest -= len(head)
        listed.append(central(f"{number}.tex".encode(), 0, rest, 1000, offset))
        bodies.append(head)
        offset += len(head)
    body = b"".join(bodies) + kernel
    directory = b"".join(listed)
    return body + directory + end(files, len(directory), len(body))


def long_list() -> bytes:
    """A list of a million files, without any."""
    entry = central(b"a", 0, 0, 0, 0)
    directory = entry * 1_000_000
    return directory + end(0xFFFF, len(directory), 0)


def lying_list() -> bytes:
    """The list says it is four gigabytes long."""
    return packed(("a.tex", b"1"))[:-22] + end(1, 0xFFFFFFF0, 0)


def broken_lzma() -> bytes:
    raw = bytearray(packed(("a.tex", b"x" * 1000), how=ZIP_LZMA))
    raw[30 + len("a.tex") + 4] = 0xFF  # properties that no decoder knows
    return bytes(raw)


def vast_lzma() -> bytes:
    """The dictionary that unpacking asks for has four gigabytes."""
    raw = bytearray(packed(("a.tex", b"x" * 1000), how=ZIP_LZMA))
    properties = 30 + len("a.tex") + 4
    raw[properties + 1 : properties + 5] = b"\xff" * 4
    return bytes(raw)


def unknown_method() -> bytes:
    body = local(b"a.tex", 0, 1, 1, method=97) + b"x"
    listed = central(b"a.tex", 0, 1, 1, 0, method=97)
    return body + listed + end(1, len(listed), len(body))


def ratio_bomb() -> bytes:
    return packed(("a.tex", bytes(15_000_000)))


def many_bombs() -> bytes:
    return packed(*((f"{number}.tex", bytes(999_000)) for number in range(300)))


def wrong_sum() -> bytes:
    body = local(b"a.tex", 1, 1, 1, method=0) + b"x"
    listed = central(b"a.tex", 1, 1, 1, 0, method=0)
    return body + listed + end(1, len(listed), len(body))


def sixty_four() -> bytes:
    """ZIP64 fields that point beyond everything."""
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, 1 << 62, 1)
    return packed(("a.tex", b"1"))[:-22] + locator + end(0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)


def nested() -> bytes:
    """An archive in an archive is a file that nobody opens."""
    return packed(("inner.zip", one_kernel(1000)), how=ZIP_STORED)


def two_ends() -> bytes:
    """What looks like a second end stands in the comment."""
    made = io.BytesIO()
    with ZipFile(made, "w") as archive:
        archive.writestr("a.tex", b"1")
        archive.comment = b"PK\5\6" + bytes(18)
    return made.getvalue()


def long_names() -> bytes:
    return packed(*((f"{number}{'n' * 60_000}.tex", b"1") for number in range(20)))


def cut_short() -> bytes:
    return packed(("a.tex", lzma.compress(bytes(100_000))))[:-40]


def a_bomb_in_disguise() -> bytes:
    """The list says ten bytes, the stream holds twenty million."""
    raw = ratio_bomb()
    return raw.replace(struct.pack("<L", 15_000_000), struct.pack("<L", 10))


SHARED = "says that its files share their bytes, as a bomb does"
NO_ZIP = "is no zip archive that can be read"
ARCHIVES: dict[Callable[[], bytes], str | dict[str, bytes | str]] = {
    lambda: one_kernel(2000): SHARED,
    lambda: quoted(1000): SHARED,
    long_list: "has a list of files that is too long",
    lying_list: NO_ZIP,
    broken_lzma: {"a.tex": "a.tex cannot be unpacked"},
    vast_lzma: {"a.tex": b"x" * 1000},
    unknown_method: {"a.tex": "a.tex cannot be unpacked"},
    ratio_bomb: {"a.tex": "a.tex: packed too hard to be a submission"},
    many_bombs: "unpacks to 299700000 bytes, more than 200000000",
    wrong_sum: {"a.tex": "a.tex cannot be unpacked"},
    sixty_four: NO_ZIP,
    nested: {"inner.zip": one_kernel(1000)},
    two_ends: {},
    long_names: "has a list of files that is too long",
    cut_short: NO_ZIP,
    a_bomb_in_disguise: {"a.tex": "a.tex cannot be unpacked"},
}


@pytest.mark.parametrize(("made", "expected"), ARCHIVES.items(), ids=range(len(ARCHIVES)))
def test_no_harm_is_done(made: Callable[[], bytes], expected: str | dict[str, bytes | str], tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(made())
    begun = time.process_time()
    found: str | dict[str, bytes | str]
    try:
        found = {member.name: _read(member.read) for member in members(path, STUDENT)}
    except InputError as error:
        found = str(error).removeprefix(f"{path} ")
    assert time.process_time() - begun < SECOND
    assert found == expected
    assert list(tmp_path.iterdir()) == [path]


def _read(read: Callable[[], bytes]) -> bytes | str:
    try:
        return read()
    except InputError as error:
        return str(error)
