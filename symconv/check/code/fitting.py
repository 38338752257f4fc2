"""Whether a call form is known to fit, so that what is wrong is the code's, and which layers it can be asked for."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import numpy as np

from symconv.check.code.asking import OUTPUT, Asked, Reading
from symconv.check.code.known import Asking
from symconv.check.code.layers import probes
from symconv.check.code.scores import Score, numbers
from symconv.foreign.outcome import Failure
from symconv.foreign.runner import Runner
from symconv.spec import ConvSpec

MOST_PROBED, MOST_SIMPLE = 6, 4


def fits(runner: Runner, asking: Asking, score: Score, reading: Reading) -> bool:
    """Whether something came out right in this form; else whether it is plain, and gives arrays of the right sizes."""
    if reading.plan.sets and not _holds(runner, asking, reading):
        return False
    if score.right or score.ahead:
        return True
    spared = score.probed if score.asked >= 3 * score.probed else 0
    shaped = score.shaped >= max(score.asked - spared, 1)
    return asking.clear and score.came == score.probed and shaped


class Probing:
    """The layers that forms are tried on, made once for each number of axes."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        """``given`` are the options of the layer."""
        self._given = given
        self._made: dict[int, tuple[ConvSpec, ...]] = {}

    def expressible(self, reading: Reading) -> list[ConvSpec]:
        """Those that a form can tell."""
        step = 2 if reading.plan.framework == "jax" else 1  # each new shape costs seconds there
        return list(islice(self._told(reading), 0, MOST_PROBED, step))

    def simplest(self, reading: Reading) -> list[ConvSpec]:
        """Those of one image and one channel: what fails elsewhere may work here, and so be called as it is meant."""
        single = (spec for spec in self._told(reading) if {spec.batch, spec.in_channels, spec.out_channels} == {1})
        return list(islice(single, MOST_SIMPLE))

    def _told(self, reading: Reading) -> Iterator[ConvSpec]:
        axes = len(reading.layout.axes)
        if axes not in self._made:
            self._made[axes] = probes(axes, self._given)
        yield from (spec for spec in self._made[axes] if not reading.why_not(spec, self._given))


def _holds(runner: Runner, asking: Asking, reading: Reading) -> bool:
    """Whether equal calls give equal results: else the filter is not where it was put."""
    told = next(iter(Probing(asking.given).expressible(reading)), None)
    if told is None:
        return True
    asked = Asked(runner=runner, reading=reading, told=told)
    one, two = asked.ask([numbers(asked)] * 2, poisoned=True)
    if isinstance(one, Failure) or isinstance(two, Failure):
        return True
    depending = [name for name in ("grad_input", OUTPUT) if name in reading.results][:1]
    leaves = [reading.results[name] for name in depending]
    pairs = [(one.leaves.get(path), two.leaves.get(path)) for path in leaves]
    return all(a is None or b is None or np.array_equal(a.values, b.values) for a, b in pairs)  # type: ignore[arg-type]
