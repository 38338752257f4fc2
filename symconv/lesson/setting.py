"""Chapter 1: the layer, its sizes with the arithmetic shown, and what is special about it."""

from collections.abc import Iterator

from symconv.lesson import maps
from symconv.lesson.blocks import Block, Bullets, Heading, Panels, Words, displayed, told
from symconv.lesson.formulas import minus, position
from symconv.lesson.story import Story, by, plural
from symconv.notation.tree import Equation, Floor, Fraction, Node, Number, Product, Sum, Symbol
from symconv.spec import Axis


def chapter(story: Story) -> Iterator[Block]:
    """The setting."""
    yield Heading(level=2, title="The setting")
    yield told(*_the_layer(story))
    if story.paper.upper_letters("weight") or story.paper.upper_letters("input"):
        yield told(*_channels(story))
    yield told("Along each axis the output size follows from the input size, the padding and the stride:")
    yield displayed(*_sizes(story))
    yield told("One relation says what meets what. An output meets a filter entry at the input position")
    yield displayed(*_relation(story))
    yield Bullets(items=tuple(_conditions(story)))
    yield _tensors(story)


def _the_layer(story: Story) -> Words:
    spec, paper = story.spec, story.paper
    return (
        "A filter ",
        paper.whole("weight"),
        f" of {_entries(spec.kernel_size)} ",
        paper.general("weight"),
        " slides over an input ",
        paper.whole("input"),
        f" of {_entries(spec.input_size)} ",
        paper.general("input"),
        f" in steps of {_steps(spec.stride)} and leaves an output ",
        paper.whole("output"),
        f" of {_entries(spec.output_size)} ",
        paper.general("output"),
        ". A loss ",
        paper.loss,
        " is computed from the output; given ",
        paper.whole("grad_output"),
        ", we want ",
        paper.whole("grad_weight"),
        *((", ", paper.whole("grad_bias")) if spec.bias else ()),
        " and ",
        paper.whole("grad_input"),
        f". Indices count from {paper.index_base}.",
    )


def _entries(size: tuple[int, ...]) -> str:
    return f"{by(size)} entries" if size != (1,) else "1 entry"


def _steps(stride: tuple[int, ...]) -> str:
    return str(stride[0]) if len(set(stride)) == 1 else by(stride)


def _channels(story: Story) -> Words:
    spec = story.spec
    counts = f"{plural(spec.in_channels, 'input channel')} and {plural(spec.out_channels, 'output channel')}"
    groups = (
        f" in {spec.groups} groups that do not see each other (each counts its input channels from its first)"
        if spec.groups > 1
        else ""
    )
    letters: list[str | Node] = []
    for tensor in ("input", "weight", "output"):
        if story.paper.upper_letters(tensor):
            letters += [" " if not letters else ", ", story.paper.general(tensor)]
    images = f"{plural(spec.batch, 'image')}, " if spec.batch > 1 else ""
    told = " Upper indices name the image (t), the output channel (u) and the input channel (v):"
    return (f"There are {images}{counts}{groups}.{told}", *letters, ".")


def _sizes(story: Story) -> Iterator[Node]:
    """The output size, once for each different axis."""
    general = Sum((Symbol("N"), Symbol("p₋"), Symbol("p₊")))
    rule = _output_size(minus(general, Symbol("e")), Symbol("s"))
    yield Equation((Symbol("M"), rule))
    yield Equation((Symbol("e"), Sum((Product((Symbol("d"), minus(Symbol("k"), Number(1)))), Number(1)))))
    axes = story.spec.axes
    for number in range(len(axes)):
        if axes[number] in axes[:number]:
            continue
        axis = axes[number]
        name = Symbol("M") if len(set(axes)) == 1 else Symbol("M", (Number(number + story.paper.index_base),))
        told = Sum((Number(axis.input_size), Number(axis.before), Number(axis.after), Number(-axis.effective_kernel)))
        yield Equation((name, _output_size(told, Number(axis.stride)), Number(axis.output_size)))


def _output_size(distance: Node, stride: Node) -> Node:
    return Sum((Floor(Fraction(distance, stride)), Number(1)))


def _relation(story: Story) -> Iterator[Node]:
    paper = story.paper
    for axis, i, m, a in zip(
        story.spec.axes, paper.letters("input"), paper.letters("output"), paper.letters("weight"), strict=True
    ):
        yield Equation((i, position(axis, m, a, paper.index_base)))


def _conditions(story: Story) -> Iterator[Words]:
    """What the layer's numbers mean for the derivation."""
    axes = story.spec.axes
    yield (_padding_told(axes),)
    reach = by(tuple(axis.effective_kernel for axis in axes))
    gaps = by(tuple(axis.dilation for axis in axes))
    if any(axis.dilation > 1 for axis in axes):
        yield (f"Dilation {gaps}: neighbouring filter entries read inputs that far apart; the filter spans {reach}.",)
    else:
        yield ("No dilation: the filter reads neighbouring entries.",)
    if any(axis.remainder for axis in axes):
        left = by(tuple(axis.remainder for axis in axes))
        yield (f"Remainder {left}: so many padded entries at the end of each axis are reached by no window.",)
    else:
        yield ("No remainder: the last window ends exactly at the end.",)
    untouched = sum(not chain for chain in story.write.found.grad_input)
    if untouched:
        are = "entry is" if untouched == 1 else "entries are"
        yield (f"{untouched} input {are} read by no output; the gradient there is 0.",)


def _padding_told(axes: tuple[Axis, ...]) -> str:
    if not any(axis.before or axis.after for axis in axes):
        return "No padding: every window lies inside the input."
    pads = ", ".join(f"{axis.before} before and {axis.after} after" for axis in dict.fromkeys(axes))
    where = "on each axis" if len(set(axes)) == 1 else "axis by axis"
    return f"Padding {pads} {where}: entries outside the input are 0 and have no gradient."


def _tensors(story: Story) -> Panels:
    spec, paper = story.spec, story.paper
    shown = (("input", spec.input_size), ("weight", spec.kernel_size), ("output", spec.output_size))
    return Panels(
        panels=tuple(
            panel
            for tensor, size in shown
            for panel in maps.panels((paper.whole(tensor),), size, maps.plain(story.first(tensor)))
        )
    )
