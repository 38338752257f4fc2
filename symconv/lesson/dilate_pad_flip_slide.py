"""Chapter 4, continued: ∂L/∂X as a convolution, prepared and carried out step by step."""

from collections.abc import Iterator
from dataclasses import replace

from symconv.algebra.tensors import Index
from symconv.axis import Axis
from symconv.lesson import maps, operations
from symconv.lesson.blocks import Block, Bullets, Panels, Words, displayed
from symconv.lesson.layer import each
from symconv.lesson.proven import verdict
from symconv.lesson.story import Story
from symconv.lesson.theorem.quoted import input_theorem
from symconv.lesson.wording import Wording
from symconv.notation.tree import Cell, Equation, Node, Number, Product, Sum, Symbol, negative
from symconv.spec import positions


def section(story: Story, worked: Index) -> Iterator[Block]:
    """The general form, each step as a matrix, and one step of the slide for the entry that was worked before."""
    yield story.say.heading(3, "steps.title")
    yield story.say.told("steps.sums")
    yield displayed(operations.grad_input(story))
    yield Bullets(items=tuple(_steps_told(story)))
    yield from _steps(story)
    if not any(worked[:2]) and len(story.spec.input_size) < 3 and story.write.chain("input", worked):
        yield from _slide(story, worked)
    yield verdict(story, "grad_input", "textbook", story.say("proven.convolution", g=story.paper.whole("grad_input")))
    yield from input_theorem(story)


def _steps(story: Story) -> Iterator[Block]:
    """The dilated map, the padded map, and the filter before and after it is turned."""
    spec = story.spec
    if any(s > 1 for s in spec.stride):
        nothing = (0,) * len(spec.stride)
        dilated = story.spread("grad_output", spec.stride, nothing, nothing)
        yield Panels(panels=dilated.panels(operations.upstream(story)))
    yield Panels(panels=_prepared(story).panels(operations.prepared(story)))
    turned = _turned(story).panels(operations.turned(story))
    yield Panels(panels=(*story.map("weight").panels(story.paper.whole("weight")), *turned))


def _prepared(story: Story) -> maps.Map:
    """The dilated and padded map of ∂L/∂O."""
    return story.spread("grad_output", story.spec.stride, *maps.backward_padding(story.spec.axes))


def _turned(story: Story) -> maps.Map:
    """The dilated filter, every axis turned around."""
    nothing = (0,) * len(story.spec.stride)
    return story.spread("weight", story.spec.dilation, nothing, nothing).flipped()


def _steps_told(story: Story) -> Iterator[Words]:
    say, spec = story.say, story.spec
    if any(s > 1 for s in spec.stride):
        yield say("steps.dilate", n=each(tuple(s - 1 for s in spec.stride)))
    else:
        yield say("steps.no-dilation")
    alike = len(set(spec.axes)) == 1
    for number, axis in enumerate(spec.axes[:1] if alike else spec.axes, story.paper.index_base):
        yield _pads_told(say, axis, number=number, alike=alike)
    yield say("steps.flip", dilated=any(d > 1 for d in spec.dilation))
    yield say("steps.slide")
    if spec.out_channels > spec.groups:
        yield say("steps.sum")


def _pads_told(say: Wording, axis: Axis, *, number: int, alike: bool) -> Words:
    """The general pads with their arithmetic: ``e−1−p₋`` before and ``e−1−p₊+r`` after."""
    reach = axis.effective_kernel
    (before,), (after,) = maps.backward_padding((axis,))
    rule_before = Sum((Symbol("e"), Number(-1), negative(Symbol("p₋"))))
    rule_after = Sum((Symbol("e"), Number(-1), negative(Symbol("p₊")), Symbol("r")))
    sum_before = Sum((Number(reach), Number(-1), _less(axis.before)))
    sum_after = Sum((Number(reach), Number(-1), _less(axis.after), Number(axis.remainder)))
    return say(
        "steps.pad",
        alike=alike,
        axis=number,
        before=Equation((rule_before, sum_before, Number(before))),
        after=Equation((rule_after, sum_after, Number(after))),
        crops=before < 0 or after < 0,
    )


def _less(number: int) -> Node:
    """``− number``, also for 0."""
    return Product((Number(-1), Number(number)))


def _slide(story: Story, index: Index) -> Iterator[Block]:
    """One step of the sliding product beside the chain rule."""
    say, turned = story.say, _turned(story)
    many = story.spec.out_channels > story.spec.groups
    yield say.told("steps.under", x=story.paper.entry("input", index), many=many)
    prepared = _prepared(story)
    window = replace(prepared, size=turned.size, cell_at=_under(prepared, index))
    flipped = turned.panels(operations.turned(story))
    yield Panels(panels=(*window.panels(*say("steps.window")), *flipped))
    yield say.told("steps.products")
    slid = Equation((story.write.gradient_entry("input", index), story.write.sum_of(_products(story, index))))
    yield displayed(slid, story.write.gradient_line("input", index))


def _under(prepared: maps.Map, index: Index) -> maps.CellAt:
    """What lies under the filter when it stands at an entry of X."""

    def cell_at(place: Index) -> Cell:
        return prepared.cell_at(tuple(at + i for at, i in zip(place, index[2:], strict=True)))

    return cell_at


def _products(story: Story, index: Index) -> list[Node]:
    """Window times turned filter, place by place, for every output channel that reads channel 0."""
    products: list[Node] = []
    for channel in range(story.spec.out_channels // story.spec.groups):
        here = story.at_channel(channel)
        window, turned = _under(_prepared(here), index), _turned(here)
        met = ((window(place), turned.cell_at(place)) for place in positions(turned.size))
        products += [Product((left.node, right.node)) for left, right in met if not left.mark and not right.mark]
    return products
