"""Full padding, ``p = k − 1``: every window that meets the input at all gives an output."""

import re
from dataclasses import replace

from symconv.check.regex import regex
from symconv.spec import ConvSpec

_FULL = regex(r"(?:\bp(?:adding)?|\bP)\s*\$?\s*(?:=|is|of)\s*\$?\s*[kKfF]\s*[-−]\s*1\b")
_OF_GRADIENT = regex(
    r"gradient|upstream|backward|\bd[A-Z]\b|δ|\\delta|∂|\\partial|∇|\\nabla"
    r"|full[- ]+(?:cross[- ]?)?(?:conv|corr)|\bneed",
    re.IGNORECASE,
)
"""Words of a sentence that speaks of another padding than the layer's."""


def is_full(spec: ConvSpec) -> bool:
    """Whether a layer is padded by its filter's reach."""
    return all(axis.before == axis.after == axis.effective_kernel - 1 for axis in spec.axes)


def filled(spec: ConvSpec) -> ConvSpec:
    """The layer with so much padding."""
    return replace(spec, padding=tuple((axis.effective_kernel - 1,) * 2 for axis in spec.axes))


def says_full(text: str) -> bool:
    """``padding p = k − 1``, in a sentence that speaks of no gradient."""
    sentences = re.split(r"\n\s*\n|(?<=[.:;])\s", text)
    return any(_FULL.search(part) and not _OF_GRADIENT.search(part) for part in sentences)
