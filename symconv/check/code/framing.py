"""A call form with the arrays of one framework; operations on somebody's own tensors may be sent ∂L/∂O as an array."""

from collections.abc import Iterator
from dataclasses import replace

from symconv.foreign.calls import ARRAYS
from symconv.foreign.plan import PLAIN, Plan


def framed(plan: Plan, framework: str) -> Iterator[Plan]:
    """The plan with these arrays; behind a forward pass on tensors of the code's own, ∂L/∂O as an array comes first."""
    own = replace(plan, framework=framework)
    if framework not in ARRAYS and plan.forward and not plan.engine:
        sent = tuple(replace(each, tree=PLAIN) if each.tree == "dout" else each for each in plan.arguments)
        yield replace(own, arguments=sent)
    yield own
