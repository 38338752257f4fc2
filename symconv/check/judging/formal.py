"""A claim with letters for sizes as a sum of pairs that a proof can speak of; of any other nothing is said.

Understood are sums of products of two entries, with limits, conditions, floors and fractions in indices (an entry with
a fractional index counts as 0), and the chain rule written as such.
"""

from collections.abc import Iterator
from typing import TypeGuard

from symconv.check.evaluating.arithmetic import Meanings, key
from symconv.check.judging.integers import Formal, NotUnderstoodError
from symconv.check.understanding.binding import Binding, Reference
from symconv.check.understanding.claims import Claim
from symconv.notation.tree import BigSum, Equation, Limits, Node, Partial, Product, Symbol
from symconv.notation.walk import children
from symconv.proof.theorem.conditions import Condition, within
from symconv.proof.theorem.indices import Letter, whole
from symconv.proof.theorem.layer import OpenLayer
from symconv.proof.theorem.pairs import MEETING, Pairs

COUNTED = {"output": "m", "grad_output": "m", "weight": "a", "grad_weight": "a", "input": "i", "grad_input": "i"}
"""Tensor → what its index counts: outputs, taps, inputs."""


def formal(found: Claim, side: Node, binding: Binding, meaning: Meanings, base: int, layer: OpenLayer) -> Pairs | None:
    """A side of a claim as a sum of pairs; None where it is the chain rule as such.

    Raises:
        NotUnderstoodError: it is something else.
    """
    if found.target.tensor not in COUNTED:
        raise NotUnderstoodError("no sum over a relation")
    over, factors = _opened(side)
    target = _placed(found.target, layer)
    translation = Formal(layer=layer, meaning=meaning, base=base)
    translation.bound |= {name: Letter(f"·{name}") for name in _names(target)}
    if _is_chain_rule(over, factors, found.target, binding):
        return None
    claimed = dict(translation.bound)
    _bind(over, translation)
    letters = tuple(letter for name, letter in translation.bound.items() if name not in claimed)
    for part in over:
        if isinstance(part, Equation):
            translation.tests += translation.condition(part)
        elif isinstance(part, Limits) and (part.first is not None or part.last is not None):
            translation.tests += _limited(part, translation)
    for factor in factors:
        translation.tests += translation.condition(factor.index[0]) if _is_kronecker(factor) else ()
    references = [binding.reference(factor) for factor in factors if not _is_kronecker(factor)]
    read = {COUNTED[found.target.tensor]: tuple(translation.index(node) - base for node in target)}
    for reference in references:
        if reference is None or reference.tensor not in ("grad_output", "weight", "input"):
            raise NotUnderstoodError("a factor that is no entry")
        counted = COUNTED[reference.tensor]
        if counted in read:
            raise NotUnderstoodError("an entry too many")
        read[counted] = tuple(translation.index(node) - base for node in _placed(reference, layer))
    if set(read) != set(MEETING):
        raise NotUnderstoodError("an entry is missing")
    tests = tuple(translation.tests)
    return Pairs(target=COUNTED[found.target.tensor], letters=letters, tests=tests, read=read)


def _opened(side: Node) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """What is summed over, and the factors."""
    if isinstance(side, BigSum):
        over, factors = _opened(side.body)
        return (*side.over, *over), factors
    if isinstance(side, Product):
        opened = [_opened(factor) for factor in side.factors]
        return tuple(part for over, _ in opened for part in over), tuple(part for _, inner in opened for part in inner)
    return (), (side,)


def _placed(reference: Reference, layer: OpenLayer) -> tuple[Node, ...]:
    marked = reference.padded or reference.flipped or reference.apart or reference.upper
    if marked or len(reference.index) != layer.axes:
        raise NotUnderstoodError("an index that counts more than places")
    return reference.index


def _names(target: tuple[Node, ...]) -> list[str]:
    names = [key(node) for node in target if isinstance(node, Symbol)]
    if len(set(names)) != len(target):
        raise NotUnderstoodError("the entry that is claimed has no letters of its own")
    return names


def _bind(over: tuple[Node, ...], translation: Formal) -> None:
    """The letters a sum runs over: those listed, and those of its conditions that are no sizes."""
    for part in over:
        listed = part.letter if isinstance(part, Limits) else part
        if isinstance(listed, Symbol):
            translation.bound.setdefault(key(listed), Letter(f"·{key(listed)}"))
    for part in over:
        for letter in _symbols(part) if isinstance(part, Equation) else ():
            if key(letter) not in translation.bound and translation.meaning(letter) is None:
                translation.bound[key(letter)] = Letter(f"·{key(letter)}")


def _symbols(node: Node) -> Iterator[Symbol]:
    if isinstance(node, Symbol):
        yield node
        return
    for part in children(node):
        yield from _symbols(part)


def _limited(part: Limits, translation: Formal) -> Iterator[Condition]:
    running = translation.index(part.letter)
    first = whole(translation.base) if part.first is None else translation.index(part.first)
    gap = running - first
    yield within(gap, gap + 1)
    if part.last is not None:
        left = translation.index(part.last) - running
        yield within(left, left + 1)


def _is_kronecker(node: Node) -> TypeGuard[Symbol]:
    """``δ_{u,i+a}``, which is 1 where its two indices are equal."""
    return isinstance(node, Symbol) and len(node.index) == 1 and isinstance(node.index[0], Equation)


def _is_chain_rule(over: tuple[Node, ...], factors: tuple[Node, ...], target: Reference, binding: Binding) -> bool:
    """``Σ_m ∂L/∂o_m · ∂o_m/∂x_i`` over all m."""
    if len(factors) != 2:
        return False
    local = next(
        (binding.local(factor) for factor in factors if isinstance(factor, Partial) and binding.local(factor)), None
    )
    upstream = next((found for factor in factors if (found := binding.reference(factor)) is not None), None)
    if local is None or upstream is None or upstream.tensor != "grad_output":
        return False
    output, by = local
    plain = all(isinstance(part, Symbol) for part in over)
    return plain and output.index == upstream.index == tuple(over) and by.index == target.index
