"""How well a call form fits: what is right, what has the right shape, what came back at all."""

from dataclasses import dataclass, field, replace

import numpy as np

from symconv.check.code.asking import OUTPUT, Asked
from symconv.check.code.truths import Point
from symconv.foreign.outcome import Returned


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Score:
    """How well a form fits.

    Gradients that are right, outputs that are, those of ∂L/∂X or ∂L/∂F, right shapes, and layers that came back; layers
    that were probed, results that were asked for, layers with an output, layers where its own forward pass fails.
    """

    right: int = 0
    ahead: int = 0
    sure: int = 0
    shaped: int = 0
    came: int = 0
    probed: int = field(default=0, compare=False)
    asked: int = field(default=0, compare=False)
    judged: int = field(default=0, compare=False)
    spared: int = field(default=0, compare=False)

    @property
    def all_came(self) -> bool:
        """Whether every call came back, but for a minority that never reached the backward pass."""
        return self.came == self.probed - self.spared > self.spared

    @property
    def whole(self) -> bool:
        """Whether everything is right everywhere."""
        return self.all_came and self.right + self.ahead == self.asked > 0

    @property
    def by_forward(self) -> bool:
        """Whether the forward pass is a known layer's everywhere, which settles what the layer is."""
        return self.all_came and self.came == self.ahead

    @property
    def enough(self) -> bool:
        """Whether every call came back, and what the form decides is right everywhere.

        That is the output, ∂L/∂X, or ∂L/∂F where the filter is handed over. What does not depend on the filter comes
        out right in many a form, and decides only if the others have their shapes.
        """
        decided = max(self.ahead, self.sure) >= self.came
        shaped = self.shaped == self.asked and self.right >= self.came and self.ahead == self.judged
        return self.all_came and (decided or shaped)


def added(score: Score, asked: Asked, outcome: Returned, point: Point) -> Score:
    """The score with one layer more."""
    right = shaped = ahead = sure = 0
    for name in asked.reading.results:
        value = asked.gradient(outcome, name)
        if isinstance(value, str):
            continue
        true = asked.true(name, point)
        same = bool(np.allclose(value, true, rtol=1e-3) or np.allclose(value * asked.spec.batch, true, rtol=1e-3))
        shaped += 1
        if name == OUTPUT:
            ahead += same
        else:
            right += same
            decides = name == "grad_input" or (name == "grad_weight" and not asked.reading.plan.sets)
            sure = max(sure, int(same and decides))
    return replace(
        score,
        right=score.right + right,
        ahead=score.ahead + ahead,
        sure=score.sure + sure,
        shaped=score.shaped + shaped,
        came=score.came + 1,
        asked=score.asked + len(asked.reading.results),
        judged=score.judged + (OUTPUT in asked.reading.results),
    )


def numbers(asked: Asked) -> Point:
    """Small whole numbers for every array."""
    draw = np.random.default_rng(7)
    return {role: draw.integers(-4, 5, size=shape).astype(float) for role, shape in asked.shapes().items()}
