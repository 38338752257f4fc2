"""Chapter 5: what to remember, each sentence with its verdict for this layer."""

from collections.abc import Iterator

from symconv.lesson.blocks import Block, Heading, Table, Words, displayed, told
from symconv.lesson.proven import verdict
from symconv.lesson.story import Story, by, plural
from symconv.notation.tree import Apply, Equation, Infix, Node
from symconv.proof.entrywise import Proof
from symconv.routes.polyphase import Phase, phases
from symconv.spec import positions

MOST_PHASES = 16


def chapter(story: Story) -> Iterator[Block]:
    """The takeaways."""
    yield Heading(level=2, title="What to remember")
    yield from _stride_one(story)
    if any(s > 1 for s in story.spec.stride):
        yield from _upsample(story)
        yield from _strided(story)
    yield from _recipe(story)
    if any(s > 1 for s in story.spec.stride):
        yield from _polyphase(story)


def _stride_one(story: Story) -> Iterator[Block]:
    paper = story.paper
    spec, proof = story.stride_one
    yield Heading(level=3, title="At stride 1: flip, and convolve in full")
    plain = Infix("⋆", Apply("pad", (paper.whole("grad_output"),)), Apply("flip", (paper.whole("weight"),)))
    yield told(
        "Without stride no zeros are inserted; the gradient is the convolution of ",
        paper.whole("grad_output"),
        " with the filter rotated by 180°:",
    )
    yield displayed(Equation((paper.whole("grad_input"), plain)))
    held = "Proven" if proof.holds else "Fails"
    layer = (
        "this layer" if spec == story.spec else f"the stride-1 layer of input {by(spec.input_size)} and the same filter"
    )
    yield told(f"{held} for {layer}, on {plural(proof.entries, 'entry', 'entries')}.")


def _upsample(story: Story) -> Iterator[Block]:
    paper = story.paper
    yield Heading(level=3, title="At stride s: upsample, then stride-1 backward")
    yield told(
        "A strided convolution is the stride-1 convolution of which every s-th output is kept. Going back, an output "
        "that was dropped has gradient 0: so zeros take the dropped places, and what follows is stride-1 backward.",
    )
    yield verdict(story, "output", "decimation", (paper.whole("output"), " is the stride-1 output, subsampled"))
    yield verdict(story, "grad_input", "upsample", (paper.whole("grad_input"), " by upsampling and stride-1 backward"))
    yield verdict(
        story, "grad_weight", "upsample", (paper.whole("grad_weight"), " by upsampling and stride-1 backward")
    )


def _strided(story: Story) -> Iterator[Block]:
    proof = story.folklore["strided"]
    yield Heading(level=3, title="Is it still a convolution with the rotated filter?")
    yield told(
        "Yes, after the zeros are inserted. Convolving with the rotated filter at the layer's own stride is not it."
    )
    if proof.holds:
        yield told("On this layer the two happen to agree: it is too small to tell them apart.")
    else:
        yield from _counterexample(story, proof, "the strided convolution")


def _recipe(story: Story) -> Iterator[Block]:
    proof = story.folklore["recipe"]
    yield Heading(level=3, title="The recipe of the textbooks")
    recipe = "“Dilate by s−1 zeros, pad with k−1, flip, convolve” is exact without padding, dilation and remainder."
    if proof.holds:
        yield told(f"{recipe} Proven here, on {plural(proof.entries, 'entry', 'entries')}.")
        return
    axes = story.spec.axes
    broken = [
        name
        for name, found in (
            ("padding", any(axis.before or axis.after for axis in axes)),
            ("dilation", any(axis.dilation > 1 for axis in axes)),
            ("a remainder", any(axis.remainder for axis in axes)),
        )
        if found
    ]
    yield told(f"{recipe} This layer has {' and '.join(broken)}, and the recipe fails.")
    yield from _counterexample(story, proof, "the recipe")


def _counterexample(story: Story, proof: Proof, name: str) -> Iterator[Block]:
    """The first entry at which a believed form differs from the gradient."""
    truth_shape = story.write.found.alphabet.shapes["input"]
    if proof.shape != truth_shape:
        yield told(f"It gives {by(proof.shape[2:])} entries where the input has {by(truth_shape[2:])}.")
    differing = next((d for d in proof.differences if d.truth is not None and d.got is not None), None)
    if differing is None or differing.got is None:
        return
    entry = story.paper.entry("input", differing.index)
    truth = story.write.gradient_line("input", differing.index)
    yield told("It already fails at ", entry, f". The chain rule gives the first line, {name} the second:")
    wrong = Equation((truth.sides[0], story.write.normal_form(differing.got)), "≠")
    yield displayed(truth, wrong)


def _polyphase(story: Story) -> Iterator[Block]:
    spec = story.spec
    along = [phases(axis) for axis in spec.axes]
    rows = []
    for numbers in positions(spec.stride):
        phase = [choices[number] for choices, number in zip(along, numbers, strict=True)]
        rows.append(_phase_row(story, phase))
    yield Heading(level=3, title="Phase by phase")
    yield told(
        "Most products with the dilated map are with zeros. Sorted by the remainder of their padded position modulo "
        "the stride, the inputs of one phase meet only some of the filter entries, and always the same:",
    )
    header: tuple[Words, ...] = (("phase",), ("filter entries met",), ("number",))
    yield Table(header=header, rows=tuple(rows[:MOST_PHASES]))
    if len(rows) > MOST_PHASES:
        yield told(f"{plural(len(rows) - MOST_PHASES, 'more phase')} left out here.")
    claim: Words = (story.paper.whole("grad_input"), " is one dense convolution for each phase")
    yield verdict(story, "grad_input", "polyphase", claim)


def _phase_row(story: Story, phase: list[Phase]) -> tuple[Words, ...]:
    taps = list(positions_of(phase))
    named: list[str | Node] = []
    for tap in taps:
        named += [*([", "] if named else []), story.first("weight")(tap)]
    return ((", ".join(str(p.number) for p in phase),), tuple(named) or ("none: gradient 0",), (str(len(taps)),))


def positions_of(phase: list[Phase]) -> Iterator[tuple[int, ...]]:
    """The taps of a phase, all axes together."""
    for place in positions(tuple(len(p.taps) for p in phase)):
        yield tuple(p.taps[at] for p, at in zip(phase, place, strict=True))
