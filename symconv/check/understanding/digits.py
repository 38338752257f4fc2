"""Digits below a letter without commas: ``x_{11}`` is one place of a signal, and a row and a column of an image."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from symconv.check.regex import regex
from symconv.check.statements import Statement
from symconv.check.told import Spec
from symconv.check.understanding.binding import Binding, Reference
from symconv.check.understanding.layout import PLAIN
from symconv.check.understanding.sides import references
from symconv.notation.tree import Matrix, Node, Number, Symbol
from symconv.notation.walk import rebuilt, walk

_ABOVE = regex(r"\^\s*\{?\s*\([\d\s,]*\)")
"""Channels and images above a letter, ``x^{(0,1)}``, which separate nothing below it."""
_APART = regex(r"\d\s*(?:[,;]|\]\s*\[|\)\s*\()\s*\d")


def with_numbers(read: list[Statement], binding: Binding, spec: Spec | None) -> list[Statement]:
    """The statements with the digits below a signal's letters read as one number, where they are about a signal."""
    if spec is not None:
        alone = spec.in_channels == spec.out_channels == 1 and spec.batch in (None, 1)
        about = [len(spec.input_size) == 1 and (alone or _all_above(one, binding, spec)) for one in read]
    elif any(one.tree is not None and _separates(one.text) for one in read):
        return read
    else:
        about = _near([_is_signal(one, binding) for one in read])
    return [
        replace(one, tree=_numbered(one.tree, binding))
        if signal and one.tree is not None and not _separates(one.text) and not _has_table(one.tree)
        else one
        for one, signal in zip(read, about, strict=True)
    ]


def _separates(text: str) -> bool:
    """Whether indices that are numbers stand apart somewhere: ``x_{1,1}``, ``x[1][1]``."""
    return bool(_APART.search(_ABOVE.sub("", text)))


def _has_table(tree: Node) -> bool:
    """Whether a statement shows rows and columns, whose entries are those of an image: ``[w_22 w_21; w_12 w_11]``."""
    tables = (node for node in walk(tree) if isinstance(node, Matrix))
    return any(len(one.rows) > 1 and len(one.rows[0]) > 1 for one in tables)


def _all_above(one: Statement, binding: Binding, spec: Spec) -> bool:
    """Whether all that has channels has them above, so that what stands below is a place."""
    single = {"input": spec.in_channels, "output": spec.out_channels, "weight": spec.in_channels * spec.out_channels}
    found = list(_entries([one], binding))
    return any(part.upper for part in found) and all(part.upper or single[PLAIN[part.tensor]] == 1 for part in found)


def _is_signal(one: Statement, binding: Binding) -> bool | None:
    """Whether a statement is about a signal; None where its indices do not tell.

    An entry with one index that is no bare letter, ``x_3`` or ``x_{m+a}``, is one of a signal. An entry of a filter
    with two digits is one of an image, as hardly a filter has ten taps; so is whatever has several indices.
    """
    found = [
        part for part in _entries([one], binding) if not (len(part.index) == 1 and isinstance(part.index[0], Symbol))
    ]
    if any(len(part.index) > 1 and not _is_digits(part.index) for part in found):
        return False
    if any(len(part.index) == 1 for part in found):
        return True
    return False if any(PLAIN[part.tensor] == "weight" for part in found) else None


def _near(told: list[bool | None]) -> list[bool]:
    """What each statement is about; what it does not tell, the nearest one that does tells."""
    known = [(place, signal) for place, signal in enumerate(told) if signal is not None]
    return [
        signal if signal is not None else bool(known) and min(known, key=lambda one: abs(one[0] - place))[1]
        for place, signal in enumerate(told)
    ]


def _entries(read: list[Statement], binding: Binding) -> Iterator[Reference]:
    for statement in read:
        found = references(statement.tree, binding) if statement.tree is not None else ()
        yield from (part for part in found if part.index and PLAIN.get(part.tensor) not in (None, "bias"))


def _is_digits(index: tuple[Node, ...]) -> bool:
    return len(index) > 1 and all(isinstance(part, Number) and 0 <= part.value <= 9 for part in index)


def _numbered(node: Node, binding: Binding) -> Node:
    if isinstance(node, Symbol) and _is_digits(node.index) and binding.reference(node) is not None:
        digits = "".join(str(part.value) for part in node.index if isinstance(part, Number))
        return replace(node, index=(Number(int(digits)),))
    below: Node = rebuilt(node, partial(_numbered, binding=binding))
    return below
