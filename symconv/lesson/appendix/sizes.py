"""The sizes of a layer with their arithmetic, and the one relation."""

from collections.abc import Iterator

from symconv.axis import Axis
from symconv.lesson import pictures
from symconv.lesson.blocks import Block, Bullets, displayed
from symconv.lesson.formulas import minus
from symconv.lesson.pads import general
from symconv.lesson.story import Story
from symconv.notation.tree import Equation, Floor, Fraction, Infix, Node, Number, Product, Sum, Symbol

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
    yield Bullets(items=tuple(general(story)))
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
