"""The layer's gradients as operations on whole tensors: dilate, pad, flip, correlate, and what is cut away.

With ``lead``, an image and a channel, they are written for that channel.
"""

from symconv.algebra.tensors import Index
from symconv.lesson import maps
from symconv.lesson.story import Story
from symconv.notation.tree import Apply, Equation, Infix, Node, Number


def upstream(story: Story, lead: Index = ()) -> Node:
    """∂L/∂O, dilated where the stride asks for it."""
    return _with_sizes("dilate", story.paper.whole("grad_output", lead), story.spec.stride)


def prepared(story: Story, lead: Index = ()) -> Node:
    """The same, padded; with a remainder the zeros before and after each axis are written, for they are not e−1−p."""
    before, after = maps.backward_padding(story.spec.axes)
    if not any((*before, *after)):
        return upstream(story, lead)
    remains = any(axis.remainder for axis in story.spec.axes)
    amounts = tuple(Number(n) for pair in zip(before, after, strict=True) for n in pair) if remains else ()
    return Apply("pad", (upstream(story, lead),), amounts)


def filter_dilated(story: Story, lead: Index = ()) -> Node:
    """F, dilated where the layer is."""
    return _with_sizes("dilate", story.paper.whole("weight", lead), story.spec.dilation)


def turned(story: Story, lead: Index = ()) -> Node:
    """The filter, dilated where the layer is, and flipped."""
    return Apply("flip", (filter_dilated(story, lead),))


def grad_input(story: Story) -> Equation:
    """``∂L/∂X = pad(dilate_s(∂L/∂O)) ⋆ flip(dilate_d(F))``."""
    return Equation((story.paper.whole("grad_input"), Infix("⋆", prepared(story), turned(story))))


def padded_input(story: Story, lead: Index = ()) -> Node:
    """X with the padding of the forward pass."""
    whole = story.paper.whole("input", lead)
    return Apply("pad", (whole,)) if any(map(any, story.spec.padding)) else whole


def grad_weight(story: Story) -> Equation:
    """``∂L/∂F = first_k(every_d(pad(X) ⋆ dilate_s(∂L/∂O)))``, without what does nothing."""
    correlated: Node = Infix("⋆", padded_input(story), upstream(story))
    kept = _with_sizes("every", correlated, story.spec.dilation)
    if trims(story):
        kept = Apply("first", (kept,), tuple(map(Number, _once(story.spec.kernel_size))))
    return Equation((story.paper.whole("grad_weight"), kept))


def trims(story: Story) -> bool:
    """Whether the remainder leaves more entries than the filter has, r ≥ d along some axis."""
    return any(axis.remainder >= axis.dilation for axis in story.spec.axes)


def _with_sizes(operator: str, node: Node, sizes: tuple[int, ...]) -> Node:
    if all(size == 1 for size in sizes):
        return node
    return Apply(operator, (node,), tuple(map(Number, _once(sizes))))


def _once(sizes: tuple[int, ...]) -> tuple[int, ...]:
    """One size where all are equal, else all."""
    return sizes[:1] if len(set(sizes)) == 1 else sizes
