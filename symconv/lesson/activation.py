"""The δ-recursion: one step further back, through the activation that made the input."""

from collections.abc import Iterator

from symconv.lesson.blocks import Block, Heading, displayed, told
from symconv.lesson.forward import left_out
from symconv.lesson.story import Story
from symconv.notation.tree import Apply, Equation, Infix, Node, Number, Partial, Power, Product, Sum, Symbol, negative

SIGN = {"relu": "relu", "sigmoid": "σ", "tanh": "tanh", "f": "f"}


def chapter(story: Story, name: str) -> Iterator[Block]:
    """The gradient with respect to what the activation was given."""
    paper, sign = story.paper, SIGN[name]
    entry = paper.general("input")
    before = Symbol("z", paper.letters("input"), paper.upper_letters("input"))
    yield Heading(level=2, title="Through the activation")
    yield told(
        "The input came through an activation, ",
        Equation((entry, Apply(sign, (before,)))),
        ", with derivative",
    )
    yield displayed(Equation((_prime(sign, before), *derivative(name, before))))
    if name == "relu":
        yield told("that is 1 where its argument is positive and 0 elsewhere (at 0 it has none; 0 is taken).")
    yield told("One more link of the chain, entry by entry:")
    step = Product((paper.general("grad_input"), _prime(sign, before)))
    yield displayed(Equation((Partial(paper.loss, before), step)))
    chosen = story.chosen("input")
    lines = []
    for index in chosen:
        written = paper.entry("input", index)
        z = Symbol("z", written.index, written.upper) if isinstance(written, Symbol) else before
        total = story.write.gradient_line("input", index).sides[1]
        zero = total == Number(0)
        lines.append(Equation((Partial(paper.loss, z), total if zero else Product((total, _prime(sign, z))))))
    yield displayed(*lines)
    yield from left_out(story, "input", len(chosen))
    yield told(
        "This is the recursion of the textbooks, ",
        Equation((Partial(paper.loss, Symbol("Z")), Infix("⊙", paper.whole("grad_input"), _prime(sign, Symbol("Z"))))),
        ", where the middle is the convolution above; with a rotated filter and nothing else only at stride 1.",
    )


def derivative(name: str, z: Node) -> tuple[Node, ...]:
    """``f′(z)`` as textbooks write it; nothing for the unknown f."""
    value = Apply(SIGN[name], (z,))
    if name == "sigmoid":
        return (Product((value, Sum((Number(1), negative(value))))),)
    if name == "tanh":
        return (Sum((Number(1), negative(Power(value, Number(2))))),)
    if name == "relu":
        return (Apply("step", (z,)),)
    return (Partial(value, z),)


def _prime(sign: str, z: Node) -> Node:
    return Apply(f"{sign}′", (z,))
