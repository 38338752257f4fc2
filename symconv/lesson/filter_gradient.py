"""Chapter 3: ∂L/∂F by the chain rule, entry by entry, and what kind of convolution it is; with it ∂L/∂b."""

from collections.abc import Iterator

from symconv.lesson import maps
from symconv.lesson.blocks import Block, Heading, Panel, Panels, Words, displayed, told
from symconv.lesson.forward import left_out, places
from symconv.lesson.local import local_derivatives, worked_entry
from symconv.lesson.proven import verdict
from symconv.lesson.story import Story, by
from symconv.notation.tree import Apply, BigSum, Equation, Infix, Node, Number, Partial, Product


def chapter(story: Story) -> Iterator[Block]:
    """The gradient with respect to the filter."""
    paper = story.paper
    yield Heading(level=2, title="The gradient with respect to the filter")
    yield told("Every output uses the filter, so by the chain rule each filter entry collects from all:")
    yield displayed(*_general(story))
    yield from local_derivatives(story, "weight")
    chosen = story.chosen("weight")
    yield from worked_entry(story, "weight", story.busiest("weight"))
    yield told("Every entry:")
    yield displayed(*(story.write.gradient_line("weight", index) for index in chosen))
    yield from left_out(story, "weight", len(chosen))
    yield Heading(level=3, title="Seen as a convolution")
    yield told(*_as_convolution(story))
    yield displayed(_convolution(story))
    yield _dilated(story)
    yield verdict(story, "grad_weight", "textbook", (paper.whole("grad_weight"), " is this convolution"))


def bias_chapter(story: Story) -> Iterator[Block]:
    """The gradient with respect to the bias."""
    paper = story.paper
    counted = (*paper.upper_letters("output")[:-1], *paper.letters("output"))
    yield Heading(level=2, title="The gradient with respect to the bias")
    yield told("The bias is added to every output of its channel, with local derivative 1:")
    total = BigSum(counted, paper.general("grad_output"))
    yield displayed(Equation((paper.general("grad_bias"), total)))
    chosen = story.chosen("bias")
    yield displayed(*(story.write.gradient_line("bias", index) for index in chosen))
    yield from left_out(story, "bias", len(chosen))
    yield verdict(story, "grad_bias", "textbook", (paper.whole("grad_bias"), " is this sum"))


def _general(story: Story) -> Iterator[Node]:
    paper = story.paper
    outputs = (*(paper.upper_letters("output")[:1] if story.spec.batch > 1 else ()), *paper.letters("output"))
    local = Partial(paper.general("output"), paper.general("weight"))
    chain = BigSum(outputs, Product((paper.general("grad_output"), local)))
    carried_out = BigSum(outputs, Product((paper.general("grad_output"), paper.general("input", places(story)))))
    yield Equation((local, paper.general("input", places(story))))
    yield Equation((paper.general("grad_weight"), chain, carried_out))


def _as_convolution(story: Story) -> Words:
    spec, paper = story.spec, story.paper
    strided = any(s > 1 for s in spec.stride)
    if strided:
        words: Words = (
            "The inputs under one filter entry lie a stride apart. So the input is correlated with ",
            paper.whole("grad_output"),
            " after zeros were put between its entries: one less than the stride",
        )
    else:
        words = ("The input is correlated with ", paper.whole("grad_output"), " as it is")
    if any(map(any, spec.padding)):
        words = (*words, "; the padding is that of the forward pass")
    if any(axis.dilation > 1 for axis in spec.axes):
        words = (
            *words,
            f"; of the result every {by(spec.dilation)}-th entry is kept, because filter entries do not touch",
        )
    if any(axis.remainder for axis in spec.axes):
        words = (*words, f"; the remainder makes the result too large, and only its first {by(spec.kernel_size)} count")
    return (*words, ".")


def _convolution(story: Story) -> Node:
    spec, paper = story.spec, story.paper
    dilated = any(s > 1 for s in spec.stride)
    factors = tuple(Number(s) for s in (spec.stride if len(set(spec.stride)) > 1 else spec.stride[:1]))
    upstream = Apply("dilate", (paper.whole("grad_output"),), factors) if dilated else paper.whole("grad_output")
    padded = Apply("pad", (paper.whole("input"),)) if any(map(any, spec.padding)) else paper.whole("input")
    correlated: Node = Infix("⋆", padded, upstream)
    if any(axis.dilation > 1 or axis.remainder for axis in spec.axes):
        correlated = Apply("trim", (correlated,))
    return Equation((paper.whole("grad_weight"), correlated))


def _dilated(story: Story) -> Panels:
    spec, paper = story.spec, story.paper
    size, cells = maps.dilated(story.first("grad_output"), spec.output_size, spec.stride)
    label: Words = (
        Apply("dilate", (paper.whole("grad_output"),)) if size != spec.output_size else paper.whole("grad_output"),
    )
    whole: tuple[Panel, ...] = maps.panels((paper.whole("input"),), spec.input_size, maps.plain(story.first("input")))
    return Panels(panels=(*whole, *maps.panels(label, size, cells)))
