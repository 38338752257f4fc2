"""Sizes as people write them: ``3``, ``"3x5"``, ``(3, 5)``, ``"1:2"``, ``((1, 2), (0, 0))``.

A bare value speaks for every axis; a list has one value for each. Nothing here knows what a layer is.
"""

import math
import operator
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import TypeGuard, TypeVar

from symconv.errors import InputError, SpecError

Pair = tuple[int, int]
Size = int | str | Sequence[int]
Padding = int | str | Sequence[int | Sequence[int]]

Item = TypeVar("Item")

WRITTEN = re.compile(r"[+-]?[0-9]{1,4000}")
LONGEST_LINE = 200
CROPS = "that crops; crop the input first, what is cut off has gradient 0"
"""Why a padding below 0 is refused, and what to do."""
PADDING_WORDS = ("valid", "same", "full")


def integer(value: object, parameter: str, least: float = 0) -> int:
    """``value`` as an ``int`` of at least ``least``.

    Raises:
        SpecError: it is no whole number, or too small.
    """
    try:
        if isinstance(value, bool) or (isinstance(value, str) and not WRITTEN.fullmatch(value)):
            raise TypeError
        number = int(value) if isinstance(value, str) else operator.index(value)  # type: ignore[arg-type]  # TypeError is the point
    except (TypeError, ValueError):
        raise SpecError(
            f"{parameter} must be a whole number, got {shown(value)}", parameter=parameter, got=value
        ) from None
    if number < least:
        raise SpecError(f"{parameter} must be at least {least}, got {shown(number)}", parameter=parameter, got=value)
    return number


def sizes(value: Size, parameter: str, least: int = 1) -> int | list[int]:
    """One number of at least ``least`` for every axis, or a list with one for each.

    Raises:
        SpecError: a part is no whole number, or too small, or there is no part at all.
    """
    parts = _listed(value, parameter)
    if parts is None:
        return integer(value, parameter, least)
    return [integer(part, parameter, least) for part in parts]


def paddings(value: Padding) -> Pair | list[Pair]:
    """``(before, after)`` for every axis, or a list with one such pair for each.

    Raises:
        SpecError: a part is neither a number nor a pair of numbers of at least 0.
    """
    parts = _listed(value, "padding")
    if parts is None:
        return _pair(value)
    return [_pair(part) for part in parts]


def for_each_axis(value: Item | list[Item], axes: int, parameter: str) -> tuple[Item, ...]:
    """``value`` spread over ``axes`` axes.

    Raises:
        SpecError: it is a list for another number of axes.
    """
    listed = value if isinstance(value, list) else [value] * axes
    if len(listed) != axes:
        message = f"{parameter} has {len(listed)} axes where the layer has {axes}, got {shown(tuple(listed))}"
        raise SpecError(message, parameter=parameter, got=tuple(listed))
    return tuple(listed)


def shown(value: object, limit: int = 60) -> str:
    """``repr(value)`` cut to a length that fits one line."""
    if isinstance(value, int) and abs(value) >= 10**limit:
        return f"a number of more than {limit} digits"
    text = repr(value)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def one_line(what: str, words: object) -> str:
    """Words that somebody gave, with single spaces between them.

    Raises:
        InputError: they are no text, too long, or hold signs that are not printed.
    """
    line = " ".join(words.split()) if isinstance(words, str) else None
    if line is None or not line.isprintable() or len(line) > LONGEST_LINE:
        raise InputError(f"{what} must be printable text of at most {LONGEST_LINE} signs, got {shown(words)}")
    return line


def _listed(value: object, parameter: str) -> list[object] | None:
    """The parts of what is written for each axis; None where one value speaks for all."""
    if isinstance(value, str):
        written = value.lower().replace("×", "x").split("x")
        if len(written) > 1 and "" in written:
            message = f"{parameter} must be a number, or one for each axis as in 2x3, got {shown(value)}"
            raise SpecError(message, parameter=parameter, got=value)
        return list(written) if len(written) > 1 else None
    if not _is_row(value):
        return None
    parts = list(value)
    if not parts:
        raise SpecError(f"{parameter} is empty, expected a number for each axis", parameter=parameter, got=value)
    return parts


def _is_row(value: object) -> TypeGuard[Iterable[object]]:
    """Whether ``value`` has parts in an order; the parts of bytes are codes, and a set has no order."""
    return isinstance(value, Iterable) and not isinstance(value, (bytes, bytearray, Set, Mapping))


def _pair(value: object) -> Pair:
    parts = value.split(":") if isinstance(value, str) else list(value) if _is_row(value) else [value]
    if not 1 <= len(parts) <= 2 or (isinstance(value, str) and not all(WRITTEN.fullmatch(str(part)) for part in parts)):
        message = f"padding must be a number, before:after, {', '.join(PADDING_WORDS)}, got {shown(value)}"
        raise SpecError(message, parameter="padding", got=value)
    pair = integer(parts[0], "padding", -math.inf), integer(parts[-1], "padding", -math.inf)
    if min(pair) < 0:
        message = f"padding must be at least 0, got {shown(min(pair))}: {CROPS}"
        raise SpecError(message, parameter="padding", got=value)
    return pair
