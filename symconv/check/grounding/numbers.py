"""What entries with numbers for indices tell: the index base, and the layer they belong to."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from symconv.check.understanding.claims import Claim
from symconv.check.understanding.context import Context
from symconv.check.understanding.layout import PLAIN
from symconv.check.understanding.sides import is_linear
from symconv.errors import SpecError
from symconv.notation.tree import BigSum, Limits, Matrix, Node, Number, Power, Product
from symconv.spec import ConvSpec


def numeric_base(claims: list[Claim], context: Context) -> int | None:
    """The index base that explicit numbers tell: a 0 anywhere is base 0, a sum from 1 or a last index base 1."""
    lowest: set[int] = set()
    for found in claims:
        for part in found.known:
            lowest |= {node.value for node in part.index if isinstance(node, Number)}
    starts = {
        part.first.value
        for found in claims
        for node in found.nodes
        if isinstance(node, BigSum)
        for part in node.over
        if isinstance(part, Limits) and isinstance(part.first, Number)
    }
    if 0 in lowest or 0 in starts:
        return 0
    if 1 in starts or (1 in lowest and _many_numbers(claims, context)):
        return 1
    return None


def _many_numbers(claims: list[Claim], context: Context) -> bool:
    """Whether enough entries are written out that a missing 0 tells something."""
    count = sum(
        1
        for found in claims
        for part in found.known
        if part.index and all(isinstance(node, Number) for node in part.index)
    )
    return count >= 6


def written_out(claims: list[Claim], context: Context, base: int) -> ConvSpec | None:
    """The layer whose entries are written out: as many taps and outputs as are named, and the inputs they reach."""
    largest = _largest(claims, context, base)
    if len(set(map(len, largest.values()))) > 1:
        return None
    given = context.given
    with suppress(SpecError):
        if {"input_size", "kernel_size"} <= given.keys():
            return _covering(ConvSpec.of(**given), largest)
        if {"input", "output"} <= largest.keys() and "weight" not in largest and "kernel_size" not in given:
            largest["weight"] = _spanned(largest, given)
        if "weight" not in largest or not {"input", "output"} & largest.keys():
            return None
        layer: dict[str, Any] = {"kernel_size": largest["weight"], **given}
        if "output" not in largest:
            return _covering(ConvSpec.of(**{"input_size": largest["input"], **layer}), largest)
        along = ConvSpec.of(**{**layer, "input_size": [99] * len(largest["weight"])}).axes
        needed = [
            axis.stride * (outputs - 1) + axis.effective_kernel - axis.before - axis.after
            for axis, outputs in zip(along, largest["output"], strict=True)
        ]
        sizes = [max(pair) for pair in zip(needed, largest.get("input", needed), strict=True)]
        return _covering(ConvSpec.of(**{"input_size": sizes, **layer}), largest)
    return None


def _covering(spec: ConvSpec, largest: Mapping[str, list[int]]) -> ConvSpec | None:
    """A layer, if it has all entries that are written out."""
    sizes = {"input": spec.input_size, "weight": spec.kernel_size, "output": spec.output_size}
    fits = all(
        len(sizes[tensor]) == len(known) and all(a <= b for a, b in zip(known, sizes[tensor], strict=True))
        for tensor, known in largest.items()
        if tensor in sizes
    )
    return spec if fits else None


def _spanned(largest: dict[str, list[int]], given: Mapping[str, Any]) -> list[int]:
    """The taps between inputs and outputs that are displayed in full, where nothing is left over."""
    sizes, outputs = largest["input"], largest["output"]
    along = ConvSpec.of(**{**given, "kernel_size": [1] * len(sizes), "input_size": sizes}).axes
    return [
        (axis.input_size + axis.before + axis.after - 1 - axis.stride * (count - 1)) // axis.dilation + 1
        for axis, count in zip(along, outputs, strict=True)
    ]


def _largest(claims: list[Claim], context: Context, base: int) -> dict[str, list[int]]:
    """Tensor → how far its entries go, and how many rows a matrix has that stands for all of them."""
    largest: dict[str, list[int]] = {}
    for found in claims:
        axes = context.axes(found)
        for part in found.known:
            numbers = [node.value for node in part.index[-axes:] if isinstance(node, Number)]
            if len(numbers) == axes:
                known = largest.setdefault(PLAIN[part.tensor], [0] * axes)
                largest[PLAIN[part.tensor]] = [max(a, b + 1 - base) for a, b in zip(known, numbers, strict=False)]
    for found in claims:
        tensor = PLAIN[found.target.tensor]
        rows = [_rows(side) for side in found.sides if is_linear(side)]
        if rows and not found.target.index and len(largest.get("weight", [0])) == 1 and tensor != "bias":
            largest[tensor] = [max(*largest.get(tensor, [0]), rows[0])]
    return largest


def _rows(side: Node) -> int:
    """The rows of the first matrix of a product."""
    first = side.factors[0] if isinstance(side, Product) else side
    if isinstance(first, Power) and isinstance(first.base, Matrix):
        return len(first.base.rows[0])
    return len(first.rows) if isinstance(first, Matrix) else 0
