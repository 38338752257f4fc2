"""What Python imports in the browser, as one compressed archive: compiled, bare, nothing that is never loaded.

Of the packages we stand on, those modules go along that answering loads; of our own those that an answer may reach.
The archive is a ``tar`` in ``gzip``, which browsers decompress themselves.
"""

import gzip
import io
import marshal
import sys
import tarfile
from collections.abc import Iterator
from importlib.util import MAGIC_NUMBER, find_spec
from pathlib import Path, PurePosixPath
from types import CodeType

from symconv.errors import InputError
from symconv.page import answer
from symconv.render.markup import SHIPPED
from symconv.site.reach import OWN, reached

FOREIGN = ("jinja2", "markupsafe", "mpmath", "sympy")
"""What our package stands on, besides the standard library."""

INSTEAD = ("markupsafe", "sympy.external")
"""What goes along whole: here a compiled module may stand in for one of Python's, which a browser needs."""

UNSHOWN = frozenset({"autograder", "json", "rocq", "schema", "site"})
"""Folders of templates that no document of the page uses."""

REHEARSED = (
    ("explore", {"layer": {"stride": "2"}}),
    ("derive", {"layer": {"stride": "2"}}),
    ("check", {"layer": {"stride": "2"}, "text": "∂L/∂X = pad_2(dilate_2(∂L/∂O)) ⋆ flip(F)"}),
    ("check", {"layer": {"stride": "2", "input_size": "5x5"}, "text": "∂L/∂x_00 = ∂L/∂o_00 f_01"}),
    ("download", {"layer": {"stride": "2"}, "name": "pptx"}),
)
"""Questions that load, between them, what answering needs of other packages."""


def archive() -> bytes:
    """The archive, the same bytes for the same modules.

    Raises:
        InputError: the sources of a package are not there.
    """
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for name, held in (*_modules(), *_templates()):
            entry = tarfile.TarInfo(name)
            entry.size = len(held)
            tar.addfile(entry, io.BytesIO(held))
    return gzip.compress(packed.getvalue(), compresslevel=9, mtime=0)


def _modules() -> Iterator[tuple[str, bytes]]:
    """Path → compiled module, as Python finds it without a source beside it."""
    for kind, request in REHEARSED:
        answer(kind, request)
    sources = [(OWN, file) for file in reached(_root(OWN)).values()]
    for package in FOREIGN:
        files = sorted(_root(package).rglob("*.py"))
        sources += [(package, file) for file in files if _wanted(_name(package, file))]
    for package, file in sources:
        path = PurePosixPath(package, file.relative_to(_root(package)).as_posix())
        yield f"{path}c", _compiled(file, str(path))


def _templates() -> Iterator[tuple[str, bytes]]:
    place = next(folder for folder in SHIPPED if folder.is_dir())
    for file in sorted(place.rglob("*")):
        inside = file.relative_to(place)
        if file.is_file() and inside.parts[0] not in UNSHOWN and "__pycache__" not in inside.parts:
            yield f"{OWN}/templates/{inside.as_posix()}", file.read_bytes()


def _root(package: str) -> Path:
    found = find_spec(package)
    if found is None or found.origin is None or not found.origin.endswith(".py"):
        raise InputError(f"the sources of {package} are not there, and a site is made of them")
    return Path(found.origin).parent


def _wanted(module: str) -> bool:
    return module in sys.modules or module.startswith(INSTEAD)


def _name(package: str, file: Path) -> str:
    return ".".join((package, *file.relative_to(_root(package)).with_suffix("").parts)).removesuffix(".__init__")


def _compiled(source: Path, name: str) -> bytes:
    """A module as a ``.pyc`` that is taken as it is: by its flags (PEP 552) nobody looks for a source."""
    code = compile(source.read_bytes(), name, "exec", dont_inherit=True, optimize=2)
    return MAGIC_NUMBER + (1).to_bytes(4, "little") + bytes(8) + marshal.dumps(_bare(code))


def _bare(code: CodeType) -> CodeType:
    """Code without line numbers, which take nearly half of the archive and of which a page shows none."""
    held = tuple(_bare(part) if isinstance(part, CodeType) else part for part in code.co_consts)
    return code.replace(co_consts=held, co_linetable=b"")
