"""Every output adds its products into the window it was read from, and the padding is cut off.

∂L/∂x_i = W_{i + p₋}          W_u = Σ_m Σ_a [u = s·m + d·a] ∂L/∂o_m f_a
"""

from symconv.proof.theorem.conditions import Condition, equal
from symconv.proof.theorem.definitions import Definition
from symconv.proof.theorem.derivation import Judge
from symconv.proof.theorem.layer import Indices
from symconv.proof.theorem.setting import Setting, before, named
from symconv.proof.theorem.statement import Statement
from symconv.proof.theorem.statements.beginning import by_input
from symconv.proof.theorem.statements.input import pairs
from symconv.proof.theorem.terms import Entry, Product


def scatter(setting: Setting, judge: Judge) -> Statement:
    """For every output m and tap a: add ∂L/∂o_m·f_a at s·m + d·a of the padded input (col2im)."""
    layer, axes = setting.layer, setting.layer.axes
    desk = by_input(setting, judge)
    pairs(desk)
    place = tuple(i + p for i, p in zip(layer.along("i"), layer.size("p₋"), strict=True))
    for depth, test in enumerate(_tests(setting, place), 2 * axes):
        desk.by("restate", depth, "reason.count-from-padding", new=(test,))
    windows = _windows(setting)
    upper = (*setting.upper["g"], *setting.upper["f"][1:])
    desk.name(windows, place, (), "reason.define-windows", upper)
    return desk.finished("scatter", "grad_input", setting.over("y", "U", Entry("W", place, upper)))


def _windows(setting: Setting) -> Definition:
    """W."""
    layer, places = setting.layer, setting.layer.along("u")
    upper = (*setting.formal["g"], *setting.formal["f"][1:])
    product = Product(
        (
            Entry("g", layer.along("m"), setting.formal["g"]),
            Entry("f", layer.along("a"), setting.formal["f"]),
        )
    )
    body = setting.sums("a", layer.size("k"), before(_tests(setting, places), product))
    term = setting.sums("m", layer.size("M"), body)
    return Definition(array="W", index=tuple(map(named, places)), upper=tuple(map(named, upper)), term=term)


def _tests(setting: Setting, places: Indices) -> tuple[Condition, ...]:
    layer = setting.layer
    rows = zip(places, *map(layer.size, "sd"), *map(layer.along, "ma"), strict=True)
    return tuple(equal(u, s * m + d * a) for u, s, d, m, a in rows)
