"""Patterns are compiled when they are first sought; every one of them can be."""

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest

from symconv import check
from symconv.check.regex import regex


def patterns(value: Any) -> Iterator[Any]:
    if type(value).__name__ == "_Regex":
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from patterns(part)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from patterns(part)


def test_every_pattern_is_one() -> None:
    found = [
        pattern
        for module in walk_packages(check.__path__, "symconv.check.")
        for value in vars(import_module(module.name)).values()
        for pattern in patterns(value)
    ]
    assert len(found) > 100
    assert all(isinstance(pattern.compiled, re.Pattern) for pattern in found)


def test_it_is_compiled_when_it_is_sought_with() -> None:
    broken = regex("(")
    with pytest.raises(re.error):
        broken.search("")
    whole = regex(r"(?P<word>\w+)", re.IGNORECASE)
    assert [one["word"] for one in whole.finditer("a stride")] == ["a", "stride"]
    assert whole.sub("·", "of 2") == "· ·"
    assert (whole.pattern, whole.groups) == (r"(?P<word>\w+)", 1)
