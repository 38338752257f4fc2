r"""What the signs of a formula mean, whatever the ink: TeX commands, Unicode signs.

Every sign that means the same is one token: ``\cdot``, ``×`` and ``·`` are all ``·``.
"""

from types import MappingProxyType


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_GREEK_NAMES = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu xi pi varpi "
    "rho varrho sigma varsigma tau upsilon phi varphi chi psi omega "
    "Gamma Delta Theta Lambda Xi Pi Upsilon Phi Psi Omega ell nabla"
)
GREEK = dict(
    zip(
        _GREEK_NAMES.split(),
        "αβγδεεζηθθικκλμνξππρρσστυφφχψωΓΔΘΛΞΠΥΦΨΩℓ∇",
        strict=True,
    )
)
"""Letters by their commands; the capital of σ is the sign of a sum."""

SIGNS = MappingProxyType(
    {
        r"\partial": "∂",
        r"\cdot": "·",
        r"\times": "·",
        r"\bullet": "·",
        "×": "·",
        "⋅": "·",
        "•": "·",
        '"': "″",
        r"\ast": "*",
        r"\*": "*",
        r"\_": "_",
        "\\\n": "newline",
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
        "–": "-",
        "∑": "Σ",
        r"\sum": "Σ",
        r"\Sigma": "Σ",
        r"\prime": "′",
        "'": "′",
        "’": "′",
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
        r"\langle": "⟨",
        r"\rangle": "⟩",
        r"\dots": "⋯",
        r"\ldots": "⋯",
        r"\cdots": "⋯",
        r"\vdots": "⋮",
        r"\ddots": "⋱",
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
        r"\bigtriangledown": "∇",
        r"\triangledown": "∇",
        r"\gets": "=",
        r"\leftarrow": "=",
        "←": "=",
        "≔": "=",
        ":=": "=",
        "==": "≡",
        "!=": "≠",
        "<=": "≤",
        ">=": "≥",
        "**": "^",
        "@": "·",
        ".*": "⊙",
        "(*)": "⋆",
        "(conv)": "*",
        "..": "⋯",
        "...": "⋯",
        r"\mid": "|",
        r"\land": "∧",
        r"\wedge": "∧",
        r"\cap": "∧",
        "∩": "∧",
        r"\colon": ":",
        r"\bmod": "mod",
        r"\mod": "mod",
        r"\%": "mod",
        "%": "mod",
        r"\pmod": "pmod",
    }
)

RELATIONS = frozenset({"=", "≠", "≡", "≤", "≥", "<", ">", "∈", "+="})

SILENT = _words(
    r"\left \right \big \Big \bigg \Bigg \bigl \bigr \Bigl \Bigr \biggl \biggr \Biggl \Biggr "
    r"\middle \displaystyle \textstyle \scriptstyle \limits \nolimits \quad \qquad \, \; \: \! "
    r"\> \/ \nonumber \notag \hfill \mathstrut \centering \bm \mathbf \boldsymbol \mathcal "
    r"\mathbb \mathsf \mathfrak \mathscr \mathnormal \pmb \bf \rm \it \cal \sf \vec \boxed "
    r"\fbox \ensuremath \substack \large "
    r"\mathrel \mathbin \therefore \because \Large \small \hline \strut \space \thinspace "
    r"\left. \right. \underline \cancel"
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
        r"\mathcolorbox": 1,
        r"\fcolorbox": 2,
        r"\bbox": 0,
        r"\eqref": 1,
        r"\ref": 1,
        r"\footnote": 1,
    }
)
"""Commands whose first arguments say nothing mathematical."""

TAGS = _words(r"\tag \tag*")
"""Commands whose argument numbers a formula, with or without braces."""

LABELLED = _words(r"\underbrace \overbrace")
"""Commands whose argument has a label behind it."""

STACKED = _words(r"\overset \underset \stackrel")
"""Commands whose first argument is set above or below the second."""

WORDED = _words(
    r"\text \textrm \textit \textbf \texttt \mathrm \mathit \operatorname \operatorname* \mbox "
    r"\mathtt"
)
"""Commands whose argument is a word."""

ACCENTS = MappingProxyType(
    {
        r"\hat": "\u0302",
        r"\widehat": "\u0302",
        r"\tilde": "\u0303",
        r"\widetilde": "\u0303",
        r"\bar": "\u0304",
        r"\overline": "\u0304",
        r"\check": "\u030c",
        r"\widecheck": "\u030c",
        r"\dot": "\u0307",
        r"\ddot": "\u0308",
        r"\acute": "\u0301",
        r"\grave": "\u0300",
        r"\breve": "\u0306",
        r"\mathring": "\u030a",
    }
)
"""Commands that make another letter of a letter → the combining sign."""

MATRICES = _words("matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix array")
GATHERED = _words("aligned split gathered")
"""Environments that align equations, and are a matrix where a bracket stands around them."""
CASES = _words("cases dcases rcases")

LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789+-()aehijklmnoprstuvx", strict=True))
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ˡⁱⁿᵏ", "0123456789+-()link", strict=True))
