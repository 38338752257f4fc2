"""The recipe of the textbooks: where it follows, and where what is believed about the zeros fails."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from symconv.lesson.blocks import Block, Bullets, Words
from symconv.lesson.theorem.stated import claimed
from symconv.lesson.theorem.written import Writing
from symconv.lesson.wording import Wording
from symconv.notation.tree import ZERO, Equation, Node, Number, Product, Sum, Symbol
from symconv.proof.theorem.beliefs import Belief, Failure
from symconv.proof.theorem.theorem import RECIPE, Proven

VERDICTS: Mapping[str, str] = MappingProxyType(
    {"proven": "belief.proven", "replayed": "belief.replayed", "unknown": "belief.unknown"}
)
"""Verdict on a belief that failed nowhere → the words."""


def section(say: Wording, found: Proven, write: Writing) -> Iterator[Block]:
    """The corollary with its conditions, and the beliefs."""
    yield say.heading(3, "remember.recipe.title")
    if found.recipe:
        numbers = [Equation((Symbol(name), Number(number))) for name, number in RECIPE.items()]
        yield say.told("theorem.recipe", numbers=say.series(numbers))
        yield from claimed(say, found.recipe, write)
    else:
        yield say.told("theorem.recipe.other")
    if found.beliefs:
        yield say.told("theorem.beliefs")
        yield Bullets(items=tuple(_belief(say, belief) for belief in found.beliefs))


def _belief(say: Wording, belief: Belief) -> Words:
    before, after = map(Writing().index, belief.pads)
    name = say(belief.name)
    if belief.failure is None:
        return say(VERDICTS[belief.verdict], name=name, before=before, after=after)
    layer, there = _layer(say, belief.failure), _there(say, belief.failure)
    return say("belief.fails", name=name, before=before, after=after, layer=layer, there=there)


def _layer(say: Wording, failure: Failure) -> Words:
    axis = failure.axis
    sizes = {"N": axis.input_size, "k": axis.kernel_size, "s": axis.stride, "d": axis.dilation}
    sizes |= {"p₋": axis.before, "p₊": axis.after}
    return say.series([Equation((Symbol(name), Number(size))) for name, size in sizes.items()])


def _there(say: Wording, failure: Failure) -> Words:
    if failure.place is None:
        return say("belief.size", n=failure.entries, size=failure.axis.input_size)
    left = Writing().gradient("input", (Number(failure.place),))
    return say("belief.entry", truth=Equation((left, _sum(failure.truth))), got=_sum(failure.got))


def _sum(pairs: tuple[tuple[int, int], ...]) -> Node:
    products = [Product((Writing().gradient("output", (Number(m),)), Symbol("f", (Number(a),)))) for m, a in pairs]
    return Sum(tuple(products)) if len(products) > 1 else products[0] if products else ZERO
