"""Chapter 1: the layer, its sizes with the arithmetic shown, and what is special about it."""

from collections.abc import Iterator

from symconv.lesson.blocks import Block, Bullets, Panels, Words, displayed
from symconv.lesson.formulas import minus
from symconv.lesson.layer import by, each
from symconv.lesson.story import Story
from symconv.notation.tree import Equation, Floor, Fraction, Infix, Node, Number, Product, Sum, Symbol

N, K, S, D, E, M, R = map(Symbol, "NksdeMr")
BEFORE, AFTER = Symbol("p₋"), Symbol("p₊")


def chapter(story: Story) -> Iterator[Block]:
    """The setting."""
    say, spec = story.say, story.spec
    yield say.heading(2, "setting.title")
    yield _the_layer(story)
    if spec.in_channels > 1 or spec.out_channels > 1 or spec.batch > 1:
        yield _channels(story)
    yield say.told("setting.sizes", N=N, k=K, s=S, d=D, before=BEFORE, after=AFTER, e=E, M=M, r=R)
    yield displayed(*_sizes(story))
    yield say.told("setting.relation")
    yield displayed(*story.general.relation)
    yield Bullets(items=tuple(_conditions(story)))
    shown = (story.map(tensor).panels(story.paper.whole(tensor)) for tensor in ("input", "weight", "output"))
    yield Panels(panels=tuple(panel for panels in shown for panel in panels))
    yield say.told("setting.sign")


def _the_layer(story: Story) -> Block:
    spec, paper, entry = story.spec, story.paper, story.general.entry
    wanted = [paper.whole(f"grad_{name}") for name in story.wrt if name != "bias" or spec.bias]
    return story.say.told(
        "setting.layer",
        F=paper.whole("weight"),
        k=by(spec.kernel_size),
        f=entry("weight"),
        X=paper.whole("input"),
        n=by(spec.input_size),
        x=entry("input"),
        s=each(spec.stride),
        O=paper.whole("output"),
        m=by(spec.output_size),
        o=entry("output"),
        L=paper.loss,
        given=paper.whole("grad_output"),
        wanted=story.say.listed(wanted),
        base=paper.index_base,
    )


def _channels(story: Story) -> Block:
    """How many images and channels there are, and the upper indices that name them."""
    spec, say, letters = story.spec, story.say, story.general.letters
    counts = [
        say("setting.images", n=spec.batch),
        say("setting.inputs", n=spec.in_channels),
        say("setting.outputs", n=spec.out_channels),
    ]
    return say.told(
        "setting.channels",
        counts=say.listed(counts),
        grouped=spec.groups > 1,
        groups=spec.groups,
        images=spec.batch > 1,
        image=letters["image"][0],
        outputs=spec.out_channels > 1,
        out=letters["out"][0],
        wide=story.general.width > 1,
        inputs=spec.in_channels > 1,
        channel=letters["in"][0],
        read=story.general.read_channel,
    )


def _sizes(story: Story) -> Iterator[Node]:
    """The rules, then the numbers: once where all axes are alike, else axis by axis."""
    slack = minus(Sum((N, BEFORE, AFTER)), E)
    yield Equation((E, Sum((Product((D, minus(K, Number(1)))), Number(1)))))
    yield Equation((M, _output_size(slack, S)))
    yield Equation((R, Infix("mod", slack, S)))
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
    say, spec, axes = story.say, story.spec, story.spec.axes
    yield say("setting.padding", where=_padding(story)) if any(map(any, spec.padding)) else say("setting.unpadded")
    if any(axis.dilation > 1 for axis in axes):
        reach = by(tuple(axis.effective_kernel for axis in axes))
        yield say("setting.dilation", d=by(spec.dilation), reach=reach)
    else:
        yield say("setting.undilated")
    if any(axis.remainder for axis in axes):
        yield say("setting.remainder", r=by(tuple(axis.remainder for axis in axes)))
    else:
        yield say("setting.no-remainder")
    untouched = sum(not chain for chain in story.write.found.grad_input)
    if untouched:
        yield say("setting.untouched", n=untouched)


def _padding(story: Story) -> Words:
    """How many zeros there are before and after each axis."""
    say, padding = story.say, story.spec.padding
    if len(set(padding)) == 1:
        before, after = padding[0]
        return say("setting.padding.each", before=before, after=after)
    numbered = enumerate(padding, story.paper.index_base)
    return say.series([say("setting.padding.axis", before=b, after=a, axis=axis) for axis, (b, a) in numbered])
