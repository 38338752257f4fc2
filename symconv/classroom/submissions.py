"""Folders, globs, archives and files become submissions, each with whose it is.

A student is the first folder inside what was named, or the file's own name where there is none.
"""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePath

from symconv.classroom.archive import CLASS, STUDENT, members
from symconv.classroom.patterns import is_pattern, matching
from symconv.classroom.shelf import Shelf
from symconv.classroom.submission import CODE, Submission, refused
from symconv.errors import InputError
from symconv.files.reading import plain_bytes, printable

ARCHIVES = frozenset({".zip"})


def is_class(named: Iterable[str]) -> bool:
    """Whether one of these is more than a single file or standard input (``-``): a folder, an archive or a glob."""
    files = [name for name in named if name != "-"]
    return any(Path(name).is_dir() or PurePath(name).suffix.lower() in ARCHIVES or is_pattern(name) for name in files)


def gather(named: Iterable[str]) -> list[Submission]:
    """Every submission, by student and name.

    What is one of several and cannot be read is a submission that is refused, and costs the others nothing.

    Raises:
        InputError: something named is not there, matches nothing, or is the one archive and cannot be read.
    """
    found: list[Submission] = []
    loose: list[str] = []
    shelf = Shelf()
    places = list(dict.fromkeys(place for name in named for place in _expanded(name)))
    for place in places:
        path = Path(place)
        shown = "" if len(places) == 1 else f"{printable(place).rstrip('/')}/"
        if path.is_dir():
            found += _folder(path, shown, shelf)
        elif path.suffix.lower() in ARCHIVES:
            found += _archive(path, shown, shelf) if not shown else _one_archive(path, place, shown, shelf)
        elif os.path.lexists(path):
            loose.append(place)
        else:
            raise InputError(f"there is no {printable(place)}")
    found += _loose(loose)
    if not found:
        raise InputError("there is no submission in what was named")
    return sorted(_accompanied(list(_told_apart(found))), key=lambda one: (one.student, one.file))


def _accompanied(found: list[Submission]) -> Iterator[Submission]:
    """Each Python file with the others of its student."""
    coded: dict[str, list[Submission]] = {}
    for one in found:
        if one.ending in CODE:
            coded.setdefault(one.student, []).append(one)
    for one in found:
        others = coded.get(one.student, []) if one.ending in CODE else []
        yield replace(one, beside=tuple(other for other in others if other is not one))


def _told_apart(found: Iterable[Submission]) -> Iterator[Submission]:
    """Numbers those that are shown by one name."""
    seen: Counter[str] = Counter()
    for one in found:
        seen[one.file] += 1
        number, plain = seen[one.file], one.file.removesuffix(PurePath(one.file).suffix)
        yield replace(one, file=f"{plain} ({number}){one.file[len(plain) :]}") if number > 1 else one


def _expanded(name: str) -> list[str]:
    return matching(name) if is_pattern(name) else [name]


def _folder(base: Path, shown: str, shelf: Shelf) -> Iterator[Submission]:
    """The files of a folder; a folder in it that cannot be read is a submission that is refused.

    Raises:
        InputError: the folder itself cannot be read.
    """
    unread: list[OSError] = []
    for folder, folders, files in os.walk(base, onerror=unread.append):
        folders[:] = sorted(name for name in folders if not _hidden(name))
        for name in sorted(files):
            path = Path(folder, name)
            inside = path.relative_to(base).parts
            file = f"{shown}{printable(str(PurePath(*inside)))}"
            student = _student(inside[0] if len(inside) > 1 else path.stem)
            if _hidden(name):
                continue
            if path.suffix.lower() in ARCHIVES and not path.is_symlink():
                yield from _handed_in_packed(path, file, student, shelf)
            else:
                yield Submission(file=file, student=student, read=partial(_plain, path))
    for error in unread:
        inside = Path(error.filename).relative_to(base).parts
        if not inside:
            raise InputError(f"cannot read {printable(str(base))}: {error.strerror}")
        file = f"{shown}{printable(str(PurePath(*inside)))}"
        yield refused(file, _student(inside[0]), f"cannot read it: {error.strerror}")


def _archive(path: Path, shown: str, shelf: Shelf) -> Iterator[Submission]:
    """The files of an archive of a class; a folder named as the archive itself is nobody's name."""
    for member in members(path, CLASS, shelf):
        parts = member.parts[1:] if len(member.parts) > 1 and member.parts[0] == path.stem else member.parts
        if parts and not any(map(_hidden, member.parts)):
            student = _student(parts[0] if len(parts) > 1 else PurePath(parts[0]).stem)
            yield Submission(file=f"{shown}{member.name}", student=student, read=member.read)


def _one_archive(path: Path, place: str, shown: str, shelf: Shelf) -> list[Submission]:
    """The files of an archive that is one of several; the archive itself where it cannot be read."""
    try:
        return list(_archive(path, shown, shelf))
    except InputError as error:
        return [_unreadable(path, printable(place), _student(path.stem), error)]


def _unreadable(path: Path, file: str, student: str, error: InputError) -> Submission:
    return refused(file, student, str(error).replace(printable(str(path)), "it"))


def _handed_in_packed(path: Path, file: str, student: str, shelf: Shelf) -> Iterator[Submission]:
    """The files of an archive that one student handed in; the archive itself where it cannot be read."""
    try:
        found = [one for one in members(path, STUDENT, shelf) if not any(map(_hidden, one.parts))]
        if not found:
            raise InputError("the archive is empty")
    except InputError as error:
        yield _unreadable(path, file, student, error)
        return
    for member in found:
        yield Submission(file=f"{file}/{member.name}", student=student, read=member.read)


def _loose(places: list[str]) -> Iterator[Submission]:
    """Files named one by one; where several have one name, their folders tell them apart."""
    stems = Counter(Path(place).stem for place in set(places))
    for place in places:
        path = Path(place)
        student = path.stem if stems[path.stem] == 1 else path.resolve().parent.name or path.stem
        yield Submission(file=printable(place), student=_student(student), read=partial(_plain, path, link=True))


_UPLOADED = re.compile(r"_\d+_assignsubmission_\w*$")
"""What Moodle adds to a student's name when it packs a class."""


def _student(name: str) -> str:
    return _UPLOADED.sub("", printable(name))


def _hidden(name: str) -> bool:
    return name.startswith(".") or name == "__MACOSX"


def _plain(path: Path, link: bool = False) -> bytes:
    """What a file holds, a byte beyond the limit at most.

    Raises:
        InputError: it is a link inside a folder, no plain file, or cannot be read.
    """
    if path.is_symlink() and not link:
        raise InputError("a link, not a file")
    return plain_bytes(path, "it")
