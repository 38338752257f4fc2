"""Chapter 1: the layer, its sizes with the arithmetic shown, and what is special about it."""

from collections.abc import Iterator

from symconv.axis import Axis
from symconv.lesson.blocks import Block, Bullets, Heading, Panels, Words, displayed, told
from symconv.lesson.formulas import minus
from symconv.lesson.story import Story, by, plural
from symconv.notation.tree import Equation, Floor, Fraction, Infix, Node, Number, Product, Sum, Symbol


def chapter(story: Story) -> Iterator[Block]:
    """The setting."""
    yield Heading(level=2, title="The setting")
    yield told(*_the_layer(story))
    if story.spec.in_channels > 1 or story.spec.out_channels > 1 or story.spec.batch > 1:
        yield told(*_channels(story))
    yield told(*_the_sizes())
    yield displayed(*_sizes(story))
    yield told("One relation says what meets what. An output meets a filter entry at the input position")
    yield displayed(*story.general.relation)
    yield Bullets(items=tuple(_conditions(story)))
    yield Panels(panels=tuple(p for t in ("input", "weight", "output") for p in story.map(t).panels(_name(story, t))))
    yield told(
        "The sign ⋆ stands for cross-correlation at stride 1, as frameworks compute what they call convolution: the "
        "right side is slid over the left one without being flipped, and each entry of the result is the sum of the "
        "products."
    )


def _name(story: Story, tensor: str) -> Node:
    return story.paper.whole(tensor)


def _the_layer(story: Story) -> Words:
    spec, paper, general = story.spec, story.paper, story.general
    wanted = [paper.whole(f"grad_{name}") for name in story.wrt if name != "bias" or spec.bias]
    listed: list[str | Node] = [wanted[0]]
    for position, node in enumerate(wanted[1:], 2):
        listed += [" and " if position == len(wanted) else ", ", node]
    return (
        *("A filter ", paper.whole("weight"), f" of {_entries(spec.kernel_size)} ", general.entry("weight")),
        *(" slides over an input ", paper.whole("input"), f" of {_entries(spec.input_size)} ", general.entry("input")),
        *(f" in steps of {_steps(spec.stride)} and leaves an output ", paper.whole("output")),
        *(f" of {_entries(spec.output_size)} ", general.entry("output"), ". A loss ", paper.loss),
        *(" is computed from the output; given ", paper.whole("grad_output"), ", we want "),
        *(*listed, f". Indices count from {paper.index_base}."),
    )


def _entries(size: tuple[int, ...]) -> str:
    return f"{by(size)} entries" if size != (1,) else "1 entry"


def _steps(stride: tuple[int, ...]) -> str:
    return str(stride[0]) if len(set(stride)) == 1 else by(stride)


def _channels(story: Story) -> Iterator[str | Node]:
    """How many images and channels there are, and the upper indices that name them."""
    spec, letters = story.spec, story.general.letters
    counts = ((spec.batch, "image"), (spec.in_channels, "input channel"), (spec.out_channels, "output channel"))
    parts = [plural(count, what) for count, what in counts]
    groups = f" in {spec.groups} groups that do not see each other" if spec.groups > 1 else ""
    yield f"The layer has {', '.join(parts[:-1])} and {parts[-1]}{groups}. Upper indices: "
    if spec.batch > 1:
        yield from _named(letters["image"][0], " is the image, ")
    if spec.out_channels > 1:
        yield from _named(letters["out"][0], " the output channel, ")
    if spec.groups > 1:
        yield from _named(letters["out"][0], " selects the filter")
        if story.general.width > 1:
            yield from _named(letters["in"][0], " its channel", before=", ")
        yield from _named(story.general.read_channel, " of the input. ", before=", which reads channel ")
    elif spec.in_channels > 1:
        yield from _named(letters["in"][0], " the input channel. ")
    else:
        yield "the input has one channel. "
    yield "Figures show the first image and the first channels."


def _named(node: Node, words: str, before: str = "") -> Iterator[str | Node]:
    if before:
        yield before
    yield node
    yield words


def _the_sizes() -> Words:
    return (
        *("Along each axis let ", Symbol("N"), " be the input size, ", Symbol("k"), " the kernel size, "),
        *(Symbol("s"), " the stride, ", Symbol("d"), " the dilation, ", Symbol("p₋"), " and ", Symbol("p₊")),
        *(" the zeros of padding before and after. The filter then spans ", Symbol("e"), " entries, there are "),
        *(Symbol("M"), " outputs, and a remainder of ", Symbol("r"), " entries is reached by no window:"),
    )


def _sizes(story: Story) -> Iterator[Node]:
    """The rules, then the numbers: once where all axes are alike, else axis by axis."""
    slack = minus(Sum((Symbol("N"), Symbol("p₋"), Symbol("p₊"))), Symbol("e"))
    yield Equation((Symbol("e"), Sum((Product((Symbol("d"), minus(Symbol("k"), Number(1)))), Number(1)))))
    yield Equation((Symbol("M"), _output_size(slack, Symbol("s"))))
    yield Equation((Symbol("r"), Infix("mod", slack, Symbol("s"))))
    axes = story.spec.axes
    alike = len(set(axes)) == 1
    for number, axis in enumerate(axes[:1] if alike else axes, story.paper.index_base):
        index = () if alike else (Number(number),)
        distance = Sum(
            (Number(axis.input_size), Number(axis.before), Number(axis.after), Number(-axis.effective_kernel))
        )
        size = _output_size(distance, Number(axis.stride))
        yield Equation((Symbol("M", index), size, Number(axis.output_size)))
        yield Equation((Symbol("r", index), Infix("mod", distance, Number(axis.stride)), Number(axis.remainder)))


def _output_size(distance: Node, stride: Node) -> Node:
    return Sum((Floor(Fraction(distance, stride)), Number(1)))


def _conditions(story: Story) -> Iterator[Words]:
    """What the layer's numbers mean for the derivation."""
    axes = story.spec.axes
    yield (_padding_told(story, axes),)
    if any(axis.dilation > 1 for axis in axes):
        gaps, reach = by(story.spec.dilation), by(tuple(axis.effective_kernel for axis in axes))
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


def _padding_told(story: Story, axes: tuple[Axis, ...]) -> str:
    if not any(axis.before or axis.after for axis in axes):
        return "No padding: every window lies inside the input."
    pads = [f"{axis.before} before and {axis.after} after" for axis in axes]
    each = (f"{pad} on axis {number}" for number, pad in enumerate(pads, story.paper.index_base))
    where = f"{pads[0]} each axis" if len(set(pads)) == 1 else ", ".join(each)
    return f"Padding: {where}. Entries outside the input are 0 and have no gradient."
