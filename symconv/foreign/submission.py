"""What an adapter stands before, as the module ``submission``: whatever the file is called, and whoever wrote it."""

import importlib.abc
import importlib.machinery
from collections.abc import Sequence
from types import ModuleType
from typing import Any

from symconv.foreign.absent import Absent
from symconv.foreign.module import defined, loaded

NAME = "submission"


class Submission(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Comes first on ``sys.meta_path`` and finds that one name."""

    def __init__(self, path: str, beside: str, finder: Absent) -> None:
        """``path`` is the file, ``beside`` the working directory; ``finder`` finds what is not installed."""
        self._path, self._beside, self._finder = path, beside, finder

    def find_spec(self, name: str, _: Sequence[str] | None = None, __: ModuleType | None = None) -> Any:
        """A spec for ``submission`` alone."""
        return importlib.machinery.ModuleSpec(name, self) if name == NAME else None

    def create_module(self, _: Any) -> ModuleType:
        """The file as a module; where its import fails, its definitions."""
        try:
            return loaded(self._path, self._beside, self._finder)[0]
        except Exception as error:
            module, _left_out = defined(self._path)
            if not any(callable(value) for value in vars(module).values()):
                raise error from None
            return module

    def exec_module(self, _: ModuleType) -> None:
        """It has been run."""
