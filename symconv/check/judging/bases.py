"""All verdicts of a text under one index base."""

from dataclasses import replace

from symconv.check.grounding.limited import limited
from symconv.check.judging.joint import Outcome
from symconv.check.judging.verdict import judge
from symconv.check.statements import Statement
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.context import Context


def judged_all(claims: list[tuple[Statement, Claim | None]], context: Context) -> tuple[Context, dict[int, Outcome]]:
    """All verdicts under one index base: where the text does not tell it, the one under which more is right."""
    made = [(statement, one) for statement, one in claims if one is not None]
    if context.base is not None or not made:
        return context, {statement.start: _outcome(statement, one, context) for statement, one in made}
    tried = []
    for base in (0, 1):
        trial = replace(context, base=base)
        tried.append((trial, {statement.start: _outcome(statement, one, trial) for statement, one in made}))
    right = [sum(outcome.verdict.word.startswith("right") for outcome in found.values()) for _, found in tried]
    chosen, outcomes = tried[right[1] > right[0]]
    if right[0] != right[1]:
        chosen = replace(chosen, assumptions=(*chosen.assumptions, f"indices start at {chosen.base}"))
    return chosen, outcomes


def _outcome(statement: Statement, made: Claim, context: Context) -> Outcome:
    own = limited(made, context)
    verdict = judge(made, own)
    if context.spec is not None and own.spec != context.spec and verdict.word in RIGHT and made.where.sizes:
        note = f"{made.where.told}, as the text says"
        verdict = replace(verdict, word=RIGHT[1], assumptions=(*verdict.assumptions, note))
    return Outcome(statement=statement, claim=made, verdict=verdict)


RIGHT = ("right", "right under an assumption")
