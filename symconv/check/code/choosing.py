"""Which layers code is tried on, in which order, and whether each is read whole."""

from collections.abc import Callable, Iterator, Mapping
from math import prod
from typing import Any

from symconv.check.code.asking import Reading
from symconv.check.code.fitting import Probing
from symconv.check.code.impulses import MOST_CALLS, calls
from symconv.check.code.layers import large, layers, square
from symconv.errors import InputError
from symconv.foreign.calls import MOST_ENTRIES
from symconv.spec import ConvSpec


def fixed(reading: Reading, given: Mapping[str, Any]) -> dict[str, Any]:
    """What holds for all layers: a kernel that the code fixes is that of all."""
    return ({} if reading.kernel is None else {"kernel_size": reading.kernel}) | dict(given)


def chosen(
    reading: Reading, given: Mapping[str, Any], few: Callable[[], bool], late: Callable[[], bool], *, stepwise: bool
) -> Iterator[tuple[ConvSpec, bool]]:
    """The layers, and whether each is read whole.

    Where hardly any of them could be tried, square ones follow. What takes long for each shape begins with those that
    the search has been on, and goes on with the large ones, which have everything at once, unless it is ``late``.
    """
    axes, held = len(reading.layout.axes), fixed(reading, given)
    alone = {} if "N" in reading.layout.input else {"batch_size": 1}
    known = Probing(given).expressible(reading) if stepwise else []
    small = [spec for spec in layers(axes, held) if spec not in known]
    whole = [(spec, calls(spec) <= MOST_CALLS) for spec in small]
    wide = [(spec, False) for spec in large(axes, {**alone, **held}) if spec not in (*small, *known)]
    yield from ((spec, False) for spec in known)
    yield from (wide + whole if stepwise and not late() else whole + wide)
    if few():
        yield from ((spec, True) for spec in square(axes, held) if spec not in small)


def too_large(spec: ConvSpec, given: Mapping[str, Any]) -> str:
    """Why a layer cannot be sampled; empty where it can.

    Raises:
        InputError: it was asked for.
    """
    entries = max(map(prod, (spec.input_shape, spec.weight_shape, spec.output_shape)))
    if entries <= MOST_ENTRIES:
        return ""
    message = f"its largest array has {entries} entries, more than {MOST_ENTRIES}"
    if "input_size" in given:
        raise InputError(f"the layer is too large to be sampled: {message}; take a smaller one")
    return message
