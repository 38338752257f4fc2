"""Loops of code on one layer: every choice of their letters."""

from collections.abc import Iterator

from symconv.check.evaluating.arithmetic import Letters, key
from symconv.check.evaluating.evaluate import Evaluator
from symconv.check.evaluating.letters import assignments, free_letters, running
from symconv.check.evaluating.unknown import Uneven, Unknown
from symconv.check.understanding.loops import Over
from symconv.notation.tree import Limits, Node, Number, Sum, Symbol

LOOPS_UNREAD = "how far the loops around it run could not be told"


def occurring(nodes: tuple[Node, ...], evaluator: Evaluator, loops: Over | None) -> list[str]:
    """The letters of a line of code that run, over an axis of the layer or in a loop."""
    found = running(nodes, evaluator, free=True)
    looped = {key(run.letter) for run in loops or () if isinstance(run, Limits)}
    free = {name for node in nodes for name in free_letters(node)}
    return [*found, *sorted((looped & free) - set(found))]


def runs(loops: Over | None, letters: list[str], evaluator: Evaluator) -> Iterator[Letters]:
    """Every choice of the letters; where the loops cannot be told, as if they ran over whole axes."""
    if loops == ():
        yield from assignments(letters, evaluator)
        return
    bound = {key(run.letter) for run in loops or () if isinstance(run, Limits)}
    try:
        if loops is None or bound - set(letters) or not _as_named(loops, evaluator):
            raise Unknown(LOOPS_UNREAD)
        chosen = list(evaluator.sums.assignments(loops, {}))
    except Uneven:
        raise
    except Unknown:
        evaluator.assumed.add(LOOPS_UNREAD)
        yield from assignments([name for name in letters if name in evaluator.ranges], evaluator)
        return
    for known in chosen:
        yield from assignments([name for name in letters if name not in bound], evaluator, known)


def _as_named(loops: Over, evaluator: Evaluator) -> bool:
    """Whether bounds that are one letter, whose meaning is custom only, fit the axis that they run over."""
    return all(
        len(evaluator.sums.run(run, {})) == len(evaluator.ranges[key(run.letter)])
        for run in loops
        if isinstance(run, Limits) and _is_letter(run.last) and key(run.letter) in evaluator.ranges
    )


def _is_letter(last: Node | None) -> bool:
    return isinstance(last, Sum) and isinstance(last.terms[0], Symbol) and len(last.terms) == 2


def counts_to_number(loops: Over | None) -> bool:
    """Whether a loop ends at a number, which suits one layer only."""
    return any(
        isinstance(run, Limits) and isinstance(run.last, Sum) and isinstance(run.last.terms[0], Number)
        for run in loops or ()
    )
