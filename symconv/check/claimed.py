"""What the statements of a text claim, and which of them are about a layer of another kind that the text tells."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from symconv.check.facts.conditions import Where
from symconv.check.facts.lexicon import one_of
from symconv.check.facts.otherwise import mode_told
from symconv.check.facts.parts import Part
from symconv.check.facts.topics import OTHERS
from symconv.check.facts.whole import Whole
from symconv.check.regex import regex
from symconv.check.rewritten import Rewritten
from symconv.check.sources import Source
from symconv.check.statements import Statement
from symconv.check.understanding.claiming import claim
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.loops import loops
from symconv.errors import SpecError
from symconv.folded import FoldedSpec
from symconv.notation.tree import Infix
from symconv.spec import ConvSpec
from symconv.transposed import Layer

_POOLING = regex(one_of("pooling"), re.IGNORECASE)


def with_mode_told(spec: Layer | None, found: Source, everything: Sequence[Statement]) -> Layer | None:
    """The layer that options give, with the padding mode that the text tells before its first statement."""
    told = mode_told(found.prose)
    if told is None or not isinstance(spec, ConvSpec) or not any(map(any, spec.padding)):
        return spec
    if any(one.start < told[0] for one in everything):
        return spec
    try:
        return FoldedSpec.of(padding_mode=told[1], **spec.to_json())
    except SpecError:
        return spec


def stating(word: str, written: Rewritten, parts: Sequence[Part], whole: Whole) -> dict[int, Any]:
    """Where the statements stand about a layer of a kind that a word tells, each with what it tells."""
    spec = {} if whole.spec is None else whole.spec.to_json()
    values = ((part, {**part.layer, **whole.layer, **spec}.get(word)) for part in parts)
    about = [(part, value) for part, value in values if value]
    return {one.start: value for one in written.read for part, value in about if part.start <= one.start < part.end}


def about_pooling(claims: Iterable[Claim], prose: str, pooled: Container[int]) -> dict[int, str]:
    """Where statements stand that may be about a pooling which the text names before: no filter stands in them."""
    named = _POOLING.search(prose)
    if named is None:
        return {}
    return {
        one.statement.start: OTHERS["pooling"]
        for one in claims
        if one.statement.start > named.start()
        and one.statement.start not in pooled
        and one.target.tensor in ("grad_input", "output")
        and not (one.numeric or any(part.tensor in ("weight", "bias", "grad_weight") for part in one.known))
        and not any(isinstance(node, Infix) for node in one.nodes)
    }


def claims_of(
    written: Rewritten,
    found: Source,
    where: Mapping[int, Where],
    forms: Container[int],
    others: Container[int],
    pooled: Container[int],
) -> Iterator[Claim]:
    """What the statements claim of the layer; a chain goes on from the claim at its head."""
    heads: dict[int, Claim | None] = {}
    for statement in written.clear:
        if statement.start in others:
            continue
        before = None if statement.head is None else heads.get(statement.head)
        now = claim(statement, written.binding, before, pooled=statement.start in pooled)
        if statement.start in forms:
            heads[statement.start] = now  # a chain may go on from it
            continue
        if now is not None and now.relation == "+=":
            around = loops(found, statement.start)
            now = replace(now, loops=None if around is None else (*around, *written.runs.get(statement.start, ())))
        heads[statement.start] = now
        if now is not None:
            yield replace(now, where=where[statement.start])
