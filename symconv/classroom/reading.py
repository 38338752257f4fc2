"""Bytes from outside become text, or one clear line."""

from symconv.errors import InputError

LARGEST_FILE = 16_000_000
"""Bytes; a longer file is no submission."""


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
