"""The common ground of all claims of a text."""

import re
from dataclasses import replace
from typing import Any

from symconv.check.grounding.choice import pool
from symconv.check.grounding.ground import fixed
from symconv.check.grounding.numbers import numeric_base
from symconv.check.grounding.sizing import size_letters
from symconv.check.grounding.stated import layer_of_entries
from symconv.check.sources import Source
from symconv.check.statements import Statement
from symconv.check.understanding.above import counts_channels
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.context import Context
from symconv.check.understanding.given import given_numbers
from symconv.check.understanding.layers import scope
from symconv.check.understanding.layout import PLAIN
from symconv.check.understanding.names import size_meaning
from symconv.check.understanding.prose import stated_size
from symconv.notation.tree import BigSum, Limits, Symbol


def _counting_nothing(found: Claim) -> set[Symbol]:
    """The letters of a claim that count no places and run through no sum, as s in ``dilate_s(G)``."""
    counting = {node for part in found.known for node in (*part.index, *part.upper)}
    for node in found.nodes:
        for part in node.over if isinstance(node, BigSum) else ():
            counting.add(part.letter if isinstance(part, Limits) else part)
    return {node for node in found.nodes if isinstance(node, Symbol)} - counting


_OUTSIDE = re.compile(
    r"\b(?:outside|out[- ]of[- ](?:range|bounds)|zero[- ]exten|beyond|au[ßs]+erhalb|hors de|fuera de|fora d)"
    r"|越界|超出|范围外|之外|범위 밖|範囲外",
    re.IGNORECASE,
)
"""Words for what lies outside the arrays."""


def common_ground(
    text: str, found: Source, claims: list[tuple[Statement, Claim | None]], bare: Context, read: list[Statement]
) -> Context:
    """The common ground of all claims.

    Args:
        text: the whole text.
        found: the same as a source.
        claims: what is claimed.
        bare: letters, and what was given.
        read: all statements.
    """
    made = [one for _, one in claims if one is not None]
    bare = replace(bare, channels_above=counts_channels(made))
    letters = {letter for one in made for letter in size_letters(one, bare)}
    letters |= {letter for one in made for letter in _counting_nothing(one)}
    meanings = (size_meaning(letter) for letter in letters)
    sizes = frozenset(meaning[0] for meaning in meanings if meaning is not None)
    forwards = [one for one in made if one.kind == "forward"]
    base = numeric_base(forwards, bare) if bare.base is None else bare.base
    context = replace(
        bare,
        scope=scope(text, sizes & {"stride", "padding", "dilation"}),
        base=base,
        extended=bool(_OUTSIDE.search(text)),
        einstein=bool(re.search(r"einstein|summation convention", found.prose, re.IGNORECASE)),
        data=given_numbers(read, bare.binding),
    )
    context = _settled(context, forwards, made, text)
    return replace(context, written_out=layer_of_entries(text, made, context))


def _settled(context: Context, forwards: list[Claim], made: list[Claim], text: str) -> Context:
    """The context with what the definitions decide, then the numbers of entries, if need be without what prose says."""
    stated = _stated_kernel(context, made, text)
    for given in ({**stated, **context.given}, context.given) if stated else (context.given,):
        found = fixed(replace(context, given=given), forwards)
        if found.layers or not forwards:
            break
    if found.base is None and (base := numeric_base(made, found)) is not None:
        found = fixed(replace(context, given=found.given, base=base), forwards)
    return found


def _stated_kernel(context: Context, made: list[Claim], text: str) -> dict[str, Any]:
    """The kernel that prose states, where some layer that can be tried has it."""
    if not made or context.spec is not None or "kernel_size" in context.given:
        return {}
    if _pointwise(made):
        return {"kernel_size": "1x1"}
    stated = stated_size(text, "kernel_size")
    fits = stated and all(context.axes(one) == len(stated["kernel_size"]) for one in made)
    tried = replace(context, given={**stated, **context.given})
    return stated if fits and pool(tried, made[:1]) else {}


def _pointwise(made: list[Claim]) -> bool:
    """Whether filters have indices for channels alone, as in ``y_oij = Σ_c w_oc x_cij``."""
    counts: dict[str, set[int]] = {"input": set(), "weight": set(), "output": set()}
    for part in (part for one in made for part in one.known if part.index):
        counts.setdefault(PLAIN[part.tensor], set()).add(len(part.index))
    images = counts["input"] | counts["output"]
    return counts["weight"] == {2} and bool(images) and images <= {3, 4}
