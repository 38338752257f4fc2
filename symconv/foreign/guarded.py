"""Imports that provide for a module that is not there: ``try: import cupy``, and an ``except`` that goes on."""

import ast
import linecache
from functools import lru_cache
from pathlib import Path

from symconv.foreign.definitions import source_of

_CAUGHT = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})


@lru_cache(maxsize=64)
def tree_of(file: str) -> ast.Module:
    """The syntax of a file that is being run; empty where it cannot be had."""
    try:
        notebook = file.endswith(".ipynb") and Path(file).exists()
        return ast.parse(source_of(Path(file).read_text("utf-8")) if notebook else "".join(linecache.getlines(file)))
    except (OSError, ValueError, SyntaxError, RecursionError):
        return ast.Module([], [])


def provided_for(file: str, line: int) -> bool:
    """Whether the import on a line of a file may fail, as far as its author is concerned."""
    tries = [node for node in ast.walk(tree_of(file)) if isinstance(node, ast.Try)]
    around = [node for node in tries if node.body[0].lineno <= line <= (node.body[-1].end_lineno or 0)]
    return any(_goes_on(handler) for node in around for handler in node.handlers)


def beside(file: str, name: str) -> bool:
    """Whether a file imports a module as one beside it, ``from . import _C``: it may be one to be compiled."""
    nodes = (node for node in ast.walk(tree_of(file)) if isinstance(node, ast.ImportFrom) and node.level)
    return any(name.rpartition(".")[2] == part.name for node in nodes if not node.module for part in node.names)


def _goes_on(handler: ast.ExceptHandler) -> bool:
    """Whether a handler catches that a module is missing, and does not give up."""
    caught = {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)} if handler.type else _CAUGHT
    gives_up = any(isinstance(node, ast.Raise) or _exits(node) for node in ast.walk(handler))
    return bool(caught & _CAUGHT) and not gives_up


def _exits(node: ast.AST) -> bool:
    called = node.func if isinstance(node, ast.Call) else None
    return getattr(called, "attr", getattr(called, "id", "")) in ("exit", "quit", "_exit")
