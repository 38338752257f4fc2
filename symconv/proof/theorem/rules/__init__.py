"""The closed set of rules. Each is an equation valid in every commutative ring, read from left to right.

A rule gets a term and what it is told, and answers with the other side of the equation and its side conditions; it
raises ``RejectedError`` where its left side does not fit. To add one, write it in one of the files and name it here: it
must then also be mutated in ``tests/proof/theorem/test_mutants.py``.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from symconv.proof.theorem.rules import brackets, entries, sums
from symconv.proof.theorem.rules.common import Rewritten

RULES: Mapping[str, Callable[..., Rewritten]] = MappingProxyType(
    {
        rule.__name__: rule
        for rule in (
            sums.exchange,
            sums.collapse,
            sums.spread,
            sums.reindex,
            sums.lengthen,
            sums.unroll,
            brackets.pull,
            brackets.push,
            brackets.swap,
            brackets.restate,
            brackets.insert,
            brackets.modulo,
            brackets.vanish,
            brackets.attach,
            brackets.detach,
            entries.same,
            entries.commute,
            entries.distribute,
            entries.extract,
            entries.gather,
            entries.name,
        )
    }
)
