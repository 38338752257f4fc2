"""What may have been left out where ∂L/∂O is not as large as the layer's output: a stride, or a padding."""

from collections.abc import Iterator
from itertools import product

from symconv.errors import SpecError
from symconv.transposed import Layer, layer_of

Sizes = tuple[int, ...]
MOST, MOST_MIXED = 16, 4
"""The largest stride and padding that are thought of along each axis alike, and strides that are not alike."""


def told(spec: Layer, got: Sizes) -> str:
    """The size of the output, and the first stride or padding with which it would be ``got``.

    Args:
        spec: the layer, as it was stated.
        got: the size of ∂L/∂O.
    """
    said = f"; at stride {_written(spec.stride)} the output of this layer is {_written(spec.output_size)}"
    for name, value, other in _others(spec):
        if other.output_size == got:
            return f"{said}, with {name} {_written(value)} it would be {_written(got)}: is the {name} left out?"
    return said


def _others(spec: Layer) -> Iterator[tuple[str, Sizes, Layer]]:
    """The same layer with another stride, or with another padding."""
    axes = len(spec.stride)
    alike = [(value,) * axes for value in range(1, MOST + 1)]
    mixed = product(range(1, MOST_MIXED + 1), repeat=axes) if axes < 4 else ()
    for name, values in (("stride", (*alike, *mixed)), ("padding", alike)):
        for value in values:
            given = list(value) if name == "stride" else [[pad, pad] for pad in value]
            try:
                yield name, value, layer_of(spec.to_json() | {name: given})
            except SpecError:
                continue


def _written(sizes: Sizes) -> str:
    return "x".join(map(str, sizes))
