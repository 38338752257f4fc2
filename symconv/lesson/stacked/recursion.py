"""The δ-recursion: as convolutions, and entry by entry."""

from collections.abc import Iterator
from dataclasses import replace

from symconv.lesson import operations
from symconv.lesson.blocks import Block
from symconv.lesson.stacked.story import StackStory
from symconv.notation.tree import Equation, Infix, Node, Partial, Product, Symbol


def forth(story: StackStory) -> Iterator[Node]:
    """``o^(1)_ij = Σ …``, ``a^(1)_ij = f(o^(1)_ij)``, and so on."""
    for number, layer in enumerate(story.layers):
        if number:
            entry = layer.general.entry("input")
            yield Equation((entry, story.through(output(story, number, entry))))
        yield layer.general.output()


def output(story: StackStory, number: int, entry: Symbol) -> Symbol:
    """The entry of the output of the layer of this number that f makes into an entry of the next layer's input."""
    return Symbol(story.layers[number - 1].paper.letter("output"), entry.index, entry.upper)


def delta(story: StackStory, number: int) -> Node:
    """``δ^(l)``, or ``∂L/∂O^(l)`` where it has no letter."""
    return story.layers[number - 1].paper.whole("grad_output")


def told(story: StackStory) -> Block:
    """What is known, what a layer gives back, and what the activation does to it."""
    last = story.layers[-1].paper
    letter, derivative = last.whole("grad_output"), last.derivative("grad_output")
    given = derivative if letter == derivative else Equation((letter, derivative))
    return story.say.told("stack.back", given=given, f=story.name, prime=story.prime)


def upstream(story: StackStory) -> Node:
    """``δ`` of any layer, ``∂L/∂O`` where it has no letter."""
    paper = replace(story.layers[0].paper, numbers={})
    return paper.whole("grad_output")


def back(story: StackStory, number: int) -> Iterator[Node]:
    """What the layer after that of a number gives back, and what f leaves of it: ``δ^(l) = ∂L/∂A^(l) ⊙ f′(O^(l))``."""
    after, paper = story.layers[number], story.layers[number - 1].paper
    given = after.paper.whole("grad_input")
    yield operations.backward(after)
    yield Equation((delta(story, number), Infix("⊙", given, story.slope(paper.whole("output")))))


def entrywise(story: StackStory, number: int) -> Node:
    """``δ^(l)_ij = f′(o^(l)_ij) Σ δ^(l+1)_mn f^(l+1)_ab`` over all that meet at ij."""
    after, paper = story.layers[number], story.layers[number - 1].paper
    entry = after.general.entry("input")
    made = output(story, number, entry)
    letter = paper.names.get("grad_output")
    left: Node = Symbol(letter, entry.index, entry.upper) if letter else Partial(paper.loss, made)
    return Equation((left, Product((story.slope(made), after.general.grad_input().sides[-1]))))


def gradients(story: StackStory) -> Iterator[Node]:
    """The gradients of X and of every filter and bias, of each layer's own δ."""
    yield operations.backward(story.layers[0])
    for layer in story.layers:
        yield operations.to_filter(layer)
        if layer.layer.bias:
            yield layer.general.grad_bias()
