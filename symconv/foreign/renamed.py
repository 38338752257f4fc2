"""A package in a folder of another name: what is downloaded as ``mytorch-main`` imports itself as ``mytorch``."""

import importlib.abc
import importlib.machinery
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

MOST_ABOVE = 8
"""Folders above a file that are looked into."""


class Renamed(importlib.abc.MetaPathFinder):
    """Finds one package, in the folder that holds it."""

    def __init__(self, package: str, folder: Path) -> None:
        """``package`` is the name it is imported by."""
        self._package, self._folder = package, folder

    def find_spec(
        self, name: str, _: Sequence[str] | None = None, __: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """A spec for the package alone; what is in it is found by its path."""
        if name != self._package:
            return None
        inside, init = [str(self._folder)], self._folder / "__init__.py"
        if init.is_file():
            return importlib.util.spec_from_file_location(name, init, submodule_search_locations=inside)
        spec = importlib.machinery.ModuleSpec(name, None, is_package=True)
        spec.submodule_search_locations = inside
        return spec


def renamed(path: Path, imported: Sequence[str]) -> tuple[str, Path] | None:
    """The name by which a file imports the package that it lies in, and the folder; None where that has this name.

    Args:
        path: the file.
        imported: the dotted names that it imports, without those of what is installed.
    """
    above = path.parents[:MOST_ABOVE]
    inside: dict[str, list[Path]] = {}
    for dotted in imported:
        head, *parts = dotted.split(".")
        inside.setdefault(head, []).append(Path(*(parts or ["__init__"])))
    for head, places in inside.items():
        if not any(folder.name == head or lies_in(folder / head) for folder in above):
            found = (folder for folder in above if _holds(folder, head, places))
            if folder := next(found, None):
                return head, folder
    return None


def _holds(folder: Path, head: str, places: Sequence[Path]) -> bool:
    """Whether a folder holds all that is imported of a package; one named otherwise, too, where that is telling."""
    alike = head.lower() in folder.name.lower()
    telling = len(set(places)) > 1 or any(len(place.parts) > 1 for place in places)
    return (alike or telling) and all(lies_in(folder / place) for place in places)


def lies_in(place: Path) -> bool:
    """Whether a module or a package is there."""
    return place.is_dir() or place.with_suffix(".py").is_file()
