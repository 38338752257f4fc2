"""What a wrong gradient does: the loss of this very layer while its input is learned, step by step."""

from collections.abc import Mapping

from symconv.algebra.chain_rule import terms
from symconv.algebra.tensors import Index, flat
from symconv.lesson.blocks import Chart, Curve
from symconv.lesson.story import Story
from symconv.spec import positions

STEPS = 24
MOST_TERMS = 2_000
LEARNED = 0.5
"""Of the first loss, what is left where something was learned; curves that do not tell the two apart are not shown."""

RATE = 0.5
"""Step against the gradient, as a part of the largest that is surely stable."""


def curves(story: Story) -> Chart | None:
    """The loss ½·Σ(o − t)² with ∂L/∂X as it is, and with the flip forgotten.

    None where the layer is large, and where the curves would not show that one learns and the other does not.

    The input starts at 0 and t is the output of the example, so the loss can reach 0.
    """
    example, found = story.example, story.write.found
    if example is None or sum(map(len, found.output)) > MOST_TERMS:
        return None
    right = {rank: float(example.numbers[rank]) for rank in found.alphabet.ranks("weight")}
    wrong = _unflipped(story, right)
    say = story.say
    losses = tuple(_descent(story, right, weights) for weights in (right, wrong))
    if not losses[0][-1] < LEARNED < losses[1][-1]:
        return None
    return Chart(
        curves=(
            Curve(label=say("opening.curve.right"), values=losses[0], right=True),
            Curve(label=say("opening.curve.wrong"), values=losses[1], right=False),
        ),
        across=say("opening.curve.steps"),
        up=say("opening.curve.loss"),
    )


def _unflipped(story: Story, weights: Mapping[int, float]) -> dict[int, float]:
    """The weights a backward pass uses that slides the filter as it is over what should meet it flipped."""
    alphabet = story.write.found.alphabet
    shape, start = alphabet.shapes["weight"], alphabet.starts["weight"]

    def mirrored(index: Index) -> Index:
        return (*index[:2], *(n - 1 - at for n, at in zip(shape[2:], index[2:], strict=True)))

    return {start + flat(at, shape): weights[start + flat(mirrored(at), shape)] for at in positions(shape)}


def _descent(story: Story, forward: Mapping[int, float], backward: Mapping[int, float]) -> tuple[float, ...]:
    """The loss before each step, as a part of the first."""
    found, example = story.write.found, story.example
    assert example is not None  # noqa: S101 - asked before
    alphabet = found.alphabet
    known = {rank: float(number) for rank, number in example.numbers.items()} | dict(forward)
    outputs = alphabet.ranks("output")
    target = [_sum(row, known) for row in found.output]
    inputs = dict.fromkeys(alphabet.ranks("input"), 0.0)
    shift = alphabet.starts["output"] - alphabet.starts["grad_output"]
    chains = [terms(chain) for chain in found.grad_input]
    rate = RATE / max(sum(abs(forward[r]) for r in forward) ** 2 / len(outputs), 1.0)
    losses = []
    for _ in range(STEPS + 1):
        made = [_sum(row, known | inputs) for row in found.output]
        delta = {rank - shift: o - t for rank, o, t in zip(outputs, made, target, strict=True)}
        losses.append(sum(d * d for d in delta.values()) / 2)
        slopes = [_sum(chain, delta | dict(backward)) for chain in chains]
        inputs = {rank: x - rate * slope for (rank, x), slope in zip(inputs.items(), slopes, strict=True)}
    return tuple(loss / (losses[0] or 1.0) for loss in losses)


def _sum(row: object, known: Mapping[int, float]) -> float:
    total = 0.0
    for coefficient, ranks in row:  # type: ignore[attr-defined]
        value = float(coefficient)
        for rank in ranks:
            value *= known[rank]
        total += value
    return total
