"""The recipe of the textbooks: where it follows, and where what is believed about the zeros fails."""

from collections.abc import Iterator

from symconv.lesson.blocks import Block, Bullets, Heading, Words, told
from symconv.lesson.theorem.stated import claimed
from symconv.lesson.theorem.written import Writing
from symconv.notation.tree import ZERO, Equation, Node, Number, Product, Sum, Symbol
from symconv.proof.theorem.beliefs import Belief, Failure
from symconv.proof.theorem.theorem import RECIPE, Proven

HOLDS = {"proven": "holds for every such layer", "replayed": "held on every such layer tried"}


def section(found: Proven, write: Writing) -> Iterator[Block]:
    """The corollary with its conditions, and the beliefs."""
    yield Heading(level=3, title="The recipe of the textbooks")
    if found.recipe:
        listed: list[str | Node] = []
        for name, number in RECIPE.items():
            listed += [*([", "] if listed else []), Equation((Symbol(name), Number(number)))]
        yield told(
            "Where ", *listed, ", the zeros around D are k−1 on both sides: dilate, pad with k−1, flip, convolve."
        )
        yield from claimed(found.recipe, write)
    else:
        yield told("It takes no padding, no dilation and no remainder for granted; this layer is another.")
    if found.beliefs:
        yield told("What is often believed about the zeros before and after D, and the smallest layer where it fails:")
        yield Bullets(items=tuple(_belief(belief) for belief in found.beliefs))


def _belief(belief: Belief) -> Words:
    write = Writing()
    before, after = map(write.index, belief.pads)
    start: Words = (f"{belief.name[0].upper()}{belief.name[1:]} (", before, " before, ", after, " after)")
    if belief.failure is None:
        return (*start, f": {HOLDS.get(belief.verdict, 'no layer was found where it fails')}.")
    return (*start, ": fails at ", *_layer(belief.failure), ", where ", *_there(belief.failure), ".")


def _layer(failure: Failure) -> Iterator[str | Node]:
    axis = failure.axis
    sizes = {"N": axis.input_size, "k": axis.kernel_size, "s": axis.stride, "d": axis.dilation}
    for name, size in {**sizes, "p₋": axis.before, "p₊": axis.after}.items():
        yield from ([", "] if name != "N" else [])
        yield Equation((Symbol(name), Number(size)))


def _there(failure: Failure) -> Iterator[str | Node]:
    if failure.place is None:
        entries = "entry" if failure.entries == 1 else "entries"
        yield f"it gives {failure.entries} {entries} for {failure.axis.input_size}"
        return
    left = Writing().gradient("input", (Number(failure.place),))
    yield from (Equation((left, _sum(failure.truth))), " and it gives ", _sum(failure.got))


def _sum(pairs: tuple[tuple[int, int], ...]) -> Node:
    products = [Product((Writing().gradient("output", (Number(m),)), Symbol("f", (Number(a),)))) for m, a in pairs]
    return Sum(tuple(products)) if len(products) > 1 else products[0] if products else ZERO
