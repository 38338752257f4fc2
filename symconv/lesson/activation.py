"""The δ-recursion: one step further back, through the activation that made the input."""

from collections.abc import Iterator

from symconv.algebra.tensors import Index
from symconv.lesson.blocks import Block, displayed
from symconv.lesson.entries import listed
from symconv.lesson.story import Story
from symconv.notation.tree import (
    ZERO,
    Apply,
    Equation,
    Infix,
    Node,
    Number,
    Partial,
    Power,
    Product,
    Sum,
    Symbol,
    negative,
)

MOST_TERMS = 4
"""Terms of ∂L/∂x that are written out once more beside f′."""

SIGNS = {"relu": "relu", "sigmoid": "σ", "tanh": "tanh", "f": "f"}

SLOPES = {
    "relu": "activation.relu",
    "sigmoid": "activation.smooth",
    "tanh": "activation.smooth",
    "f": "activation.any",
}
"""What is said of the derivative."""


def chapter(story: Story, name: str) -> Iterator[Block]:
    """The gradient with respect to what the activation was given."""
    say = story.say
    sign = "φ" if SIGNS[name] == story.paper.letter("weight") else SIGNS[name]
    entry, before = story.general.entry("input"), _before(story, story.general.entry("input"))
    yield say.heading(2, "activation.title")
    came = Equation((entry, Apply(sign, (before,))))
    yield say.told(SLOPES[name], came=came, prime=_prime(sign, before), z=before)
    if name in WRITTEN:
        yield displayed(Equation((_prime(sign, before), WRITTEN[name](before))))
    yield say.told("activation.link")
    step = Product((story.general.gradient("input"), _prime(sign, before)))
    yield displayed(Equation((Partial(story.paper.loss, before), step)))

    def line(index: Index) -> Node:
        z = _before(story, story.paper.entry("input", index))
        gradient, total = story.write.gradient_line("input", index).sides
        if total == ZERO:
            return Equation((Partial(story.paper.loss, z), ZERO))
        short = not isinstance(total, Sum) or len(total.terms) <= MOST_TERMS
        through = (gradient, total) if short else (gradient,)
        return Equation((Partial(story.paper.loss, z), *(Product((side, _prime(sign, z))) for side in through)))

    yield from listed(story, "input", line)
    whole = Symbol(story.general.letters["z"][0].name.upper())
    yield say.told("activation.whole")
    product = Infix("⊙", story.paper.whole("grad_input"), _prime(sign, whole))
    yield displayed(Equation((Partial(story.paper.loss, whole), product)))
    if story.layer is story.spec:  # textbooks do not write it for transposed layers
        yield say.told("activation.textbooks")


def _sigmoid_slope(z: Node) -> Node:
    value = Apply("σ", (z,))
    return Product((value, Sum((Number(1), negative(value)))))


def _tanh_slope(z: Node) -> Node:
    return Sum((Number(1), negative(Power(Apply("tanh", (z,)), Number(2)))))


WRITTEN = {"sigmoid": _sigmoid_slope, "tanh": _tanh_slope}
"""``f′(z)`` as textbooks write it."""


def _before(story: Story, entry: Node) -> Symbol:
    """What the activation was given where it returned this entry."""
    index, upper = (entry.index, entry.upper) if isinstance(entry, Symbol) else ((), ())
    return Symbol(story.general.letters["z"][0].name, index, upper)


def _prime(sign: str, z: Node) -> Node:
    return Apply(f"{sign}′", (z,))
