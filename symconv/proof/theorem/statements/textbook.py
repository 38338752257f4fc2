"""∂L/∂X as the stride-1 correlation of a dilated and padded ∂L/∂O with the turned filter.

∂L/∂x_i = Σ_q P_{i + d·q} R_q
"""

from symconv.proof.theorem.conditions import Condition, within
from symconv.proof.theorem.derivation import Judge
from symconv.proof.theorem.forms import turned_over_padded
from symconv.proof.theorem.layer import Indices
from symconv.proof.theorem.setting import Setting, named
from symconv.proof.theorem.statement import Desk, Statement
from symconv.proof.theorem.statements.beginning import by_input
from symconv.proof.theorem.statements.input import taps


def dilate_pad_flip(setting: Setting, judge: Judge) -> Statement:
    """Dilate by s, pad by d(k−1)−p₋ and d(k−1)−p₊+r, flip, slide by one."""
    layer, axes = setting.layer, setting.layer.axes
    desk = by_input(setting, judge)
    taps(desk, layer.along("i"))
    rows = zip(layer.size("k"), layer.along("a"), layer.along("q"), strict=True)
    for axis, (k, a, q) in enumerate(rows):
        new = {"letter": named(q), "to": k - 1 - q, "back": k - 1 - a}
        desk.by("reindex", axis, "reason.count-from-end", **new)
    rows = zip(layer.along("i"), layer.size("d"), layer.along("q"), strict=True)
    under = tuple(i + d * q for i, d, q in rows)
    at = tuple(u - first for u, first in zip(under, setting.before, strict=True))
    name_dilated(desk, axes, at, factor=0, letters="q")
    inside = tuple(within(u, size) for u, size in zip(under, setting.padded_size, strict=True))
    desk.by("insert", (0,) * (axes + 1), "reason.inside-padded-map", new=inside)
    upper_g, upper_f = setting.upper["g"], setting.upper["f"]
    desk.name(setting.padded, under, (0,) * (axes + 1), "reason.define-padded", upper_g)
    desk.name(
        setting.turned,
        layer.along("q"),
        (*(0,) * axes, 1),
        "reason.define-turned",
        upper_f,
    )
    return desk.finished("dilate-pad-flip", "grad_input", turned_over_padded(setting))


def name_dilated(
    desk: Desk, depth: int, at: Indices, *, factor: int, letters: str, kept: tuple[Condition, ...] = ()
) -> None:
    """The tests and ``g_{t/s}`` at a depth as ``D_t``, t being what ``at`` says; each axis has a letter in it.

    ``kept`` follows from the tests and stays in front.
    """
    setting = desk.setting
    layer = setting.layer
    rows = list(zip(at, setting.dilated_size, map(named, layer.along(letters)), strict=True))

    def axis_of(test: Condition) -> int:
        return next(axis for axis, (*_, name) in enumerate(rows) if name in test.letters)

    for place, test in enumerate(desk.tests(depth)):
        t, size, *_ = rows[axis_of(test)]
        if test.kind == "within":
            why = "reason.inside-dilated"
            desk.by("restate", depth + place, why, new=(within(t, size),))
    count = len(desk.tests(depth))
    if kept:
        desk.by("insert", depth + count, "reason.inside-longer", new=kept)
    desk.sort(depth, lambda test: (test not in kept, test.kind != "within", axis_of(test)))
    depth += len(kept)
    desk.attach(depth, count, factor)
    why = "reason.define-dilated"
    desk.name(setting.dilated, at, (*(0,) * depth, factor), why, setting.upper["g"])
