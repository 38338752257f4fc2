"""How signs look: in Unicode, in ASCII, in TeX."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """The signs a terminal can show."""

    partial: str
    times: str
    sigma: str
    minus: str
    floor: tuple[str, str]
    prime: str
    dots: dict[str, str]
    signs: dict[str, str]
    letters: dict[str, str]


UNICODE = Ink(
    partial="∂",
    times="·",
    sigma="Σ",
    minus="−",
    floor=("⌊", "⌋"),
    prime="′",
    dots={sign: sign for sign in "⋯⋮⋱"},
    signs={sign: sign for sign in ("⋆", "∗", "⊛", "⊙", "=", "+=", "≠", "≡", "≤", "≥", "<", ">", "∈", "mod")}
    | {"∧": ","},
    letters={},
)
ASCII = Ink(
    partial="d",
    times="*",
    sigma="sum",
    minus="-",
    floor=("floor(", ")"),
    prime="'",
    dots=dict.fromkeys("⋯⋮⋱", "..."),
    signs={
        "⋆": "(*)",
        "∗": "(conv)",
        "⊛": "(conv)",
        "⊙": ".*",
        "≠": "!=",
        "≡": "==",
        "≤": "<=",
        "≥": ">=",
        "∈": "in",
        "∧": ",",
    }
    | {sign: sign for sign in ("=", "+=", "<", ">", "mod")},
    letters={"δ": "delta", "σ": "sigma", "φ": "phi", "p₋": "p_before", "p₊": "p_after"},
)

TEX_SIGNS = {
    "⋆": r"\star",
    "∗": r"\ast",
    "⊛": r"\circledast",
    "⊙": r"\odot",
    "=": "=",
    "+=": "+=",
    "≠": r"\neq",
    "≡": r"\equiv",
    "≤": r"\leq",
    "≥": r"\geq",
    "<": "<",
    ">": ">",
    "∈": r"\in",
    "∧": r",\;",
    "mod": r"\bmod",
}
TEX_LETTERS = {"γ": r"\gamma", "δ": r"\delta", "σ": r"\sigma", "φ": r"\varphi", "p₋": "p_{-}", "p₊": "p_{+}"}
TEX_DOTS = {"⋯": r"\cdots", "⋮": r"\vdots", "⋱": r"\ddots"}
