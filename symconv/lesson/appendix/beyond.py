"""What holds beyond this layer to remember, each sentence with its verdict for this layer."""

from collections.abc import Iterator
from itertools import islice
from math import prod

from symconv.lesson import operations
from symconv.lesson.appendix.verdicts import verdict
from symconv.lesson.blocks import Block, Table, Words, displayed
from symconv.lesson.layer import by
from symconv.lesson.story import Story
from symconv.notation.tree import Equation, Node
from symconv.proof.entrywise import Difference, Proof
from symconv.routes.polyphase import Phase, phase_of
from symconv.routes.winograd import multiplications
from symconv.spec import positions

MOST_PHASES = 16


def chapter(story: Story) -> Iterator[Block]:
    """The takeaways."""
    strided = story.strided
    yield story.say.heading(2, "beyond.title")
    yield from _stride_one(story)
    if strided:
        yield from _upsample(story)
        yield from _strided(story)
    yield from _recipe(story)
    if strided:
        yield from _polyphase(story)
    if story.fewer:
        yield from _fewer(story)


def _stride_one(story: Story) -> Iterator[Block]:
    say, (spec, proof) = story.say, story.stride_one
    full = not any(map(any, spec.padding))
    yield say.heading(3, "remember.one.title", full=full)
    yield say.told("remember.one", full=full)
    yield displayed(operations.backward(story.at_stride_one()))
    same = spec == story.spec
    yield say.told("remember.one.proven", holds=proof.holds, same=same, n=by(spec.input_size), entries=proof.entries)


def _fewer(story: Story) -> Iterator[Block]:
    """Winograd's tiles, and for each what it saves, proven for this layer or a small one."""
    say, axes = story.say, len(story.spec.stride)
    yield say.heading(3, "beyond.fewer.title")
    yield say.told("beyond.fewer")
    for tile, (spec, proof) in story.fewer.items():
        many, few = multiplications(axes, tile)
        yield say.told("beyond.fewer.tile", tile=by((tile,) * axes), few=few, many=many)
        same, n = spec == story.spec, by(spec.input_size)
        yield say.told("remember.one.proven", holds=proof.holds, same=same, n=n, entries=proof.entries)


def _upsample(story: Story) -> Iterator[Block]:
    say, whole = story.say, story.paper.whole
    yield say.heading(3, "remember.upsample.title")
    yield say.told("remember.upsample")
    yield verdict(story, "output", "decimation", say("remember.decimated", o=whole("output")))
    yield verdict(story, "grad_input", "upsample", say("remember.upsampled", g=whole("grad_input")))
    yield verdict(story, "grad_weight", "upsample", say("remember.upsampled", g=whole("grad_weight")))


def _strided(story: Story) -> Iterator[Block]:
    say, proof = story.say, story.folklore["strided"]
    yield say.heading(3, "question.title")
    yield say.told("remember.strided")
    if proof.holds:
        yield say.told("remember.strided.agrees")
    else:
        yield from _counterexample(story, proof, say("remember.strided.name"))


def _recipe(story: Story) -> Iterator[Block]:
    say, proof = story.say, story.folklore["recipe"]
    yield say.heading(3, "remember.recipe.title")
    broken = beyond_the_recipe(story)
    what = say.listed(broken)
    if proof.holds:
        yield say.told("remember.recipe.holds", n=proof.entries, broken=bool(broken), what=what)
        return
    yield say.told("remember.recipe.fails", what=what)
    yield from _counterexample(story, proof, say("remember.recipe.name"))


def beyond_the_recipe(story: Story) -> list[Words]:
    """What this layer has that the recipe of the textbooks does not know."""
    axes = story.spec.axes
    found = {
        "takeaways.padding": any(axis.before or axis.after for axis in axes),
        "takeaways.dilation": any(axis.dilation > 1 for axis in axes),
        "takeaways.remainder": any(axis.remainder for axis in axes),
    }
    return [story.say(key) for key, present in found.items() if present]


def _counterexample(story: Story, proof: Proof, name: Words) -> Iterator[Block]:
    """The first entry at which a believed form differs from the gradient; else what it lacks or has too many."""
    say, given, shape = story.say, proof.shape[2:], story.spec.input_size
    if given != shape:
        yield say.told("remember.shape", n=by(given), size=by(shape))
    both = (d for d in proof.differences if d.got is not None and d.truth is not None)
    first = next(both, proof.differences[0])
    entry, gradient = (story.paper.entry(tensor, first.index) for tensor in ("input", "grad_input"))
    if first.truth is None:
        yield say.told("remember.surplus", x=entry)
    elif first.got is None:
        yield say.told("question.missing", x=entry)
        yield displayed(Equation((gradient, story.write.normal_form(first.truth))))
    else:
        yield say.told("remember.fails", x=entry, name=name)
        yield displayed(*_both_sides(story, gradient, first))


def _both_sides(story: Story, gradient: Node, first: Difference) -> tuple[Node, Node]:
    truth, got = (story.write.normal_form(side or {}) for side in (first.truth, first.got))
    return Equation((gradient, truth)), Equation((gradient, got), "≠")


def _polyphase(story: Story) -> Iterator[Block]:
    say, spec = story.say, story.spec
    numbered = positions(tuple(min(s, MOST_PHASES) for s in spec.stride))
    rows = (
        _phase_row(story, [phase_of(axis, number) for axis, number in zip(spec.axes, numbers, strict=True)])
        for numbers in islice(numbered, MOST_PHASES)
    )
    yield say.heading(3, "upsample.phases.title")
    yield say.told("remember.phases")
    yield Table(header=(say("upsample.phase"), say("upsample.met"), say("upsample.number")), rows=tuple(rows))
    if prod(spec.stride) > MOST_PHASES:
        yield say.told("upsample.more", n=prod(spec.stride) - MOST_PHASES)
    yield verdict(story, "grad_input", "polyphase", say("remember.phases.claim", g=story.paper.whole("grad_input")))


def _phase_row(story: Story, phase: list[Phase]) -> tuple[Words, ...]:
    taps = [
        tuple(p.taps[at] for p, at in zip(phase, place, strict=True))
        for place in positions(tuple(len(p.taps) for p in phase))
    ]
    met = story.say.series([story.first("weight")(tap) for tap in taps]) or story.say("upsample.none")
    return ((", ".join(str(p.number) for p in phase),), met, (str(len(taps)),))
