"""Chapter 4, continued: ∂L/∂X as a convolution, prepared and carried out step by step."""

from collections.abc import Iterator

from symconv.algebra.tensors import Index
from symconv.lesson import maps
from symconv.lesson.blocks import Block, Bullets, Heading, Panels, Words, displayed, told
from symconv.lesson.proven import verdict
from symconv.lesson.story import Story, by
from symconv.notation.tree import Apply, Cell, Equation, Infix, Node, Number, Product, Sum, Symbol, negative
from symconv.spec import Axis, positions


def section(story: Story, worked: Index) -> Iterator[Block]:
    """The general form, each step as a matrix, and one step of the slide for the entry that was worked before."""
    yield Heading(level=3, title="Dilate, pad, flip, slide")
    yield from _steps(story)
    if not any(worked[:2]) and len(story.spec.input_size) < 3:
        yield from _slide(story, worked)
    claim: Words = (story.paper.whole("grad_input"), " is this convolution")
    yield verdict(story, "grad_input", "textbook", claim)


def _steps(story: Story) -> Iterator[Block]:
    spec, paper = story.spec, story.paper
    upstream: Node = paper.whole("grad_output")
    yield told("The same sums are a stride-1 correlation of a prepared map with the turned filter:")
    yield displayed(_convolution(story))
    yield Bullets(items=tuple(_steps_told(story)))
    if any(s > 1 for s in spec.stride):
        upstream = Apply("dilate", (upstream,))
        dilated = maps.dilated(story.first("grad_output"), spec.output_size, spec.stride)
        yield Panels(panels=maps.panels((upstream,), *dilated))
    yield Panels(panels=maps.panels((Apply("pad", (upstream,)),), *_prepared(story)))
    plain = maps.panels((paper.whole("weight"),), spec.kernel_size, maps.plain(story.first("weight")))
    yield Panels(panels=(*plain, *maps.panels((Apply("flip", (paper.whole("weight"),)),), *_turned(story))))


def _prepared(story: Story) -> tuple[Index, maps.CellAt]:
    """The dilated and padded map of ∂L/∂O, with its size."""
    spec = story.spec
    before, after = maps.backward_padding(spec.axes)
    dilated = maps.dilated_size(spec.output_size, spec.stride)
    size = tuple(b + n + a for b, n, a in zip(before, dilated, after, strict=True))
    return size, maps.spread(story.first("grad_output"), spec.stride, spec.output_size, before)


def _turned(story: Story) -> tuple[Index, maps.CellAt]:
    """The dilated filter, every axis turned around, with its size."""
    size, cells = maps.dilated(story.first("weight"), story.spec.kernel_size, story.spec.dilation)
    return size, lambda place: cells(tuple(n - 1 - at for n, at in zip(size, place, strict=True)))


def _convolution(story: Story) -> Node:
    spec, paper = story.spec, story.paper
    strides = tuple(Number(s) for s in (spec.stride if len(set(spec.stride)) > 1 else spec.stride[:1]))
    upstream: Node = paper.whole("grad_output")
    if any(s > 1 for s in spec.stride):
        upstream = Apply("dilate", (upstream,), strides)
    weight: Node = paper.whole("weight")
    if any(d > 1 for d in spec.dilation):
        gaps = tuple(Number(d) for d in (spec.dilation if len(set(spec.dilation)) > 1 else spec.dilation[:1]))
        weight = Apply("dilate", (weight,), gaps)
    return Equation((paper.whole("grad_input"), Infix("⋆", Apply("pad", (upstream,)), Apply("flip", (weight,)))))


def _steps_told(story: Story) -> Iterator[Words]:
    spec = story.spec
    if any(s > 1 for s in spec.stride):
        inserted = by(tuple(s - 1 for s in spec.stride)) if len(set(spec.stride)) > 1 else str(spec.stride[0] - 1)
        yield (f"Dilate: {inserted} zero{'s' * (inserted != '1')} (the stride less one) between neighbours.",)
    else:
        yield ("Dilate: the stride is 1, so no zeros come between neighbours.",)
    axes = story.spec.axes
    for number, axis in enumerate(axes):
        if axis not in axes[:number]:
            yield _pads_told(axis, f" axis {number + story.paper.index_base}" if len(set(axes)) > 1 else " each axis")
    turned = "the filter with its zeros of dilation" if any(d > 1 for d in spec.dilation) else "the filter"
    yield (f"Flip: {turned} is turned around along every axis.",)
    yield ("Slide: at stride 1, whatever the stride of the layer was.",)


def _pads_told(axis: Axis, name: str) -> Words:
    """The general pads with their arithmetic: ``e−1−p₋`` before and ``e−1−p₊+r`` after."""
    reach = axis.effective_kernel
    (before,), (after,) = maps.backward_padding((axis,))
    rule_before = Sum((Symbol("e"), Number(-1), negative(Symbol("p₋"))))
    rule_after = Sum((Symbol("e"), Number(-1), negative(Symbol("p₊")), Symbol("r")))
    sum_before = Sum((Number(reach), Number(-1), _less(axis.before)))
    sum_after = Sum((Number(reach), Number(-1), _less(axis.after), Number(axis.remainder)))
    crop = " A negative number cuts entries off." if before < 0 or after < 0 else ""
    return (
        f"Pad{name}: ",
        Equation((rule_before, sum_before, Number(before))),
        " zeros before and ",
        Equation((rule_after, sum_after, Number(after))),
        f" after.{crop}",
    )


def _less(number: int) -> Node:
    """``− number``, also for 0."""
    return Product((Number(-1), Number(number)))


def _slide(story: Story, index: Index) -> Iterator[Block]:
    """One step of the sliding product beside the chain rule."""
    paper = story.paper
    size, turned = _turned(story)
    _, prepared = _prepared(story)

    def window(place: Index) -> Cell:
        return prepared(tuple(at + i for at, i in zip(place, index[2:], strict=True)))

    yield told(
        "One step of the slide, for ",
        paper.entry("input", index),
        ": under the filter lies",
    )
    flipped = maps.panels((Apply("flip", (paper.whole("weight"),)),), size, turned)
    yield Panels(panels=(*maps.panels(("the window",), size, window), *flipped))
    met = ((window(place), turned(place)) for place in positions(size))
    products: list[Node] = [Product((left.node, right.node)) for left, right in met if not left.mark and not right.mark]
    yield told("The products that are not 0, in the order of the slide, and the line of the chain rule:")
    gradient = story.write.gradient_entry("input", index)
    slid = Equation((gradient, story.write.sum_of(products)))
    yield displayed(slid, story.write.gradient_line("input", index))
