"""What the prose says of indices: where they start."""

import re

_INDICES = r"(?:ind(?:ex|ices|exes|exing|exed|izes|izierung)|[ií]nd[ií]ces?|下标|索引|インデックス|인덱스)"
_FROM = r"(?:from|at|with|ab|bei|mit|von|de|en|em|à|从|由|以)"
_BASES = (
    rf"{_INDICES}\s*(?:[^\W\d]+\s+){{0,4}}?{_FROM}\s*\$?(?P<base>[01])\b",
    r"\b(?P<base>[01])-(?:based|indexed|basiert)",
)
_WORDS = {"zero-based": 0, "zero-indexed": 0, "one-based": 1, "one-indexed": 1, "nullbasiert": 0, "einsbasiert": 1}


def stated_base(prose: str) -> int | None:
    """The number of first entries, where the prose always tells the same one."""
    found = {int(match["base"]) for pattern in _BASES for match in re.finditer(pattern, prose, re.IGNORECASE)}
    found |= {base for word, base in _WORDS.items() if word in prose.lower()}
    return found.pop() if len(found) == 1 else None
