"""The common ground of all claims of a text."""

import re
from dataclasses import replace

from symconv.check.grounding.given import given_numbers
from symconv.check.grounding.ground import fixed
from symconv.check.grounding.numbers import numeric_base
from symconv.check.grounding.prose import stated_base
from symconv.check.grounding.sizing import size_letters
from symconv.check.grounding.stated import layer_of_entries
from symconv.check.sources import Source
from symconv.check.statements import Statement
from symconv.check.understanding.above import counts_channels
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.context import Context
from symconv.check.understanding.layers import scope
from symconv.check.understanding.names import size_meaning
from symconv.notation.tree import Symbol


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
    letters |= {node for one in made for node in one.nodes if isinstance(node, Symbol)}
    meanings = (size_meaning(letter) for letter in letters)
    sizes = frozenset(meaning[0] for meaning in meanings if meaning is not None)
    base = stated_base(found.prose) if bare.base is None else bare.base
    base = numeric_base(made, bare) if base is None else base
    context = replace(
        bare,
        scope=scope(text, sizes & {"stride", "padding", "dilation"}),
        base=base,
        einstein=bool(re.search(r"einstein|summation convention", found.prose, re.IGNORECASE)),
        data=given_numbers(read, bare.binding),
    )
    context = fixed(context, [one for one in made if one.kind == "forward"])
    return replace(context, written_out=layer_of_entries(text, made, context))
