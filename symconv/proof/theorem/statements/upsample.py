"""∂L/∂X at stride s as the stride-1 gradient of ∂L/∂O with zeros between, and r zeros behind.

∂L/∂x_i = Σ_t Σ_a [i = t + d·a − p₋] D_t f_a          t = 0 … s(M−1) + r
"""

from symconv.proof.theorem.conditions import Condition, equal, within
from symconv.proof.theorem.derivation import Judge
from symconv.proof.theorem.layer import Indices
from symconv.proof.theorem.setting import Setting, before, named
from symconv.proof.theorem.statement import Desk, Statement
from symconv.proof.theorem.statements.beginning import by_input
from symconv.proof.theorem.statements.input import taps
from symconv.proof.theorem.statements.textbook import name_dilated
from symconv.proof.theorem.statements.weight import stride_one_size
from symconv.proof.theorem.terms import Product


def upsample(setting: Setting, judge: Judge) -> Statement:
    """Insert zeros, then stride-1 backward."""
    layer, axes = setting.layer, setting.layer.axes
    desk = by_input(setting, judge)
    taps(desk, layer.along("i"))
    rows = zip(layer.along("i"), *map(layer.size, ("p₋", "d")), layer.along("a"), strict=True)
    at, sizes = tuple(i + p - d * a for i, p, d, a in rows), stride_one_size(setting)
    kept = tuple(within(t, size) for t, size in zip(at, sizes, strict=True))
    name_dilated(desk, axes, at, factor=0, letters="a", kept=kept)
    _write_places(desk, at, sizes)
    for axis in range(axes):
        for depth in range(axes + 2 * axis - 1, axes + axis - 1, -1):
            desk.by("push", depth, "reason.push-into-t")
    for axis in range(axes):
        for depth in range(axes + axis - 1, axis - 1, -1):
            desk.by("exchange", depth, "reason.exchange-sums")
    product = Product((setting.entry("D", layer.along("t")), setting.entry("f", layer.along("a"))))
    body = setting.sums("a", layer.size("k"), before(_relation(setting), product))
    goal = setting.over("y", "U", setting.sums("t", sizes, body))
    return desk.finished("upsample", "grad_input", goal)


def _write_places(desk: Desk, at: Indices, sizes: Indices) -> None:
    """``[0 ≤ c < n] D_c f_a = Σ_t [i = t + d·a − p₋] D_t f_a`` with n outputs at stride 1."""
    setting, axes = desk.setting, desk.axes
    taps_, places = setting.layer.along("a"), setting.layer.along("t")
    tests = _relation(setting)
    for axis, (t, c, size) in enumerate(zip(places, at, sizes, strict=True)):
        index = (*places[: axis + 1], *at[axis + 1 :])
        body = Product((setting.entry("D", index), setting.entry("f", taps_)))
        told = {"letter": named(t), "size": size, "place": c, "body": body}
        desk.by("spread", 2 * axes + 2 * axis, "reason.write-dilated", **told)
    for axis in reversed(range(axes)):
        depth = axes + axis
        for _ in range(axis):
            desk.by("push", depth, "reason.push-into-t")
            desk.by("swap", depth + 1)
            depth += 2
        desk.by("push", depth, "reason.push-into-t")
        desk.by("restate", depth + 1, "reason.meet-at-i", old=2, new=(tests[axis],))


def _relation(setting: Setting) -> tuple[Condition, ...]:
    """``i = t + d·a − p₋`` along each axis."""
    layer = setting.layer
    rows = zip(*map(layer.along, "iat"), *map(layer.size, ("d", "p₋")), strict=True)
    return tuple(equal(i, t + d * a - p) for i, a, t, d, p in rows)
