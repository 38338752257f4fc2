"""∂L/∂F as the correlation of the padded input with the dilated ∂L/∂O, and why zeros appear.

∂L/∂f_a = Σ_t Z_{t + d·a} D_t          t = 0 … s(M−1)
Σ_m g_m y_{s·m} = Σ_t D_t y_t          for every y: zero insertion is the adjoint of keeping every s-th
"""

from symconv.proof.theorem.conditions import divides, equal, within
from symconv.proof.theorem.derivation import Judge
from symconv.proof.theorem.forms import dilated_over_padded, under_taps
from symconv.proof.theorem.indices import quotient
from symconv.proof.theorem.layer import Indices
from symconv.proof.theorem.setting import Setting
from symconv.proof.theorem.setting import named as letter_of
from symconv.proof.theorem.statement import Desk, Statement
from symconv.proof.theorem.statements.beginning import by_weight
from symconv.proof.theorem.statements.textbook import name_dilated
from symconv.proof.theorem.terms import Entry, Product, Term, put


def dilated_correlation(setting: Setting, judge: Judge) -> Statement:
    """Slide the dilated ∂L/∂O over the padded input, in steps of d."""
    desk = _over_padded(setting, judge)
    _spread(desk, setting.entry("Z", under_taps(setting)))
    return desk.finished("dilated-correlation", "grad_weight", dilated_over_padded(setting, setting.dilated_size))


def upsample_weight(setting: Setting, judge: Judge) -> Statement:
    """The same with r more zeros behind D: the filter gradient of the stride-1 layer."""
    layer = setting.layer
    desk = _over_padded(setting, judge)
    _spread(desk, setting.entry("Z", under_taps(setting)), named=False)
    sizes = stride_one_size(setting)
    for axis in range(layer.axes):  # each sum in its turn comes to stand before the tests
        for depth in range(layer.axes - 1):
            desk.by("exchange", depth)
        desk.by("lengthen", layer.axes - 1, "reason.past-the-end", size=sizes[axis])
    name_dilated(desk, layer.axes, layer.along("t"), factor=0, letters="t")
    return desk.finished("upsample-weight", "grad_weight", dilated_over_padded(setting, sizes))


def adjoint(setting: Setting, judge: Judge) -> Statement:
    """Why zeros appear: for every y, outputs that were dropped going there get zeros coming back."""
    layer = setting.layer
    kept = tuple(s * m for s, m in zip(layer.size("s"), layer.along("m"), strict=True))
    product = Product((setting.entry("g", layer.along("m")), setting.entry("y", kept)))
    desk = Desk.begin(setting, judge, setting.sums("m", layer.size("M"), product))
    _spread(desk, setting.entry("y", layer.along("t")))
    pair = Product((setting.entry("D", layer.along("t")), setting.entry("y", layer.along("t"))))
    goal = setting.sums("t", setting.dilated_size, pair)
    return desk.finished("adjoint", "adjoint", goal)


def stride_one_size(setting: Setting) -> Indices:
    """``s(M−1) + 1 + r``: the outputs of the same layer at stride 1."""
    return tuple(size + r for size, r in zip(setting.dilated_size, setting.layer.size("r"), strict=True))


def _over_padded(setting: Setting, judge: Judge) -> Desk:
    """``Σ_m ∂L/∂o_m · ∂o_m/∂f_a = Σ_m ∂L/∂o_m Z_{s·m + d·a}``."""
    layer, axes = setting.layer, setting.layer.axes
    desk = by_weight(setting, judge)
    under = tuple(met + p for met, p in zip(setting.met, layer.size("p₋"), strict=True))
    rows = zip(under, *map(layer.size, ("N", "p₋", "p₊")), strict=True)
    inside = tuple(within(u, n + before + after) for u, n, before, after in rows)
    at = (*(0,) * axes, 1)
    desk.by("insert", at, "reason.inside-padded-input", new=inside)
    desk.name(setting.padded_input, under, at, "reason.define-padded-input", setting.upper["x"])
    return desk


def _spread(desk: Desk, other: Entry, *, named: bool = True) -> None:
    """``Σ_m g_m A_{s·m} = Σ_t D_t A_t`` for any A: ``other`` is its entry at t."""
    setting, layer, axes = desk.setting, desk.setting.layer, desk.axes
    rows = list(zip(layer.along("t"), layer.along("m"), layer.size("s"), setting.dilated_size, strict=True))
    for axis, (t, m, s, size) in enumerate(rows):
        into = {letter_of(other_t): s_ * m_ for other_t, m_, s_, _ in rows[axis + 1 :]}
        body: Term = Product((setting.entry("g", layer.along("m")), put(other, into)))
        told = {"letter": letter_of(t), "size": size, "place": s * m, "body": body}
        desk.by("spread", axes + 2 * axis, "reason.write-multiple", **told)
    for axis in range(axes):
        for passed in range(axis):
            desk.by("push", axes + axis + (axis - 1 - passed), "reason.push-into-t")
        for depth in range(axes + axis - 1, axis - 1, -1):
            desk.by("exchange", depth, "reason.exchange-sums")
    for axis, (t, m, s, _) in reversed(list(enumerate(rows))):
        depth = axes + axis
        desk.first(depth + 1, equal(t, s * m))
        new = (divides(s, t), equal(m, quotient(t, s)))
        desk.by("restate", depth + 1, "reason.solve-for-m", new=new)
        desk.by("pull", depth, "reason.pull-before-m")
        desk.by("collapse", depth + 1, "reason.one-term")
    if named:
        name_dilated(desk, axes, layer.along("t"), factor=0, letters="t")
