"""The layouts in which an object keeps its filter, by looking: it may be a matrix, or have its channels first."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np

from symconv.check.code.asking import Asked, Reading
from symconv.check.code.fitting import Probing
from symconv.check.code.layout import Layout
from symconv.check.code.layouts import KNOWN
from symconv.check.code.located import is_weight
from symconv.foreign.outcome import Failure
from symconv.foreign.plan import Plan
from symconv.foreign.runner import Runner

MOST_BUILT = 6
"""Ways of building an object, and of making it ready, that are looked at."""


def keeping(runner: Runner, plans: Iterable[Plan], probing: Probing, usual: Sequence[Layout]) -> tuple[Layout, ...]:
    """The layouts of an object's filter that are none of the usual ones; none where one of these fits it."""
    objects = _objects(runner, plans, probing, usual[0])
    fitting = next((kept for asked in objects if (kept := _kept(asked))), ())
    return () if set(fitting) & set(usual) else fitting


def _objects(runner: Runner, plans: Iterable[Plan], probing: Probing, layout: Layout) -> Iterator[Asked]:
    """One of each way of building it, where it is not handed its filter."""
    seen: dict[str, Plan] = {}
    for plan in plans:
        if plan.construct is not None and "w" not in plan.roles:
            seen.setdefault(repr((plan.construct, plan.prepare)), plan)
    for plan in islice(seen.values(), MOST_BUILT):
        reading = Reading(plan=plan, layout=layout, results={})
        yield from (Asked(runner=runner, reading=reading, told=told) for told in probing.expressible(reading)[:1])


def _kept(asked: Asked) -> tuple[Layout, ...]:
    """The layouts that fit an array which is called a filter."""
    shapes = asked.shapes()
    zeros = {role: np.zeros(shape) for role, shape in shapes.items()}
    found = asked.runner.places(asked.reading.plan, asked.setting(), asked.handed(zeros))
    kept = set() if isinstance(found, Failure) else {shape for place, shape in found.items() if is_weight(place)}
    alike = (one for one in KNOWN if one.axes == asked.reading.layout.axes and not one.why_not(shapes))
    return tuple(one for one in alike if one.shape("w", shapes["w"]) in kept)
