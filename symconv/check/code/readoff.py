"""The coefficients of one gradient on one layer, as they were read off, against the right ones."""

import numpy as np

from symconv.check.code.answered import Answered
from symconv.check.code.asking import Asked
from symconv.check.code.came import Found
from symconv.check.code.exact import FACTOR, compared, expected, of_forward
from symconv.check.code.exchanged import difference
from symconv.check.code.forward import Forward
from symconv.check.code.impulses import predicted, whole
from symconv.check.code.layout import Array
from symconv.check.code.samples import FAR
from symconv.check.code.truths import Point

NOT_FINITE = "it holds NaN or infinity, or numbers that nothing here is made of"

CLOSE = {"float16": 1e-2, "float32": 1e-4}
"""How near the sums must be that the coefficients foretell, by the type of the result."""


def read_off(answered: Answered, name: str, read: Array, judge: Forward | None) -> Found:
    """What its coefficients say of a gradient; the code's own forward pass is the ``judge`` where it has one."""
    base, dtype = answered.given["base"], answered.dtype(name)
    if not np.isfinite(read).all():
        return Found(problem=NOT_FINITE, case=base)
    table, off = whole(read, dtype)
    if not _foretold(answered, name, table, CLOSE.get(dtype, 1e-9)):
        return Found(problem="its single terms do not add up to its sums", case=base)
    true = expected(answered.asked.spec, name, answered.asked.reading.meaning)
    own = _own(judge, name) if judge is not None else None
    right = true if own is None else own
    found = _against(answered.asked, name, table, right)
    narrow = dtype == "float16" or _overflows(answered, name)
    other = not found.right and bool(np.array_equal(table, true))
    case = None if found.right else _showing(answered.asked, name, table, right)
    return Found(
        comparison=found.comparison,
        sampled=found.sampled,
        problem=found.problem,
        table=table,
        off=off,
        dtype=dtype,
        narrow=narrow,
        case=case,
        other=other,
        padded=answered.padded(name),
        factor=_factor(table, right),
    )


def _own(judge: Forward, name: str) -> Array | None:
    """The coefficients that follow from the code's own forward pass; None where it does not tell them."""
    if name == "grad_bias":
        return None if judge.bias is None else judge.bias.T
    return None if judge.table is None else of_forward(judge.table, name)


def _foretold(answered: Answered, name: str, table: Array, close: float) -> bool:
    """Whether the coefficients give what came back at points where many of them meet."""
    for point in ("base", "sum", "xw"):
        value = answered.value(name, point)
        foretold = predicted(table, name, answered.given[point])
        if isinstance(value, str) or not np.allclose(foretold, value.ravel(), rtol=close, atol=close):
            return False
    return True


def _against(asked: Asked, name: str, table: Array, right: Array) -> Found:
    """Entry by entry, as a derivation is compared; a layer that derivations do not have, as a whole."""
    meaning = asked.reading.meaning
    if meaning.transposed or (meaning.untied and name == "grad_bias"):
        if np.array_equal(table, right):
            return Found(sampled=True)
        told = meaning.transposed and not meaning.untied
        return Found(
            sampled=False, problem=difference(asked.spec, name, table, right) if told else "another coefficient"
        )
    return Found(comparison=compared(asked.spec, name, table, right, meaning))


def _factor(table: Array, right: Array) -> float | None:
    """The one number by which all coefficients differ from the right ones."""
    if not right.any() or not np.array_equal(table != 0, right != 0):
        return None
    ratios = {float(ratio) for ratio in np.round(table[right != 0] / right[right != 0], 9)}
    return ratios.pop() if len(ratios) == 1 else None


def _overflows(answered: Answered, name: str) -> bool:
    """Whether large numbers alone gave infinity, or nothing."""
    values = [answered.value(name, point) for point in FAR]
    return any(isinstance(value, str) or not np.isfinite(value).all() for value in values)


def _showing(asked: Asked, name: str, table: Array, right: Array) -> Point:
    """The units that show the first difference."""
    first = int(np.argwhere((table != right).reshape(len(table), -1).any(axis=1))[0, 0])
    upstream, *other = (int(n) for n in np.argwhere(table[first] != right[first])[0])
    point = {role: np.zeros(shape) for role, shape in asked.shapes().items()}
    point["dout"].ravel()[upstream] = 1
    if FACTOR[name]:
        point["w" if name == "grad_input" else "x"].ravel()[other[0]] = 1
    return point
