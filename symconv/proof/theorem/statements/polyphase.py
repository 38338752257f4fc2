"""The inputs of one phase meet the same taps: a dense correlation for each phase, no zeros multiplied.

∂L/∂x_{s·j+φ−p₋} = Σ_a [s | φ − d·a] E_{j + (φ−d·a)/s} f_a          0 ≤ φ < s
"""

from symconv.proof.theorem.conditions import divides, within
from symconv.proof.theorem.derivation import Judge
from symconv.proof.theorem.indices import quotient
from symconv.proof.theorem.setting import Setting, before, named
from symconv.proof.theorem.statement import Statement
from symconv.proof.theorem.statements.beginning import by_input
from symconv.proof.theorem.statements.input import taps
from symconv.proof.theorem.terms import Product


def polyphase(setting: Setting, judge: Judge) -> Statement:
    """Which taps are met depends on the phase φ, not on j."""
    layer, axes = setting.layer, setting.layer.axes
    rows = zip(*map(layer.size, ("s", "p₋")), *map(layer.along, "jφ"), strict=True)
    at = tuple(s * j + phase - p for s, p, j, phase in rows)
    phases = tuple(within(phase, s) for phase, s in zip(layer.along("φ"), layer.size("s"), strict=True))
    desk = by_input(setting, judge, at, phases)
    taps(desk, at)
    over = tuple(phase - d * a for phase, d, a in zip(layer.along("φ"), layer.size("d"), layer.along("a"), strict=True))
    read = tuple(j + quotient(c, s) for j, c, s in zip(layer.along("j"), over, layer.size("s"), strict=True))
    found = dict(zip(map(named, layer.along("a")), range(axes), strict=True))
    desk.sort(axes, lambda test: (test.kind == "within", min(found[name] for name in test.letters & found.keys())))
    for axis in range(axes):
        desk.by("modulo", axes + axis, "reason.take-multiple-off", times=layer.along("j")[axis])
    for axis in range(axes):
        inside = within(read[axis], layer.size("M")[axis])
        desk.by("restate", 2 * axes + axis, "reason.take-multiple-out", new=(inside,))
    desk.by("same", (*(0,) * (3 * axes), 0), "reason.same-index", index=read)
    desk.extend(2 * axes, axes, read)
    tests = tuple(divides(s, c) for s, c in zip(layer.size("s"), over, strict=True))
    product = Product((setting.entry("E", read), setting.entry("f", layer.along("a"))))
    goal = setting.over("y", "U", setting.sums("a", layer.size("k"), before(tests, product)))
    return desk.finished("polyphase", "grad_input", goal)
