"""A layer of the page: derived, proven, and in the numbers that the page has for it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from math import prod
from typing import Any

from symconv.errors import InputError, SpecError
from symconv.lesson.story import Story
from symconv.lesson.values import GIVEN, Example
from symconv.library.derivation import Derivation, derive
from symconv.page.request import Request, whole
from symconv.sizes import shown
from symconv.transposed import Layer

LARGEST_NUMBER = 999
"""Of what is given: larger ones fit into no cell."""
MOST_KEPT = 8
"""Layers that are remembered: a number that is changed derives nothing anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """A layer with its story, in which the example has the page's numbers."""

    derivation: Derivation
    story: Story
    example: Example

    @classmethod
    def asked(cls, request: Request, most_terms: int, *, entries: str = "all", length: str = "lesson") -> "Numbered":
        """The ``layer`` of a request with its ``values`` (``chosen, ones, random:7``) and ``edits`` of them.

        ``edits`` are ``{"input": {"12": 5}}``: the number at a place, counted row by row. ``entries`` and ``length``
        are those of a story.

        Raises:
            SpecError: there is no such layer, or it has more than so many products.
            InputError: the values or the edits cannot be used.
        """
        derivation = derived(request.layer, most_terms)
        story = derivation.story(
            entries=entries,
            length=length,
            values=_named(request.text("values", default="chosen")),
            index_base=request.number("base", 0, 1, 0),
            language=request.language,
        )
        if story.example is None:
            raise InputError("values must be chosen, random:SEED or ones")
        example = edited(story.example, request.object("edits"))
        return cls(derivation=derivation, story=replace(story, example=example), example=example)


@lru_cache(maxsize=MOST_KEPT)
def derived(layer: Layer, most_terms: int) -> Derivation:
    """The layer, derived and proven.

    Raises:
        SpecError: it has more products than this; a page has no option to lift that.
    """
    try:
        return derive(layer, max_terms=most_terms)
    except SpecError as error:
        told = str(error).removesuffix(" (--max-terms)")
        raise SpecError(told, parameter=error.parameter, got=error.got) from error


def edited(example: Example, edits: Mapping[str, Any]) -> Example:
    """The example with other numbers at some places.

    Raises:
        InputError: a tensor is not given, a place is not there, or a number is none or too large.
    """
    given = dict(example.given)
    shapes = example.found.alphabet.shapes
    for tensor, changed in edits.items():
        if tensor not in GIVEN or not isinstance(changed, Mapping):
            raise InputError(f"edits are of {', '.join(GIVEN)}, each an object of places, got {shown(tensor)}")
        numbers = list(given[tensor])
        for place, number in changed.items():
            if not (isinstance(place, str) and place.isdecimal() and len(place) < 9 and int(place) < len(numbers)):
                raise InputError(f"{tensor} has {prod(shapes[tensor])} entries, and none at {shown(place)}")
            numbers[int(place)] = whole(number, f"a number of {tensor}", -LARGEST_NUMBER, LARGEST_NUMBER)
        given[tensor] = tuple(numbers)
    return replace(example, given=given)


def _named(values: str) -> str:
    """The values by name; a file is nothing a page may name."""
    if values.endswith(".npz"):
        raise InputError(f"values must be chosen, random:SEED or ones, got {shown(values)}")
    return values
