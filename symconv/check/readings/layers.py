"""Small layers that tell the known mistakes apart, for formulas that hold for many."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from symconv.check.understanding.channels import Counts
from symconv.errors import SpecError
from symconv.spec import ConvSpec

_TWO = (
    # input, kernel, stride, padding, dilation
    ((4, 5), (2, 3), 1, 0, 1),
    ((6, 5), (3, 2), 1, 0, 1),
    ((5, 6), (3, 3), 1, 0, 1),
    ((4, 5), (2, 2), 1, 0, 1),
    ((4, 3), (3, 2), 1, 0, 1),
    ((5, 4), (2, 3), 1, 0, 1),
    ((5, 7), (3, 3), 2, 0, 1),
    ((6, 8), (3, 3), 2, 0, 1),
    ((6, 7), (3, 2), 2, 0, 1),
    ((4, 6), (2, 2), 2, 0, 1),
    ((7, 5), (2, 2), 3, 0, 1),
    ((4, 5), (3, 3), 1, 1, 1),
    ((5, 4), (2, 3), 1, 1, 1),
    ((5, 6), (3, 3), 2, 1, 1),
    ((7, 5), (3, 3), 2, 1, 1),
    ((6, 5), (3, 2), 3, 1, 1),
    ((5, 6), (2, 2), 1, 0, 2),
    ((7, 6), (3, 2), 1, 0, 2),
    ((7, 6), (2, 2), 2, 0, 2),
    ((7, 6), (2, 3), 2, 1, 2),
    ((6, 7), (2, 2), 3, 2, 2),
    ((5, 5), (3, 3), 1, 0, 1),
    ((5, 5), (2, 2), 2, 1, 1),
    ((6, 6), (3, 3), 2, 1, 1),
    ((3, 4), (3, 3), 2, 1, 1),
    ((6, 7), (2, 3), (2, 3), 0, 1),
    ((5, 6), (3, 2), (1, 2), (1, 0), 1),
    ((6, 7), (2, 3), 1, (0, 1), (2, 1)),
    ((7, 6), (3, 2), (2, 1), (1, 2), (1, 2)),
    ((6, 7), (2, 3), 1, 0, (2, 1)),
    ((7, 6), (2, 2), (2, 1), 0, 1),
    ((6, 5), (3, 2), 1, (1, 0), 1),
    ((4, 6), (2, 3), 1, 0, 1),
)
_ONE = tuple(((n,), (k,), s, p, d) for (n, _), (k, _), s, p, d in _TWO[:25])
_THREE = (
    ((3, 4, 5), (2, 3, 2), 1, 0, 1),
    ((4, 3, 3), (3, 2, 2), 1, 0, 1),
    ((3, 3, 4), (2, 2, 2), 1, 0, 1),
    ((4, 5, 5), (2, 3, 2), 2, 0, 1),
    ((5, 4, 5), (3, 2, 2), 2, 0, 1),
    ((3, 4, 2), (2, 3, 2), 1, 1, 1),
    ((4, 3, 3), (3, 3, 2), 2, 1, 1),
    ((4, 5, 4), (2, 2, 2), 1, 0, 2),
)
_LAYERS = {1: _ONE, 2: _TWO, 3: _THREE}


def candidates(axes: int, counts: Counts, batch: bool, given: Mapping[str, Any] | None = None) -> Iterator[ConvSpec]:
    """Small layers that tell the known mistakes apart; what is ``given`` holds for all of them."""
    seen = set()
    for size, kernel, stride, padding, dilation in _LAYERS.get(axes, _TWO):
        layer: dict[str, Any] = {
            "input_size": size,
            "kernel_size": kernel,
            "stride": stride,
            "padding": padding if isinstance(padding, int) else [(n, n) for n in padding],
            "dilation": dilation,
            "in_channels": counts[0],
            "out_channels": counts[1],
            "groups": counts[2],
            "batch_size": 2 if batch else 1,
        }
        with suppress(SpecError):
            spec = ConvSpec.of(**{**layer, **(given or {})})
            if spec not in seen and len(spec.input_size) == axes:
                seen.add(spec)
                yield spec


def axes_of(given: Mapping[str, Any]) -> int | None:
    """The number of axes that partly given layer options tell; None where they do not."""
    listed = (str(value) for name, value in given.items() if name not in ("groups", "batch_size", "bias"))
    return max((text.count("x") + 1 for text in listed if "x" in text), default=None)
