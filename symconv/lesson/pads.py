"""The zeros that go around the dilated map on the way back, with their arithmetic."""

from collections.abc import Iterator

from symconv.axis import Axis
from symconv.lesson import maps
from symconv.lesson.blocks import Words
from symconv.lesson.layer import by
from symconv.lesson.story import Story
from symconv.notation.tree import Equation, Node, Number, Product, Sum, Symbol, negative

K, E = Symbol("k"), Symbol("e")
BEFORE, AFTER = Symbol("p₋"), Symbol("p₊")


def pads(story: Story) -> Iterator[Words]:
    """``k − 1`` on every side where that is all; else, and where the appendix has the sizes, the general pads."""
    (before, *_), plain = maps.backward_padding(story.spec.axes), simple(story)
    if plain and story.length != "full":
        less_one = Equation((Sum((K, Number(-1))), Number(before[0])))
        yield story.say("steps.pad", pad=less_one, k=K)
        return
    yield from general(story)


def simple(story: Story) -> bool:
    """Whether the layer has no padding, dilation or remainder, and the same kernel along each axis."""
    axes = story.spec.axes
    special = any(axis.dilation > 1 or axis.before or axis.after or axis.remainder for axis in axes)
    return not special and len(set(story.spec.kernel_size)) == 1


def general(story: Story) -> Iterator[Words]:
    """``e−1−p₋`` before and ``e−1−p₊+r`` after, once where all axes are alike."""
    axes, base = story.spec.axes, story.paper.index_base
    alike = len(set(axes)) == 1
    shown = axes[:1] if alike else axes
    for number, axis in enumerate(shown, base):
        yield _told(story, axis, number, alike=alike, last=number - base == len(shown) - 1)


def _told(story: Story, axis: Axis, number: int, *, alike: bool, last: bool) -> Words:
    reach = axis.effective_kernel
    (before,), (after,) = maps.backward_padding((axis,))
    rule_before = Sum((E, Number(-1), negative(BEFORE)))
    rule_after = Sum((E, Number(-1), negative(AFTER), Symbol("r")))
    sum_before = Sum((Number(reach), Number(-1), _less(axis.before)))
    sum_after = Sum((Number(reach), Number(-1), _less(axis.after), Number(axis.remainder)))
    return story.say(
        "steps.pad.axes",
        alike=alike,
        axis=number,
        before=Equation((rule_before, sum_before, Number(before))),
        after=Equation((rule_after, sum_after, Number(after))),
        crops=before < 0 or after < 0,
        last=last,
        e=E,
        left=BEFORE,
        right=AFTER,
        r=Symbol("r"),
    )


def _less(number: int) -> Node:
    """``− number``, also for 0."""
    return Product((Number(-1), Number(number)))


def short(story: Story) -> Words:
    """How many zeros, in words alone, as a slide has them."""
    say, axes = story.say, story.spec.axes
    before, after = maps.backward_padding(axes)
    if simple(story):
        return say("recipe.pad.words", n=before[0])
    return say(
        "recipe.pad.axes",
        before=by(before if len(set(axes)) > 1 else before[:1]),
        after=by(after if len(set(axes)) > 1 else after[:1]),
        padded=any(axis.before or axis.after for axis in axes),
        remains=any(axis.remainder for axis in axes),
        crops=min(*before, *after) < 0,
    )
