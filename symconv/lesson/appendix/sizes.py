"""The sizes of a layer with their arithmetic, and the one relation."""

from collections.abc import Iterator

from symconv.axis import Axis
from symconv.lesson import maps, pictures
from symconv.lesson.blocks import Block, Bullets, Words, displayed
from symconv.lesson.formulas import minus
from symconv.lesson.story import Story
from symconv.lesson.wording import Wording
from symconv.notation.tree import Equation, Floor, Fraction, Infix, Node, Number, Product, Sum, Symbol, negative

N, K, S, D, E, M, R = map(Symbol, "NksdeMr")
BEFORE, AFTER = Symbol("p₋"), Symbol("p₊")


def chapter(story: Story) -> Iterator[Block]:
    """Sizes forward, zeros on the way back, the tensors, and the sign of the slide."""
    say = story.say
    yield say.heading(2, "sizes.title")
    yield say.told("setting.sizes", N=N, k=K, s=S, d=D, before=BEFORE, after=AFTER, e=E, M=M, r=R)
    yield displayed(*_sizes(story))
    yield say.told("setting.relation")
    yield displayed(*story.general.relation)
    yield say.told("sizes.pads")
    yield Bullets(items=tuple(_pads(story)))
    yield pictures.tensors(story, ("input", "weight", "output"))
    yield say.told("setting.sign")


def _sizes(story: Story) -> Iterator[Node]:
    """The rules, then the numbers: once where all axes are alike, else axis by axis."""
    slack = minus(Sum((N, BEFORE, AFTER)), E)
    yield Equation((E, Sum((Product((D, minus(K, Number(1)))), Number(1)))))
    yield Equation((M, _output_size(slack, S)))
    yield Equation((R, Infix("mod", slack, S)))
    for index, axis in _each(story):
        distance = Sum(
            (Number(axis.input_size), Number(axis.before), Number(axis.after), Number(-axis.effective_kernel))
        )
        size = _output_size(distance, Number(axis.stride))
        yield Equation((Symbol("M", index), size, Number(axis.output_size)))
        yield Equation((Symbol("r", index), Infix("mod", distance, Number(axis.stride)), Number(axis.remainder)))


def _each(story: Story) -> Iterator[tuple[tuple[Node, ...], Axis]]:
    """The axes with their numbers; one without where all are alike."""
    axes = story.spec.axes
    if len(set(axes)) == 1:
        yield (), axes[0]
        return
    for number, axis in enumerate(axes, story.paper.index_base):
        yield (Number(number),), axis


def _output_size(distance: Node, stride: Node) -> Node:
    return Sum((Floor(Fraction(distance, stride)), Number(1)))


def _pads(story: Story) -> Iterator[Words]:
    for number, axis in _each(story):
        yield _pads_told(story.say, axis, number)


def _pads_told(say: Wording, axis: Axis, number: tuple[Node, ...]) -> Words:
    """The general pads with their arithmetic: ``e−1−p₋`` before and ``e−1−p₊+r`` after."""
    reach = axis.effective_kernel
    (before,), (after,) = maps.backward_padding((axis,))
    rule_before = Sum((E, Number(-1), negative(BEFORE)))
    rule_after = Sum((E, Number(-1), negative(AFTER), R))
    sum_before = Sum((Number(reach), Number(-1), _less(axis.before)))
    sum_after = Sum((Number(reach), Number(-1), _less(axis.after), Number(axis.remainder)))
    return say(
        "sizes.pad",
        alike=not number,
        axis=number[0] if number else "",
        before=Equation((rule_before, sum_before, Number(before))),
        after=Equation((rule_after, sum_after, Number(after))),
        crops=before < 0 or after < 0,
    )


def _less(number: int) -> Node:
    """``− number``, also for 0."""
    return Product((Number(-1), Number(number)))
