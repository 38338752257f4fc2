"""Outputs with letters that no formula gives, ``∂L/∂a x_11 + ∂L/∂b x_12 + …``: read row by row, as in a figure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import isqrt

from symconv.check.statements import Statement, changed
from symconv.check.understanding.lettered import first_number
from symconv.notation.tree import Equation, Node, Number, Partial, Product, Sum, Symbol
from symconv.notation.walk import rebuilt, walk

IN_ORDER = "{} are the outputs, row by row"
NAMES = ("y", "o", "z")
"""What such an output is called, where the text has no name for it."""


def with_outputs(read: list[Statement]) -> tuple[list[Statement], str]:
    """The statements with entries of the output for such letters, and what was assumed; empty where there are none."""
    trees = [one.tree for one in read if one.tree is not None]
    sums = [made for made in map(tuple, map(_beside_entries, trees)) if len(made) > 1]
    letters = list(dict.fromkeys(sorted(sums, key=len)[-1] if sums else ()))
    known = {letter for made in sums for letter in made}
    indexed = {node.name for tree in trees for node in walk(tree) if isinstance(node, Symbol) and node.index}
    axes = max((_axes(tree) for tree in trees), default=0)
    side = isqrt(len(letters)) if axes == 2 else len(letters)
    if known != set(letters) or side < 2 or side**axes != len(letters) or any(one.name in indexed for one in letters):
        return read, ""
    name = next((found for tree in trees if (found := _defined(tree))), None)
    name = name or next(one for one in NAMES if one not in indexed)
    first = first_number(trees)
    places = [(number,) if axes == 1 else divmod(number, side) for number in range(len(letters))]
    named = {
        letter: Symbol(name, tuple(Number(part + first) for part in place))
        for letter, place in zip(letters, places, strict=True)
    }
    told = IN_ORDER.format(", ".join(letter.name for letter in letters))
    return changed(read, lambda tree: _written(tree, named)), told


def _beside_entries(tree: Node) -> Iterator[Symbol]:
    """The bare letters of ``∂L/∂a`` beside entries with numbers, in the gradient of an entry with numbers."""
    if not isinstance(tree, Equation) or tree.relation != "=" or not isinstance(tree.sides[0], Partial):
        return
    for side in tree.sides[1:]:
        for term in side.terms if isinstance(side, Sum) else ():
            factors = term.factors if isinstance(term, Product) else ()
            entries = [one for one in factors if isinstance(one, Symbol) and _placed(one)]
            letters = [one.by for one in factors if isinstance(one, Partial) and isinstance(one.by, Symbol)]
            if len(entries) == 1 == len(letters) and not letters[0].index and not letters[0].upper:
                yield letters[0]


def _placed(entry: Symbol) -> bool:
    return bool(entry.index) and all(isinstance(part, Number) for part in entry.index)


def _axes(tree: Node) -> int:
    found = (len(node.index) for node in walk(tree) if isinstance(node, Symbol) and _placed(node))
    return max(found, default=0)


def _defined(tree: Node) -> str:
    """The output that an equation defines entry by entry; empty where it defines none."""
    left = tree.sides[0] if isinstance(tree, Equation) and tree.relation == "=" else None
    return left.name if isinstance(left, Symbol) and left.index and left.name.lower() in NAMES else ""


def _written(node: Node, named: Mapping[Symbol, Symbol]) -> Node:
    if isinstance(node, Partial) and isinstance(node.by, Symbol) and node.by in named:
        return replace(node, by=named[node.by])
    whole: Node = rebuilt(node, lambda below: _written(below, named))
    return whole
