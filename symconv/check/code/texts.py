"""The text of somebody's file, and what it does when it is imported."""

import ast
from pathlib import Path

from symconv.errors import InputError
from symconv.files.reading import plain_bytes
from symconv.foreign.definitions import source_of

LARGEST_FILE = 4_000_000


def runs_on_import(source: str) -> bool:
    """Whether a file does more than define when it is imported: loops, or calls that stand alone."""
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError):
        return False
    return any(
        isinstance(node, ast.For | ast.While | ast.With)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call))
        for node in statements
    )


def text_of(path: Path) -> str:
    """The Python text of a file, or of a notebook's cells.

    Raises:
        InputError: it cannot be read.
    """
    raw = plain_bytes(path, str(path))
    if len(raw) > LARGEST_FILE:
        raise InputError(f"{path} is larger than {LARGEST_FILE} bytes")
    text = raw.decode("utf-8", "replace")
    try:
        return source_of(text) if path.suffix == ".ipynb" else text
    except ValueError as error:
        raise InputError(f"{path}: {error}") from error
