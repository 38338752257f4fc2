"""Which function or class of a file is meant."""

from collections.abc import Mapping, Sequence
from typing import Any

from symconv.check.code.candidates import wanted
from symconv.check.code.reporting import Subject
from symconv.errors import InputError


def head(name: str) -> str:
    """``Class`` of ``Class.method``."""
    return name.partition(".")[0]


def chosen(subject: Subject, offers: Mapping[str, Any], left_out: Sequence[str] = ()) -> str:
    """The name that was given, else the one that looks like a backward pass; ``left_out`` is what could not be loaded.

    Raises:
        InputError: there is none of that name, or not exactly one that looks like it.
    """
    if subject.name:
        if head(subject.name) not in offers:
            listed = ", ".join(sorted(offers)[:12]) or "nothing"
            why = f" ({left_out[0]})" if left_out else ""
            raise InputError(f"{subject.file} has no {subject.name[:60]}; it has {listed}{why}")
        return subject.name
    found = wanted(offers)
    if len(found) != 1:
        several = f"several: {', '.join(found[:6])}" if found else "none"
        raise InputError(
            f"{subject.file}: which function is the backward pass? Name it as FILE:NAME; there are {several}"
        )
    return found[0]
