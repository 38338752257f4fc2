"""What the signs and words of a formula mean, whatever the ink: TeX commands, Unicode signs, words of operations.

Every sign that means the same is one token: ``\\cdot``, ``×`` and ``·`` are all ``·``.
"""

from types import MappingProxyType

GREEK = dict(
    zip(
        "alpha beta gamma delta epsilon varepsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi varphi "
        "psi omega Delta Omega Phi Theta ell nabla".split(),
        "αβγδεεζηθκλμνξπρστφφψωΔΩΦΘℓ∇",
        strict=True,
    )
)

SIGNS = MappingProxyType(
    {
        r"\partial": "∂",
        r"\cdot": "·",
        r"\times": "·",
        r"\bullet": "·",
        "×": "·",
        "⋅": "·",
        "•": "·",
        r"\ast": "*",
        "∗": "*",
        r"\star": "⋆",
        "★": "⋆",
        "☆": "⋆",
        r"\otimes": "⊛",
        r"\circledast": "⊛",
        "⊗": "⊛",
        r"\odot": "⊙",
        r"\circ": "⊙",
        "∘": "⊙",
        "−": "-",
        "–": "-",  # noqa: RUF001
        "∑": "Σ",
        r"\sum": "Σ",
        r"\Sigma": "Σ",
        r"\prime": "′",
        "'": "′",
        "’": "′",  # noqa: RUF001
        r"\leq": "≤",
        r"\le": "≤",
        r"\leqslant": "≤",
        r"\geq": "≥",
        r"\ge": "≥",
        r"\lt": "<",
        r"\gt": ">",
        r"\neq": "≠",
        r"\ne": "≠",
        r"\equiv": "≡",
        r"\in": "∈",
        r"\lfloor": "⌊",
        r"\rfloor": "⌋",
        r"\lceil": "⌈",
        r"\rceil": "⌉",
        r"\{": "(",
        r"\}": ")",
        r"\lbrace": "(",
        r"\rbrace": ")",
        r"\lbrack": "[",
        r"\rbrack": "]",
        r"\dots": "⋯",
        r"\ldots": "⋯",
        r"\cdots": "⋯",
        r"\vdots": "⋯",
        r"\ddots": "⋯",
        "…": "⋯",
        r"\top": "⊤",
        r"\T": "⊤",
        r"\intercal": "⊤",
        "ᵀ": "⊤",
        r"\\": "newline",
        r"\cr": "newline",
        r"\frac": "frac",
        r"\dfrac": "frac",
        r"\tfrac": "frac",
        r"\cfrac": "frac",
        r"\coloneqq": "=",
        r"\triangleq": "=",
        "≔": "=",
        r"\mid": "|",
        r"\colon": ":",
        r"\bmod": "mod",
        r"\mod": "mod",
    }
)

RELATIONS = frozenset({"=", "≠", "≡", "≤", "≥", "<", ">", "∈", "+=", "mod"})

SILENT = frozenset(
    r"\left \right \big \Big \bigg \Bigg \bigl \bigr \Bigl \Bigr \biggl \biggr \Biggl \Biggr \middle \displaystyle "
    r"\textstyle \scriptstyle \limits \nolimits \quad \qquad \, \; \: \! \> \/ \nonumber \notag \hfill \mathstrut "
    r"\centering \bm \mathbf \boldsymbol \mathcal \mathbb \mathsf \mathfrak \vec \overline \bar \boxed \fbox \ensuremath "
    r"\substack \large \Large \small \hline \strut \thinspace \left. \right. \underline \cancel".split()
) | {"\\ "}
"""Commands that change the look, not the meaning; an argument that follows is read as a group."""

DROPPED = MappingProxyType(
    {
        r"\tag": 1,
        r"\tag*": 1,
        r"\label": 1,
        r"\hspace": 1,
        r"\hspace*": 1,
        r"\vspace": 1,
        r"\phantom": 1,
        r"\hphantom": 1,
        r"\vphantom": 1,
        r"\rule": 2,
        r"\color": 1,
        r"\textcolor": 1,
        r"\colorbox": 1,
        r"\eqref": 1,
        r"\ref": 1,
        r"\footnote": 1,
    }
)
"""Commands whose first arguments say nothing mathematical."""

WORDED = frozenset(
    r"\text \textrm \textit \textbf \texttt \mathrm \mathit \operatorname \operatorname* \mbox \mathtt".split()
)
"""Commands whose argument is a word."""

ACCENTS = MappingProxyType({r"\hat": "^", r"\tilde": "~", r"\widetilde": "~", r"\widehat": "^"})

MATRICES = frozenset("matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix array".split())

OPERATORS = MappingProxyType(
    {
        "rot180": "flip",
        "rot": "flip",
        "rotate180": "flip",
        "rotate": "flip",
        "flip": "flip",
        "flipped": "flip",
        "rot90": "turn",
        "fliplr": "fliplr",
        "flipud": "flipud",
        "transpose": "transpose",
        "pad": "pad",
        "padding": "pad",
        "zeropad": "pad",
        "zero_pad": "pad",
        "zeropadding": "pad",
        "dil": "dilate",
        "dilate": "dilate",
        "dilation": "dilate",
        "upsample": "dilate",
        "up": "dilate",
        "crop": "crop",
        "trim": "trim",
        "every": "every",
        "conv": "conv",
        "conv2d": "conv",
        "conv1d": "conv",
        "convolve": "conv",
        "convolution": "conv",
        "full_conv": "conv_full",
        "full_convolution": "conv_full",
        "fullconv": "conv_full",
        "conv_full": "conv_full",
        "conv_valid": "conv_valid",
        "valid_conv": "conv_valid",
        "corr": "corr",
        "xcorr": "corr",
        "correlate": "corr",
        "correlation": "corr",
        "cross_correlation": "corr",
        "corr_full": "corr_full",
        "full_corr": "corr_full",
        "corr_valid": "corr",
        "max": "max",
        "min": "min",
        "floor": "floor",
        "ceil": "ceil",
        "vec": "vec",
    }
)
"""Word → operation of the tree."""

ACTIVATIONS = frozenset({"σ", "φ", "tanh", "relu", "sigmoid", "act", "activation"})

WORDS = frozenset(OPERATORS) | frozenset(
    "full valid same stride flipped padded prev out inp input output slice eff sum mod else grad dout din kernel "
    "filter image weight bias loss tanh relu sigmoid const where otherwise for all if and".split()
)
"""Runs of letters that TeX would set as products, and people mean as words."""

SUFFIXES = frozenset("in out prev pad padded eff rot flip flipped slice start end new next col row full valid".split())

LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789+-()aehijklmnoprstuvx", strict=True))
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ˡⁱⁿᵏ", "0123456789+-()link", strict=True))
