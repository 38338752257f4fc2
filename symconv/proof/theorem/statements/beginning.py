"""Where the gradients begin: at O. Its derivative by an entry is taken term by term, then tidied by rules.

o_m = Σ_a [0 ≤ s·m + d·a − p₋ < N] x_{s·m + d·a − p₋} f_a
∂o_m/∂x_i = Σ_a [i = s·m + d·a − p₋] f_a
∂o_m/∂f_a = [0 ≤ s·m + d·a − p₋ < N] x_{s·m + d·a − p₋}

An output reads its own image and group alone, so that sums over outputs run over those of the entry's image or group.
"""

from symconv.proof.theorem.conditions import Condition, equal, within
from symconv.proof.theorem.derivation import Judge
from symconv.proof.theorem.differentiating import derivative
from symconv.proof.theorem.indices import letter
from symconv.proof.theorem.layer import Indices
from symconv.proof.theorem.setting import Setting
from symconv.proof.theorem.statement import Desk
from symconv.proof.theorem.terms import Entry, Place, Product, Term


def by_input(setting: Setting, judge: Judge, at: Indices | None = None, entry: tuple[Condition, ...] = ()) -> Desk:
    """``∂L/∂x_i = Σ_m ∂L/∂o_m · Σ_a [i = s·m + d·a − p₋] f_a``."""
    layer, axes = setting.layer, setting.layer.axes
    place = layer.along("i") if at is None else at
    of = Entry("x", place, setting.upper["x"])
    ranges = (*_within(setting, place, "N"), *entry)
    desk = _begun(setting, judge, setting.output("w"), of, "y", "U", ranges)
    local = (*(0,) * axes, 1)
    if layer.channels is not None:
        _own_channel(desk, local, equal(setting.upper["x"][1].put(_W), setting.upper["x"][1]))
    rows = list(zip(setting.met, place, layer.size("N"), strict=True))
    wanted = [test for met, i, size in rows for test in (within(met, size), equal(met, i))]
    inner = (*local, *(0,) * axes)
    desk.sort(inner, wanted.index, "reason.read-at-i")
    for axis, (met, i, _) in enumerate(rows):
        desk.by("restate", (*inner, *(0,) * axis), "reason.read-at-i", old=2, new=(equal(i, met),))
    return desk


def by_weight(setting: Setting, judge: Judge) -> Desk:
    """``∂L/∂f_a = Σ_m ∂L/∂o_m · [0 ≤ s·m + d·a − p₋ < N] x_{s·m + d·a − p₋}``."""
    layer, axes = setting.layer, setting.layer.axes
    of = Entry("f", layer.along("a"), setting.upper["f"])
    desk = _begun(setting, judge, setting.output("w", "b"), of, "z", "B", _within(setting, of.index, "k"))
    at = (*(0,) * axes, 1)
    if layer.channels is not None:
        _own_channel(desk, at, equal(letter("w"), letter("v")))
    for axis, (b, a) in reversed(list(enumerate(zip(*map(layer.along, "ba"), strict=True)))):
        inner = (*at, *(0,) * axis)
        desk.first((*inner, 0), equal(b, a), "reason.one-tap")
        desk.by("collapse", inner, "reason.one-tap")
        desk.by("restate", inner, "reason.one-tap", new=())
    return desk


_W = {next(iter(letter("v").letters)): letter("w")}
"""The input channel that O sums over in the place of the one that is looked at."""


def _begun(
    setting: Setting, judge: Judge, output: Term, of: Entry, name: str, count: str, ranges: tuple[Condition, ...]
) -> Desk:
    """``∂L/∂of = Σ_m ∂L/∂o_m · ∂o_m/∂of``, summed over a channel or image besides."""
    layer = setting.layer
    if layer.channels is not None:
        ranges = (*ranges, within(letter("v"), layer.channel("V")))
    product = Product((setting.entry("g", layer.along("m")), derivative(output, of)))
    term = setting.over(name, count, setting.sums("m", layer.size("M"), product))
    left = Entry(f"∂{of.array}", of.index, of.upper)
    return Desk.begin(setting, judge, term, left, ranges, outer=1, output=output)


def _own_channel(desk: Desk, at: Place, test: Condition) -> None:
    """Of the sum over w the one input channel that the entry is of."""
    own = equal(letter("w"), letter("v"))
    for depth in reversed(range(1, desk.axes + 1)):
        desk.first((*at, *(0,) * (depth + 1)), test, "reason.own-channel")
        desk.by("pull", (*at, *(0,) * depth), "reason.own-channel")
    if test != own:
        desk.by("restate", (*at, 0), "reason.own-channel", new=(own,))
    desk.by("collapse", at, "reason.own-channel")
    desk.by("restate", at, "reason.own-channel", new=())


def _within(setting: Setting, index: Indices, size: str) -> tuple[Condition, ...]:
    return tuple(within(at, most) for at, most in zip(index, setting.layer.size(size), strict=True))
