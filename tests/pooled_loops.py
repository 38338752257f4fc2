"""Poolings by plain loops over i = s·m + d·a − p, with nothing of the package: what its results are compared with."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

Index = tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Pool:
    """A pooling as numbers, one of each for every axis."""

    pool: str
    size: Index
    kernel: Index
    stride: Index
    padding: tuple[tuple[int, int], ...]
    dilation: Index
    ceil: bool = False
    include: bool = True
    divisor: int | None = None

    @property
    def outputs(self) -> Index:
        """How often a window can be put down, counted step by step."""
        counts = []
        for n, k, s, (before, after), d in zip(
            self.size, self.kernel, self.stride, self.padding, self.dilation, strict=True
        ):
            reach, count = d * (k - 1), 0
            while -before + count * s + reach < n + after:
                count += 1
            start = -before + count * s
            ends_inside = count and start - s + reach == n + after - 1
            counts.append(count + int(self.ceil and not ends_inside and start < n))
        return tuple(counts)

    def window(self, m: Index) -> list[Index]:
        """Places of the window in the input, in reading order, those outside among them."""
        taps = product(*map(range, self.kernel))
        along = list(zip(m, self.stride, self.dilation, self.padding, strict=True))
        return [tuple(s * i + d * a - p[0] for a, (i, s, d, p) in zip(tap, along, strict=True)) for tap in taps]

    def inside(self, m: Index) -> list[Index]:
        """Those that lie in the input."""
        return [at for at in self.window(m) if all(0 <= i < n for i, n in zip(at, self.size, strict=True))]

    def d(self, m: Index) -> int:
        """What the sum is divided by."""
        if self.divisor:
            return self.divisor
        if not self.include:
            return len(self.inside(m))
        bounds = list(zip(self.size, self.padding, strict=True))
        return sum(all(-p[0] <= i < n + p[1] for i, (n, p) in zip(at, bounds, strict=True)) for at in self.window(m))

    def forward(self, image: Any) -> Any:
        """One channel."""
        out = np.empty(self.outputs, dtype=object)
        for m in product(*map(range, self.outputs)):
            values = [int(image[at]) for at in self.inside(m)]
            out[m] = max(values) if self.pool == "max" else Fraction(sum(values), self.d(m))
        return out

    def back(self, image: Any, grads: Any) -> Any:
        """∂L/∂X of one channel."""
        found = np.zeros(self.size, dtype=object)
        for m in product(*map(range, self.outputs)):
            inside = self.inside(m)
            if self.pool == "max":
                best = max(int(image[at]) for at in inside)
                first = next(at for at in inside if int(image[at]) == best)
                found[first] += int(grads[m])
            else:
                for at in inside:
                    found[at] += Fraction(int(grads[m]), self.d(m))
        return found


def adaptive(size: int, outputs: int) -> list[range]:
    """PyTorch's adaptive windows: from ⌊m·N/M⌋ up to ⌈(m+1)·N/M⌉."""
    return [range(m * size // outputs, -((m + 1) * size // -outputs)) for m in range(outputs)]
