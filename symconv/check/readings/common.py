"""The common ground of the claims of a text."""

import re
from dataclasses import replace
from typing import Any

from symconv.check.readings.defined import pool
from symconv.check.readings.ground import Ground
from symconv.check.sources import Source
from symconv.check.statements import Statement
from symconv.check.understanding.above import counts_channels
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.given import given_numbers, given_sizes
from symconv.check.understanding.layers import scope
from symconv.check.understanding.layout import PLAIN, best
from symconv.check.understanding.names import size_meaning
from symconv.check.understanding.prose import stated_size
from symconv.notation.tree import BigSum, Limits, Symbol

_OUTSIDE = re.compile(
    r"\b(?:outside|out[- ]of[- ](?:range|bounds)|zero[- ]exten|beyond|au[ßs]+erhalb|hors de|fuera de|fora d)"
    r"|越界|超出|范围外|之外|범위 밖|範囲外",
    re.IGNORECASE,
)
"""Words for what lies outside the arrays."""


def common_ground(text: str, found: Source, made: list[Claim], bare: Ground, read: list[Statement]) -> Ground:
    """The common ground of all claims.

    Args:
        text: the whole text.
        found: the same as a source.
        made: what is claimed.
        bare: letters, and what was given.
        read: all statements.
    """
    letters = {letter for one in made for letter in _letters(one)}
    sizes = frozenset(meaning[0] for letter in letters if (meaning := size_meaning(letter)) is not None)
    context = replace(
        bare.context,
        channels_above=counts_channels(made),
        einstein=bool(re.search(r"einstein|summation convention", found.prose, re.IGNORECASE)),
        data=given_numbers(read, bare.context.binding),
    )
    definitions = tuple(one for one in made if one.kind == "forward")
    ground = replace(
        bare,
        context=replace(context, orders=_orders(definitions, bare)),
        scope=scope(text, sizes & {"stride", "padding", "dilation"}),
        claims=tuple(made),
        definitions=definitions,
        extended=bool(_OUTSIDE.search(text)),
        sized={**stated_size(text, "kernel_size"), **stated_size(text, "input_size"), **given_sizes(context.data)},
    )
    return replace(ground, kernel=_stated_kernel(ground, text))


def _letters(found: Claim) -> set[Symbol]:
    """Letters of a claim that do not run."""
    counting = {node for part in found.known for node in (*part.index, *part.upper)}
    for node in found.nodes:
        for part in node.over if isinstance(node, BigSum) else ():
            counting.add(part.letter if isinstance(part, Limits) else part)
    return {node for node in found.nodes if isinstance(node, Symbol)} - counting


def _orders(definitions: tuple[Claim, ...], ground: Ground) -> dict[str, str]:
    """The order of a filter's channels and places in the definitions, where they have both."""
    general = [one for one in definitions if not one.concrete] or definitions
    raised = any(part.tensor == "weight" and len(part.upper) == 2 for one in definitions for part in one.known)
    found: dict[str, str] = {"weight^2": "either"} if raised else {}
    for forward in general:
        axes = ground.axes(forward)
        for order in best(forward.known, axes)[:1]:
            found |= {
                f"{PLAIN[tensor]}{count}": axis
                for (tensor, count), axis in order.items()
                if PLAIN[tensor] == "weight" and (count == axes + 2 or axis.isalpha())
            }
    return found


def _stated_kernel(ground: Ground, text: str) -> dict[str, Any]:
    """The kernel that prose states, where some layer that can be tried has it."""
    made = list(ground.claims)
    if not made or ground.spec is not None or "kernel_size" in ground.given:
        return {}
    if _pointwise(made):
        return {"kernel_size": "1x1"}
    stated = stated_size(text, "kernel_size")
    fits = stated and all(ground.axes(one) == len(stated["kernel_size"]) for one in made)
    tried = replace(ground, kernel=stated)
    return stated if fits and pool(tried, made[:1]) else {}


def _pointwise(made: list[Claim]) -> bool:
    """Whether filters have indices for channels alone, as in ``y_oij = Σ_c w_oc x_cij``."""
    counts: dict[str, set[int]] = {"input": set(), "weight": set(), "output": set()}
    for part in (part for one in made for part in one.known if part.index):
        counts.setdefault(PLAIN[part.tensor], set()).add(len(part.index))
    images = counts["input"] | counts["output"]
    return counts["weight"] == {2} and bool(images) and images <= {3, 4}
