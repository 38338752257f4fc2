"""What the page asks, read part by part: each is of its kind and within a limit, or one line says which is not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from symconv.algebra.tensors import Index
from symconv.errors import InputError, SpecError
from symconv.sizes import WRITTEN, integer, shown
from symconv.transposed import Layer, layer_of

SIZES = ("input_size", "kernel_size", "stride", "padding", "dilation", "output_padding")
COUNTS = ("groups", "in_channels", "out_channels", "batch_size")
FLAGS = ("bias", "transposed")

LONGEST_SIZE = 60
"""Signs of a size as it is typed."""
LONGEST_WORD = 40
MOST_AXES = 3
LARGEST_SIZE = 4096
"""Largest number in a layer of the page."""


@dataclass(frozen=True, slots=True)
class Request:
    """One question of the page.

    Raises:
        InputError: it is no object of names and values.
    """

    given: Mapping[str, Any]

    def __post_init__(self) -> None:
        if not isinstance(self.given, Mapping):
            raise InputError(f"a request is an object of names and values, got {shown(self.given)}")

    def text(self, name: str, longest: int = LONGEST_WORD, default: str = "") -> str:
        """A text of at most so many signs.

        Raises:
            InputError: it is something else, or longer.
        """
        value = self.given.get(name, default)
        if not isinstance(value, str):
            raise InputError(f"{name} must be text, got {shown(value)}")
        if len(value) > longest:
            raise InputError(f"{name} has {len(value):,} signs, more than the {longest:,} that the page takes")
        return value

    def flag(self, name: str) -> bool:
        """True or False; False where it is not told.

        Raises:
            InputError: it is something else.
        """
        value = self.given.get(name, False)
        if not isinstance(value, bool):
            raise InputError(f"{name} must be true or false, got {shown(value)}")
        return value

    def number(self, name: str, least: int, most: int, default: int) -> int:
        """A whole number between two others, them included.

        Raises:
            InputError: it is something else.
        """
        return whole(self.given.get(name, default), name, least, most)

    def object(self, name: str) -> Mapping[str, Any]:
        """Names and values; none where it is not told.

        Raises:
            InputError: it is something else.
        """
        value = self.given.get(name) or {}
        if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
            raise InputError(f"{name} must be an object of names and values, got {shown(value)}")
        return value

    def index(self, name: str, shape: Index) -> Index | None:
        """A place in an array of this shape; None where it is not told, or lies outside.

        Raises:
            InputError: it is no list of whole numbers.
        """
        value = self.object("at").get(name)
        if value is None:
            return None
        if not isinstance(value, list | tuple) or len(value) > len(shape):
            raise InputError(f"at.{name} must be a list of at most {len(shape)} whole numbers, got {shown(value)}")
        place = tuple(whole(part, f"at.{name}", 0, LARGEST_SIZE) for part in value)
        full = (*place, *(0 for _ in shape[len(place) :]))
        return full if all(at < size for at, size in zip(full, shape, strict=True)) else None

    @property
    def language(self) -> str:
        """The language of the words."""
        return self.text("language", default="en")

    @property
    def layer(self) -> Layer:
        """The layer that is asked about, its sizes as people type them.

        Raises:
            InputError: something in it is no size, count or flag.
            SpecError: no such layer exists, or it is too large for a page.
        """
        return layer_of(self.stated)

    @property
    def stated(self) -> dict[str, Any]:
        """What is said of the layer, as ``layer_of`` takes it; fields that are empty say nothing."""
        given = self.object("layer")
        stated: dict[str, Any] = {}
        for name, value in given.items():
            if name not in (*SIZES, *COUNTS, *FLAGS):
                raise InputError(f"a layer has no {shown(name)}")
            if value is None or value == "":
                continue
            stated[name] = value if name in FLAGS else _size(name, value) if name in SIZES else _count(name, value)
        return stated


def whole(value: object, name: str, least: int, most: int) -> int:
    """A whole number between two others, them included.

    Raises:
        InputError: it is something else.
    """
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise InputError(f"{name} must be a whole number from {least} to {most}, got {shown(value)}")
    return value


def _size(name: str, value: object) -> str:
    """A size as it was typed, without spaces; lists are written like one."""
    if isinstance(value, list):
        parts = [":".join(map(str, part)) if isinstance(part, list) else str(part) for part in value]
        value = "x".join(parts)
    typed = "".join(str(value).split())
    if not isinstance(value, str | int) or isinstance(value, bool) or len(typed) > LONGEST_SIZE:
        raise InputError(f"{name} must be a size such as 3 or 3x5, got {shown(value)}")
    numbers = "".join(sign if sign.isdecimal() else " " for sign in typed).split()
    if any(int(number) > LARGEST_SIZE for number in numbers if len(number) < LONGEST_SIZE):
        raise SpecError(f"{name} is larger than {LARGEST_SIZE}, got {typed}", parameter=name, got=value)
    if len(typed.lower().replace("×", "x").split("x")) > MOST_AXES:
        raise SpecError(f"the page shows at most {MOST_AXES} axes, got {name} {typed}", parameter=name, got=value)
    return typed


def _count(name: str, value: object) -> int:
    typed = value.strip() if isinstance(value, str) else value
    if isinstance(typed, str) and (len(typed) > LONGEST_SIZE or not WRITTEN.fullmatch(typed)):
        raise InputError(f"{name} must be a whole number, got {shown(value)}")
    count = integer(typed, name, least=1)
    if count > LARGEST_SIZE:
        raise SpecError(f"{name} is larger than {LARGEST_SIZE}, got {shown(count)}", parameter=name, got=count)
    return count
