"""Errors that code raises on purpose: it says that it does not take what it was given."""

import ast
import sysconfig
from functools import lru_cache
from types import TracebackType

from symconv.foreign.guarded import tree_of

_LIBRARIES = tuple(
    place for name, place in sysconfig.get_paths().items() if name in ("stdlib", "platstdlib", "purelib", "platlib")
)


def refused(error: BaseException) -> bool:
    """Whether an error comes of a ``raise`` or an ``assert`` in somebody's own file, wherever that lies.

    What a library raises in the middle of their work is an accident, and so is what they raise because of one.
    """
    if isinstance(error, NotImplementedError):
        return True
    if isinstance(error, SystemExit) or not isinstance(error, Exception) or error.__traceback__ is None:
        return False
    before = error.__cause__ or error.__context__
    if before is not None and not refused(before):
        return False
    last = _deepest(error.__traceback__)
    file = last.tb_frame.f_code.co_filename
    return not file.startswith(_LIBRARIES) and last.tb_lineno in _on_purpose(file)


def _deepest(trace: TracebackType) -> TracebackType:
    while trace.tb_next is not None:
        trace = trace.tb_next
    return trace


@lru_cache(maxsize=64)
def _on_purpose(file: str) -> frozenset[int]:
    """The lines of a file on which something is raised on purpose."""
    nodes = [node for node in ast.walk(tree_of(file)) if isinstance(node, ast.Raise | ast.Assert)]
    return frozenset(line for node in nodes for line in range(node.lineno, (node.end_lineno or node.lineno) + 1))
