"""A zip archive from outside, read in memory: nothing is unpacked to a disk, and no name in it is a path of ours."""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from stat import S_ISLNK, S_ISREG
from zipfile import BadZipFile, ZipFile, ZipInfo

from symconv.classroom.reading import LARGEST_FILE, printable
from symconv.errors import InputError

MOST_FILES = 50_000
LARGEST_ARCHIVE = 2_000_000_000
"""Bytes that an archive may say it holds, all files together."""
PACKED_HARDEST = 500
"""How many times its packed size a file of more than a megabyte may be."""

ENCRYPTED = 0x1


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


def members(path: Path) -> Iterator[Member]:
    """The files of an archive, by name; what is not safe is refused when it is read.

    Raises:
        InputError: it is no zip archive, or too large.
    """
    try:
        with ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise InputError(f"{printable(str(path))} is no zip archive that can be read") from error
    if len(infos) > MOST_FILES:
        raise InputError(f"{printable(str(path))} holds {len(infos)} files, more than {MOST_FILES}")
    if (total := sum(info.file_size for info in infos)) > LARGEST_ARCHIVE:
        raise InputError(f"{printable(str(path))} unpacks to {total} bytes, more than {LARGEST_ARCHIVE}")
    seen: set[str] = set()
    for info in sorted(infos, key=lambda info: info.filename):
        name = printable(info.filename)
        problem = "the archive holds this name twice" if info.filename in seen else _problem(info)
        seen.add(info.filename)
        parts = tuple(part for part in name.replace("\\", "/").split("/") if part not in ("", ".", ".."))
        yield Member(name=name, parts=parts, read=partial(_bytes, path, info, name, problem))


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


def _bytes(path: Path, info: ZipInfo, name: str, problem: str) -> bytes:
    """What a file of an archive holds; never more than a byte beyond the limit, whatever its header says."""
    if problem:
        raise InputError(f"{name}: {problem}")
    try:
        with ZipFile(path) as archive, archive.open(info) as stream:
            return stream.read(LARGEST_FILE + 1)
    except (BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError) as error:
        raise InputError(f"{name} cannot be unpacked") from error
