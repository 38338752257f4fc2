"""The key of an exercise: which layer a student's sheet is about, and what was asked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from symconv.errors import InputError
from symconv.files.reading import plain_text
from symconv.transposed import TransposedSpec, layer_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What one student was asked.

    Attributes:
        layer: keyword arguments of ``ConvSpec.of``.
        questions: target as reports have it → the entry as on paper.
    """

    layer: Mapping[str, Any]
    questions: Mapping[tuple[str, tuple[int, ...]], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """The sheets of a class.

    Attributes:
        index_base: number of the first entry.
        sheets: student → sheet.
    """

    index_base: int | None = None
    sheets: Mapping[str, Sheet] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Self:
        """The key that ``symconv exercise`` wrote.

        Raises:
            InputError: it cannot be read, or is no key.
        """
        try:
            told = json.loads(plain_text(path, str(path)))
            base = told["index_base"]
            sheets = {str(sheet["student"]): _sheet(sheet) for sheet in told["sheets"]}
        except InputError:
            raise
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
            raise InputError(f"{path} is no key.json of symconv exercise") from error
        return cls(index_base=base, sheets=sheets)


def _sheet(told: Mapping[str, Any]) -> Sheet:
    pooled = "pool" in told["layer"]
    if pooled or isinstance(layer_of(told["layer"]), TransposedSpec):  # refuses what no layer can have
        kind = "poolings" if pooled else "transposed layers"
        raise InputError(f"the key is of {kind}, and a class is judged on convolutions")
    questions = {
        (str(question["tensor"]), tuple(map(int, question["index"]))): str(question["entry"])
        for question in told["questions"]
    }
    return Sheet(layer=told["layer"], questions=questions)
