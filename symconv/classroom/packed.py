"""What was said about a submission, packed: a class of thousands fits into little memory until it is told."""

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True, eq=False)
class Packed(Mapping[str, Any]):
    """JSON that is unpacked whenever it is read; whoever reads much of it does so once.

    Attributes:
        raw: the JSON, compressed.
    """

    raw: bytes

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Self:
        """Packs an object of JSON."""
        return cls(zlib.compress(json.dumps(told).encode(), 1))

    def unpacked(self) -> dict[str, Any]:
        """The object."""
        told: dict[str, Any] = json.loads(zlib.decompress(self.raw))
        return told

    def __getitem__(self, name: str) -> Any:
        return self.unpacked()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.unpacked())

    def __len__(self) -> int:
        return len(self.unpacked())
