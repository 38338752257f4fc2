"""Digits below a letter without commas: ``x_{11}`` is one place of a signal, and a row and a column of an image."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from symconv.check.statements import Statement
from symconv.check.understanding.binding import Binding, Reference
from symconv.check.understanding.layout import PLAIN
from symconv.check.understanding.sides import references
from symconv.notation.tree import Node, Number, Symbol
from symconv.notation.walk import rebuilt
from symconv.spec import ConvSpec

_APART = re.compile(r"\d\s*(?:[,;]|\]\s*\[|\)\s*\()\s*\d")


def with_numbers(read: list[Statement], binding: Binding, spec: ConvSpec | None) -> list[Statement]:
    """The statements with the digits below a signal's letters read as one number, where the layer is a signal."""
    if not _is_signal(read, binding, spec):
        return read
    return [
        one if one.tree is None or _separates(one.text) else replace(one, tree=_numbered(one.tree, binding))
        for one in read
    ]


def _separates(text: str) -> bool:
    """Whether indices that are numbers stand apart somewhere: ``x_{1,1}``, ``x[1][1]``."""
    return bool(_APART.search(text))


def _is_signal(read: list[Statement], binding: Binding, spec: ConvSpec | None) -> bool:
    """Whether the layer has one axis and no channels; without a layer, whether some entry must have one index.

    ``x_3`` must, and so must ``x_{m+a}``; a bare letter, as in ``∂L/∂x_i``, may stand for both indices.
    """
    if spec is not None:
        return len(spec.input_size) == 1 and spec.in_channels == spec.out_channels == 1 and spec.batch in (None, 1)
    single = False
    for part in _entries(read, binding):
        single = single or (len(part.index) == 1 and not isinstance(part.index[0], Symbol))
        if len(part.index) > 1 and not _is_digits(part.index):
            return False
    return single and not any(_separates(one.text) for one in read)


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
