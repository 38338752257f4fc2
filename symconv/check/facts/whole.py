"""What is given for a whole text: by the options, and where these are silent by a reading."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from symconv.check.facts.given import Given
from symconv.check.told import Spec, as_far_as_told
from symconv.check.understood import OPTIONS, READING
from symconv.transposed import Layer


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """What is given for a whole text.

    Attributes:
        spec: the layer, where it is given whole.
        origin: what gives it.
        layer: keyword arguments of ``layer_of`` that are given.
        names: role → letter.
        base: the number of first entries.
        reading: the reading that tells the rest.
    """

    spec: Spec | None
    origin: str
    layer: Mapping[str, Any]
    names: Mapping[str, str]
    base: int | None
    reading: Given


def given_whole(
    spec: Layer | None,
    layer: Mapping[str, Any] | None,
    names: Mapping[str, str] | None,
    base: int | None,
    reading: Given,
) -> Whole:
    """The options, and what a reading adds to them.

    Raises:
        SpecError: they give what no layer can have.
    """
    options = layer or {}
    origin = OPTIONS if spec or "input_size" in options else READING
    layer = {**reading.text.layer, **options}
    return Whole(
        spec=spec or as_far_as_told(layer),
        origin=origin,
        layer=layer,
        names={**reading.letters, **(names or {})},
        base=reading.text.base if base is None else base,
        reading=reading,
    )
