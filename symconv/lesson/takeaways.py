"""Chapter 5: what to remember, each sentence with its verdict for this layer."""

from collections.abc import Iterator

from symconv.lesson import operations
from symconv.lesson.blocks import Block, Heading, Table, Words, displayed, told
from symconv.lesson.proven import on_entries, verdict
from symconv.lesson.story import Story, by, plural
from symconv.lesson.wording import Wording
from symconv.notation.tree import Equation, Node
from symconv.proof.entrywise import Difference, Proof
from symconv.routes.polyphase import Phase, phases
from symconv.spec import positions

MOST_PHASES = 16


def chapter(story: Story) -> Iterator[Block]:
    """The takeaways."""
    strided = any(s > 1 for s in story.spec.stride)
    yield Heading(level=2, title="What to remember")
    yield from _stride_one(story)
    if strided:
        yield from _upsample(story)
        yield from _strided(story)
    yield from _recipe(story)
    if strided:
        yield from _polyphase(story)


def _stride_one(story: Story) -> Iterator[Block]:
    spec, proof = story.stride_one
    full = not any(map(any, spec.padding))
    yield Heading(level=3, title="At stride 1: flip, and convolve" + (" in full" if full else ""))
    cut = "" if full else "; the padding of the forward pass is taken off again"
    yield told(
        "Without stride no zeros are inserted. The upstream gradient is padded and correlated with the flipped filter "
        f"(in an image: rotated by 180°), which is convolution as signal processing defines it{cut}:"
    )
    yield displayed(operations.grad_input(story.at_stride_one()))
    held = "Proven" if proof.holds else "Fails"
    same = spec == story.spec
    layer = "this layer" if same else f"the stride-1 layer of input {by(spec.input_size)} with the same filter"
    yield told(f"{held} for {layer}, {on_entries(proof)}.")


def _upsample(story: Story) -> Iterator[Block]:
    paper = story.paper
    yield Heading(level=3, title="At stride s: upsample, then stride-1 backward")
    yield told(
        "A strided convolution is the stride-1 convolution of which every s-th output is kept. Going back, an output "
        "that was dropped has gradient 0: so zeros take the dropped places, and what follows is stride-1 backward."
    )
    backward = " by upsampling and stride-1 backward"
    yield verdict(story, "output", "decimation", (paper.whole("output"), " is the stride-1 output, subsampled"))
    yield verdict(story, "grad_input", "upsample", (paper.whole("grad_input"), backward))
    yield verdict(story, "grad_weight", "upsample", (paper.whole("grad_weight"), backward))


def _strided(story: Story) -> Iterator[Block]:
    proof = story.folklore["strided"]
    yield Heading(level=3, title="Is it still a convolution with the rotated filter?")
    yield told(
        "Yes, after the zeros are inserted. Convolving with the rotated filter at the layer's own stride is something "
        "else."
    )
    if proof.holds:
        yield told("On this layer the two happen to agree: it is too small to tell them apart.")
    else:
        yield from _counterexample(story, proof, "the strided convolution")


def _recipe(story: Story) -> Iterator[Block]:
    proof = story.folklore["recipe"]
    yield Heading(level=3, title="The recipe of the textbooks")
    recipe = "“Dilate by s−1 zeros, pad with k−1, flip, convolve” is exact without padding, dilation and remainder."
    broken = "".join(map(str, Wording().listed(_against_the_recipe(story))))
    if proof.holds:
        despite = f" although this layer has {broken}: here they cancel" if broken else ""
        yield told(f"{recipe} Proven here, {on_entries(proof)}{despite}.")
        return
    yield told(f"{recipe} This layer has {broken}, and the recipe fails.")
    yield from _counterexample(story, proof, "the recipe")


def _against_the_recipe(story: Story) -> list[str]:
    """What this layer has that the recipe does not know."""
    axes = story.spec.axes
    found = {
        "padding": any(axis.before or axis.after for axis in axes),
        "dilation": any(axis.dilation > 1 for axis in axes),
        "a remainder": any(axis.remainder for axis in axes),
    }
    return [name for name, present in found.items() if present]


def _counterexample(story: Story, proof: Proof, name: str) -> Iterator[Block]:
    """The first entry at which a believed form differs from the gradient; else what it lacks or has too many."""
    given, shape = proof.shape[2:], story.spec.input_size
    if given != shape:
        yield told(f"It gives {by(given)} {'entry' if given == (1,) else 'entries'} where the input has {by(shape)}.")
    both = (d for d in proof.differences if d.got is not None and d.truth is not None)
    first = next(both, proof.differences[0])
    entry, gradient = (story.paper.entry(tensor, first.index) for tensor in ("input", "grad_input"))
    if first.truth is None:
        yield told("It has an entry too many, ", entry, ".")
    elif first.got is None:
        yield told("It has no entry ", entry, ", where the chain rule gives")
        yield displayed(Equation((gradient, story.write.normal_form(first.truth))))
    else:
        yield told("It already fails at ", entry, f". The chain rule gives the first line, {name} the second:")
        yield displayed(*_both_sides(story, gradient, first))


def _both_sides(story: Story, gradient: Node, first: Difference) -> tuple[Node, Node]:
    truth, got = (story.write.normal_form(side or {}) for side in (first.truth, first.got))
    return Equation((gradient, truth)), Equation((gradient, got), "≠")


def _polyphase(story: Story) -> Iterator[Block]:
    spec = story.spec
    along = [phases(axis) for axis in spec.axes]
    numbered = list(positions(spec.stride))
    rows = (
        _phase_row(story, [choices[number] for choices, number in zip(along, numbers, strict=True)])
        for numbers in numbered[:MOST_PHASES]
    )
    yield Heading(level=3, title="Phase by phase")
    yield told(
        "The products with inserted zeros need not be carried out. Let the phase of an input be its distance from the "
        "first padded entry, modulo the stride: the inputs of one phase meet only some of the filter entries, always "
        "the same."
    )
    yield Table(header=(("phase",), ("filter entries met",), ("number",)), rows=tuple(rows))
    if len(numbered) > MOST_PHASES:
        yield told(f"{plural(len(numbered) - MOST_PHASES, 'more phase')} left out here.")
    claim: Words = (story.paper.whole("grad_input"), " is one dense convolution for each phase")
    yield verdict(story, "grad_input", "polyphase", claim)


def _phase_row(story: Story, phase: list[Phase]) -> tuple[Words, ...]:
    taps = [
        tuple(p.taps[at] for p, at in zip(phase, place, strict=True))
        for place in positions(tuple(len(p.taps) for p in phase))
    ]
    named: list[str | Node] = []
    for tap in taps:
        named += [*([", "] if named else []), story.first("weight")(tap)]
    return ((", ".join(str(p.number) for p in phase),), tuple(named) or ("none: gradient 0",), (str(len(taps)),))
