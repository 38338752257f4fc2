"""Code as other people write it, for all tests here."""

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

CODE = Path(__file__).parents[2] / "data" / "code"


@pytest.fixture(scope="session")
def code() -> Callable[[str], ModuleType]:
    """A file of ``tests/data/code`` as a module."""

    def load(name: str) -> ModuleType:
        full = f"code_{name}"
        if full not in sys.modules:
            spec = importlib.util.spec_from_file_location(full, CODE / f"{name}.py")
            assert spec is not None
            assert spec.loader is not None
            sys.modules[full] = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(sys.modules[full])
        return sys.modules[full]

    return load
