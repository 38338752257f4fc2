"""What a layer makes as operations on whole tensors: dilate, pad, flip, correlate, and what is cut away.

Said of the layer's form: a convolution's gradient to its input goes backward, and so does a transposed layer's output.

With ``lead``, an image and a channel, they are written for that channel.
"""

from symconv.algebra.tensors import Index
from symconv.lesson import maps
from symconv.lesson.story import Story
from symconv.notation.tree import Apply, Equation, Infix, Node, Number
from symconv.transposed import held, made


def dilated(story: Story, lead: Index = ()) -> Node:
    """What stands in G, dilated where the stride asks for it."""
    return _with_sizes("dilate", story.paper.whole(held(story.layer)[1], lead), story.spec.stride)


def prepared(story: Story, lead: Index = ()) -> Node:
    """The same, padded; where the zeros before and after each axis are not e−1−p, they are written."""
    before, after = maps.backward_padding(story.spec.axes)
    if not any((*before, *after)):
        return dilated(story, lead)
    remains = any(axis.remainder or axis.after < 0 for axis in story.spec.axes)
    amounts = tuple(Number(n) for pair in zip(before, after, strict=True) for n in pair) if remains else ()
    return Apply("pad", (dilated(story, lead),), amounts)


def filter_dilated(story: Story, lead: Index = ()) -> Node:
    """F, dilated where the layer is."""
    return _with_sizes("dilate", story.paper.whole("weight", lead), story.spec.dilation)


def turned(story: Story, lead: Index = ()) -> Node:
    """The filter, dilated where the layer is, and flipped."""
    return Apply("flip", (filter_dilated(story, lead),))


def backward(story: Story) -> Equation:
    """``∂L/∂X = pad(dilate_s(∂L/∂O)) ⋆ flip(dilate_d(F))``; transposed ``O = pad(dilate_s(X)) ⋆ flip(dilate_d(F))``."""
    return Equation((story.paper.whole(made(story.layer)[0]), Infix("⋆", prepared(story), turned(story))))


def padded(story: Story, lead: Index = ()) -> Node:
    """What stands in X, with the padding of the layer; one that crops is written out."""
    whole, pads = story.paper.whole(held(story.layer)[0], lead), story.spec.padding
    if not any(map(any, pads)):
        return whole
    crops = min(map(min, pads)) < 0
    return Apply("pad", (whole,), tuple(Number(n) for pair in pads for n in pair) if crops else ())


def forward(story: Story) -> Equation:
    """``O = every_s(pad(X) ⋆ dilate_d(F))``; transposed ``∂L/∂X = every_s(pad(∂L/∂O) ⋆ dilate_d(F))``."""
    correlated = Infix("⋆", padded(story), filter_dilated(story))
    return Equation((story.paper.whole(made(story.layer)[1]), _with_sizes("every", correlated, story.spec.stride)))


def to_filter(story: Story) -> Equation:
    """``∂L/∂F = first_k(every_d(pad(X) ⋆ dilate_s(∂L/∂O)))``, without what does nothing."""
    correlated: Node = Infix("⋆", padded(story), dilated(story))
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
