"""The zeros that go around the dilated map on the way back, with their arithmetic."""

from collections.abc import Iterator
from dataclasses import dataclass

from symconv.axis import Axis
from symconv.lesson import maps
from symconv.lesson.blocks import Words
from symconv.lesson.layer import by
from symconv.lesson.story import Story
from symconv.notation.tree import Equation, Node, Number, Product, Sum, Symbol, negative

K, E, R = Symbol("k"), Symbol("e"), Symbol("r")
P, BEFORE, AFTER = Symbol("p"), Symbol("p₋"), Symbol("p₊")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """The letters that the zeros of a layer are told with: those of what it has, or every one.

    Attributes:
        reach: what the filter spans; without dilation the kernel size.
        before: the zeros of the forward pass before an axis; None where there are none.
        after: the same after it.
        remainder: None where no axis has one.
    """

    reach: Symbol
    before: Symbol | None
    after: Symbol | None
    remainder: Symbol | None

    def told(self, story: Story) -> Words:
        """What each of them stands for."""
        zeros = [letter for letter in dict.fromkeys((self.before, self.after)) if letter]
        parts = [story.say("steps.pad.k", k=K) if self.reach == K else story.say("steps.pad.e", e=E)]
        if zeros:
            parts.append(story.say("steps.pad.p", p=story.say.listed(zeros)))
        if self.remainder:
            parts.append(story.say("steps.pad.r", r=self.remainder))
        return story.say.series(parts)


def pads(story: Story) -> Iterator[Words]:
    """``k − 1`` on every side, or what the layer has besides; where the appendix has the sizes, in general."""
    yield from general(story) if story.length == "full" else _told(story, _needed(story.spec.axes))


def general(story: Story) -> Iterator[Words]:
    """``e − 1 − p₋`` before and ``e − 1 − p₊ + r`` after, once where all axes are alike."""
    yield from _told(story, EVERY)


def _told(story: Story, letters: Letters) -> Iterator[Words]:
    before, after = maps.backward_padding(story.spec.axes)
    rules = [(_before(axis, letters), _after(axis, letters)) for axis in story.spec.axes]
    alike, crops, meant = len(set(rules)) == 1, min(*before, *after) < 0, letters.told(story)
    if alike and rules[0][0] == rules[0][1] and not crops:
        yield story.say("steps.pad", pad=rules[0][0], letters=meant)
        return
    shown = rules[:1] if alike else rules
    for axis, (first, second) in enumerate(shown, story.paper.index_base):
        last = axis - story.paper.index_base == len(shown) - 1
        which: dict[str, bool] = {"alike": alike, "crops": crops and last, "last": last}
        yield story.say("steps.pad.axes", axis=axis, before=first, after=second, letters=meant, **which)


EVERY = Letters(reach=E, before=BEFORE, after=AFTER, remainder=R)


def _needed(axes: tuple[Axis, ...]) -> Letters:
    padded = any(axis.before or axis.after for axis in axes)
    even = all(axis.before == axis.after for axis in axes)
    return Letters(
        reach=E if any(axis.dilation > 1 for axis in axes) else K,
        before=(P if even else BEFORE) if padded else None,
        after=(P if even else AFTER) if padded else None,
        remainder=R if any(axis.remainder for axis in axes) else None,
    )


def _before(axis: Axis, letters: Letters) -> Equation:
    """``e − 1 − p₋ = 5 − 1 − 0 = 4``."""
    return _worked(axis, [(letters.before, -axis.before)], letters)


def _after(axis: Axis, letters: Letters) -> Equation:
    """``e − 1 − p₊ + r = 5 − 1 − 0 + 1 = 5``."""
    return _worked(axis, [(letters.after, -axis.after), (letters.remainder, axis.remainder)], letters)


def _worked(axis: Axis, besides: list[tuple[Symbol | None, int]], letters: Letters) -> Equation:
    """The rule, the same in numbers where there is more than ``k − 1``, and what comes of it."""
    used = [(letter, number) for letter, number in besides if letter]
    rule = Sum((letters.reach, Number(-1), *(letter if letter == R else negative(letter) for letter, _ in used)))
    numbers = (_signed(number, plus=letter == R) for letter, number in used)
    put_in = Sum((Number(axis.effective_kernel), Number(-1), *numbers))
    result = Number(axis.effective_kernel - 1 + sum(number for _, number in used))
    return Equation((rule, put_in, result) if used or letters.reach == E else (rule, result))


def _signed(number: int, *, plus: bool) -> Node:
    """``− number``, also for 0, where it is taken away."""
    return Number(number) if plus else Product((Number(-1), Number(-number)))


def simple(story: Story) -> bool:
    """Whether the layer has no padding, dilation or remainder, and the same kernel along each axis."""
    axes = story.spec.axes
    special = any(axis.dilation > 1 or axis.before or axis.after or axis.remainder for axis in axes)
    return not special and len(set(story.spec.kernel_size)) == 1


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
