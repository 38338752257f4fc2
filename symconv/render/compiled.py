"""Templates are kept compiled as Python keeps its modules: in ``__pycache__`` beside them, if that can be written."""

import sys
from contextlib import suppress
from pathlib import Path

from jinja2.bccache import Bucket, FileSystemBytecodeCache


class Compiled(FileSystemBytecodeCache):
    """What Jinja made of the shipped templates; a template that has changed since is compiled anew.

    Compiling takes longer than filling in. As with modules, nothing is written where ``PYTHONDONTWRITEBYTECODE`` is
    set, or where the folder belongs to somebody else.
    """

    def __init__(self, templates: Path, name: str) -> None:
        """Those in a folder, as the markup ``name`` reads them."""
        super().__init__(str(templates / "__pycache__"), f"{name}-%s.jinja")

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps a template, if that is allowed."""
        if sys.dont_write_bytecode:
            return
        with suppress(OSError):
            Path(self.directory).mkdir(exist_ok=True)
            super().dump_bytecode(bucket)
