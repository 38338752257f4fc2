"""Which of several arrays of a bias's size is the bias: the one that the forward pass adds."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from symconv.check.code.asking import Asked, Reading
from symconv.check.code.located import Filled
from symconv.foreign.outcome import Returned
from symconv.foreign.runner import Runner
from symconv.spec import ConvSpec


def adding(runner: Runner, bare: Reading, told: ConvSpec, ways: Sequence[Filled]) -> list[Filled]:
    """The places to be filled in; of those of a bias, the ones that change the output come first."""
    biases = {place: way for way in reversed(ways) for place, role in way.sets.items() if role == "b"}
    if not bare.plan.forward or len(biases) < 2:
        return list(ways)
    adds = {place: _changes(runner, bare, told, way) for place, way in biases.items()}
    weights = list(dict.fromkeys(_place(way, "w") for way in ways))
    return sorted(ways, key=lambda way: (weights.index(_place(way, "w")), not adds.get(_place(way, "b"), True)))


def _place(way: Filled, wanted: str) -> str:
    return next((place for place, role in way.sets.items() if role == wanted), "")


def _changes(runner: Runner, bare: Reading, told: ConvSpec, way: Filled) -> bool:
    """Whether the output is another one where this bias is."""
    plan = replace(bare.plan, sets={**bare.plan.sets, **way.sets})
    reading = replace(bare, plan=plan, layout=way.layout, meaning=way.meaning)
    asked = Asked(runner=runner, reading=reading, told=told).ahead()
    zero = {role: np.zeros(shape) for role, shape in asked.shapes().items()}
    without, with_ = asked.ask([zero, {**zero, "b": np.ones_like(zero["b"])}])
    if not isinstance(without, Returned) or not isinstance(with_, Returned):
        return False
    pairs = [(leaf, with_.leaves.get(path)) for path, leaf in without.leaves.items() if path.startswith("forward")]
    return any(other is not None and not leaf.same(other) for leaf, other in pairs)
