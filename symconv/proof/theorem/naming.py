"""What keeps a chain of equal terms honest about names: a letter has one meaning, and a name stands for one array.

A definition ``Q_m = term`` is an equation for all m. It may be used only if ``term`` is determined by m and by the
layer: with ``Q = g_m``, whose index is forgotten, ``Σ_m g_m x_m = Q Σ_m x_m`` would follow.
"""

from collections.abc import Iterable

from symconv.proof.theorem.definitions import Definition
from symconv.proof.theorem.indices import Letter
from symconv.proof.theorem.terms import RejectedError, Sum, Term, arrays, divisors, free, parts


def written_once(term: Term, taken: frozenset[Letter]) -> None:
    """Checks that no sum runs over a letter that means something else where it stands.

    Raises:
        RejectedError: one does.
    """
    if isinstance(term, Sum):
        if term.letter in taken:
            raise RejectedError(f"the letter {term.letter.name} is used twice")
        taken = taken | {term.letter}
    for part in parts(term):
        written_once(part, taken)


def named(
    definition: Definition, before: tuple[Definition, ...], given: Iterable[str], sizes: frozenset[Letter]
) -> tuple[Definition, ...]:
    """All definitions, with one more unless it was there before.

    Args:
        definition: what is named.
        before: the definitions so far.
        given: arrays that mean something already.
        sizes: letters that are the same wherever they stand.

    Raises:
        RejectedError: the name is taken, or the term is not determined by its index and the sizes.
    """
    if definition in before:
        return before
    given = frozenset(given)
    known = given.union(each.array for each in before)
    letters = (*definition.index, *definition.upper)
    formal = frozenset(letters)
    if definition.array in known:
        raise RejectedError(f"the name {definition.array} is taken")
    if len(formal) != len(letters) or formal & sizes:
        raise RejectedError(f"{definition.array} needs an index of different letters that are no sizes")
    if not free(definition.term) <= formal | sizes:
        raise RejectedError(f"{definition.array} depends on more than its index")
    if not arrays(definition.term) <= known:
        raise RejectedError(f"{definition.array} is made from an array that is not known")
    if any(divisor.letters & formal for divisor in divisors(definition.term)):
        raise RejectedError(f"{definition.array} divides by its index")
    written_once(definition.term, formal | sizes)
    return (*before, definition)
