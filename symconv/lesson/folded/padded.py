"""The padded input as the input of a layer of its own, and where each of its entries comes from."""

from dataclasses import replace
from itertools import product
from math import prod

from symconv.algebra.chain_rule import differentiate
from symconv.algebra.tensors import Index, flat
from symconv.folded import FoldedSpec
from symconv.lesson.story import Story
from symconv.lesson.values import Example
from symconv.notation.tree import Apply, Equation, Node, Partial
from symconv.spec import positions

LETTERS = "YZVWUQHT"
"""Names that the padded input may have; the first that is free is taken."""


def of_padded(story: Story, layer: FoldedSpec) -> Story:
    """The same story of the padded input, Y = reflect(X): a convolution without padding, in a lesson's length."""
    taken = {name.lower() for name in story.paper.names.values()}
    letter = next(letter for letter in LETTERS if letter.lower() not in taken)
    spec = replace(layer.form, bias=layer.bias)
    paper = replace(story.paper, spec=spec, names={**story.paper.names, "input": letter})
    found = differentiate(spec, limit=None)
    example = story.example
    if example is not None:
        shape, given = layer.input_shape, example.given["input"]
        read = tuple(given[flat(source(layer, place), shape)] for place in positions(spec.input_shape))
        example = Example(found=found, given={**example.given, "input": read})
    write = replace(story.write, found=found, paper=paper)
    return replace(story, write=write, example=example, length="lesson")


def named(story: Story, layer: FoldedSpec, inner: Story) -> Equation:
    """``Y = reflect(X)``."""
    return Equation((inner.paper.whole("input"), Apply(layer.padding_mode, (story.paper.whole("input"),))))


def folded(story: Story, inner: Story) -> Equation:
    """``∂L/∂X = fold(∂L/∂Y)``."""
    return Equation((story.paper.whole("grad_input"), Apply("fold", (inner.paper.whole("grad_input"),))))


def source(layer: FoldedSpec, place: Index) -> Index:
    """The entry of X that stands at an entry of Y; image and channel first."""
    along = zip(layer.axes, place[2:], strict=True)
    return (*place[:2], *(axis.source(at - axis.before) or 0 for axis, at in along))


def copies(layer: FoldedSpec, index: Index) -> list[Index]:
    """The entries of Y at which an entry of X stands, that within the input first."""
    along = [[at + axis.before for at in axis.copies(i)] for axis, i in zip(layer.axes, index[2:], strict=True)]
    return [(*index[:2], *place) for place in product(*along)]


def worked(story: Story, layer: FoldedSpec) -> Index:
    """The entry of X that is worked: of those that stand at the most places the one that the most outputs read."""

    def rank(index: Index) -> tuple[int, int]:
        often = prod(len(axis.copies(i)) for axis, i in zip(layer.axes, index[2:], strict=True))
        return often, len(story.write.chain("input", index))

    return max(((0, 0, *place) for place in positions(layer.input_size)), key=rank)


def summed(story: Story, inner: Story, places: list[Index]) -> Node:
    """``∂L/∂y_2 + ∂L/∂y_0``."""
    return story.write.sum_of(places, lambda place: Partial(story.paper.loss, inner.paper.entry("input", place)))


def collected(story: Story, layer: FoldedSpec, inner: Story, index: Index) -> list[Equation]:
    """``∂L/∂x_1 = ∂L/∂y_2 + ∂L/∂y_0``, and the same in numbers where there are any."""
    places, entry = copies(layer, index), story.write.gradient_entry("input", index)
    lines = [Equation((entry, summed(story, inner, places)))]
    if story.example and inner.example:
        example = inner.example
        numbers = story.write.sum_of(places, lambda place: example.node("grad_input", place))
        total = story.example.node("grad_input", index)
        lines.append(Equation((entry, numbers, total)) if len(places) > 1 else Equation((entry, total)))
    return lines
