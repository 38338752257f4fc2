"""What a formula for a size that fails may be instead: a transposed layer's, or one for layers with a certain step."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from symconv.check.facts.full import filled
from symconv.check.facts.lexicon import one_of
from symconv.check.facts.scope import scope
from symconv.check.regex import regex
from symconv.check.shapes.claims import ShapeClaim, exchanged
from symconv.check.shapes.comparing import EXACT, Found, compared
from symconv.check.shapes.layers import SIDED, choices_for, everywhere, grid, narrower
from symconv.check.shapes.letters import Meaning, parts
from symconv.notation.tree import Node, Number, Product, Symbol
from symconv.notation.walk import put
from symconv.transposed import TransposedSpec

ASSUMED = "right under an assumption"
RIGHT = ("right", ASSUMED)
IN_ALL = "the padding counts the zeros of both sides together"
_BOTH_SIDES = regex(
    r"\b(?:total|in\s+all|altogether|both\s+sides|rows?\s+and\s+(?:the\s+)?(?:number\s+of\s+)?columns?\s+of\s+(?:zeros|padding)"
    r"|rows\s+of\s+padding|insgesamt|en\s+tout|au\s+total|en\s+total|ao\s+todo|no\s+total)\b|总共|一共|合計",
    re.IGNORECASE,
)
"""Words of a text that counts the padding of both sides together."""
OF_TRANSPOSED = "it is the size of a transposed convolution"
OTHER_WAY = regex(rf"(?i:{one_of('transposed')}|conv\w*[ _]?transpose)")
IMPLIED = {"inserted": {"stride", "padding"}, "reach": {"dilation"}, **{side: {"padding"} for side in SIDED}}
"""What varies with a size that a formula names."""


def named_sizes(meanings: Sequence[Meaning]) -> frozenset[str]:
    """The sizes that a formula names, and those that vary with them."""
    named = frozenset(name for name, _ in meanings)
    return named.union(*(IMPLIED[name] for name in named & IMPLIED.keys()))


def excused(found: ShapeClaim, side: Node, prose: str, given: Mapping[str, Any]) -> Found | None:
    """Why a side that fails is not called wrong; None where nothing excuses it."""
    meanings = [found.quantity, *found.meanings.values()]
    named = named_sizes(meanings)
    spoken = scope((prose,), named)
    if found.quantity[0] == "output" and is_backwards(found, side, prose, given):
        told = OTHER_WAY.search(prose)
        return Found(
            word=ASSUMED if told else "ambiguous",
            message="" if told else OF_TRANSPOSED,
            assumptions=(OF_TRANSPOSED,) if told else (),
        )
    if _BOTH_SIDES.search(prose):
        doubled = put(
            side, {one: Product((Number(2), one)) for one, (name, _) in found.meanings.items() if name == "padding"}
        )
        if compared(found, doubled, grid(meanings, given, choices_for(named, spoken)), floored=True).word in RIGHT:
            return Found(word=ASSUMED, assumptions=(IN_ALL,))
    for note, choices in narrower(named, spoken):
        if compared(found, side, grid(meanings, given, choices)).word in RIGHT:
            return Found(word="ambiguous", message=f"it holds only with {note}")
    layers = map(filled, grid(meanings, given, choices_for(named, spoken)))
    if "padding" not in named and compared(found, side, list(dict.fromkeys(layers))).word in RIGHT:
        return Found(word="ambiguous", message="it holds only with padding k − 1")
    return None


def is_backwards(found: ShapeClaim, side: Node, prose: str, given: Mapping[str, Any]) -> bool:
    """Whether a side is the size of a transposed layer's output, where nothing is added to it."""
    return solved(exchanged(found), side, prose, given).word in RIGHT


def holds_of(layer: TransposedSpec, found: ShapeClaim, prose: str) -> bool:
    """Whether all sides are the size of a transposed layer's output, with letters for all that this layer has."""
    if not names_all(layer, found):
        return False
    back = is_backwards if found.quantity[0] == "output" else _is_solved
    return all(back(found, side, prose, {}) for side in found.sides)


def names_all(layer: TransposedSpec, found: ShapeClaim) -> bool:
    """Whether a formula for one of its ends has a letter for each step that a transposed layer has, and it has no r."""
    if found.target is None or found.quantity[0] not in ("output", "input") or any(layer.output_padding):
        return False
    named = {found.quantity[0], *(name for name, _ in found.meanings.values())}
    absent = {
        "stride": set(layer.stride) == {1},
        "padding": not any(map(any, layer.padding)),
        "dilation": set(layer.dilation) == {1},
    }
    return all(none or name in named for name, none in absent.items())


def says_which_is_out(found: ShapeClaim) -> bool:
    """Whether marks tell input and output apart: of ``N`` and ``M`` a transposed layer may have either."""
    inputs = [node for node, (name, _) in found.meanings.items() if name == "input" and isinstance(node, Symbol)]
    named = [found.target, *inputs] if found.quantity[0] == "output" and inputs else []
    return bool(named) and all(isinstance(one, Symbol) and parts(one)[1] for one in named)


def _is_solved(found: ShapeClaim, side: Node, prose: str, given: Mapping[str, Any]) -> bool:
    return solved(found, side, prose, given).word in RIGHT


def solved(found: ShapeClaim, side: Node, prose: str, given: Mapping[str, Any]) -> Found:
    """The input's size by the output's, which is one where no entry is left over."""
    meanings = [found.quantity, *found.meanings.values()]
    named = named_sizes(meanings)
    layers = grid(meanings, given, everywhere(named, scope((prose,), named)))
    one = compared(found, side, [spec for spec in layers if not any(axis.remainder for axis in spec.axes)])
    return replace(one, word=ASSUMED, assumptions=(EXACT, *one.assumptions)) if one.word in RIGHT else one
