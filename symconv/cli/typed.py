"""Any text in ASCII, for terminals that have no more signs; letters that a terminal has stay."""

import unicodedata

SIGNS = {
    "∂": "d", "∇": "grad ", "Σ": "sum", "∑": "sum", "·": "*", "⋅": "*", "×": "x", "÷": "/", "−": "-", "±": "+-",
    "⋆": "(*)", "∗": "(conv)", "⊛": "(conv)", "⊙": ".*", "⊗": "(x)", "⊕": "(+)", "∘": "o", "⊤": "T",
    "≤": "<=", "≥": ">=", "≠": "!=", "≡": "==", "≔": ":=", "≈": "~", "∈": "in", "∧": "and",
    "→": "->", "←": "<-", "↔": "<->", "⋯": "...", "⋮": "...", "⋱": "...", "′": "'",
    "⌊": "floor(", "⌋": ")", "⌈": "ceil(", "⌉": ")", "⟨": "<", "⟩": ">", "°": " degrees", "⁄": "/",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "•": "*", "…": "...",
    "✓": "+", "✗": "x", "★": "*", "─": "-", "│": "|", "├": "|", "└": "`",
    "⎡": "|", "⎢": "|", "⎣": "|", "⎤": "|", "⎥": "|", "⎦": "|",
    "█": "#", "░": ".", "▏": "|", "▌": "|",
}  # fmt: skip
"""What stands for a sign."""


def typed(text: str, encoding: str) -> str:
    """The text with every sign replaced, and every letter that the encoding lacks."""
    return "".join(sign if sign.isascii() else _typed(sign, encoding) for sign in text)


def _typed(sign: str, encoding: str) -> str:
    if sign in SIGNS:
        return SIGNS[sign]
    if sign.isalpha() and _has(encoding, sign):
        return sign
    plain = unicodedata.normalize("NFKD", sign)
    if plain != sign:
        return "".join(part if part.isascii() else SIGNS.get(part, "") for part in plain) or "?"
    name = unicodedata.name(sign, "").split()
    if name[:1] == ["GREEK"] and "LETTER" in name:
        letter = name[name.index("LETTER") + 1].lower()
        return letter.capitalize() if "CAPITAL" in name else letter
    return "" if unicodedata.combining(sign) else "?"


def _has(encoding: str, sign: str) -> bool:
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
