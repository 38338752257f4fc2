"""What a module offers: its functions with their parameters, its classes with their methods."""

import dis
import inspect
import re
import sys
from collections.abc import Mapping, Sequence
from types import CellType
from typing import Any

from symconv.foreign.absent import Stub

_PASS = re.compile(r"_(for|back)ward")
"""Passes that are meant for the engine alone."""

MOST_TEXT = 200
"""Of a default or an annotation."""

PASSES = ("__init__", "__call__", "forward", "backward")
FRAMEWORKS = ("torch", "jax", "autograd", "flax", "tensorflow")
"""Whose methods are no passes of somebody's layer, but for these: ``register_backward_hook``."""

KINDS: dict[Any, str] = {
    inspect.Parameter.KEYWORD_ONLY: "keyword",
    inspect.Parameter.VAR_POSITIONAL: "*",
    inspect.Parameter.VAR_KEYWORD: "**",
}


def described(namespace: Mapping[str, Any], home: str | None, asked: str = "") -> dict[str, Any]:
    """Name → a function's parameters, or a class's methods: what was written here, and what is asked for."""
    found: dict[str, Any] = {}
    for name, value in list(namespace.items()):
        if name != asked and home is not None and getattr(value, "__module__", None) != home:
            continue
        told = _told(value)
        if told is not None:
            found[name] = told
    return found


def _told(value: Any) -> dict[str, Any] | None:
    if isinstance(value, Stub):
        return {"absent": value._name}
    if inspect.isclass(value):
        return {**_class(value), "line": _line(value), "module": value.__module__}
    if not callable(value):
        return None
    own = inspect.unwrap(getattr(value, "fun", value))
    kind = type(value).__module__.partition(".")[0]
    framed = kind if kind in ("jax", "autograd", "torch", "numba") else ""
    return {
        "parameters": parameters(value) if own is value else parameters(own),
        "framed": framed,
        "line": _line(own),
        "differs": _differs(value),
    }


def _differs(value: Any) -> bool:
    """Whether it carries a gradient of its own: ``jax.custom_vjp``, ``autograd.primitive``."""
    return type(value).__name__ in ("custom_vjp", "custom_jvp") or (hasattr(value, "fun") and hasattr(value, "defvjp"))


def _line(value: Any) -> int:
    code = getattr(value, "__code__", None)
    return int(getattr(code, "co_firstlineno", 0))


def _class(value: type) -> dict[str, Any]:
    methods: dict[str, Any] = {}
    free: list[str] = []
    for key in dir(value):
        if key.startswith("_") and key not in ("__init__", "__call__") and not _PASS.match(key):
            continue
        own = inspect.getattr_static(value, key, None)
        if key not in PASSES and str(getattr(own, "__module__", "")).partition(".")[0] in FRAMEWORKS:
            continue
        if isinstance(own, staticmethod | classmethod):
            free.append(key)
            methods[key] = parameters(getattr(value, key))
        elif inspect.isfunction(own):
            methods[key] = parameters(own)[1:]
        elif key == "__init__" or (callable(own) and not isinstance(own, type)):
            methods[key] = parameters(own)[1:] if key != "__init__" else []
    names = {base.__module__.partition(".")[0] + "." + base.__name__ for base in value.__mro__}
    return {
        "methods": methods,
        "free": free,
        "autograd": "torch.Function" in names,
        "module": value.__module__,
        "torch": "torch.Module" in names,
    }


def parameters(function: Any) -> list[dict[str, Any]]:
    """Name, kind, default and annotation of each parameter, and whether the function never looks at it."""
    function = _undecorated(function)
    try:
        listed = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
    read = _read(function)
    return [
        {
            "name": each.name,
            "unread": read is not None and each.name not in read,
            "kind": KINDS.get(each.kind, ""),
            "optional": each.default is not each.empty or each.kind in (each.VAR_POSITIONAL, each.VAR_KEYWORD),
            "default": "" if each.default is each.empty else _said(each.default),
            "annotation": "" if each.annotation is each.empty else _said(each.annotation),
        }
        for each in listed
    ]


def _undecorated(function: Any) -> Any:
    """What stands behind a wrapper ``(*args, **kwargs)`` that does not tell (``functools.wraps``) what it wraps."""
    own = inspect.unwrap(function)
    code = getattr(own, "__code__", None)
    if code is None or code.co_argcount or code.co_kwonlyargcount or not code.co_flags & inspect.CO_VARARGS:
        return function
    cells = [cell.cell_contents for cell in own.__closure__ or () if cell != CellType()]
    inside = [each for each in cells if inspect.isfunction(each) and each is not own]
    return _undecorated(inside[0]) if len(inside) == 1 else function


def _read(function: Any) -> set[str] | None:
    """The local names whose values a function takes; None where that cannot be seen."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    if code is None:
        return None
    taken = [each.argval for each in dis.get_instructions(code) if each.opname.startswith("LOAD")]
    names = (part for value in taken for part in (value if isinstance(value, tuple) else (value,)))
    return {*(name for name in names if isinstance(name, str)), *code.co_cellvars}


def _said(value: Any) -> str:
    if isinstance(value, str):
        return repr(value)[:MOST_TEXT]
    if isinstance(value, type):
        return value.__name__[:MOST_TEXT]
    try:
        return repr(value)[:MOST_TEXT]
    except Exception:  # an object of theirs that cannot be shown
        return ""


def frameworks(engines: Sequence[str], namespace: Mapping[str, Any]) -> list[str]:
    """What the foreign code may expect its arrays to be, the likeliest first.

    That is what it names itself, then NumPy's, then what is loaded besides, then those of its own class of tensors.
    """
    known = {"torch": "torch", "jax": "jax.numpy"}
    loaded = [name for name, module in known.items() if module in sys.modules]
    homes = {str(getattr(value, "__module__", None) or getattr(value, "__name__", "")) for value in namespace.values()}
    named = [name for name in loaded if any(home.partition(".")[0] == name for home in homes)]
    own = [name for name in engines if name not in ("torch", "jax", "autograd")]
    return [*named, "numpy", *(name for name in loaded if name not in named), *own]


def compiles() -> bool:
    """Whether first calls may be slow, because something is compiled."""
    return any(name in sys.modules for name in ("numba", "jax", "torch", "tensorflow", "taichi", "triton"))
