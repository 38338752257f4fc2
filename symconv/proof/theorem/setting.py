"""What the statements talk of: the arrays of an open layer, and the names of arrays made from them.

Along one axis (``[c]`` is 1 where c holds, else 0):

    D_t = [0 ≤ t ≤ s(M−1)] [s | t] g_{t/s}                 ∂L/∂O dilated by s
    P_u = [u inside] D_{u − (d(k−1)−p₋)}                    D padded by d(k−1)−p₋ before and d(k−1)−p₊+r after
    R_q = f_{k−1−q}                                         the filter turned around
    Z_u = [0 ≤ u < N+p₋+p₊] [0 ≤ u−p₋ < N] x_{u−p₋}         x padded
    E_m = [0 ≤ m < M] g_m                                   ∂L/∂O, 0 outside
"""

from dataclasses import dataclass
from functools import cached_property

from symconv.proof.theorem.conditions import Condition, divides, equal, within
from symconv.proof.theorem.definitions import Definition
from symconv.proof.theorem.indices import Index, Letter, alone, letter, quotient
from symconv.proof.theorem.layer import Indices, OpenLayer
from symconv.proof.theorem.terms import Bracket, Entry, Product, Sum, Term, put

GIVEN = ("g", "f", "x", "y")
"""∂L/∂O, F, X and an array that may be anything: what every other array is made from."""

DERIVED = ("∂x", "∂f", "o")
"""What is derived."""


@dataclass(frozen=True)
class Setting:
    """The arrays of one open layer."""

    layer: OpenLayer

    @cached_property
    def upper(self) -> dict[str, Indices]:
        """Image and channel of each array: image z, group h, its output channel y, its input channel v."""
        if self.layer.channels is None:
            return dict.fromkeys("gfxy", ())
        z, h, y, v = map(letter, "zhyv")
        out, wide = map(self.layer.channel, "UV")
        return {"g": (z, out * h + y), "y": (z, out * h + y), "f": (out * h + y, v), "x": (z, wide * h + v)}

    @cached_property
    def formal(self) -> dict[str, Indices]:
        """The same with one letter each, as definitions have them."""
        if self.layer.channels is None:
            return self.upper
        z, c, v, w = map(letter, ("z", "c", "v", "w"))
        return {"g": (z, c), "y": (z, c), "f": (c, v), "x": (z, w)}

    @property
    def met(self) -> Indices:
        """``s·m + d·a − p₋``: the input that output m meets through tap a."""
        rows = zip(*map(self.layer.size, ("s", "d", "p₋")), *map(self.layer.along, "ma"), strict=True)
        return tuple(s * m + d * a - before for s, d, before, m, a in rows)

    @cached_property
    def dilated_size(self) -> Indices:
        """``s(M−1) + 1``."""
        return tuple(s * (m - 1) + 1 for s, m in zip(*map(self.layer.size, "sM"), strict=True))

    @cached_property
    def before(self) -> Indices:
        """``d(k−1) − p₋``, the zeros before D; a negative number crops."""
        return tuple(reach - p for reach, p in zip(self.layer.reach, self.layer.size("p₋"), strict=True))

    @cached_property
    def after(self) -> Indices:
        """``d(k−1) − p₊ + r``, the zeros after D."""
        rows = zip(self.layer.reach, *map(self.layer.size, ("p₊", "r")), strict=True)
        return tuple(reach - p + r for reach, p, r in rows)

    @cached_property
    def padded_size(self) -> Indices:
        """The size of P."""
        rows = zip(self.before, self.dilated_size, self.after, strict=True)
        return tuple(before + size + after for before, size, after in rows)

    def entry(self, array: str, index: Indices) -> Entry:
        """``g_m`` at the image and channel that are derived."""
        like = {"D": "g", "P": "g", "E": "g", "R": "f", "Z": "x", "o": "g"}.get(array, array)
        return Entry(array, index, self.upper[like])

    def sums(self, name: str, sizes: Indices, body: Term) -> Term:
        """``Σ body`` over a letter along every axis."""
        for running, size in reversed(list(zip(self.layer.along(name), sizes, strict=True))):
            body = Sum(named(running), size, body)
        return body

    def over(self, name: str, size: str, body: Term) -> Term:
        """``Σ body`` over a channel or image; the body where there is one of each."""
        return body if self.layer.channels is None else Sum(Letter(name), self.layer.channel(size), body)

    def local_input(self, at: Indices, upper: Indices | None = None) -> Term:
        """``∂o_m/∂x_i = Σ_a [i = s·m + d·a − p₋] f_a``."""
        tests = tuple(equal(i, met) for i, met in zip(at, self.met, strict=True))
        taps = self.layer.along("a")
        return self.sums(
            "a", self.layer.size("k"), before(tests, Entry("f", taps, self.upper["f"] if upper is None else upper))
        )

    def output(self, channel: str = "v", tap: str = "a") -> Term:
        """``o_m = Σ_a [0 ≤ s·m + d·a − p₋ < N] x_{s·m + d·a − p₋} f_a``; the letters are those of its sums."""
        letters = {named(old): new for old, new in zip(*map(self.layer.along, ("a", tap)), strict=True)}
        met = tuple(index.put(letters) for index in self.met)
        tests = tuple(within(index, size) for index, size in zip(met, self.layer.size("N"), strict=True))
        summed = {Letter("v"): letter(channel)}
        x, f = (Entry(name, index, self.upper[name]) for name, index in (("x", met), ("f", self.layer.along(tap))))
        product = put(Product((x, f)), summed)
        return self.over(channel, "V", self.sums(tap, self.layer.size("k"), before(tests, product)))

    def in_dilated(self, at: Indices) -> tuple[Condition, ...]:
        """The tests of ``D_t``: inside, and at no inserted zero."""
        rows = list(zip(at, self.dilated_size, self.layer.size("s"), strict=True))
        return (*(within(t, size) for t, size, _ in rows), *(divides(s, t) for t, _, s in rows))

    @cached_property
    def dilated(self) -> Definition:
        """D."""
        at = self.layer.along("t")
        source = tuple(quotient(t, s) for t, s in zip(at, self.layer.size("s"), strict=True))
        return self._made("D", "t", "g", before(self.in_dilated(at), Entry("g", source, self.formal["g"])))

    @cached_property
    def padded(self) -> Definition:
        """P."""
        at = self.layer.along("u")
        tests = tuple(within(u, size) for u, size in zip(at, self.padded_size, strict=True))
        source = tuple(u - first for u, first in zip(at, self.before, strict=True))
        return self._made("P", "u", "g", before(tests, Entry("D", source, self.formal["g"])))

    @cached_property
    def turned(self) -> Definition:
        """R."""
        source = tuple(k - 1 - b for k, b in zip(self.layer.size("k"), self.layer.along("q"), strict=True))
        return self._made("R", "q", "f", Entry("f", source, self.formal["f"]))

    @cached_property
    def padded_input(self) -> Definition:
        """Z."""
        rows = list(zip(self.layer.along("u"), *map(self.layer.size, ("N", "p₋", "p₊")), strict=True))
        outer = tuple(within(u, n + first + last) for u, n, first, last in rows)
        inner = tuple(within(u - first, n) for u, n, first, _ in rows)
        source = tuple(u - first for u, _, first, _ in rows)
        return self._made("Z", "u", "x", before((*outer, *inner), Entry("x", source, self.formal["x"])))

    @cached_property
    def extended(self) -> Definition:
        """E."""
        at = self.layer.along("m")
        tests = tuple(within(m, size) for m, size in zip(at, self.layer.size("M"), strict=True))
        return self._made("E", "m", "g", before(tests, Entry("g", at, self.formal["g"])))

    def _made(self, array: str, index: str, like: str, term: Term) -> Definition:
        letters, upper = tuple(map(named, self.layer.along(index))), tuple(map(named, self.formal[like]))
        return Definition(array=array, index=letters, upper=upper, term=term)


def before(conditions: tuple[Condition, ...], body: Term) -> Term:
    """Brackets in front of a term."""
    for condition in reversed(conditions):
        body = Bracket(condition, body)
    return body


def named(index: Index) -> Letter:
    """The letter that an index is."""
    found = alone(index)
    if found is None:
        raise ValueError(f"{index} is no letter")
    return found
