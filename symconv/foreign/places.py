"""Where something lies in an object: ``weight``, ``params['W']``, ``conv.layers[0].W``."""

import re
from typing import Any

import numpy as np

_STEP = re.compile(r"\.?(?P<name>[A-Za-z_]\w*)|\[(?P<number>\d+)\]|\[(?P<quote>['\"])(?P<key>[^'\"]*)(?P=quote)\]")
Step = str | int | tuple[str]
"""An attribute's name, a number in a list, or a key in a tuple of its own."""


def steps(place: str) -> list[Step]:
    """The steps that lead to a place.

    Raises:
        ValueError: it is none.
    """
    found: list[Step] = []
    at = 0
    while at < len(place):
        step = _STEP.match(place, at)
        if step is None:
            raise ValueError(f"no place: {place[:60]!r}")
        found.append(step["name"] or (int(step["number"]) if step["number"] else (step["key"],)))
        at = step.end()
    return found


def held(owner: Any, place: str) -> Any:
    """What lies there."""
    for step in steps(place):
        owner = _inside(owner, step)
    return owner


def put(owner: Any, place: str, value: Any) -> None:
    """Fills a place in, with a copy: the owner may change what it owns; a parameter keeps its identity."""
    *lead, last = steps(place)
    for step in lead:
        owner = _inside(owner, step)
    own = value.clone() if hasattr(value, "clone") else value.copy() if hasattr(value, "copy") else value
    if not isinstance(last, str):
        key = last[0] if isinstance(last, tuple) else last
        owner[key] = _as_before(own, owner[key] if isinstance(owner, dict) and key in owner else None)
        return
    before: Any = getattr(owner, last, None)
    if hasattr(before, "copy_"):
        before.data = own
    else:
        setattr(owner, last, _as_before(own, before))


def _as_before(value: Any, before: Any) -> Any:
    """An array in the shape of the one before it, where they differ by axes of one entry alone.

    An array of a class of theirs is filled in.
    """
    if isinstance(before, np.ndarray) and type(before) is not np.ndarray and before.shape == np.shape(value):
        before[...] = value
        return before
    new, old = (getattr(each, "shape", None) for each in (value, before))
    if not (isinstance(new, tuple) and isinstance(old, tuple)):  # or a method that tells it
        return value
    if new == old or [n for n in new if n != 1] != [n for n in old if n != 1]:
        return value
    return value.reshape(old)


def _inside(owner: Any, step: Step) -> Any:
    if isinstance(step, str):
        return getattr(owner, step)
    return owner[step[0] if isinstance(step, tuple) else step]
