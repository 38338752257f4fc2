"""Random layers of a kind, with numbers for all of its sizes."""

from collections.abc import Mapping

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from symconv.errors import SpecError
from symconv.proof.theorem.indices import Letter
from symconv.proof.theorem.layer import CHANNELS, OpenLayer

LARGEST = {"k": 4, "s": 4, "d": 3, "p₋": 6, "p₊": 6}
"""Of what is drawn at random; paddings are drawn from −1."""

Numbers = dict[Letter, NDArray[np.int64]]


def drawn(layer: OpenLayer, draw: Generator, count: int, largest: int = 9) -> Numbers:
    """Random layers of this kind: for each size an array of ``count`` numbers.

    Raises:
        SpecError: none was found with the numbers that are known.
    """
    known = layer.known or ({},) * layer.axes
    found: Numbers = {}
    for axis in range(layer.axes):
        sizes = _sizes(draw, known[axis], count, largest)
        found |= {Letter(name, axis): numbers for name, numbers in sizes.items()}
    return found | {Letter(name): draw.integers(1, 4, count) for name in (() if layer.channels is None else CHANNELS)}


def _sizes(draw: Generator, known: Mapping[str, int], count: int, largest: int) -> dict[str, NDArray[np.int64]]:
    """Sizes of one axis, of the layers among many that exist."""
    tries = max(2_000, 3 * count)
    reach = known.get("d", LARGEST["d"]) * (known.get("k", LARGEST["k"]) - 1)
    further = max(0, reach + 1 + 2 * known.get("s", 0) - largest)  # a large filter needs a large input, or much padding
    pads = further if "N" in known else 0
    sizes = {name: draw.integers(1, most + 1, tries) for name, most in LARGEST.items()}
    sizes |= {name: draw.integers(1, LARGEST[name] + pads + 1, tries) for name in ("p₋", "p₊")}
    sizes |= {"N": draw.integers(1, largest + further + 1, tries), "p₋": sizes["p₋"] - 2, "p₊": sizes["p₊"] - 2}
    sizes |= {name: np.full(tries, number) for name, number in known.items()}
    slack = sizes["N"] + sizes["p₋"] + sizes["p₊"] - sizes["d"] * (sizes["k"] - 1) - 1
    if "r" in known and "N" not in known:  # of large strides few would leave this remainder
        beyond = (slack - known["r"]) % sizes["s"]
        sizes["N"], slack = sizes["N"] - beyond, slack - beyond
    sizes |= {"M": slack // sizes["s"] + 1, "r": slack % sizes["s"]}
    exists = np.flatnonzero((slack >= 0) & (sizes["N"] >= 1) & (sizes["r"] == known.get("r", sizes["r"])))
    if not len(exists):
        shown = ", ".join(f"{name} = {number}" for name, number in known.items())
        raise SpecError(f"no layer was found with {shown}", parameter="layer", got=dict(known))
    kept = np.resize(exists, count)
    return {name: numbers[kept] for name, numbers in sizes.items()}
