"""Every file of a site by its path, and the whole of it written at once."""

import gzip
import json
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from symconv.errors import InputError
from symconv.files.writing import refuse_unwritable_below, write_folder
from symconv.page.files import files as page_files
from symconv.page.files import lessons, policy
from symconv.render.shipped import shipped
from symconv.site.modules import FOREIGN, archive
from symconv.site.pyodide import BINARY, LIBRARY, LOCK, SCRIPTS, Pyodide
from symconv.site.reach import OWN

MARK = "symconv-site.json"
"""The file by which a folder is known to be a site."""


def write_site(folder: Path, pyodide: Pyodide, *, language: str = "en", hints: bool = False) -> dict[str, int]:
    """Writes a site into a new or empty folder, or over an older site; path → bytes.

    Raises:
        InputError: the folder holds something else, or there is no such language.
        OutputError: it cannot be written to; then nothing of it is.
    """
    refuse_unwritable_below(folder)
    if folder.is_dir() and not (folder / MARK).is_file() and any(folder.iterdir()):
        raise InputError(f"{folder} is not empty, and no site: name a new folder")
    made = site(pyodide, language=language, hints=hints)
    write_folder(folder, made.items())
    return {name: len(held) for name, held in made.items()}


def site(pyodide: Pyodide, *, language: str = "en", hints: bool = False) -> dict[str, bytes]:
    """Path → what the file holds.

    Args:
        pyodide: where Python comes from.
        language: of the words.
        hints: whether Check never shows solutions.

    Raises:
        InputError: there is no such language.
    """
    away = pyodide.address  # ends with a slash, so a policy means all that lies below
    allowed = {"script-src": f"'wasm-unsafe-eval' {away}".strip(), "worker-src": "'self' blob:"}
    allowed |= {"connect-src": away} if away else {}
    stated = policy(lessons(), more=allowed)
    made = (
        page_files("site", language=language, hints=hints, policy=stated)
        | {"python/modules.bin": archive()}
        | _python(pyodide, hints=hints)
    )
    made["licenses.txt"] = _licenses(pyodide.version).encode()
    stored = sorted({"./", *made} - {"index.html", "licenses.txt"})
    remote = [f"{away}{name}" for name in (*SCRIPTS, BINARY, LIBRARY, LOCK) if away]
    version = sha256(b"".join(name.encode() + held for name, held in sorted(made.items()))).hexdigest()[:16]
    known = json.dumps({"version": version, "files": [*stored, *remote]})
    made["offline.js"] = shipped("site", "offline.js").replace("SITE", known, 1).encode()
    made[MARK] = json.dumps({"version": version, "language": language, "hints": hints}).encode()
    return made


def _python(pyodide: Pyodide, *, hints: bool) -> dict[str, bytes]:
    """The program of the worker, and the files it reads; what a server would send as it is, is compressed."""
    told = {"address": pyodide.address, "binary": BINARY, "lock": LOCK, "info": dict(pyodide.info)}
    setting = json.dumps(told | {"hints": hints})
    scripts = [pyodide.files[name] for name in SCRIPTS if pyodide.files]
    program = b"\n;\n".join([*scripts, shipped("site", "worker.js").replace("SETTING", setting, 1).encode()])
    made = {"python/worker.bin": _packed(program)}
    if pyodide.files:
        made["python/wasm.bin"] = _packed(pyodide.files[BINARY])
        made[f"python/{LIBRARY}"] = pyodide.files[LIBRARY]
    return made


def _packed(held: bytes) -> bytes:
    return gzip.compress(held, compresslevel=9, mtime=0)


def _licenses(pyodide: str) -> str:
    """The licences of what is passed on."""
    parts = [f"Pyodide {pyodide}: Mozilla Public License 2.0; its sources are at https://github.com/pyodide/pyodide"]
    parts.append(
        "CPython, inside of Pyodide: Python Software Foundation License, https://docs.python.org/3/license.html"
    )
    for name in (OWN, *FOREIGN):
        try:
            told = distribution(name)
        except PackageNotFoundError:  # a checkout that is not installed
            continue
        texts = [file for file in told.files or () if "licen" in file.name.lower() or "copying" in file.name.lower()]
        parts += [f"{name} {told.version}", *(Path(str(file.locate())).read_text(encoding="utf-8") for file in texts)]
    return "\n\n".join(part.strip() for part in parts) + "\n"
