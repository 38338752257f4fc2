"""Bytes from outside become text, or one clear line."""

import re
from contextlib import suppress
from pathlib import Path

from symconv.errors import InputError

LARGEST_FILE = 16_000_000
"""Bytes; a longer file is no submission."""


def plain_text(path: Path, name: str) -> str:
    """The text of a plain file; ``name`` is what errors call it. Devices and pipes, which may never end, are refused.

    Raises:
        InputError: it is not there, no plain file, too large, or no text.
    """
    return text_of(plain_bytes(path, name), name)


def plain_bytes(path: Path, name: str) -> bytes:
    """What a plain file holds, a byte beyond the limit at most.

    Raises:
        InputError: it is not there, no plain file, or cannot be read.
    """
    refuse_endless(path, name)
    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST_FILE + 1)
    except OSError as error:
        raise InputError(f"cannot read {name}: {error.strerror or error}") from error


def refuse_endless(path: Path, name: str) -> None:
    """Refuses what is no plain file: a folder, or a device or pipe, which may never end.

    Raises:
        InputError: it is one, or no path at all.
    """
    if "\0" in str(path):
        raise InputError(f"cannot read {printable(name)}: no path holds a NUL")
    with suppress(OSError):  # a name that no disk takes is not there
        if path.exists() and not path.is_file():
            raise InputError(f"cannot read {name}: {'a folder' if path.is_dir() else 'not a plain file'}")


def text_of(raw: bytes, name: str) -> str:
    """The text of a file, every line end a single sign.

    Raises:
        InputError: it is too large, or no text.
    """
    if len(raw) > LARGEST_FILE:
        raise InputError(f"{name} is larger than {LARGEST_FILE} bytes")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is no UTF-8 text (byte {error.start})") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def printable(name: str) -> str:
    """A name that can be shown and written anywhere: no control signs, no broken Unicode."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in name)


def tame(text: str) -> str:
    """A text without what commands a terminal, and without broken Unicode; its lines and tabs stay."""
    return WILD.sub("\N{REPLACEMENT CHARACTER}", text)


WILD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
