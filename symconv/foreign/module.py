"""A foreign file as a module, imported as Python imports it."""

import ast
import importlib
import importlib.util
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

from symconv.foreign import absent
from symconv.foreign.definitions import define, parsed, source_of
from symconv.foreign.renamed import MOST_ABOVE, Renamed, lies_in, renamed

NOTEBOOK = ".ipynb"


def loaded(path: str, beside: str, finder: absent.Absent) -> tuple[ModuleType, list[str]]:
    """Runs the file as a module of its own name, inside its package if it lies in one.

    Args:
        path: the file.
        beside: the working directory; it, the file's folder and the package's root are on the search path.
        finder: knows afterwards which modules are not there.

    Returns:
        The module, and what was left out of it.
    """
    dotted, root = located(Path(path))
    _search(path, root, beside, finder)
    if path.endswith(NOTEBOOK):
        return defined(path)
    name, _, inside = dotted.partition(".")
    if not inside:
        return _alone(path, name), []
    try:
        return importlib.import_module(dotted), []
    except Exception as error:
        for started in [key for key in sys.modules if key == name or key.startswith(f"{name}.")]:
            del sys.modules[started]
        _without_init(dotted, Path(path))
        try:
            module = _alone(path, dotted)
        except Exception:
            raise error from None
        return module, [f"the package {name} cannot be imported ({type(error).__name__}: {error}); its file alone is"]


def prepared(path: str, beside: str, finder: absent.Absent) -> None:
    """Makes the search path what it is for :func:`loaded`, with packages whose own code is not run."""
    dotted, root = located(Path(path))
    _search(path, root, beside, finder)
    _without_init(dotted, Path(path))


def defined(path: str) -> tuple[ModuleType, list[str]]:
    """The file's definitions alone, as a module."""
    dotted, _ = located(Path(path))
    module = ModuleType(dotted if "." in dotted else _free(dotted))
    module.__file__ = path
    module.__package__ = dotted.rpartition(".")[0]
    sys.modules[module.__name__] = module
    return module, define(module, parsed(text_of(path)), path)


def text_of(path: str) -> str:
    """The Python text of a file or a notebook."""
    text = Path(path).read_text(encoding="utf-8", errors="replace")
    return source_of(text) if path.endswith(NOTEBOOK) else text


def located(path: Path) -> tuple[str, Path]:
    """The dotted name of a file, and the folder from which it is imported under that name."""
    own = _renamed(path)
    if own:
        return ".".join([own[0], *path.relative_to(own[1]).with_suffix("").parts]), own[1].parent
    needed = _levels(path)
    parts, folder = [path.stem], path.parent
    while folder.name.isidentifier() and ((folder / "__init__.py").exists() or len(parts) <= needed):
        parts.insert(0, folder.name)
        folder = folder.parent
    if parts[-1] == "__init__":
        parts.pop()
    return ".".join(parts), folder


def _levels(path: Path) -> int:
    """How many folders up the package of a file reaches by its imports: it may have no ``__init__.py``.

    Relative imports count the levels; absolute ones may name a folder above the file.
    """
    nodes = _imports(path)
    relative = [node.level for node in nodes if isinstance(node, ast.ImportFrom)]
    folders = [above.name for above in path.parents[:MOST_ABOVE]]
    heads = [dotted.partition(".")[0] for dotted in _absolute(nodes)]
    named = [folders.index(head) + 1 for head in heads if head in folders and not _elsewhere(head)]
    return max([0, *relative, *named])


def _imports(path: Path) -> list[ast.Import | ast.ImportFrom]:
    try:
        tree = ast.parse(text_of(str(path)))
    except (SyntaxError, ValueError, OSError, RecursionError):
        return []
    return [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]


def _absolute(nodes: Sequence[ast.Import | ast.ImportFrom]) -> list[str]:
    """The dotted names of what is imported from a root, each once."""
    named = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    named += [node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level]
    return list(dict.fromkeys(named))


def _search(path: str, root: Path, beside: str, finder: absent.Absent) -> None:
    places = list(dict.fromkeys([str(Path(path).parent), str(root), *_roots(Path(path)), beside]))
    sys.path[:] = [*places, *(place for place in sys.path if place not in places)]
    sys.argv = [path]
    absent.THEIRS.extend(places)
    if finder not in sys.meta_path:
        own = _renamed(Path(path))
        sys.meta_path.extend([*([Renamed(*own)] if own else []), finder])


def _renamed(path: Path) -> tuple[str, Path] | None:
    """The package that a file lies in and imports by another name than its folder's, and that folder.

    Where its relative imports reach a folder that no package can be called by, a name is made of the folder's.
    """
    nodes = _imports(path)
    imported = [dotted for dotted in _absolute(nodes) if not _elsewhere(dotted.partition(".")[0])]
    levels = max([0, *(node.level for node in nodes if isinstance(node, ast.ImportFrom))])
    reached = path.parents[levels - 1] if 0 < levels <= len(path.parents) else path.parent
    unnamed = levels > 0 and reached.name and not reached.name.isidentifier()
    return renamed(path, imported) or ((_named_like(reached), reached) if unnamed else None)


def _named_like(folder: Path) -> str:
    return "_" + re.sub(r"\W", "_", folder.name)


def _roots(path: Path) -> Iterator[str]:
    """The folders above a file in which lies what it imports: files are run from the root of their repository."""
    for dotted in _absolute(_imports(path)):
        name, *inside = dotted.split(".")
        if not _elsewhere(name):
            found = (above for above in path.parents[:MOST_ABOVE] if lies_in(above.joinpath(name, *inside)))
            yield from (str(above) for above in found)


def _elsewhere(name: str) -> bool:
    """Whether a module is Python's own or installed; a folder that happens to have its name does not count."""
    if name in sys.stdlib_module_names:
        return True
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return False
    return spec is not None and spec.origin is not None


def _alone(path: str, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(_free(name), path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _free(name: str) -> str:
    """A name that takes nobody else's place: many call their file ``code.py`` or ``numpy.py``."""
    return f"_{name}" if name in sys.stdlib_module_names or name in sys.modules else name


def _without_init(dotted: str, path: Path) -> None:
    """The packages above a module as empty ones, so that its relative imports work."""
    file = path.parent if path.stem == "__init__" else path
    parts = dotted.split(".")
    for n in range(1, len(parts)):
        module = ModuleType(".".join(parts[:n]))
        module.__path__ = [str(file.parents[len(parts) - 1 - n])]
        sys.modules.setdefault(module.__name__, module)
