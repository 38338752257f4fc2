"""Which of our modules an answer may load: all that are imported anywhere within those, from the page's room on."""

import ast
from collections.abc import Iterator
from pathlib import Path

OWN = "symconv"
BY_NAME = ("page", "language", "routes")
"""Rooms whose modules are loaded by their names (of questions, languages, routes): they go along whole."""


def reached(root: Path) -> dict[str, Path]:
    """Module → its source, below the folder of our package."""
    waiting = [_module(root, file) for room in BY_NAME for file in root.joinpath(room).rglob("*.py")]
    found: dict[str, Path] = {}
    while waiting:
        module = waiting.pop()
        file = _source(root, module)
        if module in found or file is None:
            continue
        found[module] = file
        if module != OWN:  # the root opens every room, each when it is asked for
            waiting += [module.rpartition(".")[0], *_imported(file)]
    return dict(sorted(found.items()))


def _module(root: Path, file: Path) -> str:
    parts = file.relative_to(root.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _source(root: Path, module: str) -> Path | None:
    if module.partition(".")[0] != OWN:
        return None
    place = root.parent.joinpath(*module.split("."))
    return next((file for file in (place.with_suffix(".py"), place / "__init__.py") if file.is_file()), None)


def _imported(file: Path) -> Iterator[str]:
    """Modules that a file imports anywhere, and what may be one of those; none of what types alone need."""
    waiting: list[ast.AST] = [ast.parse(file.read_bytes())]
    while waiting:
        node = waiting.pop()
        match node:
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                waiting += node.orelse
                continue
            case ast.Import():
                yield from (name.name for name in node.names)
            case ast.ImportFrom(module=str(module)):
                yield module
                yield from (f"{module}.{name.name}" for name in node.names)
        waiting += ast.iter_child_nodes(node)
