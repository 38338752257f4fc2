"""The closed form of one phase, for numbers s, k, d, p₋ and every input size.

s = 2, k = 3, p₋ = 1:   ∂L/∂x_{2j} = E_j f_1,   ∂L/∂x_{2j+1} = E_{j+1} f_0 + E_j f_2
"""

from dataclasses import replace
from itertools import product
from math import prod

from symconv.proof.theorem.conditions import Condition, within
from symconv.proof.theorem.derivation import Judge
from symconv.proof.theorem.indices import Index
from symconv.proof.theorem.layer import OpenLayer
from symconv.proof.theorem.setting import Setting
from symconv.proof.theorem.statement import Desk, Statement
from symconv.proof.theorem.statements.beginning import by_input
from symconv.proof.theorem.statements.input import taps
from symconv.proof.theorem.terms import Place, parts

MOST = 64
"""Most products of all phases together."""


def closed(layer: OpenLayer) -> OpenLayer | None:
    """The layer whose phases can be written out: s and k are known, d and p₋ are too or become 1 and 0.

    Returns:
        None where s or k is a letter, or the products are too many to print.
    """
    known = tuple({"d": 1, "p₋": 0, **sizes} for sizes in layer.known)
    if not known or any("s" not in sizes or "k" not in sizes for sizes in known):
        return None
    products = prod(max(sizes["s"], sizes["k"]) for sizes in known)
    return replace(layer, known=known) if products <= MOST else None


def phases(setting: Setting, judge: Judge) -> tuple[Statement, ...]:
    """One statement for each phase, the inputs s·j, s·j+1 and so on."""
    strides = [range(s.number or 1) for s in setting.layer.size("s")]
    return tuple(phase(setting, judge, residues) for residues in product(*strides))


def phase(setting: Setting, judge: Judge, residues: Place) -> Statement:
    """The inputs ``s·j + c``."""
    layer = setting.layer
    at = tuple(s * j + c for s, j, c in zip(layer.size("s"), layer.along("j"), residues, strict=True))
    desk = by_input(setting, judge, at)
    taps(desk, at)
    _write_out(desk, (), layer.axes)
    name = "phase " + ",".join(map(str, residues))
    return desk.finished(name, "grad_input", desk.proof.term)


def _write_out(desk: Desk, at: Place, sums: int) -> None:
    """The sums over the taps, tap by tap; what fails its test is left out."""
    if not sums:
        _carry_out(desk, at)
        return
    desk.by("unroll", at, "reason.write-taps-out")
    for tap in range(len(parts(desk.here(at)))):
        _write_out(desk, (*at, tap), sums - 1)
    desk.by("gather", at)


def _carry_out(desk: Desk, at: Place) -> None:
    """One tap: its tests have numbers in them now."""
    layer = desk.setting.layer
    desk.sort(at, lambda test: (test.kind != "divides", _axis(desk, test)))
    for j, s in zip(layer.along("j"), layer.size("s"), strict=True):
        desk.by("modulo", at, times=j)
        left = desk.tests(at)[0].left.number
        if left is None or left % (s.number or 1):
            desk.by("vanish", at, "reason.vanishes")
            return
        desk.by("restate", at, "reason.divides", new=())
    read = tuple(_numbered(test.left, j) for test, j in zip(desk.tests(at), layer.along("j"), strict=True))
    for axis, (m, size) in enumerate(zip(read, layer.size("M"), strict=True)):
        desk.by("restate", at + (0,) * axis, "reason.divide", new=(within(m, size),))
    desk.by("same", (*at, *(0,) * (layer.axes + 1)), "reason.divide", index=read)
    desk.extend(at, layer.axes, read)


def _axis(desk: Desk, test: Condition) -> int:
    return next(axis for axis, j in enumerate(desk.setting.layer.along("j")) if j.letters <= test.letters)


def _numbered(index: Index, j: Index) -> Index:
    """``⌊(s·j + c)/s⌋`` as ``j + c/s``."""
    constant: int = index.value(dict.fromkeys(index.letters, 0))
    return j + constant
