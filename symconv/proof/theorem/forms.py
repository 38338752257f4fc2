"""The two convolutions that the gradients are, as terms: what is derived, and what a lesson quotes.

∂L/∂x_i = Σ_q P_{i + d·q} R_q
∂L/∂f_a = Σ_t D_t Z_{t + d·a}
"""

from symconv.proof.theorem.layer import Indices
from symconv.proof.theorem.setting import Setting
from symconv.proof.theorem.terms import Product, Term


def turned_over_padded(setting: Setting) -> Term:
    """``Σ_q P_{i + d·q} R_q``: the turned filter slides over the dilated and padded ∂L/∂O."""
    layer = setting.layer
    rows = zip(layer.along("i"), layer.size("d"), layer.along("q"), strict=True)
    under = tuple(i + d * q for i, d, q in rows)
    product = Product((setting.entry("P", under), setting.entry("R", layer.along("q"))))
    return setting.over("y", "U", setting.sums("q", layer.size("k"), product))


def dilated_over_padded(setting: Setting, sizes: Indices) -> Term:
    """``Σ_t D_t Z_{t + d·a}``: the dilated ∂L/∂O, so long, slides over the padded input."""
    product = Product((setting.entry("D", setting.layer.along("t")), setting.entry("Z", under_taps(setting))))
    return setting.over("z", "B", setting.sums("t", sizes, product))


def under_taps(setting: Setting) -> Indices:
    """``t + d·a``."""
    rows = zip(setting.layer.along("t"), setting.layer.size("d"), setting.layer.along("a"), strict=True)
    return tuple(t + d * a for t, d, a in rows)
