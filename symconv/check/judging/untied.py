"""Letters on the right that neither the left side nor a Σ binds, where the text tells them: ``where m = u − i``."""

import re

from symconv.check.evaluating.letters import free_letters
from symconv.check.facts.parts import Part
from symconv.check.regex import regex
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.sides import references
from symconv.notation.tree import Symbol

UNTIED = "the letter {} is told beside the formula, in a way that is not put in"
_DELIMITER = regex(r"\$+|\\[\[\]()]")
_PLAIN = regex(r"(?=.*[=(∈])(?!.*\\(?:sum|partial))[A-Za-z\d\s'+\-−,=\\{}()/⌊⌋.∈]{1,120}")
"""A formula without indices that says what letters are; one letter alone, ``$n$``, says nothing of it."""


_TENSORS = regex(r"\\(?:sum|partial|delta)\b|∂|Σ")
"""What stands in a formula about tensors, which does not say what a letter is."""


def told_elsewhere(found: Claim, part: Part) -> str:
    """That the text speaks of a letter of a claim that nothing in it binds; empty where there is none."""
    own = (
        *found.target.index,
        *found.target.upper,
        *((*found.output.index, *found.output.upper) if found.output else ()),
    )
    bound = {name for node in own for name in free_letters(node)}
    for side in found.sides:
        free = free_letters(side)
        indices = {
            part.name for one in references(side, found.binding) for part in one.index if isinstance(part, Symbol)
        }
        for name in sorted((free.keys() & indices) - bound):
            if any(_speaks(piece, name) for piece in _DELIMITER.split(part.text)):
                return UNTIED.format(name)
    return ""


def _speaks(piece: str, name: str) -> bool:
    """Whether a piece between delimiters is a plain formula with a letter in it."""
    spoken = re.search(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])", piece)
    plain = spoken is not None and _PLAIN.fullmatch(piece) is not None
    told = re.search(rf"(?:^|[\s}}&]){re.escape(name)}\s*&?\s*=(?!=)", piece)
    return plain or (told is not None and not _TENSORS.search(piece))
