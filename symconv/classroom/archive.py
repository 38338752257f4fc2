"""A zip archive from outside, read in memory: nothing is unpacked to a disk, and no name in it is a path of ours.

Whatever an archive says of itself, listing it and reading a file of it cost what the limits allow.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from stat import S_ISLNK, S_ISREG
from zipfile import ZipInfo

from symconv.classroom.shelf import Shelf
from symconv.errors import InputError
from symconv.files.reading import LARGEST_FILE, printable

PACKED_HARDEST = 500
"""How many times its packed size a file of more than a megabyte may be."""
PIECE = 1 << 16
"""Bytes that are unpacked at a time."""

ENCRYPTED = 0x1
LOCAL_HEADER = 30
"""Bytes before a file's name and data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an archive may hold.

    Attributes:
        files: at most so many.
        unpacked: bytes, all files together.
    """

    files: int
    unpacked: int

    @property
    def directory(self) -> int:
        """Bytes of the list of files."""
        return 400 * self.files


CLASS = Limits(files=50_000, unpacked=2_000_000_000)
"""An archive that the lecturer packed."""
STUDENT = Limits(files=2_000, unpacked=200_000_000)
"""An archive that one student handed in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file of an archive.

    Attributes:
        name: as the archive names it, shown safely.
        parts: its folders and its name.
        read: yields its bytes; raises InputError where it is not safe, or broken.
    """

    name: str
    parts: tuple[str, ...]
    read: Callable[[], bytes]


def members(path: Path, limits: Limits = CLASS, shelf: Shelf | None = None) -> Iterator[Member]:
    """The files of an archive, by name; what is not safe is refused when it is read.

    Args:
        path: the archive.
        limits: what it may hold.
        shelf: where it stays open until its files are read.

    Raises:
        InputError: it is no zip archive, too large, or says that files share their bytes.
    """
    shelf = shelf or Shelf()
    infos = _listed(path, limits, shelf)
    seen: set[str] = set()
    for info in sorted(infos, key=lambda info: info.filename):
        name = printable(info.filename)
        problem = "the archive holds this name twice" if info.filename in seen else _problem(info)
        seen.add(info.filename)
        parts = tuple(part for part in name.replace("\\", "/").split("/") if part not in ("", ".", ".."))
        read = partial(_bytes, path, limits, shelf, info, f"{name}: {problem}" if problem else "")
        yield Member(name=name, parts=parts, read=read)


def _listed(path: Path, limits: Limits, shelf: Shelf) -> list[ZipInfo]:
    shown = printable(str(path))
    try:
        archive = shelf.opened(path, limits.directory)
    except OverflowError as error:
        raise InputError(f"{shown} has a list of files that is too long") from error
    except Exception as error:  # zipfile raises whatever its arithmetic on foreign numbers does
        raise InputError(f"{shown} is no zip archive that can be read") from error
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > limits.files:
        raise InputError(f"{shown} holds {len(infos)} files, more than {limits.files}")
    if _overlap(infos, archive.start_dir):
        raise InputError(f"{shown} says that its files share their bytes, as a bomb does")
    if (total := sum(info.file_size for info in infos)) > limits.unpacked:
        raise InputError(f"{shown} unpacks to {total} bytes, more than {limits.unpacked}")
    return infos


def _overlap(infos: list[ZipInfo], end: int) -> bool:
    """Whether a file begins before the one ahead of it can have ended."""
    spans = sorted((info.header_offset, info.header_offset + LOCAL_HEADER + info.compress_size) for info in infos)
    return any(stop > start for (_, stop), (start, _) in pairwise([*spans, (end, end)]))


def _problem(info: ZipInfo) -> str:
    """Why a file of an archive is not taken; empty where it is."""
    name, mode = info.filename.replace("\\", "/"), info.external_attr >> 16
    tests = (
        (name.startswith("/") or name[1:2] == ":", "an absolute path"),
        (".." in name.split("/"), "a path that leaves the archive"),
        (S_ISLNK(mode), "a link, not a file"),
        (bool(mode >> 12) and not S_ISREG(mode), "not a plain file"),
        (bool(info.flag_bits & ENCRYPTED), "encrypted"),
        (info.file_size > LARGEST_FILE, f"larger than {LARGEST_FILE} bytes"),
        (info.file_size > max(1_000_000, PACKED_HARDEST * info.compress_size), "packed too hard to be a submission"),
    )
    return next((reason for found, reason in tests if found), "")


def _bytes(path: Path, limits: Limits, shelf: Shelf, info: ZipInfo, problem: str) -> bytes:
    """What a file of an archive holds; never more than its header says, and a byte beyond the limit."""
    if problem:
        raise InputError(problem)
    try:
        with shelf.opened(path, limits.directory).open(info) as stream:
            held = b"".join(iter(lambda: stream.read(PIECE), b""))
    except Exception as error:  # zlib.error, LZMAError, EOFError, …: whatever the way of packing raises
        raise InputError(f"{printable(info.filename)} cannot be unpacked") from error
    return held
