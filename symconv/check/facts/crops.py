"""A padding below 0, which crops the input: no layer of ours has one."""

import re
from functools import lru_cache

from symconv.check.facts.declared import IS, LONGEST, NAME, NOT_STATED
from symconv.check.facts.lexicon import one_of
from symconv.check.regex import regex

_CROP = regex(rf"{one_of('padding')}{IS}[\s$]*{NAME}[-−]\s?\d", re.IGNORECASE)
_IN_CALL = regex(r"\w\([^()\n]*$")


@lru_cache(maxsize=12)
def crops(text: str) -> bool:
    """Whether a text states a padding below 0; calls may have one for a gradient, which is no padding of the layer."""
    for found in _CROP.finditer(text):
        before = re.split(r"[.;\n]", text[max(found.start() - LONGEST, 0) : found.start()])[-1]
        if not NOT_STATED.search(before) and not _IN_CALL.search(before):
            return True
    return False


def crops_itself(call: str) -> bool:
    """Whether a forward pass is a call with a padding below 0."""
    return bool(_CROP.search(call))
