"""A reading that was saved, and corrected perhaps: TOML → what is given; it is nothing but text and numbers."""

import tomllib
from collections.abc import Mapping
from typing import Any

from symconv.check.evaluating.arithmetic import Meaning
from symconv.check.evaluating.questions import CONVOLUTION, CORRELATION
from symconv.check.facts.declared import COUNTS
from symconv.check.facts.given import Given, Stretch
from symconv.check.facts.letters import letter_of
from symconv.check.facts.parts import LAYER, STEPS
from symconv.check.told import ALONE
from symconv.check.understanding.names import PREFERRED, QUANTITIES
from symconv.errors import InputError, SpecError
from symconv.notation.tree import Symbol
from symconv.sizes import shown
from symconv.spec import ConvSpec

SIZES = (*LAYER, *STEPS)
ROLES = (*PREFERRED, "grad_input", "grad_weight", "grad_bias")
"""What a letter may stand for; a gradient may have a letter of its own."""
STARS: Mapping[str, str] = {"cross-correlation": CORRELATION, "convolution": CONVOLUTION}
"""What ``∗`` may do, as it is written."""
_SAID = (*SIZES, *COUNTS, "index_base", "star")
_TABLES, _TEXT, _PART = ("letters", "text", "part"), (*_SAID, "sizes"), ("line", "column", "title", *_SAID)
MOST_PARTS, LONGEST = 1000, 200


def saved(text: str, name: str = "the reading") -> Given:
    """What the text of a ``reading.toml`` gives.

    Args:
        text: the text.
        name: the file, for messages.

    Raises:
        InputError: it is no TOML, a key is not known, or a value cannot be.
    """
    try:
        told = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(f"{name} is no TOML: {' '.join(str(error).split())[:LONGEST]}") from error
    _known(told, _TABLES, name, "the reading")
    letters, whole = (_table(told, key, name) for key in ("letters", "text"))
    _known(letters, ROLES, name, "[letters]")
    _known(whole, _TEXT, name, "[text]")
    sizes = _table(whole, "sizes", name)
    parts = told.get("part", [])
    if not isinstance(parts, list) or not all(isinstance(one, dict) for one in parts) or len(parts) > MOST_PARTS:
        raise InputError(f"{name}: part must be at most {MOST_PARTS} tables [[part]], got {shown(parts)}")
    return Given(
        name=name,
        letters={role: _letter(letter, f"{name}: [letters] {role}") for role, letter in letters.items()},
        text=_stretch(whole, f"{name}: [text]"),
        sizes=dict(_size(letter, meant, f"{name}: [text.sizes]") for letter, meant in sizes.items()),
        parts=tuple(_part(one, number, name) for number, one in enumerate(parts, 1)),
    )


def _known(told: Mapping[str, Any], keys: tuple[str, ...], name: str, where: str) -> None:
    for key in told:
        if key not in keys:
            raise InputError(f"{name}: {where} knows {', '.join(keys)}, got {shown(key)}")


def _table(told: Mapping[str, Any], key: str, name: str) -> Mapping[str, Any]:
    table = told.get(key, {})
    if not isinstance(table, dict):
        raise InputError(f"{name}: {key} must be a table, got {shown(table)}")
    return table


def _part(told: Mapping[str, Any], number: int, name: str) -> Stretch:
    where = f"{name}: [[part]] {number}"
    _known(told, _PART, name, f"[[part]] {number}")
    title = told.get("title", "")
    if not isinstance(title, str):
        raise InputError(f"{where}: title must be text, got {shown(title)}")
    if not title.strip() and "line" not in told:
        raise InputError(f"{where} needs the line it begins in, or the title of its heading")
    stretch = _stretch(told, where)
    line, column = (_number(told, key, where) for key in ("line", "column"))
    return Stretch(
        layer=stretch.layer, base=stretch.base, star=stretch.star, line=line, column=column, title=title.strip()
    )


def _number(told: Mapping[str, Any], key: str, where: str) -> int:
    value = told.get(key, 1 if key == "line" else 0)
    if type(value) is not int or not (key == "column" or value > 0) or not 0 <= value < 10**9:
        raise InputError(f"{where}: {key} must be a whole number from 1, got {shown(value)}")
    return value


def _stretch(told: Mapping[str, Any], where: str) -> Stretch:
    layer = {name: told[name] for name in (*SIZES, *COUNTS) if name in told}
    for name, value in layer.items():
        if type(value) is not int and not (name in SIZES and isinstance(value, str) and len(value) < LONGEST):
            kinds = 'a number, or text such as "3x5"' if name in SIZES else "a number"
            raise InputError(f"{where}: {name} must be {kinds}, got {shown(value)}")
    try:
        ConvSpec.of(**{name: value for name, value in layer.items() if "input_size" in layer or name in ALONE})
    except SpecError as error:
        raise InputError(f"{where}: {error}") from error
    base = told.get("index_base")
    if base is not None and (type(base) is not int or base not in (0, 1)):
        raise InputError(f"{where}: index_base must be 0 or 1, got {shown(base)}")
    star = told.get("star")
    return Stretch(layer=layer, base=base, star=None if star is None else _one_of(STARS, star, f"{where}: star"))


def _one_of(table: Mapping[str, str], value: object, where: str) -> str:
    if not isinstance(value, str) or value not in table:
        raise InputError(f"{where} must be {' or '.join(table)}, got {shown(value)}")
    return table[value]


def _letter(value: object, where: str) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable() or len(value) > LONGEST:
        raise InputError(f"{where} must be a letter, got {shown(value)}")
    return value.strip()


def _size(written: str, value: object, where: str) -> tuple[Symbol, Meaning]:
    """``H_out = "output axis 0"``."""
    letter = letter_of(written) if len(written) < LONGEST else None
    if letter is None:
        raise InputError(f"{where}: {shown(written)} is no letter for a size")
    quantity, _, axis = value.partition(" axis ") if isinstance(value, str) else ("", "", "")
    if quantity not in QUANTITIES or (value != quantity and axis not in _AXES):
        known = f"{', '.join(QUANTITIES)}, or one of these with 'axis 0'"
        raise InputError(f"{where}: {shown(written)} must count {known}, got {shown(value)}")
    return letter, (quantity, _AXES.get(axis))


_AXES: Mapping[str, int] = {"0": 0, "1": 1, "2": 2}


def counting(meaning: Meaning) -> str:
    """What a letter counts, as it is written: ``output axis 0``, ``stride``."""
    quantity, axis = meaning
    return quantity if axis is None else f"{quantity} axis {axis}"
