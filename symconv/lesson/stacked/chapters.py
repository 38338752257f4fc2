"""The lesson on convolutions one after the other: what flows, the way back, one entry's paths, numbers."""

from collections import Counter
from collections.abc import Iterator

from symconv.lesson import pictures
from symconv.lesson.activation import WRITTEN
from symconv.lesson.blocks import Block, Bullets, Heading, Picture, Table, Words, displayed
from symconv.lesson.layer import by, each, following_told, layer_told
from symconv.lesson.maps import WIDEST
from symconv.lesson.pictures import tensors
from symconv.lesson.stacked import paths, recursion
from symconv.lesson.stacked.story import StackStory
from symconv.notation.tree import Equation
from symconv.spec import ConvSpec

COLUMNS = (
    "stack.column.layer",
    "stack.column.reads",
    "stack.column.kernel",
    "stack.column.stride",
    "stack.column.padding",
    "stack.column.dilation",
    "stack.column.makes",
    "stack.column.remainder",
)


def told(story: StackStory) -> Iterator[Block]:
    """The question, forward with sizes, the recursion, one entry, numbers, what to remember."""
    say = story.say
    yield Heading(level=1, title=story.title or title(story), author=story.author)
    yield say.heading(2, "lesson.question.title")
    yield question(story)
    yield from forward(story)
    yield say.heading(2, "stack.back.title")
    yield from back(story)
    yield say.heading(2, "stack.paths.title")
    yield from one_entry(story)
    yield from numbers(story)
    yield say.heading(2, "remember.title")
    yield Bullets(items=tuple(sentences(story)))
    yield proven(story)


def title(story: StackStory, *, listed: bool = True) -> str:
    """``The gradients of 2 convolutions, one after the other: …``, with the layers or without."""
    return story.say.plain("stack.title", n=len(story.layers), listed=listed, layers=listing(story))


def listing(story: StackStory) -> str:
    """``input 11×11, kernel 3×3, stride 2; then …``."""
    first, *others = story.stack.layers
    parts = [layer_told(story.say, first), *(following_told(story.say, layer) for layer in others)]
    return "".join(map(str, story.say.series(parts, "stack.then")))


def question(story: StackStory) -> Block:
    """What is asked."""
    first, last = story.layers[0].paper, story.layers[-1].paper
    return story.say.told(
        "stack.question", f=story.name, o=last.whole("output"), x=first.whole("input"), w=first.whole("weight")
    )


def forward(story: StackStory) -> Iterator[Block]:
    """What every layer makes, the derivative of f, the sizes, and what an output depends on."""
    yield story.say.told("stack.forward")
    yield displayed(*recursion.forth(story))
    yield upper(story)
    yield from slope(story)
    yield from sizes(story)


def upper(story: StackStory) -> Block:
    """What upper indices name."""
    layers = story.stack.layers
    return story.say.told("stack.upper", more=any(n > 1 for n in (*layers[0].input_shape[:2], *_channels(layers))))


def slope(story: StackStory) -> Iterator[Block]:
    """F and its derivative."""
    say, name = story.say, story.activation.name
    entry = story.layers[0].general.entry("output")
    prime = story.slope(entry)
    if name in WRITTEN:
        yield say.told("stack.slope.smooth", f=story.name)
        yield displayed(Equation((prime, WRITTEN[name](entry))))
    elif name == "relu":
        yield say.told("stack.slope.relu", prime=prime, o=entry)
    else:
        yield say.told("stack.slope.any", f=story.name, prime=prime)


def sizes(story: StackStory) -> Iterator[Block]:
    """A row for each layer, the places behind an output, and what no window reaches."""
    say, stack = story.say, story.stack
    yield say.told("stack.sizes")
    rows = (_row(number, layer) for number, layer in enumerate(stack.layers, 1))
    yield Table(header=tuple(map(say, COLUMNS)), rows=tuple(rows))
    if any(axis.remainder for layer in stack.layers for axis in layer.axes):
        yield say.told("stack.remainder")
    yield say.told(
        "stack.field",
        o=story.layers[-1].paper.whole("output"),
        x=story.layers[0].paper.whole("input"),
        field=by(stack.field),
        jump=each(stack.jump),
        padded=any(any(map(any, layer.padding)) for layer in stack.layers),
    )


def back(story: StackStory) -> Iterator[Block]:
    """The recursion as convolutions and entry by entry, one slide of it, and the gradients it leads to."""
    say = story.say
    yield recursion.told(story)
    steps = list(reversed(range(1, len(story.layers))))
    yield displayed(*(line for number in steps for line in recursion.back(story, number)))
    yield say.told("stack.back.entry")
    yield displayed(*(recursion.entrywise(story, number) for number in steps))
    yield say.told("stack.back.slide", n=len(story.layers))
    yield from pictures.told(story.layers[-1], pictures.backward(story.layers[-1], story.layers[-1].busiest("input")))
    yield say.told("stack.gradients", d=recursion.delta(story, 1))
    yield displayed(*recursion.gradients(story))


def one_entry(story: StackStory) -> Iterator[Block]:
    """The paths of the entry from which most lead to the loss."""
    say, first, worked = story.say, story.layers[0].paper, story.worked
    entry, count = first.entry("input", worked), story.paths(story.worked)
    if not count:
        yield say.told("stack.paths.none", x=first.whole("input"))
        return
    yield paths_told(story)
    yield paths.reaching(story)
    yield say.told("stack.paths.sum", x=entry)
    yield displayed(*paths.steps(story), paths.whole(story))
    yield paths.field_told(story)
    yield paths.field(story)


def paths_told(story: StackStory) -> Block:
    """How many entries read the worked one, and how many paths lead on from there."""
    first, worked = story.layers[0].paper, story.worked
    return story.say.told(
        "stack.paths",
        x=first.entry("input", worked),
        n=len(story.reached(worked)[0]),
        o=first.whole("output"),
        paths=story.paths(worked),
        whole=first.whole("input"),
    )


def numbers(story: StackStory) -> Iterator[Block]:
    """Every tensor in numbers, where there are any and all are small enough to be shown whole."""
    shown = list(number_pictures(story))
    if shown:
        yield story.say.heading(2, "numbers.title")
        yield story.say.told("stack.numbers", d=story.layers[-1].paper.whole("grad_output"))
        yield from shown


def number_pictures(story: StackStory) -> Iterator[Picture]:
    """Forward, layer by layer, then back."""
    layers = story.stack.layers
    if story.layers[0].example is None or max(n for layer in layers for n in layer.input_size) > WIDEST:
        return
    for layer in story.layers:
        yield tensors(layer, ("input", "weight", "output"), numbers=True, slices=1)
    for layer in reversed(story.layers):
        yield tensors(layer, ("grad_output", "grad_weight", "grad_input"), numbers=True, slices=1)


def sentences(story: StackStory) -> Iterator[Words]:
    """What goes back, where the zeros belong, where f′ is taken."""
    say = story.say
    yield say("stack.remember.back", d=recursion.upstream(story))
    yield say("stack.remember.stride", d=recursion.upstream(story))
    yield say("stack.remember.slope", prime=story.prime)


def proven(story: StackStory) -> Block:
    """How many entries were proven, by how many programs."""
    entries = sum(len(forms) for forms in story.found.gradients.values())
    routes = Counter(proof.claim for proof in story.proofs if proof.holds)
    return story.say.told("stack.proven", n=entries, routes=min(routes.values()), d=recursion.upstream(story))


def _channels(layers: tuple[ConvSpec, ...]) -> tuple[int, ...]:
    return tuple(layer.out_channels for layer in layers)


def _row(number: int, layer: ConvSpec) -> tuple[Words, ...]:
    pads = tuple(str(before) if before == after else f"{before}:{after}" for before, after in layer.padding)
    remainders = tuple(axis.remainder for axis in layer.axes)
    cells = (
        number,
        by(layer.input_size),
        by(layer.kernel_size),
        each(layer.stride),
        each(pads),
        each(layer.dilation),
        by(layer.output_size),
        each(remainders),
    )
    return tuple((str(cell),) for cell in cells)
