"""The strided output as every s-th of the stride-1 output.

o_m = y_{s·m}          y_t = Σ_a [0 ≤ t + d·a − p₋ < N] x_{t + d·a − p₋} f_a
"""

from symconv.proof.theorem.conditions import Condition, within
from symconv.proof.theorem.definitions import Definition
from symconv.proof.theorem.derivation import Judge
from symconv.proof.theorem.indices import letter
from symconv.proof.theorem.setting import Setting, before, named
from symconv.proof.theorem.statement import Desk, Statement
from symconv.proof.theorem.terms import Entry, Product


def decimation(setting: Setting, judge: Judge) -> Statement:
    """Stride-1 convolution, then keep every s-th."""
    layer = setting.layer
    desk = Desk.begin(setting, judge, setting.output(), setting.entry("o", layer.along("m")), _inside(setting))
    kept = tuple(s * m for s, m in zip(layer.size("s"), layer.along("m"), strict=True))
    upper = tuple(map(letter, ("z", "h", "y"))) if layer.channels is not None else ()
    full = _stride_one(setting)
    desk.name(full, kept, (), "reason.define-full", upper)
    return desk.finished("decimation", "output", Entry("Y", kept, upper))


def _stride_one(setting: Setting) -> Definition:
    """The output at stride 1."""
    layer = setting.layer
    rows = zip(*map(layer.along, "ta"), *map(layer.size, ("d", "p₋")), strict=True)
    read = tuple(t + d * a - p for t, a, d, p in rows)
    tests = tuple(within(at, size) for at, size in zip(read, layer.size("N"), strict=True))
    product = Product((setting.entry("x", read), setting.entry("f", layer.along("a"))))
    term = setting.over("v", "V", setting.sums("a", layer.size("k"), before(tests, product)))
    upper = tuple(named(letter(name)) for name in "zhy") if layer.channels is not None else ()
    return Definition(array="Y", index=tuple(map(named, layer.along("t"))), upper=upper, term=term)


def _inside(setting: Setting) -> tuple[Condition, ...]:
    layer = setting.layer
    return tuple(within(m, size) for m, size in zip(layer.along("m"), layer.size("M"), strict=True))
