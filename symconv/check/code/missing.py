"""Modules and names that code asks for and that are not there, and what stands in for them."""

import re
from collections.abc import Sequence

import numpy as np

from symconv.foreign.older import OLDER, RENAMED
from symconv.foreign.standing import CUPY


def missing(absent: Sequence[str], source: str) -> list[str]:
    """What is not there, and what stands in for it."""
    stands = dict.fromkeys(CUPY, "NumPy stands in for it")
    found = [f"{name} is not installed; {stands.get(name, 'what needs it was left out')}" for name in absent]
    gone = sorted(set(re.findall(rf"\bnp\.({'|'.join(OLDER)})\b", source)))
    renamed = sorted(set(re.findall(rf"\bnp\.({'|'.join(RENAMED)})\b", source)) - set(vars(np)))
    return [
        *found,
        *(f"NumPy has no np.{name} any more; Python's {name} stands in for it" for name in gone),
        *(f"NumPy has no np.{name} any more; np.{RENAMED[name]} stands in for it" for name in renamed),
    ]
