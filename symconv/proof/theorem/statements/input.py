"""The two forms of the chain rule for the input that statements about it go on from."""

from symconv.proof.theorem.conditions import divides, equal
from symconv.proof.theorem.indices import quotient
from symconv.proof.theorem.layer import Indices
from symconv.proof.theorem.statement import Desk


def pairs(desk: Desk) -> None:
    """``Σ_m Σ_a [i = s·m + d·a − p₋] ∂L/∂o_m f_a``: one product for each output and tap that meet at i."""
    for axis in range(desk.axes):
        desk.by("distribute", desk.axes + axis, "reason.multiply-out", factor=1)
    for axis in range(desk.axes):
        desk.by("detach", 2 * desk.axes + axis, factor=1)


def taps(desk: Desk, at: Indices) -> None:
    """``Σ_a [s | i+p₋−d·a] [0 ≤ (i+p₋−d·a)/s < M] ∂L/∂o_{(i+p₋−d·a)/s} f_a``: for each tap one output at most."""
    layer, axes = desk.setting.layer, desk.axes
    pairs(desk)
    for axis in range(axes):
        for depth in range(axes + axis - 1, axis - 1, -1):
            desk.by("exchange", depth, "reason.exchange-sums")
    rows = zip(at, *map(layer.size, ("s", "d", "p₋")), *map(layer.along, "ma"), strict=True)
    for axis, (i, s, d, before, m, a) in reversed(list(enumerate(rows))):
        depth, over = axes + axis, i + before - d * a
        desk.first(depth + 1, equal(i, s * m + d * a - before))
        new = (divides(s, over), equal(m, quotient(over, s)))
        desk.by("restate", depth + 1, "reason.solve-for-m", new=new)
        desk.by("pull", depth, "reason.pull-before-m")
        desk.by("collapse", depth + 1, "reason.one-term")
