"""Entries of arrays as they were filled until NumPy 2.4: ``out[0, 1] = [[5.0]]``, an array of one entry for a number.

What fails at that is run once more with such assignments done as they were: the function whose line it was gets code
of the same text, in which ``a[i] = v`` and ``a[i] += v`` first make a number of ``v``.
"""

import ast
import gc
import operator
from collections.abc import Callable, Iterator
from copy import deepcopy
from types import CodeType, FrameType, FunctionType, TracebackType
from typing import Any

import numpy as np

from symconv.foreign.absent import is_theirs
from symconv.foreign.guarded import tree_of
from symconv.foreign.older import NOTED

FILLED = "NumPy puts no array such as [[1.0]] in the place of a number any more; it was put there here"

_REFUSED = "setting an array element with a sequence"
_FILL = "__symconv_fill__"
_STEPS = {
    ast.Add: operator.iadd,
    ast.Sub: operator.isub,
    ast.Mult: operator.imul,
    ast.Div: operator.itruediv,
    ast.MatMult: operator.imatmul,
    ast.Pow: operator.ipow,
    ast.FloorDiv: operator.ifloordiv,
}


def mended(error: ValueError) -> bool:
    """Whether the function that failed now fills entries as NumPy did, so that it may be called again.

    In a process of its own alone: elsewhere a function stays what it is.
    """
    frame = _innermost(error.__traceback__) if _REFUSED in str(error) else None
    if frame is None or not is_theirs(frame) or _FILL in frame.f_code.co_names:
        return False
    code = frame.f_code
    tree = _Filling().visit(deepcopy(tree_of(code.co_filename)))
    made = _same(compile(ast.fix_missing_locations(tree), code.co_filename, "exec"), code)
    functions = [each for each in gc.get_referrers(code) if isinstance(each, FunctionType) and each.__code__ is code]
    if made is None or made.co_freevars != code.co_freevars or not functions:
        return False
    for each in functions:
        each.__globals__[_FILL] = _fill
        each.__code__ = made
    NOTED[:] = [FILLED]
    return True


def _innermost(trace: TracebackType | None) -> FrameType | None:
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace.tb_frame if trace is not None else None


def _same(within: CodeType, wanted: CodeType) -> CodeType | None:
    """The code of the same function."""
    found = (each for each in _inside(within) if each.co_qualname == wanted.co_qualname)
    return next((each for each in found if each.co_firstlineno == wanted.co_firstlineno), None)


def _inside(code: CodeType) -> Iterator[CodeType]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from _inside(each)


def _fill(value: Any, holder: Any, place: Any, step: str = "") -> None:
    """``holder[place] = value``, or with a step ``holder[place] += value``."""
    if step:
        value = _BY_NAME[step](holder[place], value)
    if isinstance(holder, np.ndarray) and isinstance(value, np.ndarray) and value.ndim and value.size == 1:
        value = value.reshape(())
    holder[place] = value


_fill.cut = slice  # type: ignore[attr-defined]  # their code may call something else a slice
_BY_NAME: dict[str, Callable[[Any, Any], Any]] = {kind.__name__: step for kind, step in _STEPS.items()}


class _Filling(ast.NodeTransformer):
    """``a[i, j] = v`` as ``fill(v, a, (i, j))``, and ``a[i] += v`` alike."""

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        target = node.targets[0]
        whole = len(node.targets) == 1 and isinstance(target, ast.Subscript)
        return _filled(node, target, node.value) if whole else node  # type: ignore[arg-type]

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        known = isinstance(node.target, ast.Subscript) and type(node.op) in _STEPS
        return _filled(node, node.target, node.value, type(node.op).__name__) if known else node  # type: ignore[arg-type]


def _filled(node: ast.stmt, target: ast.Subscript, value: ast.expr, step: str = "") -> ast.stmt:
    given = [value, target.value, _place(target.slice), *([ast.Constant(step)] if step else [])]
    call = ast.Call(func=ast.Name(_FILL, ast.Load()), args=given, keywords=[])
    made = ast.copy_location(ast.Expr(call), node)
    for each in ast.walk(made):
        if isinstance(each, ast.expr) and not hasattr(each, "lineno"):
            ast.copy_location(each, node)
    return made


def _place(slice_: ast.expr) -> ast.expr:
    """What stands in the brackets, as an expression of its own."""
    if isinstance(slice_, ast.Slice):
        ends = [end or ast.Constant(None) for end in (slice_.lower, slice_.upper, slice_.step)]
        cut = ast.Attribute(ast.Name(_FILL, ast.Load()), "cut", ast.Load())
        return ast.Call(func=cut, args=ends, keywords=[])
    if isinstance(slice_, ast.Tuple):
        return ast.Tuple([_place(each) for each in slice_.elts], ast.Load())
    return slice_
