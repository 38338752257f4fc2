"""The numbers of a worked example: drawn, or read from a file."""

from math import prod
from typing import Any

from symconv.algebra.chain_rule import Gradients
from symconv.algebra.pooled import PooledGradients
from symconv.algebra.tensors import Ranked
from symconv.errors import InputError
from symconv.lesson.pooled import example as pooled
from symconv.lesson.pooled.example import PooledExample
from symconv.lesson.values import GIVEN, Example, example, values_asked
from symconv.sizes import shown

LARGEST = 99_999
"""Largest number of an example: it has to fit into a cell."""
LARGEST_ARRAY = 1 << 26
"""Bytes of an array of an example."""


def exemplified(found: Gradients, values: str) -> Example | None:
    """A layer in numbers, as ``--values`` asks for them; None for ``off``.

    Raises:
        InputError: the values are none of those, or the file has no such arrays of whole numbers.
    """
    if isinstance(values, str) and values.endswith(".npz"):
        return Example(found=found, given=_read(found.alphabet, GIVEN, values))
    drawn = values_asked(values)
    return example(found, drawn) if drawn else None


def pooled_exemplified(found: PooledGradients, values: str) -> PooledExample | None:
    """A pooling in numbers, as ``--values`` asks for them; None for ``off``.

    Raises:
        InputError: the values are none of those, or the file has no such arrays of whole numbers.
    """
    if isinstance(values, str) and values.endswith(".npz"):
        return PooledExample(found=found, given=_read(found.alphabet, pooled.GIVEN, values))
    drawn = values_asked(values)
    return pooled.pooled_example(found, drawn) if drawn else None


def _read(alphabet: Ranked, tensors: tuple[str, ...], name: str) -> dict[str, tuple[int, ...]]:
    """The arrays of a file, each flat; a bias that is not asked for need not be there."""
    import numpy as np  # loaded only where a file is read

    from symconv.numeric.files import members, read_array

    known = members(name)
    given = {tensor: read_array(f"{name}:{tensor}", LARGEST_ARRAY) for tensor in tensors if tensor in known}
    shapes = alphabet.shapes
    numbers: dict[str, tuple[int, ...]] = {}
    for tensor in tensors:
        shape = shapes[tensor]
        array = given.get(tensor, np.zeros(0)) if not prod(shape) else given.get(tensor)
        if array is None:
            raise InputError(f"{shown(name)} has no array {tensor}; needed are {', '.join(tensors)} of this layer")
        if array.shape not in (shape, shape[2:]) or array.size != prod(shape):
            raise InputError(f"{tensor} in {shown(name)} must have shape {list(shape)}, got {list(array.shape)}")
        if not _whole(array):
            raise InputError(f"{tensor} in {shown(name)} must hold whole numbers up to {LARGEST}")
        numbers[tensor] = tuple(int(number) for number in array.ravel())
    return numbers


def _whole(array: Any) -> bool:
    """Whether an array holds whole numbers of a size that is read at a glance."""
    import numpy as np

    if array.dtype.kind not in "iuf" or not np.all(np.isfinite(array)):
        return False
    return bool(np.all(array == np.round(array)) and np.all(np.abs(array) <= LARGEST))
