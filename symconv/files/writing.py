"""Where results go: a file is complete or not there at all, a device is written through, a link is followed.

One rule for whatever symconv writes: documents, arrays, pictures, folders of files, the journal of a class.
"""

import errno
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_IMODE
from typing import IO

from symconv.errors import OutputError, SymconvError

DESCRIPTORS = re.compile(r"/dev/(?P<name>stdin|stdout|stderr)|(?:/dev|/proc/self)/fd/(?P<number>\d{1,9})")
"""Paths that stand for what this process has open."""


@contextmanager
def writing(path: str | Path) -> Iterator[IO[bytes]]:
    """A stream that takes its place as a file at the end, in one step.

    Raises:
        OutputError: it cannot be written; an older file is left as it was.
    """
    with _told(path):
        if is_device(path):
            with _through(str(path)) as stream:
                yield stream
            return
        unfinished = _Unfinished(Path(path))
        try:
            yield unfinished.stream
            unfinished.finish()
        finally:
            unfinished.drop()


def write_folder(folder: Path, files: Iterable[tuple[str, str | bytes]]) -> None:
    """Writes documents, by their paths below a folder: all of them, or none; what else is there stays.

    Raises:
        OutputError: one of them cannot be written.
    """
    waiting: list[_Unfinished] = []
    made: list[Path] = []
    try:
        for name, document in files:
            with _told((folder / name).parent):
                made += _made((folder / name).parent)
            with _told(folder / name):
                waiting.append(_Unfinished(folder / name))
                waiting[-1].stream.write(document if isinstance(document, bytes) else encoded(document))
                waiting[-1].stream.close()
        for unfinished in waiting:
            with _told(unfinished.target):
                unfinished.finish()
    finally:
        for unfinished in waiting:
            unfinished.drop()
        for place in reversed(made):
            with suppress(OSError):  # it holds what was written
                place.rmdir()


def refuse_unwritable(path: str | Path) -> None:
    """Says before long work what would be said after it.

    Raises:
        OutputError: the place is a folder, there is no folder for it, or that is not ours to write to.
    """
    with _told(path):
        target = Path(os.path.realpath(path))
        obstacles = (
            (target.is_symlink(), errno.ELOOP),  # to itself, or in a circle
            (target.is_dir(), errno.EISDIR),
            (not target.parent.exists(), errno.ENOENT),
            (not target.parent.is_dir(), errno.ENOTDIR),
            (not os.access(target.parent, os.W_OK), errno.EACCES),
        )
        kind = next((kind for is_there, kind in obstacles if is_there), None)
        if kind is not None and not is_device(path):
            raise OSError(kind, os.strerror(kind))


def refuse_unwritable_below(folder: Path) -> None:
    """Says before long work that a folder could not be made, or not be written to.

    Raises:
        OutputError: it is something else, or what is there of its path is not ours to write to.
    """
    with _told(folder):
        there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
        if not there.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        if not os.access(there, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def is_device(path: str | Path) -> bool:
    """Whether a path is something to write through: a device, a pipe, or what this process has open."""
    place = Path(path)
    return bool(DESCRIPTORS.fullmatch(str(path))) or (place.exists() and not place.is_file() and not place.is_dir())


def encoded(text: str) -> bytes:
    """A text as UTF-8; half a surrogate pair, which no file can hold, becomes a question mark."""
    return text.encode("utf-8", "replace")


@contextmanager
def _told(path: str | Path) -> Iterator[None]:
    """What the system says becomes one line that names the path."""
    if "\0" in str(path):
        raise OutputError(f"cannot write {str(path)!r}: no path holds a NUL")
    try:
        yield
    except SymconvError:
        raise
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error


class _Unfinished:
    """A file beside its place, until it is complete."""

    def __init__(self, path: Path) -> None:
        self.target = Path(os.path.realpath(path))
        if self.target.is_symlink():  # to itself, or in a circle
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        if self.target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        self.beside = self.target.with_name(f".symconv-{os.getpid()}-{os.urandom(4).hex()}")
        self.stream: IO[bytes] = self.beside.open("xb")

    def finish(self) -> None:
        """Puts it into its place, with the permissions of what it replaces."""
        self.stream.close()
        with suppress(OSError):
            self.beside.chmod(S_IMODE(self.target.stat().st_mode))
        self.beside.replace(self.target)

    def drop(self) -> None:
        """Forgets what is not in its place."""
        with suppress(OSError):
            self.stream.close()
        with suppress(OSError):
            self.beside.unlink()


def _made(folder: Path) -> list[Path]:
    """The folders that had to be made for this one, the outermost first."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]


def _through(path: str) -> IO[bytes]:
    known = DESCRIPTORS.fullmatch(path)
    if known is None:
        return Path(path).open("wb")
    number = known["number"] or {"stdin": 0, "stdout": 1, "stderr": 2}[known["name"]]
    return os.fdopen(os.dup(int(number)), "wb")
