"""What a forward pass does with its bias: it adds it once to each output of its filter, or something else."""

from collections.abc import Sequence

import numpy as np

from symconv.check.code.asking import Reading
from symconv.check.code.came import Tried
from symconv.check.code.exact import of_bias
from symconv.check.code.layout import Array

NOBODYS = "its forward pass adds no bias that was found: ∂L/∂b is that of one that is added after it"


def told(tried: Sequence[Tried]) -> list[tuple[Tried, Array]]:
    """The layers on which the coefficients of the bias were read off."""
    return [(one, one.forward.bias) for one in tried if one.forward is not None and one.forward.bias is not None]


def off(reading: Reading, tried: Sequence[Tried]) -> list[tuple[Tried, Array]]:
    """Those on which they are not the layer's."""
    return [(one, bias) for one, bias in told(tried) if not np.array_equal(bias, of_bias(one.spec, reading.meaning))]


def times(reading: Reading, tried: Sequence[Tried]) -> float | None:
    """By which number the bias is added, where that is the same everywhere."""
    known = [(bias, of_bias(one.spec, reading.meaning)) for one, bias in told(tried)]
    numbers = {float(number) for bias, true in known for number in np.unique(bias[true != 0])}
    number = numbers.pop() if len(numbers) == 1 else None
    return number if number is not None and all(np.array_equal(bias, number * true) for bias, true in known) else None


def habit(reading: Reading, tried: Sequence[Tried]) -> str:
    """What a layer may do with its bias, if its backward pass goes along; empty for the usual."""
    number = times(reading, tried)
    held = [place for place, role in reading.plan.sets.items() if role == "b"]
    if number == 0 and held:
        return f"it adds no bias, though it holds one, {held[0]}"
    return "it subtracts its bias" if number == -1 else ""


def nobodys(reading: Reading, tried: Sequence[Tried]) -> bool:
    """Whether there is a forward pass that was read, but no bias in it whose gradient ∂L/∂b could be."""
    read = [one for one in tried if one.forward is not None and one.forward.table is not None]
    return bool(read) and not reading.meaning.rectified and not told(read)
