"""What came out on one layer: where a claim and the truth agree, and where they part."""

from dataclasses import dataclass, field

from symconv.algebra.polynomial import NormalForm
from symconv.check.evaluating.truth import Truth
from symconv.check.evaluating.unknown import Unknown

Place = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Where a claim and the truth part.

    Attributes:
        tensor: what is claimed.
        index: its full 0-based index.
        side: which side of the chain.
        expected: the truth.
        got: what the side says; None where it says nothing (a map of another size).
        message: what is wrong where it is not a value.
        sizes: the size of a map, and the one that is needed, where they differ.
    """

    tensor: str
    index: Place
    side: int
    expected: NormalForm
    got: NormalForm | None
    message: str = ""
    sizes: tuple[Place, ...] = ()


@dataclass(slots=True, kw_only=True)
class Comparison:
    """What came out on one layer.

    Attributes:
        truth: the layer.
        assumed: what the values depend on.
        compared: how many entries agree or differ.
        differences: those that differ.
        problems: sides that have no value, and why.
        got: (side, tensor, full index) → what was claimed, where it is a value.
    """

    truth: Truth
    assumed: set[str]
    compared: int = 0
    differences: list[Difference] = field(default_factory=list)
    problems: dict[int, Unknown] = field(default_factory=dict)
    got: dict[tuple[int, str, Place], NormalForm] = field(default_factory=dict)
