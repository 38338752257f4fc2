"""The layer that code is with a word, where no number tells its padding: its forward pass decides, on each layer.

What pads to 'same' may do so as TensorFlow has it, by k//2 before, or as it likes. So every padding is asked for under
which the output has its size and its values. Without a forward pass the customary ones are asked for, and what is right
under none of them is not judged.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, product

import numpy as np

from symconv.axis import Axis
from symconv.check.code.asking import OUTPUT, Asked
from symconv.check.code.meaning import Meaning
from symconv.check.code.scores import numbers
from symconv.check.code.truths import Point
from symconv.foreign.outcome import Failure, Returned

CUSTOMARY = ("same", "centred", "odd", "half", "full", "after")
"""Paddings that are asked for without a forward pass."""

MOST = 400
"""Paddings of all axes together that are asked for."""

NO_LAYER = "its forward pass is no known layer's"
UNKNOWN = "no forward pass tells what layer it is"


def meant(asked: Asked) -> Meaning | Failure | str:
    """The layer that is meant; why none is known, where that is so."""
    if OUTPUT not in asked.reading.results:
        return _by_gradients(asked)
    point = {**numbers(asked), "b": np.zeros(asked.shapes()["b"])}
    (outcome,) = asked.ahead().ask([point])
    if isinstance(outcome, Failure):
        return outcome
    leaf = outcome.leaves.get(asked.reading.results[OUTPUT])
    if leaf is None:
        return NO_LAYER
    for meaning in _paddings(asked, leaf.shape):
        if _valued(_with(asked, meaning), OUTPUT, outcome, point):
            return meaning
    return NO_LAYER


def _by_gradients(asked: Asked) -> Meaning | Failure | str:
    """The first layer for which all gradients are right at whole numbers."""
    told, failure = asked.reading.meaning, None
    for meaning in (*(_padded(asked, Meaning(padding=name)) for name in CUSTOMARY), told):
        own = _with(asked, meaning) if meaning is not None else asked
        if meaning is None or meaning.actual(asked.told) is None:
            continue
        point = numbers(own)
        (outcome,) = own.ask([point])
        if isinstance(outcome, Failure):
            failure = failure or outcome
        elif all(_valued(own, name, outcome, point) for name in own.reading.gradients):
            return told if meaning == told else meaning
    return failure or UNKNOWN


def _padded(asked: Asked, customary: Meaning) -> Meaning | None:
    """The same layer with the padding that is customary on it."""
    spec = customary.actual(asked.told)
    return None if spec is None else replace(asked.reading.meaning, pads=spec.padding)


def _with(asked: Asked, meaning: Meaning) -> Asked:
    return replace(asked, reading=replace(asked.reading, meaning=meaning))


def _valued(asked: Asked, name: str, outcome: Returned, point: Point) -> bool:
    """Whether a result has the size and the values of the layer."""
    value = asked.gradient(outcome, name)
    if isinstance(value, str):
        return False
    true = asked.true(name, point)
    averaged = name != OUTPUT and np.allclose(value * asked.spec.batch, true, rtol=1e-4, atol=1e-4)
    return bool(np.allclose(value, true, rtol=1e-4, atol=1e-4) or averaged)


def _paddings(asked: Asked, got: tuple[int, ...]) -> Iterator[Meaning]:
    """What is told, then every padding under which the output has this size, the least first."""
    told, layout = asked.reading.meaning, asked.reading.layout
    yield told
    letters = layout.letters("dout")
    if told.transposed or told.padding or "|" in letters or len(got) != len(letters):
        return
    sizes = dict(zip(letters, got, strict=True))
    choices = [list(_of_axis(axis, sizes[letter])) for axis, letter in zip(asked.told.axes, layout.axes, strict=True)]
    pads = sorted(islice(product(*choices), MOST), key=lambda pads: sum(map(sum, pads)))
    made = (replace(told, pads=each) for each in pads)
    yield from (one for one in made if one.actual(asked.told) is not None)


def _of_axis(axis: Axis, outputs: int) -> Iterator[tuple[int, int]]:
    """``(before, after)`` along one axis, for so many outputs."""
    most = 2 * axis.effective_kernel + axis.stride
    for before in range(most):
        padded = (replace(axis, before=before, after=after) for after in range(most))
        yield from [(before, one.after) for one in padded if one.output_size == outputs][:1]
