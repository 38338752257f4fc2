"""Who meets whom: in ∂L/∂t = Σ ∂L/∂y · s the relation i = s·m + d·a − p tells which of t and s is the input.

The input is the one whose index is made of the two others': ``x_{i+a}`` beside ``∂L/∂y_i`` and ``∂L/∂w_a``, or x_i
beside ``∂L/∂y_{i−a}`` and ``w_a``. Entries with numbers tell it from one term to the next: as the output goes on, so
does the input, and the filter goes back.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from symconv.check.understanding.binding import differentiated, is_loss
from symconv.check.understanding.names import is_known
from symconv.notation.tree import BigSum, Fraction, Node, Number, Partial, Product, Sum, Symbol
from symconv.notation.walk import walk

TARGET, FACTOR, UPSTREAM = range(3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Three tensors of one term.

    Attributes:
        target: what the loss, or the output, is differentiated by.
        factor: what stands beside the gradient of the output.
        upstream: the output whose gradient it is, or the letter that stands for this gradient.
        lettered: whether it is a letter.
        letters: what runs.
    """

    target: Symbol
    factor: Symbol
    upstream: Symbol
    lettered: bool
    letters: frozenset[str]

    @property
    def all(self) -> tuple[Symbol, Symbol, Symbol]:
        """Target, factor, upstream."""
        return self.target, self.factor, self.upstream


def meetings(target: Symbol, output: Symbol | None, side: Node) -> list[list[Meeting]]:
    """What meets in the terms of a side, in each order in which it may be meant.

    Args:
        target: what is differentiated by.
        output: for ``∂o/∂t``, the o.
        side: what it is said to be.
    """
    pairs = [pair for term in _terms(side) if (pair := _pair(term, output))]
    pairs = [pair for pair in pairs if all(part.index for part in (target, *pair[:2]))]
    letters = _letters(side, *((target,) if output is None else (target, output)))
    return [
        [
            Meeting(target=target, factor=one, upstream=other, lettered=lettered, letters=letters)
            for first, second, open_ in pairs
            for one, other in [(second, first) if turned else (first, second)]
            if open_ == lettered
        ]
        for lettered, turned in ((False, False), (True, False), (True, True))
    ]


def _letters(*nodes: Node) -> frozenset[str]:
    """What runs: the letters of sums, and those that stand alone as an index."""
    found: list[Node] = []
    for node in (part for one in nodes for part in walk(one)):
        if isinstance(node, BigSum):
            found += node.letters
        elif isinstance(node, Symbol):
            found += node.index
    return frozenset(part.name for part in found if isinstance(part, Symbol) and not part.index)


def input_of(met: list[Meeting]) -> int | None:
    """Which of the three is the input: ``TARGET``, ``FACTOR`` or ``UPSTREAM``; −1 unclear; None where nothing meets."""
    told = {one for meeting in met for one in _composed(meeting)} or set(_numbered(met))
    return None if not told else told.pop() if len(told) == 1 else -1


def _terms(side: Node) -> Iterator[Node]:
    if isinstance(side, BigSum):
        yield from _terms(side.body)
    elif isinstance(side, Sum):
        for term in side.terms:
            yield from _terms(term)
    elif isinstance(side, Product) and isinstance(side.factors[-1], BigSum):
        yield from _terms(Product((*side.factors[:-1], *_factors(side.factors[-1].body))))
    else:
        yield side


def _factors(node: Node) -> tuple[Node, ...]:
    return node.factors if isinstance(node, Product) else (node,)


def _pair(term: Node, output: Symbol | None) -> tuple[Symbol, Symbol, bool] | None:
    """Factor and upstream of one term, and whether either of two letters may be the upstream."""
    factors = _factors(term)
    above = [found for part in factors if (found := _upstream(part))]
    beside = [part for part in factors if isinstance(part, Symbol) and part.index and not _upstream(part)]
    if any(isinstance(part, Partial) and not _upstream(part) for part in factors):
        return None
    if output is not None:
        return (beside[0], output, False) if len(beside) == 1 and not above else None
    if len(above) == 1 == len(beside):
        return beside[0], above[0], False
    return (beside[0], beside[1], True) if len(beside) == 2 and not above else None


def _upstream(node: Node) -> Symbol | None:
    """Y of ``∂L/∂y`` or ``dy``."""
    if isinstance(node, Partial):
        told = isinstance(node.of, Symbol) and is_loss(node.of) and isinstance(node.by, Symbol)
        return node.by if told and isinstance(node.by, Symbol) else None
    inner = differentiated(node.name) if isinstance(node, Symbol) else ""
    named = isinstance(node, Symbol) and (len(inner) == 1 or is_known(inner))
    return replace(node, name=inner) if named and isinstance(node, Symbol) else None


def _composed(met: Meeting) -> Iterator[int]:
    """For each index that is made of two letters, whose the input's place is."""
    owned: dict[str, list[tuple[int, int]]] = {}
    made: list[tuple[int, dict[str, int]]] = []
    for number, tensor in enumerate(met.all):
        for node in tensor.index:
            signs = {name: sign for name, sign in _signs(node, 1) if name in met.letters}
            if len(signs) == 1:
                (name, sign), *_ = signs.items()
                owned.setdefault(name, []).append((number, sign))
            elif signs:
                made.append((number, signs))
    for holder, signs in made:
        others = {name: [own for own in owned.get(name, ()) if own[0] != holder] for name in signs}
        if any(len(own) != 1 for own in others.values()):
            continue
        ahead = [number for name, ((number, turned),) in others.items() if signs[name] * turned > 0]
        yield holder if len(ahead) == len(signs) else ahead[0] if len(ahead) == 1 else -1


def _signs(node: Node, sign: int) -> Iterator[tuple[str, int]]:
    """The letters of an index, each with the sign that it has there."""
    if isinstance(node, Symbol):
        yield node.name, sign
    elif isinstance(node, Sum):
        for term in node.terms:
            yield from _signs(term, sign)
    elif isinstance(node, Fraction):
        yield from _signs(node.over, sign)
    elif isinstance(node, Product):
        for factor in node.factors:
            sign *= -1 if isinstance(factor, Number) and factor.value < 0 else 1
        for factor in node.factors:
            yield from _signs(factor, sign)


def _numbered(met: list[Meeting]) -> Iterator[int]:
    for one, following in pairwise(met):
        places = [[_numbers(part) for part in each.all] for each in (one, following)]
        (_, factor, output), (_, next_factor, next_output) = places
        if not (len(factor) == len(next_factor) == len(output) == len(next_output) == len(places[0][0])):
            continue
        steps = zip(factor, next_factor, output, next_output, strict=True)
        along = sum((b - a) * (d - c) for a, b, c, d in steps)
        if along:
            yield FACTOR if along > 0 else TARGET


def _numbers(part: Symbol) -> list[int]:
    return [node.value for node in part.index if isinstance(node, Number)]
