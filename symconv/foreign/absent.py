"""Modules that are not installed, or of a package not compiled: they may be imported, and say so when they are used.

A backward pass in plain NumPy often stands in a file that also draws and loads data. That a plotting library is missing
says nothing of the gradient.
"""

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Iterator, Sequence
from types import FrameType, ModuleType
from typing import Any

from symconv.foreign.guarded import beside, provided_for
from symconv.foreign.standing import CUPY, Standing

USING = False
"""Whether something is being judged; before, while a module is imported, its use gives more of the same."""


class Absent(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Comes last on ``sys.meta_path``: finds what nobody else does.

    Attributes:
        names: the modules that were asked for and are not there.
    """

    def __init__(self) -> None:
        self.names: dict[str, None] = {}

    def find_spec(self, name: str, _: Sequence[str] | None = None, __: ModuleType | None = None) -> Any:
        """A spec for a module that the foreign code itself imports and nobody has."""
        head = name.partition(".")[0]
        mine, asking = head in self.names, _asking()
        inside = is_theirs(asking) and asking is not None and beside(asking.f_code.co_filename, name)
        if not (mine or inside) and (head in sys.modules or head in sys.stdlib_module_names or not is_theirs(asking)):
            return None
        if asking is not None and provided_for(asking.f_code.co_filename, asking.f_lineno):
            return None
        if not (mine or inside) and "." in name:
            return None
        self.names[name if inside else head] = None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: Any) -> ModuleType:
        """A module all of whose names are stubs; for CuPy one of NumPy's."""
        head = spec.name.partition(".")[0]
        return Standing(spec.name) if head in CUPY else _Module(spec.name, head if head in self.names else spec.name)

    def exec_module(self, _: ModuleType) -> None:
        """Nothing is run."""


THEIRS: list[str] = []
"""Folders whose files may import what is not there; the installed libraries decide for themselves what they need."""


def _asking() -> FrameType | None:
    """The frame of the code that imports something."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and ("importlib" in frame.f_code.co_filename or frame.f_code.co_filename == __file__):
        frame = frame.f_back
    return frame


def is_theirs(frame: FrameType | None) -> bool:
    """Whether a frame runs code of a file in one of their folders."""
    file = frame.f_code.co_filename if frame is not None else ""
    return any(file.startswith(folder) for folder in THEIRS) and "site-packages" not in file


class _Module(ModuleType):
    __all__: list[str] = []  # noqa: RUF012 - what import * takes: nothing
    __path__: list[str] = []  # noqa: RUF012 - it has no folder

    def __init__(self, name: str, lacking: str) -> None:
        super().__init__(name)
        self.lacking = lacking

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Stub(f"{self.__name__}.{name}", self.lacking)


class Stub:
    """Something of a module that is not there."""

    _name: str
    _lacking: str

    def __init__(self, name: str, lacking: str) -> None:
        """``lacking`` is the module to be installed."""
        self.__dict__.update(_name=name, _lacking=lacking)

    def __getattr__(self, name: str) -> "Stub":
        if name.startswith("__"):
            raise AttributeError(name)
        return Stub(f"{self._name}.{name}", self._lacking)

    def __call__(self, *_: Any, **__: Any) -> "Stub":  # noqa: D102 - see the class
        self._used()
        return Stub(f"{self._name}()", self._lacking)

    def __getitem__(self, _: Any) -> "Stub":
        self._used()
        return self

    def __iter__(self) -> Iterator[Any]:
        self._used()
        return iter(())  # else Python would ask for one entry after the other, without an end

    def __setitem__(self, _: Any, __: Any) -> None:
        self._used()

    def __enter__(self) -> "Stub":
        self._used()
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing was entered."""

    def __mro_entries__(self, _: Any) -> tuple[type, ...]:
        return ()

    def _used(self) -> None:
        if USING:
            raise ModuleNotFoundError(absent(self._lacking))


def absent(name: str) -> str:
    """What is said of a module that is not there."""
    return f"No module named {name!r}: install it where symconv is installed"
