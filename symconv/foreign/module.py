"""A foreign file as a module, and what it offers."""

import importlib.util
import inspect
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any


def loaded(path: str) -> ModuleType:
    """Runs the file as a module of its own name; its folder comes first on the search path."""
    sys.path.insert(0, str(Path(path).parent))
    sys.argv = [path]
    name = Path(path).stem
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def described(namespace: Mapping[str, Any], home: str | None) -> dict[str, Any]:
    """Name → parameters of a function, or method → parameters of a class; only what was written in this module."""
    found: dict[str, Any] = {}
    for name, value in namespace.items():
        if home is not None and getattr(value, "__module__", None) != home:
            continue
        if inspect.isclass(value):
            methods = {
                key: getattr(value, key)
                for key in dir(value)
                if key in ("__init__", "__call__") or not key.startswith("_")
            }
            shown = {key: parameters(method)[1:] for key, method in methods.items() if inspect.isfunction(method)}
            found[name] = {"methods": shown, "autograd": _is_autograd(value)}
        elif callable(value):
            found[name] = {"parameters": parameters(value)}
    return found


def _is_autograd(value: type) -> bool:
    """Whether a class is one of PyTorch's functions with a backward pass of their own."""
    torch = sys.modules.get("torch")
    return torch is not None and issubclass(value, torch.autograd.Function)


def parameters(function: Any) -> list[list[Any]]:
    """``[name, by name only, has a default]`` for each parameter."""
    try:
        listed = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
    return [
        [each.name, each.kind is each.KEYWORD_ONLY, each.default is not each.empty]
        for each in listed
        if each.kind not in (each.VAR_POSITIONAL, each.VAR_KEYWORD)
    ]


def frameworks() -> list[str]:
    """What the foreign code may expect its arrays to be, by what it has loaded."""
    known = {"torch": "torch", "jax": "jax.numpy"}
    return [name for name, module in known.items() if module in sys.modules] + ["numpy"]
