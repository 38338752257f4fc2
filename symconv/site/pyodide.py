"""CPython for browsers (Pyodide): which version reads what this Python compiles, and whose files a site takes."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from symconv.errors import InputError
from symconv.files.reading import plain_bytes

VERSIONS: Mapping[tuple[int, int], str] = MappingProxyType({(3, 11): "0.25.1", (3, 12): "0.27.7", (3, 13): "0.29.4"})
"""Version of Python → the Pyodide that was tried with it; each is the npm package ``pyodide`` of that version."""

ADDRESS = "https://cdn.jsdelivr.net/npm/pyodide@{version}/"
"""Where the files lie that are not copied: the same npm package, served as it is."""

SCRIPTS = ("pyodide.js", "pyodide.asm.js")
BINARY, LIBRARY, LOCK = "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pyodide:
    """Where a site has its Python from.

    Attributes:
        version: of Pyodide.
        files: name → what the file holds; none where they are loaded from the address.
        info: what its lock file tells of it, besides packages.
    """

    version: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    info: Mapping[str, Any] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where its files are loaded from; empty where the site has them."""
        return "" if self.files else ADDRESS.format(version=self.version)


def public() -> Pyodide:
    """The version that fits this Python, from its public address.

    Raises:
        InputError: no Pyodide was tried with this Python.
    """
    return Pyodide(version=_fitting())


def unpacked(folder: Path) -> Pyodide:
    """The files of an unpacked npm package ``pyodide``.

    Raises:
        InputError: the folder holds no such package, or one that is of another Python than this.
    """
    wanted = _fitting()
    names = (*SCRIPTS, BINARY, LIBRARY, LOCK)
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        told = f"unpack the npm package pyodide@{wanted}, and name that folder"
        raise InputError(f"{folder} holds no {missing[0]}: {told}")
    files = {name: plain_bytes(folder / name, str(folder / name)) for name in names}
    info = _info(files.pop(LOCK))
    python = _two(info.get("python"))
    if python != sys.version_info[:2]:
        told = f"Python {'.'.join(map(str, python))}" if python else "an unknown Python"
        raise InputError(f"{folder} is of {told}, and this is {_this()}: take the npm package pyodide@{wanted}")
    return Pyodide(version=wanted, files=files, info=info)


def _info(lock: bytes) -> dict[str, Any]:
    """What a lock file tells of its Pyodide; nothing where it is none."""
    try:
        told = json.loads(lock)["info"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
    return dict(told) if isinstance(told, dict) else {}


def _two(version: object) -> tuple[int, ...]:
    """The first two numbers of a version; none where it is no version."""
    parts = str(version).split(".")[:2]
    return tuple(map(int, parts)) if all(part.isdecimal() and len(part) < 9 for part in parts) else ()


def _fitting() -> str:
    version = VERSIONS.get(sys.version_info[:2])
    if version is None:
        known = ", ".join(".".join(map(str, python)) for python in VERSIONS)
        raise InputError(f"a site is made by Python {known}, for which there is a tried Pyodide; this is {_this()}")
    return version


def _this() -> str:
    return ".".join(map(str, sys.version_info[:2]))
