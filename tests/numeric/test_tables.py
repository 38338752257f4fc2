"""Reports as text: whole tables, by hand."""

import numpy as np

from symconv.numeric import tables
from symconv.numeric.rounding import Rounding
from symconv.numeric.run import Report
from symconv.numeric.watch import Comparison, Range


def test_ranges():
    seen = {"name": "input", "shape": (2, 1, 3), "dtype": np.dtype("f4")}
    told = tables.ranges(
        Report(ranges=[Range(**seen, least=-1.5, largest=1234567.0), Range(**seen, nans=2, infinite=1)])
    )
    assert (
        told
        == """\
array   shape   dtype     least   largest       not finite
─────   ─────   ───────   ─────   ───────────   ─────────────────
input   2×1×3   float32   -1.5    1.23457e+06   –
input   2×1×3   float32   –       –             2 NaN, 1 infinite"""
    )


def test_comparisons():
    kept = {"name": "output", "against": "expected", "entries": 12345}
    told = tables.comparisons(
        [
            Comparison(**kept, where=(0, 0), largest=4.0),
            Comparison(**kept, where=(1, 2), largest=4.0, error=0.5, differing=1),
            Comparison(**kept, where=(0, 3), error=0.5, differing=1),
        ]
    )
    assert (
        told
        == """\
gradient   compared with   entries   differing   largest error   of largest   at
────────   ─────────────   ───────   ─────────   ─────────────   ──────────   ──────   ─────────
output     expected        12,345    0           0.00e+00        0.0e+00      –        ✓ equal
output     expected        12,345    1           5.00e-01        1.2e-01      [1, 2]   ✗ differs
output     expected        12,345    1           5.00e-01        5.0e-01      [0, 3]   ✗ differs"""
    )


def test_roundings():
    kept = {"name": "output", "dtype": np.dtype("f8"), "terms": 9, "bound": 0.25, "where": (0, 1), "entries": 4}
    assert (
        tables.roundings([Rounding(**kept, error=0.25), Rounding(**kept, error=0.5)])
        == """\
rounding of   dtype     n   at       may be     measured
───────────   ───────   ─   ──────   ────────   ────────   ────────────────────
output        float64   9   [0, 1]   2.50e-01   2.50e-01   ✓ within γₙ·Σ|terms|
output        float64   9   [0, 1]   2.50e-01   5.00e-01   ✗ beyond γₙ·Σ|terms|"""
    )


def test_products():
    names = ("output", "grad_input", "grad_weight")
    equal, apart, unknown = (dict(zip(names, three, strict=True)) for three in ((2, 2, 2), (2, 3, 2), (2, np.nan, 2)))
    assert tables.products(Report(products=equal, scale=4.0)) == (
        "✓ ⟨∂L/∂O, O⟩ = ⟨X, ∂L/∂X⟩ = ⟨F, ∂L/∂F⟩: 2 = 2 = 2, apart by 0.0e+00"
    )
    assert tables.products(Report(products=apart, scale=4.0)) == (
        "✗ ⟨∂L/∂O, O⟩ = ⟨X, ∂L/∂X⟩ = ⟨F, ∂L/∂F⟩: 2 = 3 = 2, apart by 2.5e-01"
    )
    assert tables.products(Report(products=unknown, scale=4.0)).startswith("– ⟨∂L/∂O, O⟩ is not a number")
