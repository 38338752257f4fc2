"""Patterns such as ``hw/*/*.tex`` or ``hw/**/*.md``: the files and folders they name, each once.

As shells read them: names that begin with a dot are meant only where the pattern says so, and ``**`` is any number
of folders. It follows no links, so that a link to a folder above is no endless way; a pattern's own folders may
be links.
"""

import os
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from symconv.errors import InputError
from symconv.files.reading import printable

MAGIC = frozenset("*?[")


def is_pattern(name: str) -> bool:
    """Whether a name is a pattern, and not that of a file that happens to be called so."""
    return not MAGIC.isdisjoint(name) and not Path(name).exists()


def matching(pattern: str) -> list[str]:
    """What a pattern names, in order.

    Raises:
        InputError: nothing.
    """
    path = Path(pattern)
    found = sorted({str(place) for place in _below(Path(path.anchor), path.parts[bool(path.anchor) :])})
    if not found:
        raise InputError(f"nothing matches {printable(pattern)}")
    return found


def _below(folder: Path, parts: tuple[str, ...]) -> Iterator[Path]:
    if not parts:
        yield folder
        return
    part, rest = parts[0], parts[1:]
    if part == "**":
        yield from _below(folder, rest)
        for name in _names(folder, "*") if rest else ():  # a folder that is named speaks for those in it
            if (folder / name).is_dir() and not (folder / name).is_symlink():
                yield from _below(folder / name, parts)
    elif MAGIC.isdisjoint(part):
        if (folder / part).exists():
            yield from _below(folder / part, rest)
    else:
        for name in _names(folder, part):
            yield from _below(folder / name, rest)


def _names(folder: Path, part: str) -> list[str]:
    """The names in a folder that match; none where it cannot be read, or is none."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 - the names alone
    except OSError:
        return []
    return [name for name in names if fnmatchcase(name, part) and (part.startswith(".") or not name.startswith("."))]
