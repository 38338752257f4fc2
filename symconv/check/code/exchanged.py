"""The coefficients of a transposed layer beside the right ones: the first entry that differs, and which mistake it is.

The layer is told by its form, the convolution whose ∂L/∂X is its forward pass.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from symconv.check.code.asking import OUTPUT
from symconv.check.code.exact import ORDER, trilinear
from symconv.check.code.layout import Array
from symconv.check.code.meaning import Meaning
from symconv.check.code.truths import shapes
from symconv.check.mistakes.bent import Belief, straight
from symconv.check.mistakes.exchanged import BENDS
from symconv.spec import ConvSpec, positions

ROLES = {"x": "x", "∂L/∂x": "x", "f": "w", "∂L/∂f": "w", "o": "dout", "∂L/∂o": "dout", "∂L/∂b": "b"}
"""Letter → the role whose shape its entries have."""
LETTERS = {
    OUTPUT: ("o", "x", "f"),
    "grad_input": ("∂L/∂x", "∂L/∂o", "f"),
    "grad_weight": ("∂L/∂f", "∂L/∂o", "x"),
    "grad_bias": ("∂L/∂b", "∂L/∂o", ""),
}
"""What coefficients are of → the entry, and the two factors of its products, in the order of the axes."""
MOST_TERMS = 3


def difference(spec: ConvSpec, name: str, table: Array, right: Array) -> str:
    """``in ∂L/∂x_00 your code adds …; the truth is …``: the first entry with another coefficient."""
    row = int(np.argwhere((table != right).reshape(len(table), -1).any(axis=1))[0, 0])
    place = _entry(spec, LETTERS[name][0], row)
    extra = list(_products(spec, name, table[row], right[row]))
    missing = list(_products(spec, name, right[row], table[row]))
    if extra and missing:
        return f"in {place} your code adds {', '.join(extra)}; the truth is {', '.join(missing)}"
    return f"{place} lacks {', '.join(missing)}" if missing else f"{place} must not have {', '.join(extra)}"


def mistaken(read: Sequence[tuple[ConvSpec, str, Array]]) -> Iterator[str]:
    """The mistakes that give these coefficients of a gradient, or of the output, on every layer."""
    for id_, bends in BENDS.items():
        each = [list(bends(straight(spec))) for spec, *_ in read]
        variants = range(min(map(len, each), default=0))
        if any(all(_gives(beliefs[n], *one[1:]) for beliefs, one in zip(each, read, strict=True)) for n in variants):
            yield id_


def _gives(belief: Belief, name: str, table: Array) -> bool:
    bent = trilinear(belief.spec, belief.entry).transpose(1, 0, 2).transpose(ORDER[name])
    return np.array_equal(bent, table)


def _products(spec: ConvSpec, name: str, here: Array, there: Array) -> Iterator[str]:
    """The first products whose coefficient is larger in ``here``."""
    _, first, second = LETTERS[name]
    if here.ndim == 1:  # a bias has no second factor
        yield from (_entry(spec, first, int(n)) for (n,) in np.argwhere(here > there)[:MOST_TERMS])
        return
    for one, two in np.argwhere(here > there)[:MOST_TERMS]:
        yield f"{_entry(spec, first, int(one))}·{_entry(spec, second, int(two))}"


def _entry(spec: ConvSpec, letter: str, rank: int) -> str:
    """``x_01``, without images and channels where there is one of each."""
    shape = shapes(spec, Meaning(transposed=True))[ROLES[letter]]
    index = list(positions(shape))[rank]
    kept = index if len(shape) < 3 or any(n > 1 for n in shape[:2]) else index[2:]
    return f"{letter}_{('' if all(n < 10 for n in kept) else ',').join(map(str, kept))}"
