"""The layer as a matrix C, and ∂L/∂X by its transpose.

o_m = Σ_i C_{m,i} x_i,   ∂L/∂x_i = Σ_m C_{m,i} ∂L/∂o_m          C_{m,i} = Σ_a [i = s·m + d·a − p₋] f_a
"""

from symconv.proof.theorem.conditions import within
from symconv.proof.theorem.definitions import Definition
from symconv.proof.theorem.derivation import Judge
from symconv.proof.theorem.setting import Setting, named
from symconv.proof.theorem.statement import Desk, Statement
from symconv.proof.theorem.statements.beginning import by_input
from symconv.proof.theorem.terms import Entry, Product


def transpose(setting: Setting, judge: Judge) -> Statement:
    """``∂L/∂X = Cᵀ ∂L/∂O``: what C spreads going there, its transpose gathers coming back."""
    layer, axes = setting.layer, setting.layer.axes
    desk, matrix = by_input(setting, judge), _matrix(setting)
    place = (*layer.along("m"), *layer.along("i"))
    desk.name(matrix, place, (*(0,) * axes, 1), "reason.define-matrix", setting.upper["f"])
    desk.by("commute", axes, "reason.transpose", order=(1, 0))
    product = Product((Entry("C", place, setting.upper["f"]), setting.entry("g", layer.along("m"))))
    goal = setting.over("y", "U", setting.sums("m", layer.size("M"), product))
    return desk.finished("transpose", "grad_input", goal)


def forward(setting: Setting, judge: Judge) -> Statement:
    """``O = C X``."""
    layer, axes = setting.layer, setting.layer.axes
    entry = tuple(within(m, size) for m, size in zip(layer.along("m"), layer.size("M"), strict=True))
    desk = Desk.begin(setting, judge, setting.output(), setting.entry("o", layer.along("m")), entry, outer=1)
    _write_inputs(desk)
    for axis in range(axes):
        for depth in range(axes + 2 * axis - 1, axes + axis - 1, -1):
            desk.by("push", depth, "reason.push-into-i")
    for axis in range(axes):
        for depth in range(axes + axis - 1, axis - 1, -1):
            desk.by("exchange", depth, "reason.exchange-sums")
    _take_out(desk)
    matrix, place = _matrix(setting), (*layer.along("m"), *layer.along("i"))
    desk.by("commute", axes, order=(1, 0))
    desk.name(matrix, place, (*(0,) * axes, 0), "reason.define-matrix", setting.upper["f"])
    product = Product((Entry("C", place, setting.upper["f"]), setting.entry("x", layer.along("i"))))
    goal = setting.over("v", "V", setting.sums("i", layer.size("N"), product))
    return desk.finished("matrix", "output", goal)


def _write_inputs(desk: Desk) -> None:
    """``[0 ≤ q < N] x_q f_a = Σ_i [i = q] x_i f_a``."""
    setting, layer, axes = desk.setting, desk.setting.layer, desk.axes
    places, met = layer.along("i"), setting.met
    for axis, (i, size) in enumerate(zip(places, layer.size("N"), strict=True)):
        index = (*places[: axis + 1], *met[axis + 1 :])
        body = Product((setting.entry("x", index), setting.entry("f", layer.along("a"))))
        told = {"letter": named(i), "size": size, "place": met[axis], "body": body}
        desk.by("spread", 2 * axes + 2 * axis, "reason.write-input", **told)
    for axis in reversed(range(axes)):
        depth = axes + axis
        for _ in range(axis):
            desk.by("push", depth, "reason.push-into-i")
            desk.by("swap", depth + 1)
            depth += 2
        desk.by("push", depth, "reason.push-into-i")
        test = desk.tests(depth + 1)[1]
        desk.by("restate", depth + 1, "reason.inside-input", old=2, new=(test,))


def _take_out(desk: Desk) -> None:
    """``Σ_a [c] x_i f_a = x_i Σ_a [c] f_a``: the entry of X does not depend on the tap."""
    axes = desk.axes
    for depth in reversed(range(2 * axes, 3 * axes)):
        desk.by("attach", depth, factor=1)
    for depth in reversed(range(axes, 2 * axes)):
        desk.by("extract", depth, "reason.without-tap", factor=0)


def _matrix(setting: Setting) -> Definition:
    """C, its rows counted by outputs and its columns by inputs."""
    layer = setting.layer
    letters = tuple(map(named, (*layer.along("m"), *layer.along("i"))))
    upper = setting.formal["f"]
    term = setting.local_input(layer.along("i"), upper)
    return Definition(array="C", index=letters, upper=tuple(map(named, upper)), term=term)
